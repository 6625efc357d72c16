// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/scaleup_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/networks/clocked/network_state.h"
#include "systemc_models/networks/clocked/scaleup_endpoint.h"
#include "systemc_models/networks/retry/flit_retry_link.h"

namespace linkwright::clocked {

namespace {

using Place = Fabric::Place;

bool AnyErrors(const retry::LinkErrorRates& rates) {
  return rates.frame_error_rate > 0 || rates.control_loss_rate > 0 || rates.bit_error_rate > 0;
}

bool AnyErrors(const retry::LinkRetryParameters& retry) {
  bool any = AnyErrors(retry.rates);
  for (const retry::LinkErrorChange& change : retry.changes) any = any || AnyErrors(change.rates);
  return any || !retry.outages.empty();
}

class ScaleUpBuilder {
 public:
  ScaleUpBuilder(const topology::Topology& topology, const ScaleUpParameters& parameters,
                 const NetworkContext& context, int simulated_planes, Fabric& fabric,
                 endpoints::TransferTable& table, std::vector<int>& link_in_fabric)
      : topology_(topology),
        parameters_(parameters),
        context_(context),
        simulated_planes_(simulated_planes),
        fabric_(fabric),
        table_(table),
        link_in_fabric_(link_in_fabric) {}

  void Build() {
    LINKWRIGHT_CHECK(parameters_.link_latency_cycles >= 1)
        << parameters_.link_latency_cycles << " cycles of link";
    LINKWRIGHT_CHECK(!parameters_.exploit_symmetry || !parameters_.retry ||
                     topology_.planes() == 1 || !AnyErrors(*parameters_.retry))
        << "planes with link errors are not alike";
    AddSwitches();
    std::vector<int> last_port(static_cast<size_t>(topology_.planes()), -1);
    for (int index = 0; index < topology_.accelerators(); ++index) AddAccelerator(index, last_port);
  }

 private:
  void AddSwitches() {
    LINKWRIGHT_CHECK(topology_.switches() == topology_.planes())
        << topology_.name() << " has " << topology_.switches() << " switches in "
        << topology_.planes() << " planes: this network simulates one tier";
    for (int plane = 0; plane < simulated_planes_; ++plane) {
      const topology::NodeId id = topology_.switch_node(plane);
      const std::string path = topology_.PathOf(id);
      LINKWRIGHT_CHECK(topology_.node(id).plane == plane)
          << path << " is in plane " << topology_.node(id).plane;
      auto hosted = context_.make_switch(plane);
      LINKWRIGHT_CHECK(hosted != nullptr && hosted->ports() >= topology_.accelerators())
          << path << " has too few ports for " << topology_.accelerators() << " accelerators";
      fabric_.AddSwitch(path, std::move(hosted));
    }
  }

  void AddAccelerator(int index, std::vector<int>& last_port) {
    const topology::NodeId id = topology_.accelerator(index);
    const std::string path = topology_.PathOf(id);
    const endpoints::PortParameters port{
        parameters_.virtual_channels, parameters_.endpoint_slots_per_vc, parameters_.reduce_window,
        parameters_.memory_latency_cycles, parameters_.credit_refresh_cycles};
    fabric_.AddEndpoint(simulated_planes_,
                        std::make_unique<ScaleUpEndpoint>(index, simulated_planes_, path, port,
                                                          parameters_.clock_gating, table_));
    LINKWRIGHT_CHECK(topology_.LinksOf(id).size() == static_cast<size_t>(topology_.planes()))
        << path << " has " << topology_.LinksOf(id).size() << " links for " << topology_.planes()
        << " planes";
    for (const topology::LinkId link_id : topology_.LinksOf(id)) {
      const topology::Link& link = topology_.link(link_id);
      const topology::Attachment& far = link.a.node == id ? link.b : link.a;
      const auto plane = static_cast<size_t>(link.plane);
      LINKWRIGHT_CHECK(far.node == topology_.switch_node(link.plane) && far.port > last_port[plane])
          << path << ": link to plane " << link.plane << " ends at port " << far.port;
      last_port[plane] = far.port;
      if (link.plane < simulated_planes_)
        AddLink(link_id, index, link.plane, fmt::format("{}.link{}", path, plane), far.port);
    }
  }

