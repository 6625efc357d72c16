// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/ethernet_pod.h"

#include <fmt/format.h>

#include <algorithm>

#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/suggest.h"
#include "host_driver/device/credit_plan.h"
#include "host_driver/planning/ethernet_checks.h"
#include "host_driver/planning/retry_plan.h"
#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/networks/retry/frame_retry_link.h"

namespace linkwright::planning {
namespace {

namespace es = spec::ethernet_switch;
using diagnostics::UserError;

const es::Variant* FindVariantOrRefuse(const std::string& name,
                                       const diagnostics::SourceLocation& at) {
  const es::Variant* variant = es::FindVariant(name);
  if (variant != nullptr) return variant;
  std::vector<std::string> names;
  for (const es::Variant& v : es::Variants()) names.emplace_back(v.name);
  throw UserError(at, fmt::format("unknown Ethernet switch variant '{}'", name),
                  diagnostics::Suggest(name, names));
}

// What only scale-up pods understand.
void RefuseForeignSettings(const scenario::Scenario& scenario, const config::Document& document) {
  if (scenario.network.fidelity == scenario::Fidelity::kFlow) {
    throw UserError(document.LocationOf("network.fidelity"),
                    "fidelity flow does not know Ethernet fabrics; use cycle or rtl");
  }
  if (scenario.network.iterations) {
    throw UserError(document.LocationOf("network.iterations"),
                    "an Ethernet switch has no iSLIP allocator; leave iterations out");
  }
  if (scenario.network.memory_latency) {
    throw UserError(
        document.LocationOf("network.memory_latency"),
        "network cards of an Ethernet fabric answer no reads; leave memory_latency out");
  }
  if (scenario.network.endpoint_slots_per_vc) {
    throw UserError(document.LocationOf("network.endpoint_slots_per_vc"),
                    "network cards of an Ethernet fabric have no virtual channels; leave "
                    "endpoint_slots_per_vc out");
  }
  if (scenario.pod.planes && *scenario.pod.planes != 1) {
    throw UserError(
        document.LocationOf("pod.planes"),
        fmt::format("an Ethernet fabric has one plane, found {}", *scenario.pod.planes));
  }
}

// The clock is the variant's; a link must carry what the variant calls a line in it.
void ExpectRate(const es::Variant& variant, const parts::Catalog& catalog,
                const topology::Topology& topology, const diagnostics::SourceLocation& at) {
  // Bits per picosecond times 10^12; rounded, since 42 B per 840 ps need not divide.
  const double rate = variant.line_bytes * 8e12 / variant.clock_period_ps;
  for (const topology::Link& link : topology.links()) {
    const auto part = static_cast<double>(
        parts::RawRate(catalog.link(topology.part(link.part))).bits_per_second());
    if (part > rate * 0.999 && part < rate * 1.001) continue;
    throw UserError(
        at, fmt::format("ports of variant '{}' carry {:.0f} Gb/s, but link '{}' has {:.0f} Gb/s",
                        variant.name, rate * 1e-9, topology.part(link.part), part * 1e-9));
  }
}

std::vector<const es::Variant*> ChooseVariants(const scenario::Scenario& scenario,
                                               const parts::PodSpec& pod,
                                               const parts::Catalog& catalog,
                                               const topology::Topology& topology,
                                               const config::Document& document) {
  const auto at = document.LocationOf(scenario.pod.variant ? "pod.variant" : "pod.ready");
  const es::Variant* leaf = FindVariantOrRefuse(pod.variant, at);
  const es::Variant* spine =
      FindVariantOrRefuse(pod.ethernet->spine_variant.value_or(pod.variant), at);
  std::vector<const es::Variant*> variants;
  for (int s = 0; s < topology.switches(); ++s) {
    const es::Variant* variant = s < pod.ethernet->leaves ? leaf : spine;
    const topology::NodeId node = topology.switch_node(s);
    const int used = topology.LinksOf(node).empty() ? 0 : [&] {
      const topology::Link& last = topology.link(topology.LinksOf(node).back());
      return 1 + (last.a.node == node ? last.a.port : last.b.port);
    }();
    if (used > variant->ports || topology.node(node).ports > variant->ports) {
      throw UserError(
          at,
          fmt::format("{} needs {} ports, but variant '{}' has {}", topology.PathOf(node),
                      std::max(used, topology.node(node).ports), variant->name, variant->ports));
    }
    variants.push_back(variant);
  }
  if (leaf->clock_period_ps != spine->clock_period_ps) {
    throw UserError(
        at, fmt::format("variants '{}' and '{}' have different clocks", leaf->name, spine->name));
  }
  if (pod.ethernet->leaves > std::min(leaf->groups, spine->groups)) {
    throw UserError(
        at,
        fmt::format(
            "{} leaves need as many groups in every switch, variants '{}' and '{}' have {} and {}",
            pod.ethernet->leaves, leaf->name, spine->name, leaf->groups, spine->groups));
  }
  const auto links_at = scenario.pod.link ? document.LocationOf("pod.link") : at;
  ExpectRate(*leaf, catalog, topology, links_at);
  ExpectRate(*spine, catalog, topology, links_at);
  return variants;
}

// A plan of credits that cannot be is the user's: too few of them, or more than the switches hold.
void PlanCredits(Plan& plan, const EthernetPod& pod, const config::Document& document) {
  if (!pod.cbfc()) return;
  try {
    const std::vector<interfaces::LinkCredits> credits =
        device::PlanLinkCredits(plan.topology, pod.variants, pod.link_latency_cycles,
                                FabricSettings(pod, plan.scenario.seed));
    for (size_t i = 0; i < credits.size(); ++i) plan.hardware.links[i].credits = credits[i];
  } catch (const diagnostics::RunFailure& failure) {
    const char* field =
        pod.config.credit_cells ? "network.ethernet.credit_cells" : "network.ethernet.flow_control";
    throw UserError(document.LocationOf(field), failure.what());
  }
}

// Which job makes the fabric need more than one data class, for refusals.
const Job* FirstWithPriority(const Plan& plan) {
  for (const Job& job : plan.jobs) {
    if (job.config.priority > 0) return &job;
  }
  return nullptr;
}

void RefuseInNetworkCompute(const Job& job, const config::Document& document) {
  if (!collectives::UsesInNetworkCompute(job.program)) return;
  throw UserError(
      document.LocationOf(job.path + ".algorithm"),
      fmt::format("'{}' needs in-network operations, which Ethernet switches do not have; "
                  "use ring or all-pairs algorithms",
                  job.program.name));
}

PortSizes PortSizesOf(const EthernetPod& pod) {
  return [&pod](const retry::LinkRetryParameters& retry, int latency_cycles) {
    retry::FrameLinkParameters p;
    p.latency = latency_cycles;
    p.line_bytes = pod.variants.front()->line_bytes;
    p.frame_bytes = pod.largest_frame();
    return retry::FrameRetryLink::SizesFor(retry, p);
  };
}

}  // namespace

void PlanEthernetHardware(Plan& plan, const config::Document& document) {
  const scenario::Scenario& scenario = plan.scenario;
  const topology::Topology& topology = plan.topology;
  RefuseForeignSettings(scenario, document);
  for (const Job& job : plan.jobs) RefuseInNetworkCompute(job, document);
  std::vector<WantedSwitch> wanted;
  for (const es::Variant* variant :
       ChooseVariants(scenario, plan.pod, plan.catalog, topology, document)) {
    wanted.push_back({plugins::kEthernetSwitch, variant->name, variant->ports, variant->rtl});
    plan.hardware.clock_period = units::Duration::Picoseconds(variant->clock_period_ps);
  }
  plan.hardware.unit = "beat";
  plan.hardware.switches = PlanSwitches(scenario, topology, wanted, document);
  for (const topology::Link& link : topology.links()) {
    plan.hardware.links.push_back(
        {.latency = parts::LinkLatency(plan.catalog.link(topology.part(link.part)))});
  }
  const EthernetPod pod = EthernetPodOf(plan);
  if (const Job* job = FirstWithPriority(plan); job != nullptr && pod.cbfc()) {
    throw UserError(document.LocationOf(job->path + ".priority"),
                    "links with credits have one data class and no priorities; use flow_control: "
                    "pfc");
  }
  PlanCredits(plan, pod, document);
  if (pod.retry) {
    PlanRetry(plan, PortSizesOf(pod), document);
  } else if (!plan.faults.changes.empty()) {
    throw UserError(FirstErrorChange(scenario, document),
                    "links without link-level retry have no error rates; add network: {retry: {}}");
  }
  ExpectWorkingFabric(plan, pod, document);
}

EthernetPod EthernetPodOf(const Plan& plan) {
  EthernetPod pod;
  pod.config = plan.scenario.network.ethernet.value_or(scenario::EthernetConfig{});
  for (const SwitchHardware& one : plan.hardware.switches)
    pod.variants.push_back(es::FindVariant(one.variant));
  pod.link_latency_cycles = LinkCycles(plan.hardware);
  pod.retry = plan.scenario.network.retry.has_value();
  pod.priorities = Priorities(plan.jobs);
  return pod;
}

device::EthernetFabricSettings FabricSettings(const EthernetPod& pod, uint64_t seed) {
  const scenario::EthernetConfig& config = pod.config;
  device::EthernetFabricSettings s;
  s.balance = config.balance;
  s.cbfc = pod.cbfc();
  s.pfc = config.pfc && !s.cbfc;
  s.credit_cells = config.credit_cells.value_or(0);
  s.retry = pod.retry;
  s.ecn = config.ecn;
  s.frame_bytes = pod.largest_frame();
  s.shared_cells = config.shared_cells.value_or(0);
  s.cut_through = config.cut_through;
  s.hash_queue_pair = config.hash_queue_pair;
  s.seed = seed;
  s.priorities = pod.priorities;
  return s;
}

int EthernetPod::largest_frame() const {
  return static_cast<int>(endpoints::RoceFrameBytes(endpoints::RoceOpcode::kWriteOnly,
                                                    static_cast<size_t>(config.mtu)));
}

}  // namespace linkwright::planning
