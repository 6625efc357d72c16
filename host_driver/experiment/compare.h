// SPDX-License-Identifier: Apache-2.0
// The same collective on several pods: one row each, performance beside price.
#pragma once

#include <vector>

#include "foundation/telemetry/text_layout.h"
#include "host_driver/experiment/run.h"
#include "tco/scoring/comparison.h"

namespace linkwright::experiment {

struct Comparison {
  std::vector<scoring::ComparisonRow> rows;
  telemetry::RunReport report;     // metrics "<pod>.<metric>", one results row per pod
  std::vector<std::string> notes;  // one line per pod: what it is made of and how it ran
  uint64_t wrong = 0;              // elements, all pods
};

// `plans` differ in their pods; each is run once. Throws as RunPlanOnce.
Comparison Compare(const std::vector<planning::Plan>& plans, const planning::RunContext& context);

// The table for people: a column for each pod, a row for each metric.
std::string ComparisonText(const Comparison& comparison, const telemetry::Page& page);

}  // namespace linkwright::experiment
