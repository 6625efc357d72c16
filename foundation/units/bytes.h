// SPDX-License-Identifier: Apache-2.0
// Amounts of data in whole bytes. KiB, MiB, GiB are powers of 1024; KB, MB, GB powers of 1000.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <limits>

#include "foundation/units/quantity.h"

namespace linkwright::units {

class Bytes : public Quantity<Bytes, std::uint64_t> {
 public:
  constexpr Bytes() = default;
  explicit constexpr Bytes(std::uint64_t count) : Quantity(count) {}
  static constexpr Bytes Zero() { return Bytes(0); }
  static constexpr Bytes Max() { return Bytes(std::numeric_limits<std::uint64_t>::max()); }

  constexpr std::uint64_t count() const { return raw(); }
};

std::ostream& operator<<(std::ostream& out, Bytes bytes);

}  // namespace linkwright::units
