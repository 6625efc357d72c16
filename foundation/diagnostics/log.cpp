// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/log.h"

#include <fmt/format.h>

#include "foundation/units/text.h"

namespace linkwright::diagnostics {
namespace {

constexpr std::array<std::string_view, 6> kLevelNames = {"trace", "debug", "info",
                                                         "warn",  "error", "off"};

/// True when `path` is `prefix` or something below it.
bool IsBelow(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '.');
}

}  // namespace

std::string_view ToString(LogLevel level) { return kLevelNames[static_cast<std::size_t>(level)]; }

std::optional<LogLevel> ParseLogLevel(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (kLevelNames[i] == name) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

Log::Log(LogLevel level, std::FILE* stream)
    : Log(level, [stream](std::string_view line) { fmt::print(stream, "{}\n", line); }) {}

Log::Log(LogLevel level, Sink sink) : default_level_(level), sink_(std::move(sink)) {}

void Log::SetLevel(std::string prefix, LogLevel level) {
  rules_.push_back({std::move(prefix), level});
}

LogLevel Log::LevelFor(std::string_view component) const {
  LogLevel level = default_level_;
  std::size_t longest = 0;
  for (const Rule& rule : rules_) {
    if (rule.prefix.size() < longest || !IsBelow(component, rule.prefix)) continue;
    longest = rule.prefix.size();
    level = rule.level;
  }
  return level;
}

bool Log::Enabled(LogLevel level, std::string_view component) const {
  return level != LogLevel::kOff && level >= LevelFor(component);
}

void Log::Write(LogLevel level, units::SimTime now, std::string_view component,
                std::string_view text) {
  if (Enabled(level, component)) WriteLine(level, units::Format(now), component, text);
}

void Log::Write(LogLevel level, std::string_view component, std::string_view text) {
  if (Enabled(level, component)) WriteLine(level, "", component, text);
}

void Log::WriteLine(LogLevel level, std::string_view time, std::string_view component,
                    std::string_view text) {
  ++counts_[static_cast<std::size_t>(level)];
  if (before_line_) before_line_();
  sink_(fmt::format("{:>10}  {}  {}  {}", time, component, ToString(level), text));
}

}  // namespace linkwright::diagnostics
