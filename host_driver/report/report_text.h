// SPDX-License-Identifier: Apache-2.0
// A RunReport as a readable table: metrics with units, and what the models leave out.
#pragma once

#include <string>

#include "foundation/telemetry/run_report.h"

namespace linkwright::report {

// The short form has the metrics most people look for first; `details` has all, with their
// definitions.
std::string ReportText(const telemetry::RunReport& report, bool details);

// Throws diagnostics::UserError when a path that is given cannot be written to, or both are the
// same file.
void ExpectWritable(const std::string& json_path, const std::string& csv_path);

// Writes JSON and CSV where a path is given (empty: not wanted). Both are on disk under temporary
// names before either appears, so a full disk or a bad path leaves neither. Throws
// diagnostics::UserError.
void WriteReportFiles(const telemetry::RunReport& report, const std::string& json_path,
                      const std::string& csv_path);

}  // namespace linkwright::report
