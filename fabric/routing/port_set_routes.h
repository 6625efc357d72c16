// SPDX-License-Identifier: Apache-2.0
// Per switch: destination accelerator -> the set of all equally good output ports. For switches
// whose groups take any number of members; RoutingTables (routing_table.h) has at most four ways.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fabric/topology/topology.h"

namespace linkwright::routing {

// In ascending order; empty: unreachable.
using PortSet = std::vector<int>;

class PortSetRoutes {
 public:
  explicit PortSetRoutes(std::vector<std::vector<PortSet>> by_switch)
      : by_switch_(std::move(by_switch)) {}

  int switches() const { return static_cast<int>(by_switch_.size()); }
  // By destination accelerator, of the switch with this index.
  std::span<const PortSet> OfSwitch(int index) const;
  const PortSet& At(int switch_index, int destination) const;

 private:
  std::vector<std::vector<PortSet>> by_switch_;
};

// Up and down a folded Clos of any number of tiers. A switch's tier is its distance to the nearest
// accelerator. A switch that can reach the destination downwards only sends to the lower switches
// (or the destination itself) that are nearest to it; any other sends to those higher switches that
// are. No path goes up after it went down, so that no circle of switches can wait for one another's
// buffers; a destination that no such path reaches has an empty set. Links between switches of one
// tier are not used. `dead` (by link; empty: none) names links that are not used either.
PortSetRoutes UpDownRoutes(const topology::Topology& topology, std::span<const uint8_t> dead = {});

// The switch at which each accelerator hangs (by accelerator; of several the one at its lowest
// port), as index of the switch.
std::vector<int> EdgeSwitches(const topology::Topology& topology);

}  // namespace linkwright::routing
