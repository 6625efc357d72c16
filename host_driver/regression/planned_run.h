// SPDX-License-Identifier: Apache-2.0
// The runs of a regression file, planned: whatever is wrong with any of them is said before the
// first one starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host_driver/planning/plan.h"
#include "host_driver/regression/regression_file.h"

namespace linkwright::regression {

struct PlannedRun {
  std::string name;           // "ring8", "ring8/64KiB"
  size_t entry = 0;           // of the file
  config::Document document;  // the scenario with the entry laid over it
  std::optional<planning::Plan> plan;
  std::string not_built;  // why there is no plan: RTL that is not here; nothing else is wrong
};

// Of the entries named in `only`, or of all when it is empty. Throws UserError with the mistakes of
// all entries.
std::vector<PlannedRun> PlanRuns(const Regressions& regressions,
                                 const std::vector<std::string>& only);

// The same run with another seed.
planning::Plan PlanWithSeed(const PlannedRun& run, uint64_t seed);

// The same run with every switch and link end a twin; nothing when none of ours is RTL (a library
// of somebody else's need not be equal to a twin).
std::optional<planning::Plan> PlanOfTwin(const PlannedRun& run, uint64_t seed);

// Files that the runs read: no output may be one of them.
std::vector<std::string> InputsOf(const Regressions& regressions,
                                  const std::vector<PlannedRun>& runs);

}  // namespace linkwright::regression
