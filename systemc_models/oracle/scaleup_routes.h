// SPDX-License-Identifier: Apache-2.0
// Where a scale-up switch has to send a packet, learned from what its register bus is told.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::oracle {

class ScaleUpRoutes {
 public:
  ScaleUpRoutes();

  /// A request on the bus; anything but a write to routes or groups is passed over.
  void Watch(const interfaces::RegisterRequest& request);

  /// The output of a destination: -1 if its entry names none, or several (then a hash chooses).
  int OutputOf(int destination) const;
  bool HasSeveralWays(int destination) const { return routes_.at(destination).count > 1; }
  bool IsMember(int group, int port) const {
    return groups_.at(group)[port / 32] >> port % 32 & 1U;
  }

 private:
  struct Route {
    std::uint32_t ways = 0;
    std::uint32_t count = 0;
  };
  std::vector<Route> routes_;
  std::vector<std::array<std::uint32_t, spec::scaleup_switch::registers::kGroupMaskWords>> groups_;
};

}  // namespace linkwright::oracle
