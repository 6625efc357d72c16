// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/ethernet_fabric.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fabric/routing/ethernet_addresses.h"
#include "fabric/routing/frame_hash.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/credit_plan.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;
using topology::LinkId;
using topology::NodeId;
using topology::NodeKind;

namespace {

// A different one for every number. Seeds that differ in few bits would leave the choices of two
// tiers dependent.
uint32_t SeedFor(uint64_t seed, uint64_t number) {
  // All 64 bits of the seed count, in the 20 that the number leaves.
  const uint64_t folded = seed ^ seed >> 20 ^ seed >> 40 ^ seed >> 60;
  return routing::SpreadSeed(static_cast<uint32_t>(folded << 12 | number));
}

constexpr uint64_t kEdgeTier = 0, kUpperTier = 1, kFirstSwitch = 16;

int PortAt(const topology::Topology& topology, LinkId id, NodeId at) {
  const topology::Link& link = topology.link(id);
  return link.a.node == at ? link.a.port : link.b.port;
}

}  // namespace

BufferPlan PlanSwitchBuffers(const topology::Topology& topology,
                             const std::vector<const es::Variant*>& variants,
                             const std::vector<int>& link_latency_cycles,
                             const EthernetFabricSettings& settings, int index) {
  const es::Variant& variant = *variants[static_cast<size_t>(index)];
  const NodeId at = topology.switch_node(index);
  std::vector<PortContext> ports(static_cast<size_t>(variant.ports));
  for (const LinkId id : topology.LinksOf(at)) {
    const topology::Node& peer = topology.node(topology.FarEnd(id, at).node);
    const bool is_switch = peer.kind == NodeKind::kSwitch;
    const int latency = link_latency_cycles[static_cast<size_t>(id)];
    const int pad = is_switch ? variants[static_cast<size_t>(peer.index)]->egress_pad : 0;
    const int more =
        settings.retry ? RetryLoopCycles(variant, latency, settings.frame_bytes, pad) : 0;
    ports[static_cast<size_t>(PortAt(topology, id, at))] = {true, latency, is_switch,
                                                            pad,  more,    settings.cut_through};
  }
  BufferPlan plan = PlanBuffers(variant, ports, settings.frame_bytes,
                                settings.pfc ? settings.priorities : 0, settings.priorities + 1);
  if (settings.shared_cells == 0) return plan;
  if (settings.shared_cells > plan.shared_cells) {
    throw diagnostics::RunFailure(
        fmt::format("{}: a shared pool of {} cells, but headroom and reservations leave {}",
                    topology.PathOf(at), settings.shared_cells, plan.shared_cells));
  }
  plan.shared_cells = settings.shared_cells;
  plan.lossless_shared_cells = std::min(plan.lossless_shared_cells, plan.shared_cells / 2);
  return plan;
}

EthernetFabric::EthernetFabric(const topology::Topology& topology,
                               std::vector<const es::Variant*> variants,
                               std::vector<int> link_latency_cycles,
                               const std::vector<interfaces::Device*>& devices,
                               const EthernetFabricSettings& settings)
    : topology_(topology),
      variants_(std::move(variants)),
      latencies_(std::move(link_latency_cycles)),
      settings_(settings),
      edge_of_(routing::EdgeSwitches(topology)),
      group_of_(static_cast<size_t>(topology.switches()), -1),
      dead_(topology.links().size(), 0),
      routes_(topology),
      ways_(routes_) {
  LINKWRIGHT_CHECK(devices.size() == variants_.size() &&
                   devices.size() == static_cast<size_t>(topology.switches()))
      << devices.size() << " devices for " << topology.switches() << " switches";
  LINKWRIGHT_CHECK(!settings.cbfc || !settings.pfc) << "credits and PFC at once";
  for (size_t s = 0; s < devices.size(); ++s) {
    drivers_.emplace_back(*devices[s], *variants_[s]);
    down_.emplace_back(static_cast<size_t>(variants_[s]->ports));
  }
  for (const int edge : edge_of_) {
    int& group = group_of_[static_cast<size_t>(edge)];
    if (group < 0) group = groups_++;
  }
}

int EthernetFabric::PortOf(LinkId id, NodeId at) const { return PortAt(topology_, id, at); }

void EthernetFabric::Program() {
  for (EthernetSwitchDriver& driver : drivers_) driver.CheckIdentity();
  for (int s = 0; s < topology_.switches(); ++s) {
    ProgramQueues(s);
    ProgramTables(s);
    WriteGroups(s);
    ProgramPorts(s);
  }
  for (EthernetSwitchDriver& driver : drivers_) driver.Flush();
  // Links have come up; from here on a cause is news.
  static constexpr std::array kCauses = {es::Interrupt::kLinkChanged, es::Interrupt::kPfcStorm,
                                         es::Interrupt::kBusError};
  for (EthernetSwitchDriver& driver : drivers_) {
    driver.TakeInterrupts();
    driver.SetInterruptMask(kCauses);
    driver.Flush();
  }
}

