// SPDX-License-Identifier: Apache-2.0
// Ethernet fabrics, beat by beat.
#include <memory>
#include <utility>
#include <vector>

#include "fabric/parts/catalog.h"
#include "foundation/units/cycles.h"
#include "host_driver/planning/ethernet_checks.h"
#include "host_driver/planning/ethernet_pod.h"
#include "host_driver/planning/planners.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/networks/clocked/ethernet_network.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;

clocked::EthernetParameters NetworkParameters(const Plan& plan, const EthernetPod& pod) {
  clocked::EthernetParameters p;
  p.clock_period = pod.clock_period;
  p.link_latency_cycles = pod.link_latency_cycles;
  p.clock_gating = plan.scenario.network.clock_gating;
  p.credits = pod.credits;
  if (pod.retry) {
    p.retry = pod.retry->parameters;
    p.retry->changes = ErrorChanges(plan.faults, pod.clock_period);
  }
  p.nic.line_bytes = pod.variants.front()->line_bytes;
  p.nic.priorities = pod.priorities;
  p.nic.transport.mtu = pod.config.mtu;
  p.nic.transport.window_frames = pod.config.window_frames;
  p.nic.transport.retry_limit = pod.config.retry_limit;
  p.nic.transport.timeout_cycles =
      units::CyclesCovering(pod.config.retransmit_timeout, pod.clock_period).count();
  return p;
}

class EthernetPlan final : public FabricPlan {
 public:
  explicit EthernetPlan(EthernetPod pod) : pod_(std::move(pod)) {}

  Fabric Build(const Plan& plan, const RunContext& context) const override {
    clocked::NetworkContext s;
    s.interrupted = context.interrupted;
    s.make_switch = [this](int index) -> std::unique_ptr<interfaces::ClockedSwitch> {
      const auto i = static_cast<size_t>(index);
      if (pod_.fidelities[i] == scenario::Fidelity::kRtl)
        return MakeRtlSwitch(plugins::kEthernetSwitch, pod_.variants[i]->name, pod_.library);
      return ethernet_switch::MakeEthernetSwitch(*pod_.variants[i]);
    };
    if (pod_.retry)
      s.make_link_port = [this](const std::string& path) { return pod_.retry->PortsOf(path); };
    auto network =
        std::make_unique<clocked::EthernetNetwork>(plan.topology, NetworkParameters(plan, pod_), s);
    auto manager = std::make_unique<device::EthernetFabric>(
        plan.topology, pod_.variants, pod_.link_latency_cycles, network->Devices(),
        FabricSettings(pod_, plan.scenario.seed));
    interfaces::DeviceHost* devices = network.get();
    interfaces::FaultTarget* target = network.get();
    return {.network = std::move(network),
            .devices = devices,
            .manager = std::move(manager),
            .faults = target,
            .fault_script = OutageScript(plan.faults),
            .left_out = {pod_.config.ecn
                             ? "congestion control of Ethernet fabrics: queues mark with ECN, but "
                               "no sender slows down for it"
                             : "congestion control of Ethernet fabrics: no sender slows down "
                               "before it is paused or loses frames"}};
  }
  void WriteDefaults(scenario::NetworkConfig& network) const override {
    network.ethernet = pod_.config;
  }
  std::string variant_names() const override { return pod_.variant_names(); }
  std::string_view unit() const override { return "beat"; }
  units::Duration clock_period() const override { return pod_.clock_period; }
  const RetryPlan* retry() const override { return pod_.retry ? &*pod_.retry : nullptr; }

 private:
  EthernetPod pod_;
};

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
  std::shared_ptr<const FabricPlan> Make(const Plan& plan,
                                         const config::Document& document) const override {
    EthernetPod pod = MakeEthernetPod(plan, document);
    ExpectWorkingFabric(plan, pod, document);
    return std::make_shared<EthernetPlan>(std::move(pod));
  }
};

}  // namespace

const Planner& EthernetPlanner() {
  static const TheEthernetPlanner planner;
  return planner;
}

}  // namespace linkwright::planning
