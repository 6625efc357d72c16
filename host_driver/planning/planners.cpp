// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/planners.h"

#include <array>

#include "foundation/diagnostics/check.h"

namespace linkwright::planning {

const Planner& PlannerFor(const scenario::Scenario& scenario, const parts::PodSpec& pod) {
  const std::array<const Planner*, 4> planners = {&TopologyPlanner(), &EthernetPlanner(),
                                                  &FlowPlanner(), &ScaleUpPlanner()};
  for (const Planner* planner : planners) {
    if (planner->Plans(scenario, pod)) return *planner;
  }
  LINKWRIGHT_CHECK(false) << "no planner for pod '" << pod.title << "'";
  return ScaleUpPlanner();
}

}  // namespace linkwright::planning
