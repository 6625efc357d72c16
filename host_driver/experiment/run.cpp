// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/run.h"

#include <fmt/format.h>

#include "foundation/telemetry/hash_text.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/experiment/build_facts.h"
#include "tco/power/power.h"

namespace linkwright::experiment {
namespace {

void AppendEnergy(const RunPlan& plan, const executor::CollectiveResult& result, telemetry::RunReport& report) {
  const scoring::PriceTag tag = PriceOf(plan);
  AppendPrice(tag, report);
  report.SetProvenance("bill_of_materials", BillJson(tag));
  uint64_t wire_bytes = 0;
  for (const executor::RankResult& rank : result.ranks) wire_bytes += rank.wire_sent;
  const parts::Range energy = power::EnergyOf(tag.power, tag.bom.counts, result.time, wire_bytes);
  report.Add("tco.energy_per_collective", energy.mode, "J",
             "typical network power over the collective's time plus the accelerators' ends for the bytes sent");
}

}  // namespace

scoring::PriceTag PriceOf(const RunPlan& plan) {
  return scoring::MakePriceTag(plan.topology, plan.catalog, plan.assumptions);
}

void AppendPrice(const scoring::PriceTag& tag, telemetry::RunReport& report) {
  for (const telemetry::Metric& metric : scoring::Metrics(tag)) report.Add(metric);
  for (const std::string& sentence : scoring::WhatIsLeftOut()) report.LeaveOut(sentence);
}

void AppendProvenance(const RunPlan& plan, telemetry::RunReport& report) {
  const telemetry::Json scenario = ResolvedScenario(plan);
  report.SetProvenance("tool", "linkwright " + Version());
  telemetry::Json build;
  for (const auto& [name, value] : BuildFacts()) build[name] = value;
  report.SetProvenance("build", build);
  report.SetProvenance("scenario_hash", "sha256:" + telemetry::HashText(scenario.dump()));
  report.SetProvenance("seed", plan.scenario.seed);
  report.SetProvenance("parts", telemetry::Json{{"accelerator", plan.pod.accelerator},
                                                {"switch", plan.pod.switch_chip},
                                                {"link", plan.pod.link},
                                                {"variant", plan.variant_names()}});
  report.SetProvenance("scenario", scenario);
}

Outcome RunPlanOnce(const RunPlan& plan, const Surroundings& around) {
  const std::unique_ptr<interfaces::Network> network = MakeNetwork(plan, around);
  ProgramSwitches(*network, plan);

  const CollectiveConfig& c = plan.scenario.collective;
  executor::CollectiveRequest request;
  request.program = &plan.program;
  request.size_bytes = c.size.count();
  request.type = c.type;
  request.op = c.redop;
  request.seed = plan.scenario.seed;
  request.cost = plan.scenario.cost;
  request.pattern = c.data;
  request.progress = around.progress;

  Outcome outcome;
  outcome.result = executor::RunCollective(*network, request);
  AppendProvenance(plan, outcome.report);
  executor::AppendMetrics(outcome.result, outcome.report);
  if (network->ClockPeriod() > units::Duration::Picoseconds(1)) {
    const int64_t period = network->ClockPeriod().picoseconds();
    outcome.cycles = (outcome.result.time.picoseconds() + period - 1) / period;
    outcome.report.Add("collective.cycles", outcome.cycles, "cycles",
                       "clock cycles from launch to the last rank's end, a begun cycle counted whole");
  }
  network->AppendMetrics(outcome.report);
  CollectSwitchCounters(*network, plan, outcome.report);
  AppendEnergy(plan, outcome.result, outcome.report);
  outcome.report.LeaveOut("flags between thread blocks take time but send no flits (docs/models/collectives.md)");
  outcome.report.LeaveOut("link errors and retry: links are taken as error-free");
  return outcome;
}

}  // namespace linkwright::experiment
