// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/run.h"

#include <fmt/format.h>

#include "foundation/telemetry/hash_text.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/experiment/build_facts.h"
#include "tco/power/power.h"

namespace linkwright::experiment {
namespace {

constexpr const char* kRetryMetrics = "network.retry.";

void AppendEnergy(const planning::Plan& plan, const executor::CollectiveResult& result,
                  telemetry::RunReport& report) {
  const scoring::PriceTag tag = PriceOf(plan);
  AppendPrice(tag, report);
  report.SetProvenance("bill_of_materials", BillJson(tag));
  uint64_t wire_bytes = 0;
  for (const executor::RankResult& rank : result.ranks) wire_bytes += rank.wire_sent;
  const parts::Range energy = power::EnergyOf(tag.power, tag.bom.counts, result.time, wire_bytes);
  report.Add("tco.energy_per_collective", energy.mode, "J",
             "typical network power over the collective's time plus the accelerators' ends for the "
             "bytes sent");
}

// What is on its way when the last rank ends: acknowledgements, and replays for those that were
// lost.
class NoClient final : public simulation::Client {
  void OnDelivered(uint64_t) override {}
  void OnTimer(uint64_t) override {}
};

// The counters of links explain one another once nothing is under way. Whatever is, shows within a
// replay timer.
void SettleLinks(simulation::Simulation& simulation, const planning::RetryPlan& retry) {
  constexpr int kMostRounds = 1000;
  const interfaces::Network& network = simulation.network();
  const units::Duration round = network.ClockPeriod() * retry.settle_cycles;
  NoClient no_client;
  std::string before;
  for (int i = 0; i < kMostRounds; ++i) {
    telemetry::RunReport now;
    simulation.SetTimer(no_client, simulation.Now() + round, 0);
    simulation.Run();
    network.AppendMetrics(now);
    std::string counters;
    for (const telemetry::Metric& metric : now.metrics()) {
      if (metric.name.starts_with(kRetryMetrics))
        counters += fmt::format("{} ", std::get<int64_t>(metric.value));
    }
    if (counters == before) return;
    before = std::move(counters);
  }
}

void AppendLinkFigures(const planning::RetryPlan& retry, telemetry::RunReport& report) {
  const auto count = [&](const char* name) {
    const telemetry::Metric* metric = report.Find(std::string(kRetryMetrics) + name);
    return metric == nullptr ? 0.0 : static_cast<double>(std::get<int64_t>(metric->value));
  };
  const double sent = count("frames_sent");
  report.Add(std::string(kRetryMetrics) + "goodput_lost",
             sent == 0 ? 0 : 1 - count("frames_delivered") / sent, "ratio",
             "frames sent that were not the ones delivered, of all frames sent by links");
  report.Add(std::string(kRetryMetrics) + "link_latency", int64_t{retry.link_latency_cycles},
             "cycles", "from one end to the other, the longest of all links");
}

}  // namespace

scoring::PriceTag PriceOf(const planning::Plan& plan) {
  return scoring::MakePriceTag(plan.topology, plan.catalog, plan.assumptions);
}

void AppendPrice(const scoring::PriceTag& tag, telemetry::RunReport& report) {
  for (const telemetry::Metric& metric : scoring::Metrics(tag)) report.Add(metric);
  for (const std::string& sentence : scoring::WhatIsLeftOut()) report.LeaveOut(sentence);
}

void AppendProvenance(const planning::Plan& plan, telemetry::RunReport& report) {
  const telemetry::Json scenario = planning::ResolvedScenario(plan);
  report.SetProvenance("tool", "linkwright " + Version());
  telemetry::Json build;
  for (const auto& [name, value] : BuildFacts()) build[name] = value;
  report.SetProvenance("build", build);
  report.SetProvenance("scenario_hash", "sha256:" + telemetry::HashText(scenario.dump()));
  report.SetProvenance("seed", plan.scenario.seed);
  report.SetProvenance("parts", telemetry::Json{{"accelerator", plan.pod.accelerator},
                                                {"switch", plan.pod.switch_chip},
                                                {"link", plan.pod.link},
                                                {"variant", plan.fabric->variant_names()}});
  report.SetProvenance("scenario", scenario);
}

Outcome RunPlanOnce(const planning::Plan& plan, const planning::RunContext& context) {
  const planning::Fabric fabric = plan.fabric->Build(plan, context);
  device::FabricManager* manager = fabric.manager.get();
  if (manager != nullptr) manager->Program();
  const interfaces::Network& network = *fabric.network;
  simulation::Context around;
  around.interrupted = context.interrupted;
  around.devices = fabric.devices;
  if (manager != nullptr)
    around.on_interrupt = [manager](int index) { manager->OnInterrupt(index); };
  simulation::Simulation simulation(*fabric.network, around);

  const scenario::CollectiveConfig& c = plan.scenario.collective;
  executor::CollectiveRequest request;
  request.program = &plan.program;
  request.size_bytes = c.size.count();
  request.type = c.type;
  request.op = c.redop;
  request.seed = plan.scenario.seed;
  request.cost = plan.scenario.cost;
  request.pattern = c.data;
  request.progress = context.progress;
  request.interrupted = context.interrupted;

  Outcome outcome;
  outcome.result = executor::RunCollective(simulation, request);
  AppendProvenance(plan, outcome.report);
  executor::AppendMetrics(outcome.result, outcome.report);
  if (network.ClockPeriod() > units::Duration::Picoseconds(1)) {
    const int64_t period = network.ClockPeriod().picoseconds();
    outcome.cycles = (outcome.result.time.picoseconds() + period - 1) / period;
    outcome.report.Add(
        "collective.cycles", outcome.cycles, "cycles",
        "clock cycles from launch to the last rank's end, a begun cycle counted whole");
  }
  const planning::RetryPlan* retry = plan.fabric->retry();
  if (retry != nullptr) SettleLinks(simulation, *retry);
  network.AppendMetrics(outcome.report);
  if (retry != nullptr) AppendLinkFigures(*retry, outcome.report);
  if (manager != nullptr) manager->Collect(outcome.report);
  for (const std::string& sentence : fabric.left_out) outcome.report.LeaveOut(sentence);
  AppendEnergy(plan, outcome.result, outcome.report);
  outcome.report.LeaveOut(
      "flags between thread blocks take time but send no flits (docs/models/collectives.md)");
  if (retry == nullptr)
    outcome.report.LeaveOut(
        "bit errors and link-level retry: links damage nothing (network.retry adds both)");
  return outcome;
}

}  // namespace linkwright::experiment
