// SPDX-License-Identifier: Apache-2.0
// Who is called back when: at one instant first the timers that are due, in order of setting, then
// the deliveries, in the order the network reported them. What callbacks add for the same instant
// follows in a further round of the same order. Clients make no difference to the order.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "foundation/units/duration.h"
#include "systemc_models/simulation/client.h"

namespace linkwright::simulation {

class Agenda {
 public:
  // `at` is already rounded to an instant the network reaches.
  void SetTimer(Client& client, units::SimTime at, uint64_t cookie) {
    timers_.push({at, timers_set_++, &client, cookie});
  }
  bool HasTimers() const { return !timers_.empty(); }
  // SimTime::Max() without timers.
  units::SimTime NextTimer() const {
    return timers_.empty() ? units::SimTime::Max() : timers_.top().at;
  }

  // Called back by the next CallBack.
  void AddDelivery(Client& client, uint64_t cookie) { deliveries_.push_back({&client, cookie}); }
  bool HasDeliveries() const { return !deliveries_.empty(); }

  // Calls back everything due at `now`; returns when nothing is left. An exception of a client
  // leaves the rest uncalled.
  void CallBack(units::SimTime now);

 private:
  struct Timer {
    units::SimTime at;
    uint64_t order;
    Client* client;
    uint64_t cookie;
  };
  struct Later {
    bool operator()(const Timer& a, const Timer& b) const {
      return a.at != b.at ? a.at > b.at : a.order > b.order;
    }
  };
  struct Delivery {
    Client* client;
    uint64_t cookie;
  };

  std::priority_queue<Timer, std::vector<Timer>, Later> timers_;
  uint64_t timers_set_ = 0;
  std::vector<Delivery> deliveries_, round_;
};

}  // namespace linkwright::simulation
