// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/result_text.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "foundation/diagnostics/printable.h"
#include "foundation/units/readable.h"

namespace linkwright::regression {
namespace {

constexpr size_t kNamedChanges = 3;

std::string Speed(const Result& result) {
  std::string wall = fmt::format("{:.2f} s", result.wall_seconds);
  if (result.cycles == 0 || result.wall_seconds <= 0) return wall;
  return fmt::format("{}, {} kcycles/s", wall,
                     units::FourDigits(result.cycles_per_second() * 1e-3));
}

std::string Counters(const Result& result) {
  const size_t others = result.figures.empty() ? 0 : result.figures.size() - 1;
  return fmt::format("{}, {} {}", LengthText(result.figures), others,
                     others == 1 ? "counter" : "counters");
}

// Failures of a run may have several lines (a deadlock's report).
std::string InOneLine(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) text.replace(at, 1, "; ");
  return diagnostics::Printable(text);
}

}  // namespace

std::string Title(const Result& result) {
  return result.drawn ? fmt::format("{} seed {}", result.name, *result.drawn) : result.name;
}

std::string NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSame:
      return "ok";
    case Verdict::kChanged:
      return "changed";
    case Verdict::kNew:
      return "new";
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kNotRun:
      return "not run";
  }
  return {};
}

std::string WhatHappened(const Result& result, bool all) {
  const size_t named = all ? std::numeric_limits<size_t>::max() : kNamedChanges;
  switch (result.verdict) {
    case Verdict::kChanged:
      return ChangesText(result.comparison, named);
    case Verdict::kFailed:
      return InOneLine(result.why);
    case Verdict::kNotRun:
      return "not run: " + InOneLine(result.why);
    default:
      return fmt::format("{}, {}", NameOf(result.verdict), Counters(result));
  }
}

std::string ResultLine(const Result& result, bool all) {
  const std::string what = WhatHappened(result, all);
  if (result.verdict == Verdict::kNotRun) return fmt::format("{}: {}", Title(result), what);
  return fmt::format("{}: {} ({})", Title(result), what, Speed(result));
}

std::string SummaryLine(const std::vector<Result>& results) {
  double seconds = 0;
  for (const Result& result : results) seconds += result.wall_seconds;
  const std::map<Verdict, size_t> counts = Count(results);
  std::string text;
  for (const auto& [verdict, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, NameOf(verdict));
  return fmt::format("{} {}: {} ({:.2f} s)", results.size(), results.size() == 1 ? "run" : "runs",
                     text.empty() ? "none" : text, seconds);
}

std::string FailureOf(const std::vector<Result>& results, bool all_must_run) {
  std::map<Verdict, size_t> counts = Count(results);
  std::string text;
  const auto add = [&](Verdict verdict, const char* what) {
    if (counts[verdict] == 0) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[verdict], what);
  };
  add(Verdict::kChanged, "changed");
  add(Verdict::kFailed, "failed");
  if (all_must_run || counts[Verdict::kNotRun] == results.size())
    add(Verdict::kNotRun, "did not run");
  return text.empty() ? text : fmt::format("of {} runs {}", results.size(), text);
}

}  // namespace linkwright::regression
