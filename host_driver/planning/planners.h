// SPDX-License-Identifier: Apache-2.0
// The planners that there are, one file each.
#pragma once

#include "fabric/parts/catalog.h"
#include "host_driver/planning/planner.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::planning {

const Planner& ScaleUpPlanner();   // clocked scale-up switches, twin or RTL
const Planner& EthernetPlanner();  // clocked Ethernet switches, twin or RTL
const Planner& FlowPlanner();      // rates, no clock
const Planner& TopologyPlanner();  // the same over a topology of any shape

// The one that plans this scenario on this pod.
const Planner& PlannerFor(const scenario::Scenario& scenario, const parts::PodSpec& pod);

}  // namespace linkwright::planning