void EthernetFabric::ProgramQueues(int index) {
  EthernetSwitchDriver& driver = drivers_[static_cast<size_t>(index)];
  const es::Variant& variant = driver.variant();
  const BufferPlan plan = PlanSwitchBuffers(topology_, variants_, latencies_, settings_, index);
  for (const int cells : plan.headroom_cells)
    largest_headroom_ = std::max(largest_headroom_, cells);
  const auto lowest = static_cast<uint8_t>(1 << settings_.data_class);
  const auto data = static_cast<uint8_t>(((1 << settings_.priorities) - 1) << settings_.data_class);
  const auto responses = static_cast<uint8_t>(1 << settings_.response_class);
  if (settings_.cbfc)
    driver.SetCreditBuffers();
  else
    driver.SetBuffers(plan, settings_.pfc ? data : 0, data | responses);
  driver.SetStrict(static_cast<uint8_t>(responses | (data & ~lowest)));
  driver.SetDscpClass(settings_.response_dscp, settings_.response_class);
  const int64_t cell = int64_t{variant.cell_beats} * es::kBeatBytes;
  for (int priority = 0; priority < settings_.priorities; ++priority) {
    const int data_class = settings_.data_class + priority;
    driver.SetDscpClass(settings_.data_dscp + 8 * priority, data_class);
    if (!settings_.ecn) continue;
    driver.SetEcn(data_class,
                  {static_cast<int>(settings_.ecn_kmin_bytes / cell),
                   static_cast<int>(settings_.ecn_kmax_bytes / cell), settings_.ecn_probability});
  }
  driver.SetMaxFrame(settings_.frame_bytes);
  driver.SetCutThrough(settings_.cut_through);
}

void EthernetFabric::ProgramTables(int index) {
  EthernetSwitchDriver& driver = drivers_[static_cast<size_t>(index)];
  if (groups_ > driver.variant().groups) {
    throw diagnostics::RunFailure(
        fmt::format("{}: {} edge switches need as many groups, variant '{}' has {}", driver.name(),
                    groups_, driver.variant().name, driver.variant().groups));
  }
  const bool edge = group_of_[static_cast<size_t>(index)] >= 0;
  driver.SetRouterMac(routing::RouterMac(index));
  // Two tiers with one seed would choose alike and leave half of the next hops unused.
  driver.SetHash(SeedFor(settings_.seed, edge ? kEdgeTier : kUpperTier), settings_.hash_queue_pair);
  driver.SetRandomSeed(SeedFor(settings_.seed, kFirstSwitch + static_cast<uint64_t>(index)));
  driver.SetFlowletGap(settings_.flowlet_gap);
  for (int a = 0; a < topology_.accelerators(); ++a) {
    const int at = edge_of_[static_cast<size_t>(a)];
    const std::span<const int> ports = routes_.OfSwitch(index, a);
    const uint32_t address = routing::AcceleratorAddress(a);
    if (at == index) {
      driver.AddHost(address, ports.front());
    } else if (!ports.empty()) {
      driver.AddHostGroup(address, group_of_[static_cast<size_t>(at)]);
    }
  }
  for (int group = 0; group < groups_; ++group) driver.SetGroupMode(group, settings_.balance);
}

// All accelerators of one edge switch have the same next hops, so they share a group, which is all
// that a rerouting has to write. Ways whose link the switch itself sees down stay members: it skips
// them, and deals flows over all members, so that those of the other ways stay where they are.
void EthernetFabric::WriteGroups(int index) {
  const std::vector<uint8_t>& down = down_[static_cast<size_t>(index)];
  for (int a = 0; a < topology_.accelerators(); ++a) {
    const int edge = edge_of_[static_cast<size_t>(a)];
    if (edge == index) continue;
    const std::span<const int> routed = routes_.OfSwitch(index, a);
    std::vector<int> ports(routed.begin(), routed.end());
    for (const int way : ways_.OfSwitch(index, a)) {
      if (down[static_cast<size_t>(way)] != 0) ports.push_back(way);
    }
    drivers_[static_cast<size_t>(index)].SetGroup(group_of_[static_cast<size_t>(edge)], ports);
  }
}

void EthernetFabric::ProgramPorts(int index) {
  EthernetSwitchDriver& driver = drivers_[static_cast<size_t>(index)];
  const NodeId at = topology_.switch_node(index);
  for (const LinkId id : topology_.LinksOf(at)) {
    const topology::Node& peer = topology_.node(topology_.FarEnd(id, at).node);
    const int port = PortOf(id, at);
    driver.SetNextHop(port, peer.kind == NodeKind::kSwitch ? routing::RouterMac(peer.index)
                                                           : routing::AcceleratorMac(peer.index));
    driver.EnablePort(port, true);
  }
}

void EthernetFabric::OnInterrupt(int switch_index) {
  EthernetSwitchDriver& driver = drivers_[static_cast<size_t>(switch_index)];
  const uint32_t causes = driver.TakeInterrupts();
  const auto has = [causes](es::Interrupt cause) {
    return (causes >> static_cast<int>(cause) & 1) != 0;
  };
  ++events_.interrupts;
  if (has(es::Interrupt::kPfcStorm)) ++events_.pause_storms;
  if (!has(es::Interrupt::kLinkChanged)) return;
  ++events_.link_changes;
  const NodeId at = topology_.switch_node(switch_index);
  bool news = false, own_news = false;
  for (const LinkId id : topology_.LinksOf(at)) {
    const int port = PortOf(id, at);
    uint8_t& dead = dead_[static_cast<size_t>(id)];
    uint8_t& down = down_[static_cast<size_t>(switch_index)][static_cast<size_t>(port)];
    const uint8_t now = driver.LinkUp(port) ? 0 : 1;
    news |= now != dead;
    own_news |= now != down;
    dead = down = now;
  }
  if (own_news && !news) {
    WriteGroups(switch_index);
    driver.Flush();
  }
  if (!news) return;
  ++events_.reroutes;
  events_.dead_links = static_cast<uint64_t>(std::count(dead_.begin(), dead_.end(), 1));
  routes_ = routing::Routes(topology_, dead_);
  for (int s = 0; s < topology_.switches(); ++s) WriteGroups(s);
  for (EthernetSwitchDriver& each : drivers_) each.Flush();
}

}  // namespace linkwright::device
