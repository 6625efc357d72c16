// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/fabric_modules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string>
#include <utility>

#include "fabric/routing/ethernet_addresses.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::ethernet {

using cycle::Kernel;
using topology::Attachment;
using topology::Node;
using topology::NodeKind;

namespace {

constexpr int64_t kCyclesBetweenPolls = 256;  // while registers are accessed

// Link ends with retry or credits, rather than bare wires.
bool HasLinkLayer(const EthernetNetworkParameters& parameters) {
  return parameters.retry.has_value() || !parameters.credits.empty();
}

}  // namespace

FabricModules::FabricModules(const topology::Topology& topology,
                             const EthernetNetworkParameters& parameters,
                             const EthernetNetworkContext& context, endpoints::TransferTable& table)
    : watchdog_cycles_(parameters.watchdog_cycles), interrupted_(context.interrupted) {
  LINKWRIGHT_CHECK(parameters.clock_period > units::Duration::Zero()) << parameters.clock_period;
  LINKWRIGHT_CHECK(parameters.link_latency_cycles.size() == topology.links().size())
      << parameters.link_latency_cycles.size() << " latencies for " << topology.links().size()
      << " links";
  Kernel::Scope scope(kernel_);
  clock_.period_ps = static_cast<uint64_t>(parameters.clock_period.picoseconds());
  clock_.period = sc_core::sc_time::from_value(clock_.period_ps);
  clock_.gating = parameters.clock_gating;
  alarm_ = std::make_unique<cycle::Alarm>("alarm");
  MakeSwitches(topology, context);
  MakeNics(topology, parameters, table);
  MakeLinks(topology, parameters, context);
}

FabricModules::~FabricModules() {
  Kernel::Scope scope(kernel_);
  // One last edge, at which modules only let go of their timeouts: the kernel would not free them.
  clock_.stopping = true;
  try {
    if (cycle_ > 0) sc_core::sc_start(clock_.period * 2, sc_core::SC_EXIT_ON_STARVATION);
  } catch (const std::exception&) {
    // A kernel that failed before cannot be run again; its timeouts are lost.
  }
  devices_.clear();
  retry_links_.clear();
  nics_.clear();
  switches_.clear();
  alarm_.reset();
}

void FabricModules::MakeSwitches(const topology::Topology& topology,
                                 const EthernetNetworkContext& context) {
  for (int index = 0; index < topology.switches(); ++index) {
    const topology::NodeId id = topology.switch_node(index);
    const Node& node = topology.node(id);
    const std::string path = topology.PathOf(id);
    auto hosted = context.make_switch(index);
    LINKWRIGHT_CHECK(hosted != nullptr && hosted->ports() >= node.ports)
        << path << " has too few ports for its links";
    const std::string name = fmt::format("switch_{}", index);
    switches_.push_back(std::make_unique<SwitchModule>(name.c_str(), clock_, std::move(hosted)));
    SwitchModule* module = switches_.back().get();
    devices_.push_back(std::make_unique<cycle::SwitchDevice>(
        path, module->mailbox(), [this, module] { AwaitMailbox(*module); },
        [module] { return module->interrupt(); }));
  }
}

void FabricModules::MakeNics(const topology::Topology& topology,
                             const EthernetNetworkParameters& parameters,
                             endpoints::TransferTable& table) {
  for (int index = 0; index < topology.accelerators(); ++index) {
    const topology::NodeId id = topology.accelerator(index);
    const std::string path = topology.PathOf(id);
    LINKWRIGHT_CHECK(topology.LinksOf(id).size() == 1)
        << path << " has " << topology.LinksOf(id).size() << " links, a NIC has one";
    const topology::NodeId edge = topology.FarEnd(topology.LinksOf(id).front(), id).node;
    const Node& peer = topology.node(edge);
    LINKWRIGHT_CHECK(peer.kind == NodeKind::kSwitch)
        << path << " hangs at " << topology.PathOf(edge);
    endpoints::RoceNicParameters nic = parameters.nic;
    nic.gateway_mac = routing::RouterMac(peer.index);
    nic.whole_frames = HasLinkLayer(parameters);
    const std::string name = fmt::format("nic_{}", index);
    nics_.push_back(
        std::make_unique<NicModule>(name.c_str(), clock_, index, path + ".nic0", nic, table));
  }
}

Link::End FabricModules::StationAt(const topology::Topology& topology,
                                   const Attachment& end) const {
  const Node& node = topology.node(end.node);
  const auto index = static_cast<size_t>(node.index);
  if (node.kind == NodeKind::kSwitch) return {switches_[index].get(), end.port};
  return {nics_[index].get(), end.port};
}

void FabricModules::PlugIn(const topology::Topology& topology, const Attachment& end, Plug plug) {
  const Node& node = topology.node(end.node);
  const auto index = static_cast<size_t>(node.index);
  if (node.kind == NodeKind::kSwitch) {
    switches_[index]->Connect(end.port, plug);
  } else {
    nics_[index]->Connect(plug);
  }
}

void FabricModules::MakeLinks(const topology::Topology& topology,
                              const EthernetNetworkParameters& parameters,
                              const EthernetNetworkContext& context) {
  LINKWRIGHT_CHECK(parameters.credits.empty() ||
                   parameters.credits.size() == topology.links().size())
      << parameters.credits.size() << " credits for " << topology.links().size() << " links";
  for (size_t i = 0; i < topology.links().size(); ++i) {
    const int latency = parameters.link_latency_cycles[i];
    LINKWRIGHT_CHECK(latency >= 1) << latency << " cycles of link " << i;
    if (HasLinkLayer(parameters)) {
      MakeRetryLink(topology, static_cast<topology::LinkId>(i), parameters, context);
      continue;
    }
    const topology::Link& link = topology.links()[i];
    links_.push_back(
        std::make_unique<Link>(latency, StationAt(topology, link.a), StationAt(topology, link.b)));
    PlugIn(topology, link.a, {links_.back().get(), 0});
    PlugIn(topology, link.b, {links_.back().get(), 1});
  }
}

