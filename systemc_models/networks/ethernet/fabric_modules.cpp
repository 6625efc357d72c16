// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/fabric_modules.h"

#include <fmt/format.h>

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

FabricModules::FabricModules(const topology::Topology& topology,
                             const EthernetNetworkParameters& parameters,
                             const EthernetNetworkSurroundings& surroundings,
                             endpoints::TransferTable& table)
    : watchdog_cycles_(parameters.watchdog_cycles) {
  LINKWRIGHT_CHECK(parameters.clock_period > units::Duration::Zero()) << parameters.clock_period;
  LINKWRIGHT_CHECK(parameters.link_latency_cycles.size() == topology.links().size())
      << parameters.link_latency_cycles.size() << " latencies for " << topology.links().size()
      << " links";
  Kernel::Scope scope(kernel_);
  clock_.period_ps = static_cast<uint64_t>(parameters.clock_period.picoseconds());
  clock_.period = sc_core::sc_time::from_value(clock_.period_ps);
  clock_.gating = parameters.clock_gating;
  alarm_ = std::make_unique<cycle::Alarm>("alarm");
  MakeSwitches(topology, surroundings);
  MakeNics(topology, parameters, table);
  MakeLinks(topology, parameters);
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
  nics_.clear();
  switches_.clear();
  alarm_.reset();
}

void FabricModules::MakeSwitches(const topology::Topology& topology,
                                 const EthernetNetworkSurroundings& surroundings) {
  for (int index = 0; index < topology.switches(); ++index) {
    const Node& node = topology.node(topology.switch_node(index));
    auto hosted = surroundings.make_switch(index);
    LINKWRIGHT_CHECK(hosted != nullptr && hosted->ports() >= node.ports)
        << node.path << " has too few ports for its links";
    const std::string name = fmt::format("switch_{}", index);
    switches_.push_back(std::make_unique<SwitchModule>(name.c_str(), clock_, std::move(hosted)));
    SwitchModule* module = switches_.back().get();
    devices_.push_back(std::make_unique<cycle::SwitchDevice>(
        node.path, module->mailbox(), [this, module] { AwaitMailbox(*module); },
        [module] { return module->interrupt(); }));
  }
}

void FabricModules::MakeNics(const topology::Topology& topology,
                             const EthernetNetworkParameters& parameters,
                             endpoints::TransferTable& table) {
  for (int index = 0; index < topology.accelerators(); ++index) {
    const topology::NodeId id = topology.accelerator(index);
    const Node& node = topology.node(id);
    LINKWRIGHT_CHECK(topology.LinksOf(id).size() == 1)
        << node.path << " has " << topology.LinksOf(id).size() << " links, a NIC has one";
    const Node& peer = topology.node(topology.FarEnd(topology.LinksOf(id).front(), id).node);
    LINKWRIGHT_CHECK(peer.kind == NodeKind::kSwitch) << node.path << " hangs at " << peer.path;
    endpoints::RoceNicParameters nic = parameters.nic;
    nic.gateway_mac = routing::RouterMac(peer.index);
    const std::string name = fmt::format("nic_{}", index);
    nics_.push_back(
        std::make_unique<NicModule>(name.c_str(), clock_, index, node.path + ".nic0", nic, table));
  }
}

void FabricModules::MakeLinks(const topology::Topology& topology,
                              const EthernetNetworkParameters& parameters) {
  const auto station = [&](const Attachment& end) -> Link::End {
    const Node& node = topology.node(end.node);
    const auto index = static_cast<size_t>(node.index);
    if (node.kind == NodeKind::kSwitch) return {switches_[index].get(), end.port};
    return {nics_[index].get(), end.port};
  };
  const auto connect = [&](const Attachment& end, Plug plug) {
    const Node& node = topology.node(end.node);
    const auto index = static_cast<size_t>(node.index);
    if (node.kind == NodeKind::kSwitch) {
      switches_[index]->Connect(end.port, plug);
    } else {
      nics_[index]->Connect(plug);
    }
  };
  for (size_t i = 0; i < topology.links().size(); ++i) {
    const topology::Link& link = topology.links()[i];
    const int latency = parameters.link_latency_cycles[i];
    LINKWRIGHT_CHECK(latency >= 1) << latency << " cycles of link " << i;
    links_.push_back(std::make_unique<Link>(latency, station(link.a), station(link.b)));
    connect(link.a, {links_.back().get(), 0});
    connect(link.b, {links_.back().get(), 1});
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

void FabricModules::AwaitMailbox(SwitchModule& module) {
  const int64_t limit = cycle_ + watchdog_cycles_;
  while (!module.mailbox().empty()) {
    if (cycle_ >= limit)
      throw diagnostics::RunFailure(std::string(module.name()) +
                                    " does not answer register accesses");
    RunTo(limit);
  }
}

void FabricModules::Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator) {
  Kernel::Scope scope(kernel_);
  nics_[static_cast<size_t>(initiator)]->Begin(handle);
}

void FabricModules::SetLink(topology::LinkId link, bool up) {
  Kernel::Scope scope(kernel_);
  links_[static_cast<size_t>(link)]->SetUp(up);
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
