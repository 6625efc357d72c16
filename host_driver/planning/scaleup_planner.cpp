// SPDX-License-Identifier: Apache-2.0
// Scale-up pods, flit by flit.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host_driver/device/scaleup_fabric.h"
#include "host_driver/planning/plan.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/scaleup_pod.h"
#include "host_driver/planning/switch_fidelity.h"
#include "systemc_models/networks/clocked/scaleup_network.h"
#include "systemc_models/networks/retry/flit_retry_link.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::planning {
namespace {

using scenario::Fidelity;
using spec::scaleup_switch::Variant;

class ScaleUpPlan final : public FabricPlan {
 public:
  ScaleUpPlan(const ScaleUpPod& pod, std::vector<Fidelity> fidelities, NamedLibrary library,
              std::optional<RetryPlan> retry)
      : pod_(pod),
        fidelities_(std::move(fidelities)),
        library_(std::move(library)),
        retry_(std::move(retry)) {}

  Fabric Build(const Plan& plan, const RunContext& context) const override {
    const scenario::NetworkConfig& network = plan.scenario.network;
    clocked::ScaleUpParameters p;
    p.clock_period = pod_.clock_period;
    p.link_latency_cycles = pod_.link_latency_cycles;
    p.memory_latency_cycles = pod_.memory_latency_cycles;
    p.endpoint_slots_per_vc = network.endpoint_slots_per_vc.value_or(scenario::kEndpointSlotsPerVc);
    p.reduce_window = ReduceWindow(pod_);
    p.virtual_channels = pod_.variant->virtual_channels;
    p.exploit_symmetry = network.symmetry == scenario::Symmetry::kExploit;
    p.clock_gating = network.clock_gating;
    if (retry_) {
      p.retry = retry_->parameters;
      p.retry->changes = ErrorChanges(plan.faults, pod_.clock_period);
      p.retry->outages = Outages(plan.faults, pod_.clock_period);
    }
    clocked::NetworkContext s;
    s.interrupted = context.interrupted;
    s.make_switch = [this](int index) -> std::unique_ptr<interfaces::ClockedSwitch> {
      if (fidelities_[static_cast<size_t>(index)] == Fidelity::kRtl)
        return MakeRtlSwitch(plugins::kScaleUpSwitch, pod_.variant->name, library_);
      return scaleup_switch::MakeScaleUpSwitch(*pod_.variant);
    };
    if (retry_)
      s.make_link_port = [this](const std::string& path) { return retry_->PortsOf(path); };
    auto made = std::make_unique<clocked::ScaleUpNetwork>(plan.topology, p, s);
    device::ScaleUpFabricSettings settings;
    settings.iterations = network.iterations;
    for (const Job& job : plan.jobs) {
      if (collectives::UsesInNetworkCompute(job.program)) settings.groups.push_back(job.endpoints);
    }
    auto manager = std::make_unique<device::ScaleUpFabric>(plan.topology, *pod_.variant,
                                                           made->Devices(), std::move(settings));
    interfaces::DeviceHost* devices = made.get();
    return {.network = std::move(made),
            .devices = devices,
            .manager = std::move(manager),
            .left_out = {}};
  }
  void WriteDefaults(scenario::NetworkConfig& network) const override {
    WriteScaleUpDefaults(network);
  }
  std::string variant_names() const override { return std::string(pod_.variant->name); }
  std::string_view unit() const override { return "flit"; }
  units::Duration clock_period() const override { return pod_.clock_period; }
  const RetryPlan* retry() const override { return retry_ ? &*retry_ : nullptr; }

 private:
  ScaleUpPod pod_;
  std::vector<Fidelity> fidelities_;  // by switch index
  NamedLibrary library_;
  std::optional<RetryPlan> retry_;
};

std::optional<RetryPlan> RetryOf(const Plan& plan, const ScaleUpPod& pod,
                                 const config::Document& document) {
  if (!plan.scenario.network.retry) {
    if (plan.faults.empty()) return std::nullopt;
    throw diagnostics::UserError(
        document.LocationOf("faults"),
        "links of a scale-up pod that break need link-level retry, or what is on them is lost for "
        "good; add network: {retry: {}}");
  }
  RetryContext context;
  context.clock_period = pod.clock_period;
  context.latency_cycles.assign(plan.topology.links().size(), pod.link_latency_cycles);
  context.sizes = [&pod](const retry::LinkRetryParameters& retry, topology::LinkId) {
    return retry::FlitRetryLink::SizesFor(retry, pod.link_latency_cycles);
  };
  return MakeRetryPlan(plan.scenario, plan.topology, context, document);
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
  std::shared_ptr<const FabricPlan> Make(const Plan& plan,
                                         const config::Document& document) const override {
    const ScaleUpPod pod = MakeScaleUpPod(plan);
    const NamedLibrary library = NamedSwitchLibrary(plan.scenario, document);
    const WantedSwitch wanted{plugins::kScaleUpSwitch, pod.variant->name, pod.variant->ports,
                              pod.variant->rtl};
    std::vector<Fidelity> fidelities = ChooseFidelities(
        plan.scenario, plan.topology, [&](int) { return WhyNoRtl(wanted, library); }, document);
    ExpectInNetworkCompute(plan, pod, document);
    RefusePriorities(plan, document);
    return std::make_shared<ScaleUpPlan>(pod, std::move(fidelities), library,
                                         RetryOf(plan, pod, document));
  }
};

}  // namespace

const Planner& ScaleUpPlanner() {
  static const TheScaleUpPlanner planner;
  return planner;
}

}  // namespace linkwright::planning
