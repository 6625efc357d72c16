// SPDX-License-Identifier: Apache-2.0
// Scenario in, RunReport out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/text_layout.h"
#include "host_driver/executor/collective_run.h"
#include "host_driver/planning/plan.h"
#include "tco/scoring/price_tag.h"

namespace linkwright::experiment {

struct JobOutcome {
  std::string name;
  executor::CollectiveResult result;
  int64_t cycles = 0;  // launch to last rank's end; 0 for networks without a clock
};

struct Outcome {
  std::vector<JobOutcome> jobs;  // as the plan has them; at least one
  units::Duration time;          // until the last job's end
  telemetry::RunReport report;

  // Of the first job, which most runs have alone.
  const executor::CollectiveResult& result() const { return jobs.front().result; }
  int64_t cycles() const { return jobs.front().cycles; }
  uint64_t wrong() const {  // elements, all jobs
    uint64_t sum = 0;
    for (const JobOutcome& job : jobs) sum += job.result.wrong;
    return sum;
  }
};

// The plan's jobs on a fresh network. Throws RunFailure (deadlock, lost packets, device mismatch).
// Wrong data does not throw: it is in the results, and the caller decides the exit code after the
// report is out.
Outcome RunPlanOnce(const planning::Plan& plan, const planning::RunContext& context);

// A table with a row per job; nothing for a plan with one.
std::string JobsText(const planning::Plan& plan, const Outcome& outcome,
                     const telemetry::Page& page);

// Price tag of the plan's topology with the catalog's parts.
scoring::PriceTag PriceOf(const planning::Plan& plan);

// Metrics and left-out sentences of a price tag into a report.
void AppendPrice(const scoring::PriceTag& tag, telemetry::RunReport& report);

// Prices what was run: tag, bill of materials and the energy of the collective into the report.
scoring::PriceTag AddPrice(const planning::Plan& plan, Outcome& outcome);

// Version, build facts, scenario with defaults, its hash, seed, parts used.
void AppendProvenance(const planning::Plan& plan, telemetry::RunReport& report);

}  // namespace linkwright::experiment
