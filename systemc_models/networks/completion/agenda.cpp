// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/completion/agenda.h"

#include <algorithm>

namespace linkwright::completion {

void Agenda::SetTimer(units::SimTime at, uint64_t cookie) {
  timers_.push({at, timers_set_++, cookie});
}

units::SimTime Agenda::NextTimer() const {
  return timers_.empty() ? units::SimTime::Max() : timers_.top().at;
}

void Agenda::CallBack(units::SimTime now, interfaces::NetworkClient& client) {
  while (true) {
    while (!timers_.empty() && timers_.top().at <= now) {
      const uint64_t cookie = timers_.top().cookie;
      timers_.pop();
      client.OnTimer(cookie);
    }
    if (deliveries_.empty()) return;
    round_.clear();
    std::swap(round_, deliveries_);
    std::sort(round_.begin(), round_.end(),
              [](const Delivery& a, const Delivery& b) { return a.start_order < b.start_order; });
    for (const Delivery& delivery : round_) client.OnDelivered(delivery.cookie);
  }
}

}  // namespace linkwright::completion
