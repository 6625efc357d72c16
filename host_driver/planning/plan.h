// SPDX-License-Identifier: Apache-2.0
// A scenario with every name resolved to what it names: parts, topology, variant, kernel program.
// Whatever a user can get wrong is refused here; running a plan cannot fail for reasons of input.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "fabric/topology/topology.h"
#include "host_driver/planning/faults.h"
#include "host_driver/planning/hardware.h"
#include "host_driver/planning/job.h"
#include "host_driver/planning/planner.h"
#include "host_driver/scenario/scenario.h"
#include "tco/cost/cost.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::planning {

struct Plan {
  scenario::Scenario scenario;
  std::string pod_name;
  parts::Catalog catalog;
  cost::Assumptions assumptions;
  parts::PodSpec pod;
  topology::Topology topology;
  Faults faults;
  std::vector<Job> jobs;              // at least one
  std::vector<std::string> warnings;  // of algorithms' files
  Hardware hardware;
  const Planner* planner = nullptr;  // of the plan's kind of fabric; never null once planned

  // Of the first job, which most runs have alone.
  const collectives::KernelProgram& program() const { return jobs.front().program; }
  int ranks() const { return jobs.front().ranks(); }
};

// Throws diagnostics::UserError (positions from `document`) for unknown parts, pods, variants,
// switches and algorithms, a port count the variant cannot have, more ranks than accelerators,
// in-network operations the switches cannot do.
Plan MakePlan(const scenario::Scenario& scenario, const config::Document& document);

// The plan's scenario with every default written out, for reports.
config::Json ResolvedScenario(const Plan& plan);

}  // namespace linkwright::planning
