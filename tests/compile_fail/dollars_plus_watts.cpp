// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/units.h"

namespace linkwright {
void Claim() {
  units::Usd u{};
  units::Watt w{};

#ifdef CLAIM
  (void)(u + w);
#endif
}
}  // namespace linkwright
