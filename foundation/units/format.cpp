// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <ostream>
#include <span>
#include <stdexcept>

#include "foundation/units/text.h"
#include "foundation/units/unit_tables.h"
#include "foundation/units/wide.h"

namespace linkwright::units {
namespace {

using namespace tables;

/// value / scale in decimal, exactly, or "" when that takes more than three decimals.
std::string InUnit(std::uint64_t value, std::uint64_t scale) {
  const std::uint64_t whole = value / scale;
  const Uint128 thousandths = static_cast<Uint128>(value % scale) * 1000;
  if (thousandths % scale != 0) return {};
  const auto fraction = static_cast<std::uint64_t>(thousandths / scale);
  if (fraction == 0) return fmt::format("{}", whole);
  std::string text = fmt::format("{}.{:03}", whole, fraction);
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string InLargestUnit(std::uint64_t value, std::span<const IntegerUnit> units) {
  for (const IntegerUnit& unit : units) {
    if (value < unit.scale) continue;
    const std::string numeral = InUnit(value, unit.scale);
    if (!numeral.empty()) return fmt::format("{} {}", numeral, unit.name);
  }
  return fmt::format("0 {}", units.back().name);
}

}  // namespace

std::string Format(Duration value) {
  const std::int64_t ps = value.picoseconds();
  if (ps >= 0) return InLargestUnit(static_cast<std::uint64_t>(ps), kDurationUnits);
  // Negating in unsigned arithmetic keeps the most negative value representable.
  return fmt::format("-{}", InLargestUnit(0 - static_cast<std::uint64_t>(ps), kDurationUnits));
}

std::string Format(SimTime value) { return Format(value.since_start()); }

std::string Format(Bytes value) {
  std::string best;
  std::string_view best_unit;
  for (const IntegerUnit& unit : kBytesUnits) {
    if (value.count() < unit.scale && unit.scale != 1) continue;
    std::string numeral = InUnit(value.count(), unit.scale);
    if (numeral.empty() || (!best.empty() && numeral.size() >= best.size())) continue;
    best = std::move(numeral);
    best_unit = unit.name;
  }
  return fmt::format("{} {}", best, best_unit);
}

std::string Format(BitRate value) { return InLargestUnit(value.bits_per_second(), kBitRateUnits); }

std::string Format(Cycles value) {
  return fmt::format("{} {}", value.count(), value.count() == 1 ? "cycle" : "cycles");
}

std::string Format(Usd value) { return fmt::format("{} USD", value.dollars()); }
std::string Format(Watt value) { return fmt::format("{} W", value.watts()); }
std::string Format(Joule value) { return fmt::format("{} J", value.joules()); }

Duration FromSeconds(double seconds) {
  const double picoseconds = std::round(seconds * 1e12);
  // Written so that NaN fails; 2^63 itself is the first double that does not fit.
  if (!(picoseconds > -0x1p63 && picoseconds < 0x1p63)) {
    throw std::overflow_error(fmt::format("{} s does not fit in 64 bits of picoseconds", seconds));
  }
  return Duration::Picoseconds(static_cast<std::int64_t>(picoseconds));
}

std::ostream& operator<<(std::ostream& out, Duration d) { return out << Format(d); }
std::ostream& operator<<(std::ostream& out, SimTime t) { return out << Format(t); }
std::ostream& operator<<(std::ostream& out, Bytes bytes) { return out << Format(bytes); }
std::ostream& operator<<(std::ostream& out, BitRate rate) { return out << Format(rate); }
std::ostream& operator<<(std::ostream& out, Cycles cycles) { return out << Format(cycles); }
std::ostream& operator<<(std::ostream& out, Usd money) { return out << Format(money); }
std::ostream& operator<<(std::ostream& out, Watt power) { return out << Format(power); }
std::ostream& operator<<(std::ostream& out, Joule energy) { return out << Format(energy); }

}  // namespace linkwright::units
