// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/units.h"

namespace linkwright {
void Claim() {
  units::SimTime a{}, b{};

#ifdef CLAIM
  (void)(a + b);
#endif
}
}  // namespace linkwright
