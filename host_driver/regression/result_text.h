// SPDX-License-Identifier: Apache-2.0
// Results for people: one line each, however long, so that a log of CI can be searched by line.
#pragma once

#include <string>
#include <vector>

#include "host_driver/regression/runner.h"

namespace linkwright::regression {

// "ring8", "ring8 seed 4711".
std::string Title(const Result& result);

// "ok", "changed", "new", "passed", "failed", "not run".
std::string NameOf(Verdict verdict);

// What happened, without the title. `all`: every change by name.
std::string WhatHappened(const Result& result, bool all);

// "ring8: ok, 31,623 cycles, 45 counters (0.21 s, 151 kcycles/s)", without a line break.
std::string ResultLine(const Result& result, bool all);

// "14 runs: 12 ok, 1 changed, 1 not run (3.4 s)".
std::string SummaryLine(const std::vector<Result>& results);

// "" when there is nothing to say against `results`, else why in a sentence. `all_must_run`: what
// is not built counts, too; it always does when nothing ran.
std::string FailureOf(const std::vector<Result>& results, bool all_must_run);

}  // namespace linkwright::regression
