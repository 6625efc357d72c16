// SPDX-License-Identifier: Apache-2.0
// Pods as rates and latencies: no switch has a model, and nothing has a clock.
#include <fmt/format.h>

#include "host_driver/planning/plan.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/scaleup_pod.h"
#include "systemc_models/networks/flow/flow_network.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;

std::vector<flow::FlowNetworkParameters::Link> LinksOf(const topology::Topology& topology) {
  std::vector<flow::FlowNetworkParameters::Link> links;
  for (const topology::Link& link : topology.links()) {
    links.push_back({topology.node(link.a.node).index,
                     fmt::format("{}:{}", topology.PathOf(link.b.node), link.b.port)});
  }
  return links;
}

class TheFlowPlanner final : public Planner {
 public:
  bool Plans(const scenario::Scenario& scenario, const parts::PodSpec& pod) const override {
    return scenario.network.fidelity == scenario::Fidelity::kFlow && !pod.ethernet;
  }
  void CheckPod(const scenario::Scenario& scenario, const parts::PodSpec& pod,
                const parts::Catalog& catalog, const config::Document& document) const override {
    CheckScaleUpPod(scenario, pod, catalog, document);
  }
  void PlanHardware(Plan& plan, const config::Document& document) const override {
    plan.hardware = ScaleUpHardware(plan);
    ExpectInNetworkCompute(plan, document);
    if (plan.scenario.network.retry) {
      throw UserError(
          document.LocationOf("network.retry"),
          "a flow network has no link ends that could send again; use fidelity cycle or rtl");
    }
    if (!plan.faults.changes.empty()) {
      throw UserError(FirstErrorChange(plan.scenario, document),
                      "a flow network has no frames that errors could damage; use fidelity cycle "
                      "or rtl");
    }
  }
  Fabric Build(const Plan& plan, const RunContext&) const override {
    const spec::scaleup_switch::Variant& variant = VariantOf(plan);
    const units::Duration flit = plan.hardware.clock_period;
    // As the clocked network has it, for the two to agree.
    const auto whole_flits = [flit](units::Duration time) { return flit * CyclesOf(time, flit); };
    flow::FlowNetworkParameters p;
    p.accelerators = plan.pod.accelerators;
    p.planes = plan.pod.planes;
    p.flit_time = flit;
    p.link_latency = whole_flits(plan.hardware.longest_link());
    p.switch_latency = flit * (3 + variant.egress_pad);
    p.memory_latency = whole_flits(MemoryLatency(plan.scenario.network));
    p.reduce_latency = flit * (variant.reduce_latency + 2);
    p.reduce_window = ReduceWindow(variant);
    p.reduction_entries = variant.reduction_entries;
    const bool faulty = !plan.faults.empty();
    if (faulty) p.links = LinksOf(plan.topology);
    auto network = std::make_unique<flow::FlowNetwork>(p);
    flow::FlowNetwork* made = network.get();
    return {.network = std::move(network),
            .devices = nullptr,
            .manager = nullptr,
            .faults = faulty ? made : nullptr,
            .fault_script = OutageScript(plan.faults),
            .left_out = {},
            .alike = faulty ? nullptr : made};
  }
  void WriteDefaults(scenario::NetworkConfig& network) const override {
    WriteScaleUpDefaults(network);
  }
};

}  // namespace

const Planner& FlowPlanner() {
  static const TheFlowPlanner planner;
  return planner;
}

}  // namespace linkwright::planning
