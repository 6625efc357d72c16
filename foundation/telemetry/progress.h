// SPDX-License-Identifier: Apache-2.0
// A progress bar on stderr: bench 64 KiB (3 of 6) [#####.....] 47 %  1.284 ms  3.1 us/s  ETA 12 s
//
// It never runs back: the share shown is the largest so far, and time adds up over the parts.
// Shown only when the stream is a terminal. Poll() is cheap enough for a main loop: between looks
// at the clock, whose spacing adapts to the speed of the loop, it is a comparison. It redraws at
// most ten times a second. Wall-clock time is used for the display alone and never reaches a
// report.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

#include "foundation/units/duration.h"

namespace linkwright::telemetry {

class Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  enum class Show { kWhenTerminal, kAlways, kNever };

  explicit Progress(std::string label, Show show = Show::kWhenTerminal, std::FILE* stream = stderr,
                    Clock clock = std::chrono::steady_clock::now);
  /// Clears the bar.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// What follows is the part `name` of the whole, from the share `begin` to the share `end`, both
  /// in [0, 1]; its polls count from nothing again.
  void BeginPart(std::string name, double begin, double end);

  /// `done` of `total` units of the part's work (bytes, transfers, ...; total 0 when unknown) at
  /// `now`.
  void Poll(units::SimTime now, std::uint64_t done, std::uint64_t total) {
    if (!shown_ || --polls_to_look_ > 0) return;
    Update(now, done, total);
  }

  /// Wipes the bar so that something else may be printed; the next redraw brings it back. Give it
  /// to Log::SetBeforeLine.
  void Clear();
  bool shown() const { return shown_; }

 private:
  void Update(units::SimTime now, std::uint64_t done, std::uint64_t total);

  std::string label_, part_;
  double begin_ = 0, end_ = 1;                   ///< of the part
  double share_ = 0;                             ///< the largest so far
  bool known_ = false;                           ///< a share was told
  double simulated_before_ = 0, simulated_ = 0;  ///< seconds: of earlier parts, of this one
  std::FILE* stream_;
  Clock clock_;
  bool shown_;
  bool drawn_ = false;
  std::int64_t stride_ = 1;  ///< polls between looks at the clock
  std::int64_t polls_to_look_ = 1;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_look_;
  std::chrono::steady_clock::time_point last_draw_;
};

}  // namespace linkwright::telemetry
