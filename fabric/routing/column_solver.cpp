// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/column_solver.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace linkwright::routing {

namespace {

constexpr int32_t kFar = std::numeric_limits<int32_t>::max() / 2;

}  // namespace

ColumnSolver::ColumnSolver(std::vector<int32_t> first, std::vector<RouterLink> links,
                           std::span<const int> tier_of_router, bool tiers)
    : first_(std::move(first)), links_(std::move(links)), tiers_(tiers) {
  descending_.resize(tier_of_router.size());
  std::iota(descending_.begin(), descending_.end(), 0);
  std::stable_sort(descending_.begin(), descending_.end(), [&](int32_t a, int32_t b) {
    return tier_of_router[Index(a)] > tier_of_router[Index(b)];
  });
}

void ColumnSolver::Spread(std::span<const int32_t> goals) {
  down_.assign(Index(routers()), kFar);
  queue_.assign(goals.begin(), goals.end());
  for (const int32_t goal : goals) down_[Index(goal)] = 0;
  for (size_t next = 0; next < queue_.size(); ++next) {
    const int32_t at = queue_[next];
    for (const RouterLink& link : LinksOf(at)) {
      if ((tiers_ && link.rise <= 0) || down_[Index(link.peer)] != kFar) continue;
      down_[Index(link.peer)] = down_[Index(at)] + 1;
      queue_.push_back(link.peer);
    }
  }
}

void ColumnSolver::Solve(std::span<const int32_t> goals, int column, NextHopTable& table) {
  Spread(goals);
  any_ = down_;
  // Upper tiers first: the way up of a router depends on the routers above it only.
  for (const int32_t at : descending_) {
    const bool descends = down_[Index(at)] < kFar;
    ports_.clear();
    if (!descends && tiers_) {
      int32_t nearest = kFar;
      for (const RouterLink& link : LinksOf(at)) {
        if (link.rise <= 0 || any_[Index(link.peer)] > nearest) continue;
        if (any_[Index(link.peer)] < nearest) ports_.clear();
        nearest = any_[Index(link.peer)];
        if (nearest < kFar) ports_.push_back(link.port);
      }
      if (nearest < kFar) any_[Index(at)] = nearest + 1;
    } else if (descends) {
      for (const RouterLink& link : LinksOf(at)) {
        if (tiers_ && link.rise >= 0) continue;
        if (down_[Index(link.peer)] + 1 == down_[Index(at)]) ports_.push_back(link.port);
      }
    }
    if (!ports_.empty()) table.Set(column, at, ports_);
  }
}

}  // namespace linkwright::routing