void FabricModules::MakeRetryLink(const topology::Topology& topology, topology::LinkId id,
                                  const EthernetNetworkParameters& parameters,
                                  const EthernetNetworkContext& context) {
  const auto index = static_cast<size_t>(id);
  const topology::Link& link = topology.links()[index];
  const Node& node = topology.node(link.a.node);
  const bool nic = node.kind == NodeKind::kAccelerator;
  FrameLinkParameters frames;
  frames.latency = parameters.link_latency_cycles[index];
  frames.line_bytes = parameters.nic.line_bytes;
  frames.frame_bytes = static_cast<int>(endpoints::RoceFrameBytes(
      endpoints::RoceOpcode::kWriteOnly, static_cast<size_t>(parameters.nic.transport.mtu)));
  frames.class_of_dscp[parameters.nic.data_dscp] = static_cast<uint8_t>(parameters.nic.data_class);
  frames.class_of_dscp[parameters.nic.response_dscp] =
      static_cast<uint8_t>(parameters.nic.response_class);
  if (!parameters.credits.empty()) {
    frames.credits = parameters.credits[index];
    frames.tells_occupancy = {!nic, true};
  }
  std::vector<cycle::LinkErrorChange> changes;
  if (parameters.retry) {
    for (const cycle::LinkErrorChange& change : parameters.retry->changes) {
      if (cycle::Concerns(change, id, nic ? node.index : -1, link.plane)) changes.push_back(change);
    }
  }
  const std::string near = topology.PathOf(link.a.node);
  const std::string path = nic ? near + ".link0" : fmt::format("{}:{}", near, link.a.port);
  link::LinkDeviceFactory make_port;
  if (context.make_link_port) make_port = context.make_link_port(path);
  const std::array<std::string, 2> toward = {nic ? "to_switch" : "up",
                                             nic ? "to_accelerator" : "down"};
  const std::string name = fmt::format("link_{}", id);
  retry_links_.push_back(std::make_unique<FrameRetryModule>(
      name.c_str(), clock_, parameters.retry ? &*parameters.retry : nullptr, std::move(changes),
      frames, path, toward, make_port));
  FrameRetryModule& module = *retry_links_.back();
  for (const int end : {0, 1}) {
    const Attachment& at = end == 0 ? link.a : link.b;
    const Link::End station = StationAt(topology, at);
    links_.push_back(std::make_unique<Link>(1, station, Link::End{&module, end}));
    module.Connect(end, {links_.back().get(), 1}, station);
    PlugIn(topology, at, module.PlugOfFar(end, links_.back().get(), 0));
  }
}

void FabricModules::RunTo(int64_t cycle) {
  Kernel::Scope scope(kernel_);
  LINKWRIGHT_CHECK(cycle > cycle_) << "from cycle " << cycle_ << " to " << cycle;
  alarm_->Set(cycle_, cycle, clock_.period_ps);
  sc_core::sc_start();
  cycle_ = static_cast<int64_t>(sc_core::sc_time_stamp().value() / clock_.period_ps);
  if (clock_.failure) std::rethrow_exception(clock_.failure);
}

units::SimTime FabricModules::NextEdge() const {
  if (clock_.awake > 0) {
    return units::SimTime::Picoseconds((cycle_ + 1) * static_cast<int64_t>(clock_.period_ps));
  }
  const int64_t at = kernel_.NextActivityPs();
  return at < 0 ? units::SimTime::Max() : units::SimTime::Picoseconds(at);
}

void FabricModules::AwaitMailbox(SwitchModule& module) {
  const int64_t limit = cycle_ + watchdog_cycles_;
  while (!module.mailbox().empty()) {
    if (cycle_ >= limit)
      throw diagnostics::RunFailure(std::string(module.name()) +
                                    " does not answer register accesses");
    if (interrupted_ != nullptr && interrupted_->load(std::memory_order_relaxed)) {
      throw diagnostics::RunFailure(
          fmt::format("interrupted at cycle {} while switches were programmed", cycle_));
    }
    RunTo(std::min(limit, cycle_ + kCyclesBetweenPolls));
  }
}

void FabricModules::Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator) {
  Kernel::Scope scope(kernel_);
  nics_[static_cast<size_t>(initiator)]->Begin(handle);
}

void FabricModules::SetLink(topology::LinkId link, bool up) {
  Kernel::Scope scope(kernel_);
  if (retry_links_.empty())
    links_[static_cast<size_t>(link)]->SetUp(up);
  else
    retry_links_[static_cast<size_t>(link)]->SetUp(up);
}

std::vector<interfaces::Device*> FabricModules::Devices() {
  std::vector<interfaces::Device*> devices;
  for (const auto& device : devices_) devices.push_back(device.get());
  return devices;
}

uint64_t FabricModules::BytesMoved() const {
  uint64_t moved = 0;
  for (const auto& nic : nics_) {
    moved += nic->nic().counters().bytes_sent + nic->nic().counters().bytes_received;
  }
  return moved;
}

}  // namespace linkwright::ethernet
