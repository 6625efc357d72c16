// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/units.h"

namespace linkwright {
void Claim() {
  units::BitRate r{};
  units::Bytes b{};

#ifdef CLAIM
  (void)(r + b);
#endif
}
}  // namespace linkwright
