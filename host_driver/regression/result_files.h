// SPDX-License-Identifier: Apache-2.0
// Results for programs: JSON of our own, and the JUnit XML that CI systems read.
#pragma once

#include <string>
#include <vector>

#include "host_driver/regression/runner.h"
#include "host_driver/report/junit.h"
#include "host_driver/report/report_file.h"

namespace linkwright::regression {

// What a whole regression was.
struct Record {
  std::string file;             // as it was named
  std::string started;          // 2026-11-29T10:00:00Z
  std::vector<uint64_t> drawn;  // seeds
  uint64_t drawn_from = 0;      // and what they were drawn from; of no meaning without them
  std::vector<Result> results;
  bool cut_short = false;  // the failure ended everything: an interruption, a bug of ours
  std::string failure;     // empty: none
};

// {"status", "failure", "provenance": {tool, build, file, started}, "seeds": {from, drawn},
// "results":
// [{name, entry, verdict, seed, why, cycles, time_ps, wall_s, cycles_per_s, changes: [{metric,
// golden, now}], figures}]}. wall_s and cycles_per_s are of this machine in this minute: a trend.
// Everything else is the same for the same tree.
report::Json ToJson(const Record& record, const RegressionFile& file);

// A test case a run; one that changed or failed has a failure with all changes by name, one that
// did not run is skipped, unless all must run.
report::JUnitSuite ToJUnit(const Record& record, bool all_must_run);

}  // namespace linkwright::regression
