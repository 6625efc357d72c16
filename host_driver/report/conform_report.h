// SPDX-License-Identifier: Apache-2.0
// What a run of the test standard's cases says: for people, as the standard's record, and as JUnit.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/text_layout.h"
#include "systemc_models/conformance/cases/record.h"

namespace linkwright::report {

// A table of case, what, expected, measured and verdict for each of the models; with details, every
// value of every row.
std::string ConformText(std::span<const conformance::CaseResult> results,
                        const telemetry::Page& page);

// Rows are the standard's record, with its columns. `timestamp` stands in every row; empty: the
// simulated time.
telemetry::RunReport ConformReport(std::span<const conformance::CaseResult> results,
                                   const std::string& timestamp);

// JUnit XML: a test for each case and model. `ended`: why there are no more of them; a failure of
// its own. Empty: all ran.
std::string ConformJunit(std::span<const conformance::CaseResult> results,
                         const std::string& ended = "");

// "LLR-04, CBFC-12 (rtl)"; empty if all passed.
std::string FailedCases(std::span<const conformance::CaseResult> results);

}  // namespace linkwright::report
