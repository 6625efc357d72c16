// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/port_set_routes.h"

#include <algorithm>
#include <limits>

#include "foundation/diagnostics/check.h"

namespace linkwright::routing {

using topology::LinkId;
using topology::NodeId;
using topology::NodeKind;
using topology::Topology;

namespace {

constexpr int kFar = std::numeric_limits<int>::max() / 2;

std::size_t Index(int32_t id) { return static_cast<std::size_t>(id); }

// A folded Clos seen from its nodes: tiers, and the distances to one destination at a time.
class Clos {
 public:
  Clos(const Topology& topology, std::span<const uint8_t> dead)
      : topology_(topology), dead_(dead), tier_(topology.nodes().size(), kFar) {
    FindTiers();
  }

  // Ports of every switch towards `destination`, by switch index.
  std::vector<PortSet> Towards(int destination) {
    const NodeId goal = topology_.accelerator(destination);
    const std::size_t nodes = topology_.nodes().size();
    down_.assign(nodes, kFar);
    any_.assign(nodes, kFar);
    down_[Index(goal)] = 0;
    // Tier by tier: a node's distance downwards depends on lower tiers, and upwards on higher ones.
    for (const NodeId at : ascending_) {
      for (const LinkId id : topology_.LinksOf(at)) {
        const NodeId peer = Peer(id, at);
        if (Usable(id) && Tier(peer) < Tier(at)) Lower(down_, at, down_[Index(peer)] + 1);
      }
    }
    for (auto at = ascending_.rbegin(); at != ascending_.rend(); ++at) {
      any_[Index(*at)] = down_[Index(*at)];
      if (any_[Index(*at)] < kFar) continue;
      for (const LinkId id : topology_.LinksOf(*at)) {
        const NodeId peer = Peer(id, *at);
        if (Usable(id) && Tier(peer) > Tier(*at)) Lower(any_, *at, any_[Index(peer)] + 1);
      }
    }
    std::vector<PortSet> ports;
    for (int s = 0; s < topology_.switches(); ++s)
      ports.push_back(PortsOf(topology_.switch_node(s)));
    return ports;
  }

 private:
  bool Usable(LinkId id) const { return dead_.empty() || dead_[Index(id)] == 0; }
  int Tier(NodeId id) const { return tier_[Index(id)]; }
  NodeId Peer(LinkId id, NodeId at) const { return topology_.FarEnd(id, at).node; }
  static void Lower(std::vector<int>& distances, NodeId at, int distance) {
    distances[Index(at)] = std::min(distances[Index(at)], distance);
  }

  // Dead links count: a switch does not rise in the tree because it lost a link.
  void FindTiers() {
    std::vector<NodeId> queue;
    for (int a = 0; a < topology_.accelerators(); ++a) {
      queue.push_back(topology_.accelerator(a));
      tier_[Index(queue.back())] = 0;
    }
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const NodeId at = queue[next];
      if (topology_.node(at).kind == NodeKind::kSwitch) ascending_.push_back(at);
      for (const LinkId id : topology_.LinksOf(at)) {
        const NodeId peer = Peer(id, at);
        if (Tier(peer) != kFar) continue;
        tier_[Index(peer)] = Tier(at) + 1;
        queue.push_back(peer);
      }
    }
  }

  PortSet PortsOf(NodeId at) const {
    const bool descends = down_[Index(at)] < kFar;
    const int distance = descends ? down_[Index(at)] : any_[Index(at)];
    PortSet ports;
    if (distance >= kFar) return ports;
    for (const LinkId id : topology_.LinksOf(at)) {
      const NodeId peer = Peer(id, at);
      if (!Usable(id)) continue;
      const bool nearer = descends ? Tier(peer) < Tier(at) && down_[Index(peer)] + 1 == distance
                                   : Tier(peer) > Tier(at) && any_[Index(peer)] + 1 == distance;
      if (!nearer) continue;
      const topology::Link& link = topology_.link(id);
      ports.push_back(link.a.node == at ? link.a.port : link.b.port);
    }
    return ports;  // LinksOf ascends by port
  }

  const Topology& topology_;
  std::span<const uint8_t> dead_;
  std::vector<int> tier_;
  std::vector<NodeId> ascending_;  // switches, lower tiers first
  std::vector<int> down_, any_;
};

}  // namespace

std::span<const PortSet> PortSetRoutes::OfSwitch(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < switches()) << "switch " << index << " of " << switches();
  return by_switch_[Index(index)];
}

const PortSet& PortSetRoutes::At(int switch_index, int destination) const {
  const auto routes = OfSwitch(switch_index);
  LINKWRIGHT_CHECK(destination >= 0 && destination < static_cast<int>(routes.size()))
      << "destination " << destination << " of " << routes.size();
  return routes[Index(destination)];
}

PortSetRoutes UpDownRoutes(const Topology& topology, std::span<const uint8_t> dead) {
  LINKWRIGHT_CHECK(dead.empty() || dead.size() == topology.links().size())
      << dead.size() << " flags for " << topology.links().size() << " links";
  Clos clos(topology, dead);
  std::vector<std::vector<PortSet>> by_switch(Index(topology.switches()));
  for (int destination = 0; destination < topology.accelerators(); ++destination) {
    std::vector<PortSet> ports = clos.Towards(destination);
    for (std::size_t s = 0; s < by_switch.size(); ++s) by_switch[s].push_back(std::move(ports[s]));
  }
  return PortSetRoutes(std::move(by_switch));
}

std::vector<int> EdgeSwitches(const Topology& topology) {
  std::vector<int> edges;
  for (int a = 0; a < topology.accelerators(); ++a) {
    const NodeId at = topology.accelerator(a);
    LINKWRIGHT_CHECK(!topology.LinksOf(at).empty()) << topology.node(at).path << " has no link";
    const auto& peer = topology.node(topology.FarEnd(topology.LinksOf(at).front(), at).node);
    LINKWRIGHT_CHECK(peer.kind == NodeKind::kSwitch) << topology.node(at).path;
    edges.push_back(peer.index);
  }
  return edges;
}

}  // namespace linkwright::routing
