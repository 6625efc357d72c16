// SPDX-License-Identifier: Apache-2.0
// What links with retry did in a run, for people: from the metrics below network.retry.
#pragma once

#include <string>

#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/text_layout.h"

namespace linkwright::report {

// A line of totals and a table of the directions that sent most again (with details: of all), worst
// first. Empty for a run without links with retry.
std::string RetryText(const telemetry::RunReport& report, const telemetry::Page& page);

}  // namespace linkwright::report
