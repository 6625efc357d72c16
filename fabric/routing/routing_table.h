// SPDX-License-Identifier: Apache-2.0
// Per switch: destination accelerator -> output ports. What the driver programs; it knows no switch
// model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fabric/topology/topology.h"

namespace linkwright::routing {

inline constexpr int kMaxWays = 4;

// Equal ways to one destination, in ascending order of port. count 0: unreachable.
struct Route {
  int count = 0;
  std::array<uint8_t, kMaxWays> way{};

  friend bool operator==(const Route&, const Route&) = default;
};

// Routes of one switch by destination accelerator index.
using SwitchRoutes = std::vector<Route>;

class RoutingTables {
 public:
  explicit RoutingTables(std::vector<SwitchRoutes> by_switch) : by_switch_(std::move(by_switch)) {}

  int switches() const { return static_cast<int>(by_switch_.size()); }
  // Of the switch with this index.
  std::span<const Route> OfSwitch(int index) const;
  const Route& At(int switch_index, int destination) const;

 private:
  std::vector<SwitchRoutes> by_switch_;
};

// Every switch sends to the ports that are linked to the destination itself. A destination with
// more than kMaxWays links to one switch or a port above 255 is an InternalError.
RoutingTables SingleTierRoutes(const topology::Topology& topology);

}  // namespace linkwright::routing
