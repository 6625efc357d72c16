// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/link.h"

namespace linkwright::ethernet {

void Link::SetUp(bool up) {
  if (up == up_) return;
  up_ = up;
  for (size_t end = 0; end < ends_.size(); ++end) {
    for (interfaces::FlitBeat& beat : to_[end]) {
      if (!beat.valid) continue;
      beat.valid = false;
      ends_[end].station->Expected(1);
    }
    ends_[end].station->LinkChanged(ends_[end].port, up);
  }
}

}  // namespace linkwright::ethernet
