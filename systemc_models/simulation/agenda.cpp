// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/simulation/agenda.h"

#include <utility>

namespace linkwright::simulation {

void Agenda::CallBack(units::SimTime now) {
  while (true) {
    while (!timers_.empty() && timers_.top().at <= now) {
      const Timer timer = timers_.top();
      timers_.pop();
      timer.client->OnTimer(timer.cookie);
    }
    if (deliveries_.empty()) return;
    round_.clear();
    std::swap(round_, deliveries_);
    for (const Delivery& delivery : round_) delivery.client->OnDelivered(delivery.cookie);
  }
}

}  // namespace linkwright::simulation
