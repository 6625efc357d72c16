// SPDX-License-Identifier: Apache-2.0
// Where every switch sends: the equally good output ports ("next hops") towards an accelerator. The
// only routes there are: networks, drivers and the flow model all ask here.
//
// Kept by edge switch: all accelerators of one edge switch share a column, and equal sets of ports
// are stored once, so that 65,536 accelerators behind 5,120 switches take some 50 MB. A torus, a
// dragonfly and the Clos networks of the builders (topology::Shape) need no table as long as every
// link is alive, and, for Clos, no accelerator has two leaves of one of them.
//   tiers (Clos)  up and down: a switch below which the destination hangs sends down to the nearest
//                 lower switches only, any other up to those higher ones that are nearest to it. No
//                 path goes up after it went down, so that no circle of switches can wait for one
//                 another's buffers. Links between switches of one tier are not used.
//   torus         dimension by dimension, the shorter way round; both where they are equal.
//   dragonfly     minimal: at most one local link, one global link, one local link.
//   anything else, and torus and dragonfly with dead links: all shortest paths.
// Routers are switches in their domain, and in a domain whose links join accelerators or NICs to
// one another directly those at the ends of such links.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "fabric/routing/next_hop_table.h"
#include "fabric/topology/topology.h"

namespace linkwright::routing {

class Routes {
 public:
  // `dead` (by link; empty: none) names links that are not used. The topology outlives the routes.
  // Throws InternalError for flags that do not match the links, UserError for a graph too irregular
  // and too large for a table (2^28 pairs of router and edge switch).
  explicit Routes(const topology::Topology& topology, std::span<const uint8_t> dead = {});
  explicit Routes(topology::Topology&&, std::span<const uint8_t> = {}) = delete;

  const topology::Topology& topology() const { return *topology_; }
  bool Alive(topology::LinkId link) const {
    return dead_.empty() || dead_[static_cast<size_t>(link)] == 0;
  }
  // Output ports of a router of this domain towards the accelerator with index `destination`, in
  // ascending order; empty: unreachable, or there. At the edge: the ports at which the accelerator
  // or its NICs hang; of its NIC that is a router, that of its host link. Valid as long as the
  // routes.
  std::span<const int> NextHops(topology::NodeId router, int destination,
                                topology::Domain domain) const;
  // The same for the switch with this index.
  std::span<const int> OfSwitch(int switch_index, int destination) const {
    const topology::NodeId router = topology_->switch_node(switch_index);
    return NextHops(router, destination, topology_->node(router).domain);
  }
  // Whether the accelerator still has a live link to the part of the network that the router is in.
  bool HasLiveEdge(topology::NodeId router, int destination, topology::Domain domain) const;
  bool IsRouter(topology::NodeId node, topology::Domain domain) const {
    return RouterOf(node, domain) >= 0;
  }
  // Entries of all tables: 0 where formulas do.
  size_t table_entries() const { return table_.entries(); }
  // Different sets of ports.
  size_t sets() const { return table_.sets(); }

 private:
  enum class Scheme : uint8_t { kTiers, kTorus, kDragonfly, kClos, kShortest };

  // Where an accelerator hangs, in one domain, sorted by router and port.
  struct Edges {
    std::vector<int32_t> first;  // by accelerator, one more at the end
    std::vector<int32_t> router;
    std::vector<int32_t> column;  // of the router's component; -1: none
    std::vector<int> port;        // of the router; -1: the link is dead
  };

  int32_t RouterOf(topology::NodeId node, topology::Domain domain) const {
    return router_of_[static_cast<size_t>(domain)][static_cast<size_t>(node)];
  }
  void ChooseSchemes();
  void NumberRouters(topology::Domain domain);
  void FindEdgesOf(int accelerator, topology::Domain domain,
                   std::vector<std::pair<int32_t, int>>& found) const;
  void FindEdges();
  void MakeColumns(topology::Domain domain);
  void FillTables();
  void PrepareDragonfly();
  std::span<const int> TorusHops(const topology::TorusShape& torus, int from,
                                 std::span<const int32_t> edges) const;
  // Whether formulas give the routes of all switches of a domain of tiers.
  bool IsClos(topology::Domain domain) const;
  const topology::ClosShape* ClosOf(int switch_index) const;
  std::span<const int> ClosHops(int switch_index, std::span<const int32_t> edges) const;
  std::span<const int> DragonflyHops(int switch_index, std::span<const int32_t> edges) const;

  const topology::Topology* topology_;
  std::vector<uint8_t> dead_;
  std::array<Scheme, 2> scheme_{};                 // by domain
  std::array<std::vector<int32_t>, 2> router_of_;  // by domain and node; -1: none
  std::vector<topology::NodeId> routers_;          // by number: component by component
  std::vector<int32_t> component_of_;              // by router number
  std::vector<int32_t> first_router_;              // by component, one more at the end
  std::vector<topology::Domain> domain_of_component_;
  std::array<Edges, 2> edges_;
  std::vector<int32_t> column_component_;           // by column
  std::vector<std::vector<int32_t>> column_goals_;  // by column: routers
  NextHopTable table_;
  std::vector<std::vector<int>> dragonfly_sets_;  // by offset * routers of a group + router
};

// The switch at which each accelerator hangs (by accelerator; of several the one at its lowest
// port), as index of the switch.
std::vector<int> EdgeSwitches(const topology::Topology& topology);

}  // namespace linkwright::routing
