// SPDX-License-Identifier: Apache-2.0
// Simulated time in whole picoseconds. 64 bits reach 106 days; no floating point is involved.
//
// Duration is a length of time, SimTime an instant since the start of the simulation:
//   SimTime - SimTime = Duration, SimTime + Duration = SimTime; SimTime + SimTime does not compile.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <limits>

#include "foundation/units/quantity.h"

namespace linkwright::units {

class Duration : public Quantity<Duration, std::int64_t> {
 public:
  constexpr Duration() = default;
  static constexpr Duration Picoseconds(std::int64_t n) { return Duration(n); }
  static constexpr Duration Nanoseconds(std::int64_t n) { return Duration(n * 1'000); }
  static constexpr Duration Microseconds(std::int64_t n) { return Duration(n * 1'000'000); }
  static constexpr Duration Milliseconds(std::int64_t n) { return Duration(n * 1'000'000'000); }
  static constexpr Duration Seconds(std::int64_t n) { return Duration(n * 1'000'000'000'000); }
  static constexpr Duration Zero() { return Duration(0); }
  static constexpr Duration Max() { return Duration(std::numeric_limits<std::int64_t>::max()); }

  constexpr std::int64_t picoseconds() const { return raw(); }
  constexpr std::int64_t count() const { return raw(); }

 private:
  explicit constexpr Duration(std::int64_t ps) : Quantity(ps) {}
};

class SimTime {
 public:
  constexpr SimTime() = default;
  static constexpr SimTime Zero() { return SimTime(); }
  /// Later than every reachable instant; stands for "never".
  static constexpr SimTime Max() { return SimTime(Duration::Max()); }
  static constexpr SimTime Picoseconds(std::int64_t n) { return SimTime(Duration::Picoseconds(n)); }
  static constexpr SimTime At(Duration since_start) { return SimTime(since_start); }

  constexpr Duration since_start() const { return since_start_; }
  constexpr std::int64_t picoseconds() const { return since_start_.picoseconds(); }

  friend constexpr SimTime operator+(SimTime t, Duration d) { return SimTime(t.since_start_ + d); }
  friend constexpr SimTime operator+(Duration d, SimTime t) { return t + d; }
  friend constexpr SimTime operator-(SimTime t, Duration d) { return SimTime(t.since_start_ - d); }
  friend constexpr Duration operator-(SimTime a, SimTime b) {
    return a.since_start_ - b.since_start_;
  }
  constexpr SimTime& operator+=(Duration d) { return *this = *this + d; }
  constexpr SimTime& operator-=(Duration d) { return *this = *this - d; }
  friend constexpr bool operator==(SimTime, SimTime) = default;
  friend constexpr auto operator<=>(SimTime a, SimTime b) {
    return a.since_start_ <=> b.since_start_;
  }

 private:
  explicit constexpr SimTime(Duration since_start) : since_start_(since_start) {}

  Duration since_start_;
};

/// For reports and plots only; never feed the result back into simulated time.
constexpr double ToSeconds(Duration d) { return static_cast<double>(d.picoseconds()) * 1e-12; }
constexpr double ToSeconds(SimTime t) { return ToSeconds(t.since_start()); }

/// Nearest picosecond (ties away from zero). Throws std::overflow_error beyond 106 days or for NaN.
Duration FromSeconds(double seconds);

std::ostream& operator<<(std::ostream& out, Duration d);
std::ostream& operator<<(std::ostream& out, SimTime t);

}  // namespace linkwright::units
