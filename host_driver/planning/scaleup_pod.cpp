// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/scaleup_pod.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/suggest.h"
#include "host_driver/planning/plan.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;
using spec::scaleup_switch::Variant;

const Variant* ChooseVariant(const parts::PodSpec& pod, const parts::Catalog& catalog,
                             const scenario::PodConfig& config, const config::Document& document) {
  const Variant* variant = spec::scaleup_switch::FindVariant(pod.variant);
  const auto at = document.LocationOf(config.variant ? "pod.variant" : "pod.accelerators");
  if (variant == nullptr) {
    std::vector<std::string> names;
    for (const Variant& v : spec::scaleup_switch::Variants()) names.emplace_back(v.name);
    throw UserError(at, fmt::format("unknown switch variant '{}'", pod.variant),
                    diagnostics::Suggest(pod.variant, names));
  }
  const int part_ports = static_cast<int>(catalog.switch_chip(pod.switch_chip).ports.mode);
  if (pod.accelerators > variant->ports) {
    throw UserError(
        at, fmt::format("{} accelerators need a switch of {} ports, but variant '{}' has {}",
                        pod.accelerators, pod.accelerators, variant->name, variant->ports));
  }
  if (pod.accelerators > part_ports) {
    throw UserError(at,
                    fmt::format("{} accelerators need a switch of {} ports, but part '{}' has {}",
                                pod.accelerators, pod.accelerators, pod.switch_chip, part_ports));
  }
  return variant;
}

int CyclesFor(units::Duration time, units::Duration period) {
  return static_cast<int>(
      std::max<int64_t>(1, (time.picoseconds() + period.picoseconds() - 1) / period.picoseconds()));
}

}  // namespace

void CheckScaleUpPod(const scenario::Scenario& scenario, const parts::PodSpec& pod,
                     const parts::Catalog& catalog, const config::Document& document) {
  if (scenario.network.ethernet) {
    throw UserError(
        document.LocationOf("network.ethernet"),
        fmt::format("network.ethernet is for Ethernet fabrics (pod.ready: eth8 or "
                    "eth16_leaf_spine), {} is none",
                    scenario.pod.ready.empty() ? "this pod" : "pod '" + scenario.pod.ready + "'"));
  }
  ChooseVariant(pod, catalog, scenario.pod, document);
}

ScaleUpPod MakeScaleUpPod(const Plan& plan) {
  const parts::LinkPart& link = plan.catalog.link(plan.pod.link);
  ScaleUpPod pod;
  pod.variant = spec::scaleup_switch::FindVariant(plan.pod.variant);
  pod.clock_period = parts::ClockPeriodFor(link);
  pod.link_latency_cycles =
      CyclesFor(parts::LinkLatencyInPod(link, plan.catalog.switch_chip(plan.pod.switch_chip),
                                        pod.clock_period, pod.variant->egress_pad),
                pod.clock_period);
  pod.memory_latency_cycles = CyclesFor(
      plan.scenario.network.memory_latency.value_or(scenario::kMemoryLatency), pod.clock_period);
  return pod;
}

void ExpectInNetworkCompute(const Plan& plan, const ScaleUpPod& pod,
                            const config::Document& document) {
  if (!collectives::UsesInNetworkCompute(plan.program)) return;
  const scenario::CollectiveConfig& c = plan.scenario.collective;
  if (pod.variant->reduction_entries == 0) {
    throw UserError(
        document.LocationOf("collective.algorithm"),
        fmt::format("'{}' needs in-network operations, which variant '{}' does not have",
                    plan.program.name, pod.variant->name));
  }
  if (!collectives::UsesInNetworkReduction(plan.program)) return;
  if (c.redop != numerics::ReduceOp::kSum) {
    throw UserError(
        document.LocationOf("collective.redop"),
        fmt::format("the switches reduce by sum only, found {}", numerics::ToString(c.redop)));
  }
  if (c.type == numerics::DataType::kInt32) {
    throw UserError(document.LocationOf("collective.type"),
                    "the switches reduce fp32, bf16 and fp16 only, found int32");
  }
}

int ReduceWindow(const ScaleUpPod& pod) { return std::max(1, pod.variant->reduction_entries); }

void WriteScaleUpDefaults(scenario::NetworkConfig& network) {
  if (!network.memory_latency) network.memory_latency = scenario::kMemoryLatency;
  if (!network.endpoint_slots_per_vc) network.endpoint_slots_per_vc = scenario::kEndpointSlotsPerVc;
}

}  // namespace linkwright::planning
