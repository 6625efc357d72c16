// SPDX-License-Identifier: Apache-2.0
// Scale-up pods, flit by flit.
#include <utility>

#include "host_driver/device/scaleup_fabric.h"
#include "host_driver/planning/plan.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/retry_plan.h"
#include "host_driver/planning/scaleup_pod.h"
#include "systemc_models/networks/clocked/scaleup_network.h"
#include "systemc_models/networks/retry/flit_retry_link.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::planning {
namespace {

using scenario::Fidelity;
using spec::scaleup_switch::Variant;

// Where times become cycles.
clocked::ScaleUpParameters NetworkParameters(const Plan& plan) {
  const scenario::NetworkConfig& network = plan.scenario.network;
  const Variant& variant = VariantOf(plan);
  clocked::ScaleUpParameters p;
  p.clock_period = plan.hardware.clock_period;
  p.link_latency_cycles = CyclesOf(plan.hardware.longest_link(), p.clock_period);
  p.memory_latency_cycles = CyclesOf(MemoryLatency(network), p.clock_period);
  p.endpoint_slots_per_vc = network.endpoint_slots_per_vc.value_or(scenario::kEndpointSlotsPerVc);
  p.reduce_window = ReduceWindow(variant);
  p.virtual_channels = variant.virtual_channels;
  p.exploit_symmetry = network.symmetry == scenario::Symmetry::kExploit;
  p.clock_gating = network.clock_gating;
  if (network.retry) {
    p.retry = RetryParameters(plan);
    p.retry->outages = Outages(plan.faults, p.clock_period);
  }
  return p;
}

class TheScaleUpPlanner final : public Planner {
 public:
  bool Plans(const scenario::Scenario& scenario, const parts::PodSpec& pod) const override {
    return scenario.network.fidelity != Fidelity::kFlow && !pod.ethernet;
  }
  void CheckPod(const scenario::Scenario& scenario, const parts::PodSpec& pod,
                const parts::Catalog& catalog, const config::Document& document) const override {
    CheckScaleUpPod(scenario, pod, catalog, document);
  }
  void PlanHardware(Plan& plan, const config::Document& document) const override {
    const Variant& variant = VariantOf(plan);
    plan.hardware = ScaleUpHardware(plan);
    const WantedSwitch wanted{plugins::kScaleUpSwitch, variant.name, variant.ports, variant.rtl};
    plan.hardware.switches =
        PlanSwitches(plan.scenario, plan.topology,
                     std::vector<WantedSwitch>(plan.hardware.switches.size(), wanted), document);
    ExpectInNetworkCompute(plan, document);
    RefusePriorities(plan, document);
    if (plan.scenario.network.retry) {
      PlanRetry(plan, &retry::FlitRetryLink::SizesFor, document);
    } else if (!plan.faults.empty()) {
      throw diagnostics::UserError(
          document.LocationOf("faults"),
          "links of a scale-up pod that break need link-level retry, or what is on them is lost "
          "for good; add network: {retry: {}}");
    }
  }
  Fabric Build(const Plan& plan, const RunContext& context) const override {
    const Variant& variant = VariantOf(plan);
    clocked::NetworkContext s;
    s.interrupted = context.interrupted;
    s.make_switch = [&](int index) -> std::unique_ptr<interfaces::ClockedSwitch> {
      const SwitchHardware& hardware = plan.hardware.switches[static_cast<size_t>(index)];
      if (hardware.fidelity == Fidelity::kRtl)
        return MakeRtlSwitch(plugins::kScaleUpSwitch, hardware);
      return scaleup_switch::MakeScaleUpSwitch(variant);
    };
    s.make_link_port = LinkPorts(plan);
    auto made =
        std::make_unique<clocked::ScaleUpNetwork>(plan.topology, NetworkParameters(plan), s);
    device::ScaleUpFabricSettings settings;
    settings.iterations = plan.scenario.network.iterations;
    for (const Job& job : plan.jobs) {
      if (collectives::UsesInNetworkCompute(job.program)) settings.groups.push_back(job.endpoints);
    }
    auto manager = std::make_unique<device::ScaleUpFabric>(plan.topology, variant, made->Devices(),
                                                           std::move(settings));
    interfaces::DeviceHost* devices = made.get();
    return {.network = std::move(made),
            .devices = devices,
            .manager = std::move(manager),
            .left_out = {}};
  }
  void WriteDefaults(scenario::NetworkConfig& network) const override {
    WriteScaleUpDefaults(network);
  }
};

}  // namespace

const Planner& ScaleUpPlanner() {
  static const TheScaleUpPlanner planner;
  return planner;
}

}  // namespace linkwright::planning
