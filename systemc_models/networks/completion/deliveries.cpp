// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/completion/deliveries.h"

#include <algorithm>
#include <utility>

namespace linkwright::completion {

void Deliveries::Report() {
  round_.clear();
  std::swap(round_, waiting_);
  std::sort(round_.begin(), round_.end(),
            [](const Delivery& a, const Delivery& b) { return a.start_order < b.start_order; });
  for (const Delivery& delivery : round_) delivery.sink->OnDelivered(delivery.cookie);
}

}  // namespace linkwright::completion
