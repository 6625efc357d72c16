// SPDX-License-Identifier: Apache-2.0
// Units as text: what users write in scenarios and read in reports.
//
// Parse accepts "<number><optional spaces><unit>", case-sensitive: "800 Gb/s", "30ns", "1 MiB".
// A BitRate may be given in bytes per second ("12.5 GB/s"). For the integer-counted types the
// numeral is taken exactly: "0.5 ns" is 500 ps, "0.0001 ps" is an error, nothing is ever rounded.
// Negative times, sizes, rates and cycles are refused; a bare number is accepted for Cycles only.
// Format is the inverse: Parse(Format(x)) == x for every value Parse can produce. Times and rates
// take the largest unit that needs at most three decimals (1284 ns is "1.284 us"), sizes the
// shortest numeral ("64 KiB", "1.5 MB"), money, power and energy the plain base unit.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/units/bit_rate.h"
#include "foundation/units/bytes.h"
#include "foundation/units/cycles.h"
#include "foundation/units/duration.h"
#include "foundation/units/physical.h"

namespace linkwright::units {

/// Either a value or a one-line message saying what was expected and what was found.
template <class T>
struct Parsed {
  std::optional<T> value;
  std::string message;  ///< empty when value is set

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
};

/// Specialised for Duration, SimTime, Bytes, BitRate, Cycles, Usd, Watt, Joule.
template <class T>
Parsed<T> Parse(std::string_view text);
template <>
Parsed<Duration> Parse<Duration>(std::string_view text);
template <>
Parsed<SimTime> Parse<SimTime>(std::string_view text);
template <>
Parsed<Bytes> Parse<Bytes>(std::string_view text);
template <>
Parsed<BitRate> Parse<BitRate>(std::string_view text);
template <>
Parsed<Cycles> Parse<Cycles>(std::string_view text);
template <>
Parsed<Usd> Parse<Usd>(std::string_view text);
template <>
Parsed<Watt> Parse<Watt>(std::string_view text);
template <>
Parsed<Joule> Parse<Joule>(std::string_view text);

std::string Format(Duration value);
std::string Format(SimTime value);
std::string Format(Bytes value);
std::string Format(BitRate value);
std::string Format(Cycles value);
std::string Format(Usd value);
std::string Format(Watt value);
std::string Format(Joule value);

/// The units Parse<T> accepts, for messages and schemas: "ps, ns, us, ms, s".
template <class T>
std::string_view AcceptedUnits();
template <>
std::string_view AcceptedUnits<Duration>();
template <>
std::string_view AcceptedUnits<SimTime>();
template <>
std::string_view AcceptedUnits<Bytes>();
template <>
std::string_view AcceptedUnits<BitRate>();
template <>
std::string_view AcceptedUnits<Cycles>();
template <>
std::string_view AcceptedUnits<Usd>();
template <>
std::string_view AcceptedUnits<Watt>();
template <>
std::string_view AcceptedUnits<Joule>();

/// The types above, for templates that treat all of them alike.
template <class T>
concept UnitType = std::same_as<T, Duration> || std::same_as<T, SimTime> ||
    std::same_as<T, Bytes> || std::same_as<T, BitRate> || std::same_as<T, Cycles> ||
    std::same_as<T, Usd> || std::same_as<T, Watt> || std::same_as<T, Joule>;

}  // namespace linkwright::units

/// fmt::format("{}", 3_us) prints Format(3_us). Takes no width or fill: align Format(x) instead.
template <linkwright::units::UnitType T>
struct fmt::formatter<T> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(T value, Context& context) const {
    return fmt::format_to(context.out(), "{}", linkwright::units::Format(value));
  }
};
