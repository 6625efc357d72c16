// SPDX-License-Identifier: Apache-2.0
// Next hops of all routers of one component towards one set of edge routers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fabric/routing/next_hop_table.h"

namespace linkwright::routing {

// A live link from a router, both by number within the component.
struct RouterLink {
  int port = 0;
  int32_t peer = 0;
  int8_t rise = 0;  // tiers up (1) or down (-1); 0: neither
};

class ColumnSolver {
 public:
  // `links` of router r: from first[r] to first[r + 1], ascending by port. With tiers, paths go up
  // and then down; without, all shortest paths are taken.
  ColumnSolver(std::vector<int32_t> first, std::vector<RouterLink> links,
               std::span<const int> tier_of_router, bool tiers);

  int routers() const { return static_cast<int>(first_.size()) - 1; }
  void Solve(std::span<const int32_t> goals, int column, NextHopTable& table);

 private:
  std::span<const RouterLink> LinksOf(int32_t router) const {
    const auto from = static_cast<size_t>(first_[static_cast<size_t>(router)]);
    return {links_.data() + from,
            static_cast<size_t>(first_[static_cast<size_t>(router) + 1]) - from};
  }
  // Distances from the goals over links that rise (with tiers), or over all.
  void Spread(std::span<const int32_t> goals);

  std::vector<int32_t> first_;
  std::vector<RouterLink> links_;
  bool tiers_ = false;
  std::vector<int32_t> descending_;  // routers, upper tiers first
  std::vector<int32_t> down_, any_, queue_;
  std::vector<int> ports_;
};

}  // namespace linkwright::routing