  void AddLink(topology::LinkId id, int accelerator, int plane, const std::string& path,
               int switch_port) {
    const Place near{Fabric::Kind::kEndpoint, accelerator, plane};
    const Place far{Fabric::Kind::kSwitch, plane, switch_port};
    const int latency = parameters_.link_latency_cycles;
    link_in_fabric_[static_cast<size_t>(id)] = links_++;
    if (!parameters_.retry) return fabric_.AddLink(near, far, latency);
    link::LinkDeviceFactory make_port;
    if (context_.make_link_port) make_port = context_.make_link_port(id);
    const std::array<std::string, 2> toward = {"to_switch", "to_accelerator"};
    const retry::LinkRetryParameters& retry = *parameters_.retry;
    fabric_.AddRetryLink(
        near, far,
        std::make_unique<retry::FlitRetryLink>(retry, std::vector<retry::LinkErrorChange>{},
                                               latency, path, toward, make_port),
        retry::Concerning(retry.changes, id, accelerator, plane),
        retry::Concerning(retry.outages, id, accelerator, plane));
  }

  const topology::Topology& topology_;
  const ScaleUpParameters& parameters_;
  const NetworkContext& context_;
  const int simulated_planes_;
  Fabric& fabric_;
  endpoints::TransferTable& table_;
  std::vector<int>& link_in_fabric_;
  int links_ = 0;
};

const std::vector<endpoints::AcceleratorPort>& PortsOf(const EndpointModule& module) {
  return static_cast<const ScaleUpEndpoint&>(module.endpoint()).ports();
}

}  // namespace

ScaleUpNetwork::ScaleUpNetwork(const topology::Topology& topology,
                               const ScaleUpParameters& parameters, const NetworkContext& context)
    : ClockedNetwork(std::make_unique<State>(
          topology.accelerators(), topology.planes(),
          parameters.exploit_symmetry ? 1 : topology.planes(),
          FabricParameters{parameters.clock_period, parameters.endpoint_clock_period,
                           parameters.clock_gating, parameters.watchdog_cycles,
                           context.interrupted})) {
  // While all wait for memory, nothing moves.
  state().patience =
      parameters.clock_period * (parameters.watchdog_cycles + parameters.memory_latency_cycles);
  state().retry_hides_faults = true;
  state().NameLinks(topology);
  ScaleUpBuilder(topology, parameters, context, state().simulated_planes, state().fabric,
                 state().table, state().link_in_fabric)
      .Build();
}

interfaces::GroupId ScaleUpNetwork::DefineGroup(std::vector<interfaces::EndpointId> members) {
  return state().table.DefineGroup(std::move(members));
}

void ScaleUpNetwork::AppendMetrics(telemetry::RunReport& report) const {
  const State& s = state();
  const auto add = [&](const char* name, uint64_t value, const char* unit, const char* definition) {
    report.Add(std::string("network.") + name, static_cast<int64_t>(value), unit, definition);
  };
  s.AppendTransfers(report);
  completion::Traffic traffic = s.payload;
  uint64_t stalls = 0;
  for (size_t i = 0; i < s.fabric.endpoints().size(); ++i) {
    completion::AcceleratorTraffic& of = traffic.of(static_cast<int>(i));
    for (const endpoints::AcceleratorPort& port : PortsOf(*s.fabric.endpoints()[i])) {
      of.packets_sent += port.counters().packets_sent * s.scale();
      of.flits_sent += port.counters().flits_sent * s.scale();
      of.packets_received += port.counters().packets_received * s.scale();
      of.flits_received += port.counters().flits_received * s.scale();
      stalls += port.counters().credit_stall_cycles;
    }
  }
  traffic.AppendTo(report, "network");
  add("credit_stall_cycles", stalls * s.scale(), "cycles",
      "cycles in which an accelerator port had a packet ready and no credit for it, sum over "
      "ports");
  s.AppendRetry(report);
  add("planes", static_cast<uint64_t>(s.planes), "planes", "parallel planes of the pod");
  add("simulated_planes", static_cast<uint64_t>(s.simulated_planes), "planes",
      "planes simulated flit by flit; if fewer than planes, symmetry was exploited and traffic is "
      "scaled by the ratio");
  s.AppendTicks("switch cycles executed, sum over simulated switches; idle ones are skipped",
                "accelerator port cycles executed, sum over simulated ports; idle ones are skipped",
                report);
}

}  // namespace linkwright::clocked
