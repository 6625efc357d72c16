// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/ethernet_pod.h"

#include <fmt/format.h>

#include <algorithm>

#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/units/cycles.h"
#include "host_driver/device/credit_plan.h"
#include "host_driver/planning/switch_fidelity.h"
#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/networks/retry/frame_retry_link.h"
#include "systemc_models/plugins/switch_library.h"

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
std::vector<interfaces::LinkCredits> CreditsOf(const EthernetPod& plan,
                                               const topology::Topology& topology,
                                               const config::Document& document) {
  if (!plan.cbfc()) return {};
  device::EthernetFabricSettings settings;
  settings.cbfc = true;
  settings.pfc = false;
  settings.credit_cells = plan.config.credit_cells.value_or(0);
  settings.frame_bytes = plan.largest_frame();
  try {
    return device::PlanLinkCredits(topology, plan.variants, plan.link_latency_cycles, settings);
  } catch (const diagnostics::RunFailure& failure) {
    const char* field = plan.config.credit_cells ? "network.ethernet.credit_cells"
                                                 : "network.ethernet.flow_control";
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

// What the network asks of the ports at a link's ends.
link::LinkSizes PortSizes(const EthernetPod& plan, const retry::LinkRetryParameters& retry,
                          topology::LinkId link) {
  retry::FrameLinkParameters p;
  p.latency = plan.link_latency_cycles[static_cast<size_t>(link)];
  p.line_bytes = plan.variants.front()->line_bytes;
  p.frame_bytes = plan.largest_frame();
  return retry::FrameRetryLink::SizesFor(retry, p);
}

RetryPlan RetryOf(const Plan& plan, const EthernetPod& pod, const config::Document& document) {
  RetryContext context;
  context.clock_period = pod.clock_period;
  context.latency_cycles = pod.link_latency_cycles;
  context.sizes = [&pod](const retry::LinkRetryParameters& retry, topology::LinkId link) {
    return PortSizes(pod, retry, link);
  };
  return MakeRetryPlan(plan.scenario, plan.topology, context, document);
}

}  // namespace

std::string EthernetPod::variant_names() const {
  std::string names;
  std::vector<std::string_view> seen;
  for (const es::Variant* variant : variants) {
    if (std::find(seen.begin(), seen.end(), variant->name) != seen.end()) continue;
    seen.push_back(variant->name);
    names += fmt::format("{}{}", names.empty() ? "" : " and ", variant->name);
  }
  return names;
}

EthernetPod MakeEthernetPod(const Plan& plan, const config::Document& document) {
  const scenario::Scenario& scenario = plan.scenario;
  const topology::Topology& topology = plan.topology;
  RefuseForeignSettings(scenario, document);
  for (const Job& job : plan.jobs) RefuseInNetworkCompute(job, document);
  EthernetPod pod;
  pod.config = scenario.network.ethernet.value_or(scenario::EthernetConfig{});
  pod.variants = ChooseVariants(scenario, plan.pod, plan.catalog, topology, document);
  pod.clock_period = units::Duration::Picoseconds(pod.variants.front()->clock_period_ps);
  for (const topology::Link& link : topology.links()) {
    const units::Cycles latency = units::CyclesCovering(
        parts::LinkLatency(plan.catalog.link(topology.part(link.part))), pod.clock_period);
    pod.link_latency_cycles.push_back(static_cast<int>(std::max<int64_t>(1, latency.count())));
  }
  pod.priorities = Priorities(plan.jobs);
  if (const Job* job = FirstWithPriority(plan); job != nullptr && pod.cbfc()) {
    throw UserError(document.LocationOf(job->path + ".priority"),
                    "links with credits have one data class and no priorities; use flow_control: "
                    "pfc");
  }
  pod.credits = CreditsOf(pod, topology, document);
  pod.library = NamedSwitchLibrary(scenario, document);
  const auto why_no_rtl = [&](int s) {
    const es::Variant& variant = *pod.variants[static_cast<size_t>(s)];
    return WhyNoRtl({plugins::kEthernetSwitch, variant.name, variant.ports, variant.rtl},
                    pod.library);
  };
  pod.fidelities = ChooseFidelities(scenario, topology, why_no_rtl, document);
  if (scenario.network.retry) {
    pod.retry = RetryOf(plan, pod, document);
  } else if (!plan.faults.changes.empty()) {
    throw UserError(FirstErrorChange(scenario, document),
                    "links without link-level retry have no error rates; add network: {retry: {}}");
  }
  return pod;
}

device::EthernetFabricSettings FabricSettings(const EthernetPod& pod, uint64_t seed) {
  const scenario::EthernetConfig& config = pod.config;
  device::EthernetFabricSettings s;
  s.balance = config.balance;
  s.cbfc = pod.cbfc();
  s.pfc = config.pfc && !s.cbfc;
  s.credit_cells = config.credit_cells.value_or(0);
  s.retry = pod.retry.has_value();
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
