// SPDX-License-Identifier: Apache-2.0
// The whole numbers of a run's report, held against those that were accepted.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"

namespace linkwright::regression {

// Metric key -> value in the metric's own unit. Whole numbers only: ratios and rates are made of
// them, and doubles may differ between machines.
using Figures = std::map<std::string, int64_t>;

// Those of `report` that one of `patterns` names ('*' stands for any characters); all when there is
// none.
Figures FiguresOf(const telemetry::RunReport& report, const std::vector<std::string>& patterns);

bool Matches(const std::string& name, const std::string& pattern);

struct Change {
  std::string metric;
  std::optional<int64_t> golden;  // nothing: it is new
  std::optional<int64_t> now;     // nothing: it is gone
};

struct Comparison {
  std::string headline;               // metric that says how long it took; empty: there is none
  std::optional<Change> of_headline;  // whether it changed or not
  std::vector<Change> changes;        // of the other figures, by name
  size_t others = 0;                  // how many those are, changed or not

  bool same() const {
    return changes.empty() && (!of_headline || of_headline->golden == of_headline->now);
  }
};

Comparison Compare(const Figures& golden, const Figures& now);

// "31,623 cycles", "391.7 us": the headline of a run as it is.
std::string LengthText(const Figures& figures);

// "cycles 1,204 -> 1,210 (+6, +0.5 %), 3 of 41 counters changed: ...", in one line. At most `named`
// counters by name; the others are counted.
std::string ChangesText(const Comparison& comparison, size_t named);

// "a.b 5 -> 7 (+2, +40 %)", "a.b is new: 7", "a.b is gone: was 5".
std::string ChangeText(const std::string& name, const Change& change);

}  // namespace linkwright::regression
