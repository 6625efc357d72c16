// SPDX-License-Identifier: Apache-2.0
// A number of the outside world: never bare, always with range, unit, source and date.
//
// `source` opens with how well it is known: "[V]" read in the primary source, "[S]" read in a
// secondary source, "[M]" from memory, "[D]" derived by arithmetic, "estimate" for a judgement
// whose reasoning is in `note`. `date` is YYYY, YYYY-MM or YYYY-MM-DD of the source (of the
// judgement, for estimates).
#pragma once

#include <string>
#include <string_view>

#include "foundation/config/config.h"

namespace linkwright::parts {

// Three values that move together: low <= mode <= high. Sums and multiples are taken value by
// value, so a sum of lows is the bound where every item is at its low at once.
struct Range {
  double low = 0;
  double mode = 0;
  double high = 0;

  static constexpr Range Exactly(double value) { return {value, value, value}; }
  friend constexpr Range operator+(const Range& a, const Range& b) {
    return {a.low + b.low, a.mode + b.mode, a.high + b.high};
  }
  constexpr Range& operator+=(const Range& b) { return *this = *this + b; }
  friend constexpr Range operator*(const Range& a, double factor) {
    return {a.low * factor, a.mode * factor, a.high * factor};
  }
  friend constexpr Range operator*(double factor, const Range& a) { return a * factor; }
  // For factors that are ranges themselves; both non-negative.
  friend constexpr Range operator*(const Range& a, const Range& b) {
    return {a.low * b.low, a.mode * b.mode, a.high * b.high};
  }
  friend constexpr Range operator/(const Range& a, double divisor) { return a * (1 / divisor); }
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

struct Estimate {
  double low = 0;
  double mode = 0;
  double high = 0;
  std::string unit;
  std::string source;
  std::string date;
  std::string note;

  Range range() const { return {low, mode, high}; }
};

// Reports at `key` of `at` unless the estimate has `unit` and no value beyond the largest that is
// taken in that unit: far beyond every real part, and small enough for exact arithmetic with it.
void ExpectUnit(const Estimate& estimate, std::string_view unit, const config::Node& at,
                std::string_view key, config::Diagnostics& diagnostics);

}  // namespace linkwright::parts

template <>
struct linkwright::config::Describe<linkwright::parts::Estimate> {
  using Estimate = linkwright::parts::Estimate;
  static constexpr std::string_view kName = "estimate";
  static constexpr std::string_view kDoc = "a number with range, unit and provenance";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("low", &Estimate::low, "smallest plausible value").Required().AtLeast(0);
    v.Field("mode", &Estimate::mode, "most likely value").Required();
    v.Field("high", &Estimate::high, "largest plausible value").Required();
    v.Field("unit", &Estimate::unit, "unit of the three values").Required().NotEmpty();
    v.Field("source", &Estimate::source, "[V], [S], [M], [D] or `estimate`, then where from")
        .Required()
        .NotEmpty();
    v.Field("date", &Estimate::date, "YYYY, YYYY-MM or YYYY-MM-DD").Required().NotEmpty();
    v.Field("note", &Estimate::note, "conditions and reasoning");
  }
  static void Check(const Estimate& estimate, const Node& at, Diagnostics& diagnostics);
};
