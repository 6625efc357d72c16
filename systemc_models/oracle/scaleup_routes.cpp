// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/oracle/scaleup_routes.h"

namespace linkwright::oracle {

namespace regs = spec::scaleup_switch::registers;

ScaleUpRoutes::ScaleUpRoutes()
    : routes_(spec::scaleup_switch::kMaxAccelerators), groups_(spec::scaleup_switch::kGroupsMax) {}

void ScaleUpRoutes::Watch(const interfaces::RegisterRequest& request) {
  if (!request.valid || !request.write) return;
  const std::uint32_t first_route = regs::RouteWays(0);
  const std::uint32_t routes = regs::kRouteWaysCount * regs::kRouteWaysStride;
  if (request.address - first_route < routes) {
    Route& route = routes_[(request.address - first_route) / regs::kRouteWaysStride];
    const bool count = (request.address - first_route) % regs::kRouteWaysStride != 0;
    (count ? route.count : route.ways) = count ? request.data & 7U : request.data;
    return;
  }
  const std::uint32_t first_group = regs::GroupMask(0, 0);
  const std::uint32_t groups = regs::kGroupMaskCount * regs::kGroupMaskStride;
  if (request.address - first_group >= groups) return;
  const std::uint32_t offset = request.address - first_group;
  const std::uint32_t word = offset % regs::kGroupMaskStride / 4;
  if (word < regs::kGroupMaskWords) groups_[offset / regs::kGroupMaskStride][word] = request.data;
}

int ScaleUpRoutes::OutputOf(int destination) const {
  const Route& route = routes_.at(destination);
  return route.count == 1 ? static_cast<int>(route.ways & 0xFF) : -1;
}

}  // namespace linkwright::oracle
