// SPDX-License-Identifier: Apache-2.0
// Who is called back when, identically in every network: at one instant first the timers that are
// due, in order of setting, then the deliveries, in order of Start. What callbacks add for the same
// instant follows in a further round of the same order.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "foundation/units/duration.h"
#include "systemc_models/interfaces/network.h"

namespace linkwright::completion {

class Agenda {
 public:
  // `at` is already rounded to an instant the network reaches.
  void SetTimer(units::SimTime at, uint64_t cookie);
  bool HasTimers() const { return !timers_.empty(); }
  // SimTime::Max() without timers.
  units::SimTime NextTimer() const;

  // A transfer has arrived; it is reported by the next CallBack. `start_order` counts calls of
  // Start.
  void AddDelivery(uint64_t start_order, uint64_t cookie) {
    deliveries_.push_back({start_order, cookie});
  }
  bool HasDeliveries() const { return !deliveries_.empty(); }

  // Calls back everything due at `now`; returns when nothing is left. An exception of the client
  // leaves the rest uncalled.
  void CallBack(units::SimTime now, interfaces::NetworkClient& client);

 private:
  struct Timer {
    units::SimTime at;
    uint64_t order;
    uint64_t cookie;
  };
  struct Later {
    bool operator()(const Timer& a, const Timer& b) const {
      return a.at != b.at ? a.at > b.at : a.order > b.order;
    }
  };
  struct Delivery {
    uint64_t start_order;
    uint64_t cookie;
  };

  std::priority_queue<Timer, std::vector<Timer>, Later> timers_;
  uint64_t timers_set_ = 0;
  std::vector<Delivery> deliveries_, round_;
};

}  // namespace linkwright::completion
