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

void ExpectInNetworkCompute(const Job& job, const Variant& variant,
                            const config::Document& document) {
  if (variant.reduction_entries == 0) {
    throw UserError(
        document.LocationOf(job.path + ".algorithm"),
        fmt::format("'{}' needs in-network operations, which variant '{}' does not have",
                    job.program.name, variant.name));
  }
  if (!std::is_sorted(job.endpoints.begin(), job.endpoints.end())) {
    throw UserError(document.LocationOf(job.path + ".ranks"),
                    fmt::format("'{}' has the switches add in order of their ports, so its ranks "
                                "stand in ascending order of accelerators",
                                job.program.name));
  }
  if (!collectives::UsesInNetworkReduction(job.program)) return;
  if (job.config.redop != numerics::ReduceOp::kSum) {
    throw UserError(document.LocationOf(job.path + ".redop"),
                    fmt::format("the switches reduce by sum only, found {}",
                                numerics::ToString(job.config.redop)));
  }
  if (job.config.type == numerics::DataType::kInt32) {
    throw UserError(document.LocationOf(job.path + ".type"),
                    "the switches reduce fp32, bf16 and fp16 only, found int32");
  }
}

void ExpectIterations(const scenario::NetworkConfig& network, const Variant& variant,
                      const config::Document& document) {
  if (!network.iterations) return;
  const auto at = document.LocationOf("network.iterations");
  if (network.fidelity == scenario::Fidelity::kFlow)
    throw UserError(at, "a flow network has no allocator; leave iterations out");
  if (variant.allocator != spec::scaleup_switch::Allocator::kIslip) {
    throw UserError(at, fmt::format("the allocator of variant '{}' does not iterate ({}); leave "
                                    "iterations out",
                                    variant.name, spec::scaleup_switch::Name(variant.allocator)));
  }
  if (*network.iterations <= variant.max_iterations) return;
  throw UserError(at, fmt::format("variant '{}' iterates {} times at most, found {}", variant.name,
                                  variant.max_iterations, *network.iterations));
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
  const Variant* variant = ChooseVariant(pod, catalog, scenario.pod, document);
  ExpectIterations(scenario.network, *variant, document);
}

const Variant& VariantOf(const Plan& plan) {
  return *spec::scaleup_switch::FindVariant(plan.pod.variant);
}

Hardware ScaleUpHardware(const Plan& plan) {
  const parts::LinkPart& link = plan.catalog.link(plan.pod.link);
  const Variant& variant = VariantOf(plan);
  Hardware made;
  made.clock_period = parts::ClockPeriodFor(link);
  made.switches.assign(static_cast<size_t>(plan.topology.switches()),
                       {.variant = variant.name, .fidelity = plan.scenario.network.fidelity});
  made.links.assign(
      plan.topology.links().size(),
      {.latency = parts::LinkLatencyInPod(link, plan.catalog.switch_chip(plan.pod.switch_chip),
                                          made.clock_period, variant.egress_pad)});
  return made;
}

units::Duration MemoryLatency(const scenario::NetworkConfig& network) {
  return network.memory_latency.value_or(scenario::kMemoryLatency);
}

void ExpectInNetworkCompute(const Plan& plan, const config::Document& document) {
  const Variant& variant = VariantOf(plan);
  int groups = 0;
  for (const Job& job : plan.jobs) {
    if (!collectives::UsesInNetworkCompute(job.program)) continue;
    ExpectInNetworkCompute(job, variant, document);
    if (++groups <= variant.groups) continue;
    throw UserError(document.LocationOf(job.path + ".algorithm"),
                    fmt::format("{} jobs with in-network operations need as many groups, variant "
                                "'{}' has {}",
                                groups, variant.name, variant.groups));
  }
}

void RefusePriorities(const Plan& plan, const config::Document& document) {
  for (const Job& job : plan.jobs) {
    if (job.config.priority == 0) continue;
    throw UserError(document.LocationOf(job.path + ".priority"),
                    "virtual channels of a scale-up switch keep answers apart from requests and "
                    "are served in turn, so there are no priorities; use fidelity flow, or an "
                    "Ethernet fabric");
  }
}

int ReduceWindow(const Variant& variant) { return std::max(1, variant.reduction_entries); }

void WriteScaleUpDefaults(scenario::NetworkConfig& network) {
  if (!network.memory_latency) network.memory_latency = scenario::kMemoryLatency;
  if (!network.endpoint_slots_per_vc) network.endpoint_slots_per_vc = scenario::kEndpointSlotsPerVc;
}

}  // namespace linkwright::planning
