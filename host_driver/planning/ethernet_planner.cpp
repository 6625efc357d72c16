// SPDX-License-Identifier: Apache-2.0
// Ethernet fabrics, beat by beat.
#include <memory>
#include <utility>
#include <vector>

#include "fabric/parts/catalog.h"
#include "foundation/units/cycles.h"
#include "host_driver/planning/ethernet_pod.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/retry_plan.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/networks/clocked/ethernet_network.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;

// Where times become cycles.
clocked::EthernetParameters NetworkParameters(const Plan& plan, const EthernetPod& pod) {
  clocked::EthernetParameters p;
  p.clock_period = plan.hardware.clock_period;
  p.link_latency_cycles = pod.link_latency_cycles;
  p.clock_gating = plan.scenario.network.clock_gating;
  if (pod.cbfc()) {
    for (const LinkHardware& link : plan.hardware.links) p.credits.push_back(link.credits);
  }
  if (pod.retry) p.retry = RetryParameters(plan);
  p.nic.line_bytes = pod.variants.front()->line_bytes;
  p.nic.priorities = pod.priorities;
  p.nic.transport.mtu = pod.config.mtu;
  p.nic.transport.window_frames = pod.config.window_frames;
  p.nic.transport.retry_limit = pod.config.retry_limit;
  p.nic.transport.timeout_cycles =
      units::CyclesCovering(pod.config.retransmit_timeout, p.clock_period).count();
  return p;
}

class TheEthernetPlanner final : public Planner {
 public:
  bool Plans(const scenario::Scenario&, const parts::PodSpec& pod) const override {
    return pod.ethernet.has_value();
  }
  void CheckPod(const scenario::Scenario& scenario, const parts::PodSpec& pod,
                const parts::Catalog& catalog, const config::Document& document) const override {
    const std::string missing = parts::PortsMissing(catalog, pod);
    if (missing.empty()) return;
    throw UserError(
        document.LocationOf(scenario.pod.switch_chip ? "pod.switch" : "pod.accelerators"), missing);
  }
  void PlanHardware(Plan& plan, const config::Document& document) const override {
    PlanEthernetHardware(plan, document);
  }
  Fabric Build(const Plan& plan, const RunContext& context) const override {
    const EthernetPod pod = EthernetPodOf(plan);
    clocked::NetworkContext s;
    s.interrupted = context.interrupted;
    s.make_switch = [&](int index) -> std::unique_ptr<interfaces::ClockedSwitch> {
      const auto i = static_cast<size_t>(index);
      if (plan.hardware.switches[i].fidelity == scenario::Fidelity::kRtl)
        return MakeRtlSwitch(plugins::kEthernetSwitch, plan.hardware.switches[i]);
      return ethernet_switch::MakeEthernetSwitch(*pod.variants[i]);
    };
    s.make_link_port = LinkPorts(plan);
    auto network =
        std::make_unique<clocked::EthernetNetwork>(plan.topology, NetworkParameters(plan, pod), s);
    auto manager = std::make_unique<device::EthernetFabric>(
        plan.topology, pod.variants, pod.link_latency_cycles, network->Devices(),
        FabricSettings(pod, plan.scenario.seed));
    interfaces::DeviceHost* devices = network.get();
    interfaces::FaultTarget* target = network.get();
    return {.network = std::move(network),
            .devices = devices,
            .manager = std::move(manager),
            .faults = target,
            .fault_script = OutageScript(plan.faults),
            .left_out = {pod.config.ecn
                             ? "congestion control of Ethernet fabrics: queues mark with ECN, but "
                               "no sender slows down for it"
                             : "congestion control of Ethernet fabrics: no sender slows down "
                               "before it is paused or loses frames"}};
  }
  void WriteDefaults(scenario::NetworkConfig& network) const override {
    if (!network.ethernet) network.ethernet.emplace();
  }
};

}  // namespace

const Planner& EthernetPlanner() {
  static const TheEthernetPlanner planner;
  return planner;
}

}  // namespace linkwright::planning
