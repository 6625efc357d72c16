// SPDX-License-Identifier: Apache-2.0
// The links that traffic from one accelerator to another takes, end to end: host links and NICs,
// every switch on the way.
//
//   const Routes routes(topology);
//   Paths paths(routes);
//   const Domain domain = ChooseDomain(topology, 0, 9);
//   for (const LinkShare& use : paths.SplitEvenly(0, 9, domain)) load[use.link][use.from_a] +=
//   use.share;
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fabric/routing/routes.h"

namespace linkwright::routing {

// One direction of a link (from_a: from its end a to its end b) and the part of the traffic on it.
struct LinkShare {
  topology::LinkId link = 0;
  bool from_a = true;
  double share = 1.0;

  friend bool operator==(const LinkShare&, const LinkShare&) = default;
};

// Scale-up when both are in one scale-up domain, otherwise scale-out.
topology::Domain ChooseDomain(const topology::Topology& topology, int source, int destination);

// Holds scratch memory: one per thread. Results are valid until the next call; they are empty when
// there is no path, or source and destination are the same. Accelerators by index.
//
// Where an accelerator's own NICs do not reach the destination (another rail of a rail-only
// fabric), traffic goes over scale-up links to those accelerators of its scale-up domain whose NICs
// do, and out from there. A link then may occur twice; shares add up.
class Paths {
 public:
  // The routes outlive this.
  explicit Paths(const Routes& routes);

  // Evenly over the ports of the source that lead to the destination, and at every router evenly
  // over its next hops, as switches do that balance load perfectly.
  std::span<const LinkShare> SplitEvenly(int source, int destination, topology::Domain domain);
  // One path, chosen at every step by this hash of the flow; all shares are 1. Equal hashes give
  // equal paths.
  std::span<const LinkShare> ByHash(int source, int destination, topology::Domain domain,
                                    uint64_t hash);
  // Different paths of SplitEvenly (without those over other accelerators).
  uint64_t Count(int source, int destination, topology::Domain domain);
  bool Reaches(int source, int destination, topology::Domain domain);

 private:
  struct Start {
    topology::NodeId router = -1;
    const topology::Uplink* uplink = nullptr;  // null: the source is its own router
  };

  // Where traffic enters the domain's routers; only what leads on.
  void FindStarts(int source, int destination, topology::Domain domain);
  // Accelerators of the source's scale-up domain that can go out.
  std::vector<int> RelaysOf(int source, int destination);
  void Split(int source, int destination, topology::Domain domain, double share);
  void Follow(int source, int destination, topology::Domain domain, uint64_t hash);
  void Order(topology::NodeId router, int destination, topology::Domain domain);
  void Enter(const Start& start, int source, double share);
  // Along the link at a port of a router; returns the next router, -1 when this was the last.
  topology::NodeId Leave(topology::NodeId router, int port, int destination,
                         topology::Domain domain, double share);
  void Add(topology::LinkId link, topology::NodeId from, double share);
  uint32_t& Stamp(topology::NodeId id) { return stamp_[static_cast<size_t>(id)]; }
  double& ShareAt(topology::NodeId id) { return share_at_[static_cast<size_t>(id)]; }

  const Routes& routes_;
  const topology::Topology& topology_;
  std::vector<LinkShare> links_;
  std::vector<Start> starts_;
  std::vector<topology::NodeId> order_;  // routers, farthest from the source first
  std::vector<uint32_t> stamp_;          // by node: the round in which it was ordered
  std::vector<double> share_at_;
  uint32_t round_ = 0;
};

}  // namespace linkwright::routing
