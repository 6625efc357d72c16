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

void ExpectUnit(const Estimate& estimate, std::string_view unit, const config::Node& at,
                std::string_view key, config::Diagnostics& diagnostics) {
  if (estimate.unit == unit) return;
  diagnostics.Error(at.LocationOf(std::string(key) + ".unit"),
                    fmt::format("{}: expected unit '{}', found '{}'", key, unit, estimate.unit));
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
