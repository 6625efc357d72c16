// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/units.h"

namespace linkwright {
void Claim() {
  units::Duration d{};
  units::Bytes b{};

#ifdef CLAIM
  (void)(d + b);
#endif
}
}  // namespace linkwright
