// SPDX-License-Identifier: Apache-2.0
// What links with retry report: totals, and by direction wherever something was damaged or lost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "systemc_models/networks/retry/retry_ends.h"

namespace linkwright::retry {

// The sum of all counters of a link: grows whenever one of them does.
uint64_t CarriedBy(const RetryEnds& link);

// Nothing without links. Totals are multiplied by `scale`, planes per simulated plane.
void AppendRetryMetrics(const std::vector<const RetryEnds*>& links, uint64_t scale,
                        const std::string& path, telemetry::RunReport& report);

}  // namespace linkwright::retry
