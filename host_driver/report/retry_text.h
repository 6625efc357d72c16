// SPDX-License-Identifier: Apache-2.0
// What links with retry did in a run, for people: from the metrics below network.retry.
#pragma once

#include <string>

#include "foundation/telemetry/run_report.h"

namespace linkwright::report {

// A line of totals and a table of the directions that sent most again, worst first. Empty for a run
// without links with retry.
std::string RetryText(const telemetry::RunReport& report);

}  // namespace linkwright::report
