// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/ethernet_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <utility>

#include "fabric/routing/ethernet_addresses.h"
#include "foundation/diagnostics/check.h"
#include "systemc_models/networks/clocked/ethernet_endpoint.h"
#include "systemc_models/networks/clocked/network_state.h"
#include "systemc_models/networks/retry/frame_retry_link.h"

namespace linkwright::clocked {

namespace {

using Place = Fabric::Place;
using topology::Attachment;
using topology::Node;
using topology::NodeKind;

class EthernetBuilder {
 public:
  EthernetBuilder(const topology::Topology& topology, const EthernetParameters& parameters,
                  const NetworkContext& context, Fabric& fabric, endpoints::TransferTable& table)
      : topology_(topology),
        parameters_(parameters),
        context_(context),
        fabric_(fabric),
        table_(table),
        link_layer_(parameters.retry.has_value() || !parameters.credits.empty()) {}

  void Build() {
    const size_t links = topology_.links().size();
    LINKWRIGHT_CHECK(parameters_.link_latency_cycles.size() == links)
        << parameters_.link_latency_cycles.size() << " latencies for " << links << " links";
    LINKWRIGHT_CHECK(parameters_.credits.empty() || parameters_.credits.size() == links)
        << parameters_.credits.size() << " credits for " << links << " links";
    for (int index = 0; index < topology_.switches(); ++index) AddSwitch(index);
    for (int index = 0; index < topology_.accelerators(); ++index) AddNic(index);
    for (size_t id = 0; id < links; ++id) AddLink(static_cast<topology::LinkId>(id));
  }

 private:
  void AddSwitch(int index) {
    const topology::NodeId id = topology_.switch_node(index);
    const std::string path = topology_.PathOf(id);
    auto hosted = context_.make_switch(index);
    LINKWRIGHT_CHECK(hosted != nullptr && hosted->ports() >= topology_.node(id).ports)
        << path << " has too few ports for its links";
    fabric_.AddSwitch(path, std::move(hosted));
  }

  void AddNic(int index) {
    const topology::NodeId id = topology_.accelerator(index);
    const std::string path = topology_.PathOf(id);
    LINKWRIGHT_CHECK(topology_.LinksOf(id).size() == 1)
        << path << " has " << topology_.LinksOf(id).size() << " links, a NIC has one";
    const topology::NodeId edge = topology_.FarEnd(topology_.LinksOf(id).front(), id).node;
    const Node& peer = topology_.node(edge);
    LINKWRIGHT_CHECK(peer.kind == NodeKind::kSwitch)
        << path << " hangs at " << topology_.PathOf(edge);
    endpoints::RoceNicParameters nic = parameters_.nic;
    nic.gateway_mac = routing::RouterMac(peer.index);
    nic.whole_frames = link_layer_;
    fabric_.AddEndpoint(1, std::make_unique<EthernetEndpoint>(index, path + ".nic0", nic, table_));
  }

  Place PlaceOf(const Attachment& end) const {
    const Node& node = topology_.node(end.node);
    if (node.kind == NodeKind::kSwitch) return {Fabric::Kind::kSwitch, node.index, end.port};
    return {Fabric::Kind::kEndpoint, node.index, 0};
  }

  void AddLink(topology::LinkId id) {
    const topology::Link& link = topology_.link(id);
    const int latency = parameters_.link_latency_cycles[static_cast<size_t>(id)];
    LINKWRIGHT_CHECK(latency >= 1) << latency << " cycles of link " << id;
    const Place a = PlaceOf(link.a), b = PlaceOf(link.b);
    if (!link_layer_) return fabric_.AddLink(a, b, latency);
    const Node& node = topology_.node(link.a.node);
    const bool nic = node.kind == NodeKind::kAccelerator;
    const std::string at = topology_.PathOf(link.a.node);
    const std::string path = nic ? at + ".link0" : fmt::format("{}:{}", at, link.a.port);
    link::LinkDeviceFactory make_port;
    if (context_.make_link_port) make_port = context_.make_link_port(id);
    const std::array<std::string, 2> toward = {nic ? "to_switch" : "up",
                                               nic ? "to_accelerator" : "down"};
    const auto& retry = parameters_.retry;
    std::vector<retry::LinkErrorChange> changes;
    if (retry) changes = retry::Concerning(retry->changes, id, nic ? node.index : -1, link.plane);
    fabric_.AddRetryLink(a, b,
                         std::make_unique<retry::FrameRetryLink>(
                             retry ? &*retry : nullptr, FramesOf(id, nic), path, toward, make_port),
                         std::move(changes), {});
  }

  retry::FrameLinkParameters FramesOf(topology::LinkId id, bool nic) const {
    const auto index = static_cast<size_t>(id);
    retry::FrameLinkParameters frames;
    frames.latency = parameters_.link_latency_cycles[index];
    frames.line_bytes = parameters_.nic.line_bytes;
    frames.frame_bytes = static_cast<int>(endpoints::RoceFrameBytes(
        endpoints::RoceOpcode::kWriteOnly, static_cast<size_t>(parameters_.nic.transport.mtu)));
    for (int priority = 0; priority < parameters_.nic.priorities; ++priority) {
      frames.class_of_dscp[endpoints::DataDscp(parameters_.nic, priority)] =
          static_cast<uint8_t>(parameters_.nic.data_class + priority);
    }
    frames.class_of_dscp[parameters_.nic.response_dscp] =
        static_cast<uint8_t>(parameters_.nic.response_class);
    if (!parameters_.credits.empty()) {
      frames.credits = parameters_.credits[index];
      frames.tells_occupancy = {!nic, true};
    }
    return frames;
  }

  const topology::Topology& topology_;
  const EthernetParameters& parameters_;
  const NetworkContext& context_;
  Fabric& fabric_;
  endpoints::TransferTable& table_;
  const bool link_layer_;  // link ends with retry or credits, rather than bare wires
};

}  // namespace

EthernetNetwork::EthernetNetwork(const topology::Topology& topology,
                                 const EthernetParameters& parameters,
                                 const NetworkContext& context)
    : ClockedNetwork(std::make_unique<State>(topology.accelerators(), 1, 1,
                                             FabricParameters{parameters.clock_period,
                                                              {},
                                                              parameters.clock_gating,
                                                              parameters.watchdog_cycles,
                                                              context.interrupted})) {
  state().patience =
      parameters.clock_period *
      std::max(parameters.watchdog_cycles, 2 * parameters.nic.transport.timeout_cycles);
  state().NameLinks(topology);
  std::iota(state().link_in_fabric.begin(), state().link_in_fabric.end(), 0);
  EthernetBuilder(topology, parameters, context, state().fabric, state().table).Build();
}

void EthernetNetwork::Start(const interfaces::TransferRequest& request,
                            interfaces::TransferSink& sink) {
  LINKWRIGHT_CHECK(request.kind == interfaces::TransferKind::kWrite)
      << "an Ethernet fabric carries writes only";
  ClockedNetwork::Start(request, sink);
}

interfaces::GroupId EthernetNetwork::DefineGroup(std::vector<interfaces::EndpointId> members) {
  LINKWRIGHT_CHECK(false) << "a group of " << members.size() << " members on an Ethernet fabric";
  return -1;
}

const retry::RetryEnds& EthernetNetwork::link_ends(topology::LinkId link) const {
  return state().fabric.retry_links().at(static_cast<size_t>(link))->link().ends();
}

}  // namespace linkwright::clocked
