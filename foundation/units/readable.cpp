// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/readable.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <span>

namespace linkwright::units {
namespace {

struct Multiple {
  std::string_view name;
  double scale;  // in the first unit's own
};

constexpr std::array kTimes = {Multiple{"s", 1e12}, Multiple{"ms", 1e9}, Multiple{"us", 1e6},
                               Multiple{"ns", 1e3}, Multiple{"ps", 1}};
constexpr std::array kSizes = {Multiple{"TiB", 0x1p40}, Multiple{"GiB", 0x1p30},
                               Multiple{"MiB", 0x1p20}, Multiple{"KiB", 0x1p10}, Multiple{"B", 1}};
constexpr std::array kMoney = {Multiple{"MUSD", 1e6}, Multiple{"kUSD", 1e3}, Multiple{"USD", 1}};
constexpr std::array kMoneyPerYear = {Multiple{"MUSD/y", 1e6}, Multiple{"kUSD/y", 1e3},
                                      Multiple{"USD/y", 1}};
constexpr std::array kPower = {Multiple{"MW", 1e6}, Multiple{"kW", 1e3}, Multiple{"W", 1}};
constexpr std::array kEnergy = {Multiple{"MJ", 1e6},  Multiple{"kJ", 1e3},  Multiple{"J", 1},
                                Multiple{"mJ", 1e-3}, Multiple{"uJ", 1e-6}, Multiple{"nJ", 1e-9},
                                Multiple{"pJ", 1e-12}};

struct Family {
  std::string_view unit;
  std::span<const Multiple> multiples;  // largest first
};

constexpr std::array kFamilies = {Family{"ps", kTimes},
                                  Family{"B", kSizes},
                                  Family{"bytes", kSizes},
                                  Family{"USD", kMoney},
                                  Family{"USD/y", kMoneyPerYear},
                                  Family{"W", kPower},
                                  Family{"J", kEnergy}};

// Money and watts are prices of parts too: 1,200 USD is easier than 1.2 kUSD.
constexpr double kKeptBelow = 1e4;
// Rounded to four digits this is 1.
constexpr double kRoundsToOne = 0.99995;

bool KeepsSmallNumbers(const Family& family) {
  return family.unit == "USD" || family.unit == "USD/y" || family.unit == "W";
}

// In the largest multiple of which there is at least one.
ReadableValue InMultiple(double value, const Family& family) {
  const double magnitude = std::fabs(value);
  const Multiple* chosen = &family.multiples.back();
  for (const Multiple& multiple : family.multiples) {
    if (magnitude < multiple.scale * kRoundsToOne) continue;
    chosen = &multiple;
    break;
  }
  if (magnitude == 0 || (KeepsSmallNumbers(family) && magnitude < kKeptBelow)) {
    for (const Multiple& multiple : family.multiples) {
      if (multiple.scale == 1) chosen = &multiple;
    }
  }
  const double scaled = value / chosen->scale;
  // 1.5e-7 J are 150 nJ, whatever a division of doubles makes of it.
  const double nearest = std::round(scaled);
  const bool whole =
      std::fabs(scaled - nearest) <= 1e-12 * std::fabs(scaled) && std::fabs(scaled) < 9e15;
  return {whole ? Grouped(static_cast<long long>(nearest)) : FourDigits(scaled),
          std::string(chosen->name)};
}

const Family* FamilyOf(std::string_view unit) {
  for (const Family& family : kFamilies) {
    if (family.unit == unit) return &family;
  }
  return nullptr;
}

}  // namespace

std::string Grouped(long long value) {
  std::string digits = fmt::format("{}", value < 0 ? -static_cast<unsigned long long>(value)
                                                   : static_cast<unsigned long long>(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(at, ",");
  return (value < 0 ? "-" : "") + digits;
}

std::string FourDigits(double value) {
  const double magnitude = std::fabs(value);
  if (magnitude == 0) return "0";
  if (magnitude >= 999.95 && magnitude < 9e15) return Grouped(std::llround(value));
  // Of what is left after rounding: 0.99996 is shown as 1.000.
  const int before_point =
      static_cast<int>(std::floor(std::log10(magnitude) - std::log10(kRoundsToOne))) + 1;
  if (before_point < -4) return fmt::format("{:.3e}", value);
  return fmt::format("{:.{}f}", value, std::max(0, 4 - before_point));
}

ReadableValue Readable(double value, std::string_view unit) {
  const Family* family = FamilyOf(unit);
  if (family != nullptr) return InMultiple(value, *family);
  return {FourDigits(value), std::string(unit == "1" ? "" : unit)};
}

ReadableValue Readable(long long value, std::string_view unit) {
  const Family* family = FamilyOf(unit);
  // Bytes that are no multiple of anything are counted while four digits and a comma hold them.
  const bool few_bytes = family != nullptr && family->multiples.data() == kSizes.data() &&
                         std::llabs(value) < 10240 && value % 1024 != 0;
  if (few_bytes) return {Grouped(value), "B"};
  if (family != nullptr) return InMultiple(static_cast<double>(value), *family);
  return {Grouped(value), std::string(unit == "1" ? "" : unit)};
}

std::string Readable(Bytes size) {
  return Readable(static_cast<long long>(size.count()), "B").text();
}

}  // namespace linkwright::units
