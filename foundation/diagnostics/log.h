// SPDX-License-Identifier: Apache-2.0
// The log: passed by reference, written to stderr (stdout is for results only).
//
//     1.284 us  pod0.switch3.port5  warn  replay buffer full
//
// A level may be set per component path prefix; the longest matching prefix decides.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/units/duration.h"

namespace linkwright::diagnostics {

enum class LogLevel { kTrace, kDebug, kInfo, kWarn, kError, kOff };

std::string_view ToString(LogLevel level);
/// "trace", "debug", "info", "warn", "error", "off".
std::optional<LogLevel> ParseLogLevel(std::string_view name);

class Log {
 public:
  /// Receives each finished line without its newline.
  using Sink = std::function<void(std::string_view line)>;

  /// Writes to `stream`, which outlives the log.
  explicit Log(LogLevel level = LogLevel::kWarn, std::FILE* stream = stderr);
  /// For tests and for hosts that show the log elsewhere.
  Log(LogLevel level, Sink sink);

  void SetLevel(LogLevel level) { default_level_ = level; }
  /// `prefix` is a component path or a leading part of one that ends at a dot ("pod0.switch3").
  void SetLevel(std::string prefix, LogLevel level);
  /// Called before each line is written, so that a progress bar can be wiped first.
  void SetBeforeLine(std::function<void()> hook) { before_line_ = std::move(hook); }

  /// For callers that would spend time on building a message.
  bool Enabled(LogLevel level, std::string_view component) const;

  void Write(LogLevel level, units::SimTime now, std::string_view component, std::string_view text);
  /// Outside simulated time (set-up, results): the time column stays blank.
  void Write(LogLevel level, std::string_view component, std::string_view text);

  void Debug(units::SimTime now, std::string_view component, std::string_view text) {
    Write(LogLevel::kDebug, now, component, text);
  }
  void Info(units::SimTime now, std::string_view component, std::string_view text) {
    Write(LogLevel::kInfo, now, component, text);
  }
  void Warn(units::SimTime now, std::string_view component, std::string_view text) {
    Write(LogLevel::kWarn, now, component, text);
  }
  void Error(units::SimTime now, std::string_view component, std::string_view text) {
    Write(LogLevel::kError, now, component, text);
  }

  /// Lines written at `level` so far; a test may demand that no warning appeared.
  std::int64_t CountOf(LogLevel level) const { return counts_[static_cast<std::size_t>(level)]; }

 private:
  struct Rule {
    std::string prefix;
    LogLevel level;
  };

  LogLevel LevelFor(std::string_view component) const;
  void WriteLine(LogLevel level, std::string_view time, std::string_view component,
                 std::string_view text);

  LogLevel default_level_;
  std::vector<Rule> rules_;
  Sink sink_;
  std::function<void()> before_line_;
  std::array<std::int64_t, 6> counts_{};
};

}  // namespace linkwright::diagnostics
