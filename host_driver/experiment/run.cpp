// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/run.h"

#include <algorithm>
#include <utility>

#include "foundation/telemetry/hash_text.h"
#include "foundation/telemetry/table.h"
#include "foundation/units/cycles.h"
#include "foundation/units/readable.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/experiment/build_facts.h"
#include "host_driver/planning/retry_plan.h"
#include "host_driver/report/report_file.h"
#include "tco/power/power.h"

namespace linkwright::experiment {
namespace {

static_assert(scenario::kJobPriorities == interfaces::kPriorities);

constexpr const char* kRetryMetrics = "network.retry.";

void AppendLinkFigures(const planning::Hardware& hardware, telemetry::RunReport& report) {
  const auto count = [&](const char* name) {
    const telemetry::Metric* metric = report.Find(std::string(kRetryMetrics) + name);
    return metric == nullptr ? 0.0 : static_cast<double>(std::get<int64_t>(metric->value));
  };
  const double sent = count("frames_sent");
  report.Add(std::string(kRetryMetrics) + "goodput_lost",
             sent == 0 ? 0 : 1 - count("frames_delivered") / sent, "ratio",
             "frames sent that were not the ones delivered, of all frames sent by links");
  report.Add(std::string(kRetryMetrics) + "link_latency",
             int64_t{planning::CyclesOf(hardware.longest_link(), hardware.clock_period)}, "cycles",
             "from one end to the other, the longest of all links");
}

executor::CollectiveRequest RequestOf(const planning::Plan& plan, const planning::Job& job,
                                      const planning::RunContext& context,
                                      interfaces::AlikeEndpoints* alike) {
  executor::CollectiveRequest request;
  request.program = &job.program;
  request.size_bytes = job.config.size.count();
  request.type = job.config.type;
  request.op = job.config.redop;
  request.seed = plan.scenario.seed;
  request.cost = plan.scenario.cost;
  request.pattern = job.config.data;
  request.data = job.config.check == scenario::Check::kOn;
  if (plan.jobs.size() == 1) request.alike = alike;
  request.priority = static_cast<uint8_t>(job.config.priority);
  request.endpoints = job.endpoints;
  request.interrupted = context.interrupted;
  return request;
}

// All jobs at once, each from its time on.
void RunJobs(const planning::Plan& plan, const planning::RunContext& context,
             interfaces::AlikeEndpoints* alike, simulation::Simulation& simulation,
             Outcome& outcome) {
  const units::SimTime begin = simulation.Now();
  std::vector<executor::CollectiveJob> running;
  running.reserve(plan.jobs.size());
  for (const planning::Job& job : plan.jobs) {
    running.emplace_back(simulation, RequestOf(plan, job, context, alike));
    running.back().Launch(begin + job.config.start);
  }
  simulation.Run();
  for (size_t j = 0; j < running.size(); ++j) {
    JobOutcome done{.name = plan.jobs[j].config.name, .result = running[j].Finish(), .cycles = 0};
    outcome.time = std::max(outcome.time, plan.jobs[j].config.start + done.result.time);
    outcome.jobs.push_back(std::move(done));
  }
}

void AppendJob(JobOutcome& done, units::Duration clock, telemetry::RunReport& report) {
  executor::AppendMetrics(done.result, report);
  if (clock == units::Duration::Picoseconds(1)) return;
  done.cycles = units::CyclesCovering(done.result.time, clock).count();
  report.Add("collective.cycles", done.cycles, "cycles",
             "clock cycles from launch to the last rank's end, a begun cycle counted whole");
}

// The metrics of the only job as they are; of several each labelled with its job, with a row each.
void AppendJobs(const planning::Plan& plan, units::Duration clock, Outcome& outcome) {
  if (outcome.jobs.size() == 1) return AppendJob(outcome.jobs[0], clock, outcome.report);
  outcome.report.Add("jobs.time", outcome.time.picoseconds(), "ps",
                     "from time zero of the jobs to the end of the last one");
  for (size_t j = 0; j < outcome.jobs.size(); ++j) {
    const planning::Job& job = plan.jobs[j];
    JobOutcome& done = outcome.jobs[j];
    telemetry::RunReport own;
    AppendJob(done, clock, own);
    own.Add("collective.start", job.config.start.picoseconds(), "ps", "when the job was launched");
    outcome.report.Merge(own, {"job", job.config.name});
    using telemetry::Value;
    outcome.report.AddRow({{"job", job.config.name},
                           {"algorithm", job.program.name},
                           {"ranks", Value::List(job.endpoints.begin(), job.endpoints.end())},
                           {"size", done.result.size_bytes},
                           {"start_ps", job.config.start.picoseconds()},
                           {"time_ps", done.result.time.picoseconds()},
                           {"busbw_gb_per_s", done.result.busbw_GBps},
                           {"wrong", done.result.wrong}});
  }
}

}  // namespace

scoring::PriceTag PriceOf(const planning::Plan& plan) {
  return scoring::MakePriceTag(plan.topology, plan.catalog, plan.assumptions);
}

void AppendPrice(const scoring::PriceTag& tag, telemetry::RunReport& report) {
  for (const telemetry::Metric& metric : scoring::Metrics(tag)) report.Add(metric);
  for (const std::string& sentence : scoring::WhatIsLeftOut()) report.LeaveOut(sentence);
}

scoring::PriceTag AddPrice(const planning::Plan& plan, Outcome& outcome) {
  scoring::PriceTag tag = PriceOf(plan);
  AppendPrice(tag, outcome.report);
  outcome.report.SetProvenance("bill_of_materials", BillOf(tag));
  uint64_t wire_bytes = 0;
  for (const JobOutcome& job : outcome.jobs) {
    for (const executor::RankResult& rank : job.result.ranks) wire_bytes += rank.wire_sent;
  }
  const parts::Range energy = power::EnergyOf(tag.power, tag.bom.counts, outcome.time, wire_bytes);
  outcome.report.Add("tco.energy_per_collective", energy.mode, "J",
                     "typical network power over the collective's time plus the accelerators' ends "
                     "for the bytes sent");
  return tag;
}

void AppendProvenance(const planning::Plan& plan, telemetry::RunReport& report) {
  const config::Json scenario = planning::ResolvedScenario(plan);
  report.SetProvenance("tool", "linkwright " + Version());
  const auto facts = BuildFacts();
  report.SetProvenance("build", telemetry::Value::Map(facts.begin(), facts.end()));
  report.SetProvenance("scenario_hash", "sha256:" + telemetry::HashText(scenario.dump()));
  report.SetProvenance("seed", plan.scenario.seed);
  report.SetProvenance("parts", telemetry::Value::Map{{"accelerator", plan.pod.accelerator},
                                                      {"switch", plan.pod.switch_chip},
                                                      {"link", plan.pod.link},
                                                      {"variant", plan.hardware.variant_names()}});
  report.SetProvenance("scenario", report::FromJson(scenario));
}

Outcome RunPlanOnce(const planning::Plan& plan, const planning::RunContext& context) {
  const planning::Fabric fabric = plan.planner->Build(plan, context);
  device::FabricManager* manager = fabric.manager.get();
  if (manager != nullptr) manager->Program();
  const interfaces::Network& network = *fabric.network;
  simulation::Context around;
  around.progress = context.progress;
  around.interrupted = context.interrupted;
  around.devices = fabric.devices;
  if (manager != nullptr)
    around.on_interrupt = [manager](int index) { manager->OnInterrupt(index); };
  simulation::Simulation simulation(*fabric.network, around);
  if (fabric.faults != nullptr) simulation.SetFaults(*fabric.faults, fabric.fault_script);

  Outcome outcome;
  RunJobs(plan, context, fabric.alike, simulation, outcome);
  AppendProvenance(plan, outcome.report);
  AppendJobs(plan, network.ClockPeriod(), outcome);
  const bool retry = plan.scenario.network.retry.has_value();
  if (retry) simulation.Settle(planning::SettleTime(plan));
  network.AppendMetrics(outcome.report);
  if (retry) AppendLinkFigures(plan.hardware, outcome.report);
  if (manager != nullptr) manager->Collect(outcome.report);
  for (const std::string& sentence : fabric.left_out) outcome.report.LeaveOut(sentence);
  outcome.report.LeaveOut(
      "flags between thread blocks take time but send no flits (docs/models/collectives.md)");
  if (!retry)
    outcome.report.LeaveOut(
        "bit errors and link-level retry: links damage nothing (network.retry adds both)");
  return outcome;
}

std::string JobsText(const planning::Plan& plan, const Outcome& outcome,
                     const telemetry::Page& page) {
  if (outcome.jobs.size() == 1) return {};
  using telemetry::Table;
  Table table({{.title = "job", .align = Table::Align::kLeft},
               {.title = "algorithm", .align = Table::Align::kLeft, .priority = 1},
               {.title = "ranks"},
               {.title = "size", .unit = "B", .priority = 2},
               {.title = "start", .unit = "us", .priority = 3},
               {.title = "time", .unit = "us"},
               {.title = "busbw", .unit = "GB/s"},
               {.title = "wrong"}});
  for (size_t j = 0; j < outcome.jobs.size(); ++j) {
    const planning::Job& job = plan.jobs[j];
    const executor::CollectiveResult& result = outcome.jobs[j].result;
    table.AddRow({job.config.name, job.program.name, std::to_string(job.ranks()),
                  units::Grouped(static_cast<long long>(result.size_bytes)),
                  units::FourDigits(units::ToSeconds(job.config.start) * 1e6),
                  units::FourDigits(units::ToSeconds(result.time) * 1e6),
                  units::FourDigits(result.busbw_GBps), std::to_string(result.wrong)});
  }
  return table.ToText(page);
}

}  // namespace linkwright::experiment
