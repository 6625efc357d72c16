// SPDX-License-Identifier: Apache-2.0
// Data rates in whole bits per second, and the one place where bytes become time.
//
// Rounding happens once, upwards, from the total: a serializer keeps its start instant and the
// bytes sent since, and asks for SerializationTime(all of them, rate); it never sums rounded parts.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <limits>
#include <stdexcept>

#include "foundation/units/bytes.h"
#include "foundation/units/duration.h"
#include "foundation/units/quantity.h"
#include "foundation/units/wide.h"

namespace linkwright::units {

class BitRate : public Quantity<BitRate, std::uint64_t> {
 public:
  constexpr BitRate() = default;
  static constexpr BitRate BitsPerSecond(std::uint64_t n) { return BitRate(n); }
  static constexpr BitRate GigabitsPerSecond(std::uint64_t n) { return BitRate(n * 1'000'000'000); }
  static constexpr BitRate Zero() { return BitRate(0); }
  static constexpr BitRate Max() { return BitRate(std::numeric_limits<std::uint64_t>::max()); }

  constexpr std::uint64_t bits_per_second() const { return raw(); }
  constexpr std::uint64_t count() const { return raw(); }
  constexpr double bytes_per_second() const { return static_cast<double>(raw()) / 8.0; }

 private:
  explicit constexpr BitRate(std::uint64_t bits_per_second) : Quantity(bits_per_second) {}
};

namespace internal {
// 8 bits * 1e12 ps/s: a 64-bit byte count times this is below 2^107, so 128 bits always suffice.
inline constexpr std::uint64_t kBitPicoseconds = 8'000'000'000'000;
}  // namespace internal

/// Time to put `size` on a wire of `rate`, rounded up to the next picosecond, exact otherwise.
/// Throws std::domain_error for a zero rate, std::overflow_error beyond 106 days.
constexpr Duration SerializationTime(Bytes size, BitRate rate) {
  if (rate == BitRate::Zero()) throw std::domain_error("serialization at a rate of 0 b/s");
  using Wide = Uint128;
  const Wide product = static_cast<Wide>(size.count()) * internal::kBitPicoseconds;
  const Wide divisor = rate.bits_per_second();
  const Wide picoseconds = (product + divisor - 1) / divisor;
  if (picoseconds > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) {
    throw std::overflow_error("serialization time exceeds 106 days");
  }
  return Duration::Picoseconds(static_cast<std::int64_t>(picoseconds));
}

/// Whole bytes that have left a wire of `rate` after `elapsed` (rounded down; 0 when negative).
/// Inverse of SerializationTime: BytesIn(SerializationTime(n, r), r) >= n, with equality for
/// rates up to 8 Tb/s (one byte per picosecond).
constexpr Bytes BytesIn(Duration elapsed, BitRate rate) {
  if (elapsed <= Duration::Zero()) return Bytes::Zero();
  using Wide = Uint128;
  const Wide product = static_cast<Wide>(elapsed.picoseconds()) * rate.bits_per_second();
  const Wide bytes = product / internal::kBitPicoseconds;
  if (bytes > static_cast<Wide>(Bytes::Max().count())) {
    throw std::overflow_error("byte count exceeds 64 bits");
  }
  return Bytes(static_cast<std::uint64_t>(bytes));
}

std::ostream& operator<<(std::ostream& out, BitRate rate);

}  // namespace linkwright::units
