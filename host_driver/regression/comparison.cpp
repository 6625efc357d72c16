// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

#include "foundation/units/readable.h"

namespace linkwright::regression {
namespace {

struct Headline {
  const char* metric;
  const char* name;  // in a line
  const char* unit;
};
// The first that a run has: cycles where there is a clock, of several jobs the time of all.
constexpr std::array<Headline, 3> kHeadlines = {{{"collective.cycles", "cycles", "cycles"},
                                                 {"jobs.time", "time in ps", "ps"},
                                                 {"collective.time", "time in ps", "ps"}}};

const Headline* HeadlineOf(const Figures& figures) {
  for (const Headline& headline : kHeadlines) {
    if (figures.contains(headline.metric)) return &headline;
  }
  return nullptr;
}

std::optional<int64_t> ValueOf(const Figures& figures, const std::string& metric) {
  const auto found = figures.find(metric);
  return found == figures.end() ? std::nullopt : std::optional(found->second);
}

std::string Signed(int64_t value) { return (value >= 0 ? "+" : "") + units::Grouped(value); }

// Two digits that count: +0.5, -0.0032, +150.
std::string Percent(int64_t from, int64_t to) {
  const double share = 100.0 * (static_cast<double>(to) - static_cast<double>(from)) /
                       std::fabs(static_cast<double>(from));
  const int digits = 1 - static_cast<int>(std::floor(std::log10(std::fabs(share))));
  std::string text = fmt::format("{:+.{}f}", share, std::clamp(digits, 0, 9));
  if (text.find('.') != std::string::npos) text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

bool Matches(const std::string& name, const std::string& pattern) {
  size_t n = 0, p = 0, star = std::string::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Figures FiguresOf(const telemetry::RunReport& report, const std::vector<std::string>& patterns) {
  Figures figures;
  for (const telemetry::Metric& metric : report.metrics()) {
    const int64_t* value = std::get_if<int64_t>(&metric.value);
    if (value == nullptr) continue;
    const std::string key = metric.key();
    if (patterns.empty() || std::any_of(patterns.begin(), patterns.end(),
                                        [&](const auto& pattern) { return Matches(key, pattern); }))
      figures.emplace(key, *value);
  }
  return figures;
}

Comparison Compare(const Figures& golden, const Figures& now) {
  Comparison comparison;
  const Headline* headline = HeadlineOf(golden);
  if (headline == nullptr) headline = HeadlineOf(now);
  if (headline != nullptr) {
    comparison.headline = headline->name;
    comparison.of_headline = {headline->metric, ValueOf(golden, headline->metric),
                              ValueOf(now, headline->metric)};
  }
  Figures all = golden;
  all.insert(now.begin(), now.end());
  for (const auto& [metric, ignored] : all) {
    if (headline != nullptr && metric == headline->metric) continue;
    ++comparison.others;
    const Change change{metric, ValueOf(golden, metric), ValueOf(now, metric)};
    if (change.golden != change.now) comparison.changes.push_back(change);
  }
  return comparison;
}

std::string LengthText(const Figures& figures) {
  const Headline* headline = HeadlineOf(figures);
  if (headline == nullptr)
    return fmt::format("{} {}", figures.size(), figures.size() == 1 ? "figure" : "figures");
  const int64_t value = figures.at(headline->metric);
  return headline->unit == std::string("ps")
             ? units::Readable(units::Duration::Picoseconds(value))
             : fmt::format("{} {}", units::Grouped(value), headline->unit);
}

std::string ChangeText(const std::string& name, const Change& change) {
  if (!change.golden) return fmt::format("{} is new: {}", name, units::Grouped(*change.now));
  if (!change.now) return fmt::format("{} is gone: was {}", name, units::Grouped(*change.golden));
  const int64_t from = *change.golden, to = *change.now;
  return fmt::format("{} {} -> {} ({}{})", name, units::Grouped(from), units::Grouped(to),
                     Signed(to - from), from == 0 ? "" : fmt::format(", {} %", Percent(from, to)));
}

std::string ChangesText(const Comparison& comparison, size_t named) {
  std::string text;
  if (comparison.of_headline) {
    const Change& change = *comparison.of_headline;
    text = change.golden != change.now
               ? ChangeText(comparison.headline, change)
               : fmt::format("{} {} as accepted", comparison.headline, units::Grouped(*change.now));
  }
  if (comparison.changes.empty()) return text;
  text +=
      fmt::format("{}{} of {} {} changed: ", text.empty() ? "" : ", ", comparison.changes.size(),
                  comparison.others, comparison.others == 1 ? "counter" : "counters");
  for (size_t c = 0; c < std::min(named, comparison.changes.size()); ++c) {
    text += (c == 0 ? "" : ", ") + ChangeText(comparison.changes[c].metric, comparison.changes[c]);
  }
  if (comparison.changes.size() > named)
    text += fmt::format(" and {} more", comparison.changes.size() - named);
  return text;
}

}  // namespace linkwright::regression
