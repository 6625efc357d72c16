// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <ostream>
#include <span>
#include <stdexcept>

#include "foundation/units/exact_decimal.h"

namespace linkwright::units {
namespace {

struct IntegerUnit {
  std::string_view name;
  std::uint64_t scale;  ///< in base units
};

struct RealUnit {
  std::string_view name;
  double scale;
};

constexpr std::uint64_t kKilo = 1'000;
constexpr std::uint64_t kMega = 1'000'000;
constexpr std::uint64_t kGiga = 1'000'000'000;
constexpr std::uint64_t kTera = 1'000'000'000'000;

constexpr std::array kDurationUnits = {IntegerUnit{"s", kTera}, IntegerUnit{"ms", kGiga},
                                       IntegerUnit{"us", kMega}, IntegerUnit{"ns", kKilo},
                                       IntegerUnit{"ps", 1}};

constexpr std::array kBytesUnits = {
    IntegerUnit{"TiB", 1ULL << 40}, IntegerUnit{"TB", kTera},       IntegerUnit{"GiB", 1ULL << 30},
    IntegerUnit{"GB", kGiga},       IntegerUnit{"MiB", 1ULL << 20}, IntegerUnit{"MB", kMega},
    IntegerUnit{"KiB", 1ULL << 10}, IntegerUnit{"KB", kKilo},       IntegerUnit{"B", 1}};

constexpr std::array kBitRateUnits = {IntegerUnit{"Tb/s", kTera}, IntegerUnit{"Gb/s", kGiga},
                                      IntegerUnit{"Mb/s", kMega}, IntegerUnit{"Kb/s", kKilo},
                                      IntegerUnit{"b/s", 1}};

// Read but never written.
constexpr std::array kBytesSynonyms = {IntegerUnit{"kB", kKilo}, IntegerUnit{"byte", 1},
                                       IntegerUnit{"bytes", 1}};
constexpr std::array kBitRateSynonyms = {IntegerUnit{"Tbps", kTera},
                                         IntegerUnit{"Gbps", kGiga},
                                         IntegerUnit{"Mbps", kMega},
                                         IntegerUnit{"Kbps", kKilo},
                                         IntegerUnit{"kb/s", kKilo},
                                         IntegerUnit{"bps", 1},
                                         IntegerUnit{"Tbit/s", kTera},
                                         IntegerUnit{"Gbit/s", kGiga},
                                         IntegerUnit{"Mbit/s", kMega},
                                         IntegerUnit{"TB/s", 8 * kTera},
                                         IntegerUnit{"GB/s", 8 * kGiga},
                                         IntegerUnit{"MB/s", 8 * kMega},
                                         IntegerUnit{"KB/s", 8 * kKilo},
                                         IntegerUnit{"kB/s", 8 * kKilo},
                                         IntegerUnit{"B/s", 8},
                                         IntegerUnit{"GiB/s", 8ULL << 30},
                                         IntegerUnit{"MiB/s", 8ULL << 20},
                                         IntegerUnit{"KiB/s", 8ULL << 10}};
constexpr std::array kCyclesUnits = {IntegerUnit{"cycles", 1}, IntegerUnit{"cycle", 1},
                                     IntegerUnit{"", 1}};

constexpr std::array kUsdUnits = {RealUnit{"USD", 1}, RealUnit{"kUSD", 1e3}, RealUnit{"MUSD", 1e6},
                                  RealUnit{"$", 1}};
constexpr std::array kWattUnits = {RealUnit{"W", 1}, RealUnit{"mW", 1e-3}, RealUnit{"kW", 1e3},
                                   RealUnit{"MW", 1e6}};
constexpr std::array kJouleUnits = {
    RealUnit{"J", 1},     RealUnit{"pJ", 1e-12}, RealUnit{"nJ", 1e-9}, RealUnit{"uJ", 1e-6},
    RealUnit{"mJ", 1e-3}, RealUnit{"kJ", 1e3},   RealUnit{"MJ", 1e6},  RealUnit{"kWh", 3.6e6}};

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <class T>
std::string Expected(std::string_view text) {
  return fmt::format("expected a number with a unit among {}, found '{}'", AcceptedUnits<T>(),
                     text);
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
