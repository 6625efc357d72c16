// SPDX-License-Identifier: Apache-2.0
// Scenario in, RunReport out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "host_driver/executor/collective_run.h"
#include "host_driver/planning/plan.h"
#include "tco/scoring/price_tag.h"

namespace linkwright::experiment {

struct Outcome {
  executor::CollectiveResult result;
  int64_t cycles =
      0;  // of the collective, launch to last rank's end; 0 for networks without a clock
  telemetry::RunReport report;
};

// One collective on a fresh network. Throws RunFailure (deadlock, lost packets, device mismatch).
// Wrong data does not throw: it is in the result, and the caller decides the exit code after the
// report is out.
Outcome RunPlanOnce(const planning::Plan& plan, const planning::RunContext& context);

// Price tag of the plan's topology with the catalog's parts.
scoring::PriceTag PriceOf(const planning::Plan& plan);

// Metrics and left-out sentences of a price tag into a report.
void AppendPrice(const scoring::PriceTag& tag, telemetry::RunReport& report);

// Version, build facts, scenario with defaults, its hash, seed, parts used.
void AppendProvenance(const planning::Plan& plan, telemetry::RunReport& report);

}  // namespace linkwright::experiment
