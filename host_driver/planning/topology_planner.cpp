// SPDX-License-Identifier: Apache-2.0
// Topologies of any shape as rates and latencies of their links.
#include <fmt/format.h>

#include "fabric/parts/link_timing.h"
#include "fabric/routing/routes.h"
#include "foundation/units/bit_rate.h"
#include "host_driver/planning/plan.h"
#include "host_driver/planning/planners.h"
#include "systemc_models/networks/flow/flow_network.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;

// A host link without a part is no bottleneck: a thousand times what any part carries.
constexpr uint64_t kNoBottleneck = 1'000'000'000'000'000;  // b/s

std::vector<flow::LinkFigures> LinkFiguresOf(const Plan& plan) {
  std::vector<flow::LinkFigures> figures;
  for (const std::string& part : plan.topology.part_names()) {
    const auto found = plan.catalog.links.find(part);
    if (found == plan.catalog.links.end()) {
      figures.push_back({units::BitRate::BitsPerSecond(kNoBottleneck), units::Duration::Zero()});
    } else {
      figures.push_back({parts::PayloadRate(found->second), parts::LinkLatency(found->second)});
    }
  }
  return figures;
}

std::vector<units::Duration> NodeLatenciesOf(const Plan& plan) {
  std::vector<units::Duration> latencies;
  for (const std::string& part : plan.topology.part_names()) {
    const auto found = plan.catalog.switches.find(part);
    latencies.push_back(found == plan.catalog.switches.end()
                            ? units::Duration::Zero()
                            : parts::PortToPortLatency(found->second));
  }
  return latencies;
}

class TheTopologyPlanner final : public Planner {
 public:
  bool Plans(const scenario::Scenario& scenario, const parts::PodSpec&) const override {
    return scenario.pod.topology.has_value();
  }
  void CheckPod(const scenario::Scenario& scenario, const parts::PodSpec&, const parts::Catalog&,
                const config::Document& document) const override {
    if (scenario.network.fidelity != scenario::Fidelity::kFlow) {
      throw UserError(document.LocationOf("network.fidelity"),
                      "a pod.topology has fidelity flow only; clocked networks have ready pods");
    }
    if (scenario.network.ethernet) {
      throw UserError(document.LocationOf("network.ethernet"),
                      "a flow network has no Ethernet settings; leave this out");
    }
  }
  void PlanHardware(Plan& plan, const config::Document& document) const override {
    for (const Job& job : plan.jobs) {
      if (!collectives::UsesInNetworkCompute(job.program)) continue;
      throw UserError(document.LocationOf(job.path + ".algorithm"),
                      fmt::format("'{}' needs in-network operations, which a pod.topology does "
                                  "not have",
                                  job.program.name));
    }
    if (plan.scenario.network.retry)
      throw UserError(document.LocationOf("network.retry"),
                      "a flow network has no link ends that could send again");
    if (!plan.faults.changes.empty()) {
      throw UserError(FirstErrorChange(plan.scenario, document),
                      "a flow network has no frames that errors could damage; leave link_errors "
                      "out");
    }
    plan.hardware.clock_period = parts::ClockPeriodFor(plan.catalog.link(plan.pod.link));
  }
  Fabric Build(const Plan& plan, const RunContext&) const override {
    auto routes = std::make_shared<const routing::Routes>(plan.topology);
    flow::FabricFlowParameters p;
    p.routes = routes.get();
    p.links = LinkFiguresOf(plan);
    p.nodes = NodeLatenciesOf(plan);
    Fabric fabric;
    fabric.routes = std::move(routes);
    auto network = std::make_unique<flow::FlowNetwork>(p);
    fabric.faults = network.get();
    fabric.fault_script = OutageScript(plan.faults);
    fabric.network = std::move(network);
    return fabric;
  }
  void WriteDefaults(scenario::NetworkConfig&) const override {}
};

}  // namespace

const Planner& TopologyPlanner() {
  static const TheTopologyPlanner planner;
  return planner;
}

}  // namespace linkwright::planning
