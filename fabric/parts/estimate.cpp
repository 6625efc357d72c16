// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace linkwright::parts {

namespace {

bool HasProvenanceTag(std::string_view source) {
  return source.starts_with("[V]") || source.starts_with("[S]") || source.starts_with("[M]") ||
         source.starts_with("[D]") || source.starts_with("estimate");
}

// YYYY, YYYY-MM or YYYY-MM-DD.
bool IsDate(std::string_view date) {
  if (date.size() != 4 && date.size() != 7 && date.size() != 10) return false;
  for (std::size_t i = 0; i < date.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? date[i] != '-' : std::isdigit(static_cast<unsigned char>(date[i])) == 0)
      return false;
  }
  return true;
}

}  // namespace

namespace {

struct Limit {
  std::string_view unit;
  double most;
};

// 100 us of latency, 20 km, 100 Tb/s, a billion dollars or watts for one part.
constexpr Limit kLimits[] = {{"ns", 1e5},    {"ns/m", 10},     {"m", 2e4},       {"Gb/s", 1e5},
                             {"USD", 1e9},   {"W", 1e9},       {"pJ/b", 1e6},    {"B", 1e5},
                             {"flits", 100}, {"ports", 1e5},   {"chips", 1e4},   {"lanes", 1e4},
                             {"links", 1e4}, {"modules", 100}, {"retimers", 16}, {"codewords", 100},
                             {"b", 1e6},     {"y", 1e3},       {"U", 1e3},       {"USD/kWh", 1e6},
                             {"%/y", 1e4},   {"1", 1e5}};

}  // namespace

void ExpectUnit(const Estimate& estimate, std::string_view unit, const config::Node& at,
                std::string_view key, config::Diagnostics& diagnostics) {
  if (estimate.unit != unit) {
    diagnostics.Error(at.LocationOf(std::string(key) + ".unit"),
                      fmt::format("{}: expected unit '{}', found '{}'", key, unit, estimate.unit));
    return;
  }
  for (const Limit& limit : kLimits) {
    if (limit.unit == unit && estimate.high > limit.most) {
      diagnostics.Error(at.LocationOf(std::string(key) + ".high"),
                        fmt::format("{}: expected at most {:g} {}, found {:g}", key, limit.most,
                                    unit, estimate.high));
    }
  }
}

}  // namespace linkwright::parts

namespace linkwright::config {

void Describe<parts::Estimate>::Check(const Estimate& estimate, const Node& at,
                                      Diagnostics& diagnostics) {
  if (!std::isfinite(estimate.high) ||
      !(estimate.low <= estimate.mode && estimate.mode <= estimate.high)) {
    diagnostics.Error(at.LocationOf("low"),
                      fmt::format("expected low <= mode <= high, found {}, {}, {}", estimate.low,
                                  estimate.mode, estimate.high));
  }
  if (!parts::HasProvenanceTag(estimate.source)) {
    diagnostics.Error(at.LocationOf("source"),
                      fmt::format("expected a source that opens with [V], [S], [M], [D] or "
                                  "'estimate', found '{}'",
                                  estimate.source));
  }
  if (estimate.source == "estimate" && estimate.low != estimate.high && estimate.unit == "USD" &&
      estimate.note.empty()) {
    diagnostics.Error(at.LocationOf("source"), "an estimated price needs its reasoning in 'note'");
  }
  if (!parts::IsDate(estimate.date)) {
    diagnostics.Error(at.LocationOf("date"), fmt::format("expected YYYY, YYYY-MM or YYYY-MM-DD, "
                                                         "found '{}'",
                                                         estimate.date));
  }
}

}  // namespace linkwright::config
