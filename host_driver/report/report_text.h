// SPDX-License-Identifier: Apache-2.0
// A RunReport as a readable table: metrics with units, and what the models leave out.
#pragma once

#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/table.h"

namespace linkwright::report {

// The short form has the metrics most people look for first; with details all are there, with their
// definitions. Values are in the unit a person would choose, rounded to four digits.
std::string ReportText(const telemetry::RunReport& report, const telemetry::Page& page);

telemetry::Table MetricsTable(const std::vector<telemetry::Metric>& metrics, bool definitions);

// What the models leave out: the subjects alone, or with details every sentence. Empty if nothing
// is.
std::string LeftOutText(const std::vector<std::string>& sentences, const telemetry::Page& page);

}  // namespace linkwright::report
