// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

#include "foundation/units/exact_decimal.h"
#include "foundation/units/text.h"
#include "foundation/units/unit_tables.h"

namespace linkwright::units {
namespace {

using namespace tables;

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

/// What a text with an unknown unit was probably meant to be, as an addition to the message: a unit
/// in other letters, K, M, G or T of a tool that leaves the bytes out, a numeral with an exponent.
std::string Hint(std::string_view accepted, std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789. ");
  if (end == 0 || end == std::string_view::npos) return "";
  const std::string_view name = text.substr(end);
  if ((name[0] == 'e' || name[0] == 'E') && name.find_first_of("0123456789") <= 2) {
    return "; a numeral has no exponent here";
  }
  for (const std::string& meant : {std::string(name), std::string(name) + "iB"}) {
    for (std::string_view rest = accepted; !rest.empty();) {
      const std::size_t comma = rest.find(", ");
      const std::string_view unit = rest.substr(0, comma);
      rest = comma == std::string_view::npos ? "" : rest.substr(comma + 2);
      if (Lower(unit) != Lower(meant)) continue;
      return fmt::format("; did you mean '{}{}'?", text.substr(0, end), unit);
    }
  }
  return "";
}

template <class T>
std::string Expected(std::string_view text) {
  return fmt::format("expected a number with a unit among {}, found '{}'{}", AcceptedUnits<T>(),
                     text, Hint(AcceptedUnits<T>(), Trim(text)));
}

struct ScaledInteger {
  std::optional<std::uint64_t> value;
  std::string message;
};

/// `base` names what is counted, for the message about fractions of it.
template <class T>
ScaledInteger ParseInteger(std::string_view text,
                           std::initializer_list<std::span<const IntegerUnit>> units,
                           std::string_view base, std::uint64_t limit) {
  const std::string_view trimmed = Trim(text);
  const std::size_t end = trimmed.find_first_not_of("0123456789.");
  const std::string_view numeral = trimmed.substr(0, end);
  const std::string_view name =
      end == std::string_view::npos ? std::string_view() : Trim(trimmed.substr(end));
  for (const std::span<const IntegerUnit> table : units) {
    for (const IntegerUnit& unit : table) {
      if (unit.name != name) continue;
      const ExactDecimal exact = ScaleDecimal(numeral, unit.scale);
      switch (exact.error) {
        case DecimalError::kSyntax:
          return {{}, Expected<T>(text)};
        case DecimalError::kInexact:
          return {{}, fmt::format("expected a whole number of {}, found '{}'", base, trimmed)};
        case DecimalError::kOverflow:
          return {{}, fmt::format("expected at most {} {}, found '{}'", limit, base, trimmed)};
        case DecimalError::kNone:
          break;
      }
      if (exact.value > limit) {
        return {{}, fmt::format("expected at most {} {}, found '{}'", limit, base, trimmed)};
      }
      return {exact.value, {}};
    }
  }
  return {{}, Expected<T>(text)};
}

template <class T>
Parsed<T> ParseReal(std::string_view text, std::span<const RealUnit> units) {
  const std::string_view trimmed = Trim(text);
  double number = 0;
  const char* const end = trimmed.data() + trimmed.size();
  const auto [rest, error] = std::from_chars(trimmed.data(), end, number);
  if (error == std::errc() && std::isfinite(number)) {
    const std::string_view name = Trim({rest, static_cast<std::size_t>(end - rest)});
    for (const RealUnit& unit : units) {
      const double value = number * unit.scale;
      if (unit.name == name && std::isfinite(value)) return {T(value), {}};
    }
  }
  return {{}, Expected<T>(text)};
}

constexpr std::uint64_t kMaxTime = std::numeric_limits<std::int64_t>::max();

}  // namespace

template <>
Parsed<Duration> Parse<Duration>(std::string_view text) {
  const ScaledInteger parsed =
      ParseInteger<Duration>(text, {kDurationUnits}, "picoseconds", kMaxTime);
  if (!parsed.value) return {{}, parsed.message};
  return {Duration::Picoseconds(static_cast<std::int64_t>(*parsed.value)), {}};
}

template <>
Parsed<SimTime> Parse<SimTime>(std::string_view text) {
  const Parsed<Duration> parsed = Parse<Duration>(text);
  if (!parsed) return {{}, parsed.message};
  return {SimTime::At(*parsed), {}};
}

template <>
Parsed<Bytes> Parse<Bytes>(std::string_view text) {
  const ScaledInteger parsed =
      ParseInteger<Bytes>(text, {kBytesUnits, kBytesSynonyms}, "bytes", Bytes::Max().count());
  if (!parsed.value) return {{}, parsed.message};
  return {Bytes(*parsed.value), {}};
}

template <>
Parsed<BitRate> Parse<BitRate>(std::string_view text) {
  const ScaledInteger parsed = ParseInteger<BitRate>(text, {kBitRateUnits, kBitRateSynonyms},
                                                     "bits per second", BitRate::Max().count());
  if (!parsed.value) return {{}, parsed.message};
  return {BitRate::BitsPerSecond(*parsed.value), {}};
}

template <>
Parsed<Cycles> Parse<Cycles>(std::string_view text) {
  const ScaledInteger parsed = ParseInteger<Cycles>(text, {kCyclesUnits}, "cycles", kMaxTime);
  if (!parsed.value) return {{}, parsed.message};
  return {Cycles(static_cast<std::int64_t>(*parsed.value)), {}};
}

template <>
Parsed<Usd> Parse<Usd>(std::string_view text) {
  const std::string_view trimmed = Trim(text);
  if (trimmed.starts_with('$')) {
    Parsed<Usd> parsed = ParseReal<Usd>(fmt::format("{} USD", trimmed.substr(1)), kUsdUnits);
    if (!parsed) parsed.message = Expected<Usd>(text);
    return parsed;
  }
  return ParseReal<Usd>(text, kUsdUnits);
}

template <>
Parsed<Watt> Parse<Watt>(std::string_view text) {
  return ParseReal<Watt>(text, kWattUnits);
}

template <>
Parsed<Joule> Parse<Joule>(std::string_view text) {
  return ParseReal<Joule>(text, kJouleUnits);
}

template <>
std::string_view AcceptedUnits<Duration>() {
  return "ps, ns, us, ms, s";
}
template <>
std::string_view AcceptedUnits<SimTime>() {
  return AcceptedUnits<Duration>();
}
template <>
std::string_view AcceptedUnits<Bytes>() {
  return "B, KB, MB, GB, TB, KiB, MiB, GiB, TiB";
}
template <>
std::string_view AcceptedUnits<BitRate>() {
  return "b/s, Kb/s, Mb/s, Gb/s, Tb/s, B/s, KB/s, MB/s, GB/s, TB/s, KiB/s, MiB/s, GiB/s";
}
template <>
std::string_view AcceptedUnits<Cycles>() {
  return "cycles";
}
template <>
std::string_view AcceptedUnits<Usd>() {
  return "USD, kUSD, MUSD, $";
}
template <>
std::string_view AcceptedUnits<Watt>() {
  return "mW, W, kW, MW";
}
template <>
std::string_view AcceptedUnits<Joule>() {
  return "pJ, nJ, uJ, mJ, J, kJ, MJ, kWh";
}

}  // namespace linkwright::units
