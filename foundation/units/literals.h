// SPDX-License-Identifier: Apache-2.0
// Literals: `using namespace linkwright::units::literals;` then 1.5_us, 64_KiB, 800_Gbps.
//
// Numerals are evaluated at compile time and exactly; 0.0001_ps does not compile.
#pragma once

#include <cstdint>
#include <limits>

#include "foundation/units/bit_rate.h"
#include "foundation/units/bytes.h"
#include "foundation/units/cycles.h"
#include "foundation/units/duration.h"
#include "foundation/units/exact_decimal.h"
#include "foundation/units/physical.h"

namespace linkwright::units::literals {

namespace internal {

consteval std::uint64_t Exactly(const char* numeral, std::uint64_t scale) {
  const ExactDecimal exact = ScaleDecimal(numeral, scale);
  if (exact.error != DecimalError::kNone) throw "literal is not a whole number of its base unit";
  return exact.value;
}

consteval Duration Time(const char* numeral, std::uint64_t picoseconds) {
  const std::uint64_t value = Exactly(numeral, picoseconds);
  if (value > std::numeric_limits<std::int64_t>::max()) throw "literal exceeds 106 days";
  return Duration::Picoseconds(static_cast<std::int64_t>(value));
}

consteval Bytes Size(const char* numeral, std::uint64_t bytes) {
  return Bytes(Exactly(numeral, bytes));
}

consteval BitRate Rate(const char* numeral, std::uint64_t bits_per_second) {
  return BitRate::BitsPerSecond(Exactly(numeral, bits_per_second));
}

}  // namespace internal

consteval Duration operator""_ps(const char* n) { return internal::Time(n, 1); }
consteval Duration operator""_ns(const char* n) { return internal::Time(n, 1'000); }
consteval Duration operator""_us(const char* n) { return internal::Time(n, 1'000'000); }
consteval Duration operator""_ms(const char* n) { return internal::Time(n, 1'000'000'000); }
consteval Duration operator""_s(const char* n) { return internal::Time(n, 1'000'000'000'000); }

consteval Bytes operator""_B(const char* n) { return internal::Size(n, 1); }
consteval Bytes operator""_KiB(const char* n) { return internal::Size(n, 1ULL << 10); }
consteval Bytes operator""_MiB(const char* n) { return internal::Size(n, 1ULL << 20); }
consteval Bytes operator""_GiB(const char* n) { return internal::Size(n, 1ULL << 30); }
consteval Bytes operator""_TiB(const char* n) { return internal::Size(n, 1ULL << 40); }
consteval Bytes operator""_KB(const char* n) { return internal::Size(n, 1'000); }
consteval Bytes operator""_MB(const char* n) { return internal::Size(n, 1'000'000); }
consteval Bytes operator""_GB(const char* n) { return internal::Size(n, 1'000'000'000); }
consteval Bytes operator""_TB(const char* n) { return internal::Size(n, 1'000'000'000'000); }

consteval BitRate operator""_bps(const char* n) { return internal::Rate(n, 1); }
consteval BitRate operator""_Mbps(const char* n) { return internal::Rate(n, 1'000'000); }
consteval BitRate operator""_Gbps(const char* n) { return internal::Rate(n, 1'000'000'000); }
consteval BitRate operator""_Tbps(const char* n) { return internal::Rate(n, 1'000'000'000'000); }

consteval Cycles operator""_cycles(const char* n) {
  return Cycles(static_cast<std::int64_t>(internal::Exactly(n, 1)));
}

constexpr Usd operator""_usd(unsigned long long n) { return Usd(static_cast<double>(n)); }
constexpr Usd operator""_usd(long double n) { return Usd(static_cast<double>(n)); }
constexpr Watt operator""_W(unsigned long long n) { return Watt(static_cast<double>(n)); }
constexpr Watt operator""_W(long double n) { return Watt(static_cast<double>(n)); }
constexpr Joule operator""_J(unsigned long long n) { return Joule(static_cast<double>(n)); }
constexpr Joule operator""_J(long double n) { return Joule(static_cast<double>(n)); }

}  // namespace linkwright::units::literals
