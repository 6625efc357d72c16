// SPDX-License-Identifier: Apache-2.0
// Clock cycles. A count of cycles becomes time only together with the period of a named clock.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "foundation/units/duration.h"
#include "foundation/units/quantity.h"

namespace linkwright::units {

class Cycles : public Quantity<Cycles, std::int64_t> {
 public:
  constexpr Cycles() = default;
  explicit constexpr Cycles(std::int64_t count) : Quantity(count) {}
  static constexpr Cycles Zero() { return Cycles(0); }

  constexpr std::int64_t count() const { return raw(); }
};

constexpr Duration ToDuration(Cycles cycles, Duration period) { return period * cycles.count(); }

/// Smallest number of whole cycles that lasts at least `duration` (both non-negative, period > 0).
constexpr Cycles CyclesCovering(Duration duration, Duration period) {
  const std::int64_t ps = duration.picoseconds();
  const std::int64_t step = period.picoseconds();
  return Cycles(ps / step + (ps % step != 0 ? 1 : 0));
}

std::ostream& operator<<(std::ostream& out, Cycles cycles);

}  // namespace linkwright::units
