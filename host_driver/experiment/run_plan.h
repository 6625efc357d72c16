// SPDX-License-Identifier: Apache-2.0
// A scenario with every name resolved to what it names: parts, topology, variant, kernel program.
// Whatever a user can get wrong is refused here; running a plan cannot fail for reasons of input.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "fabric/topology/topology.h"
#include "foundation/units/units.h"
#include "host_driver/experiment/ethernet_plan.h"
#include "host_driver/experiment/retry_plan.h"
#include "host_driver/experiment/scenario.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "tco/cost/cost.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::experiment {

struct RunPlan {
  Scenario scenario;
  std::string pod_name;
  parts::Catalog catalog;
  cost::Assumptions assumptions;
  parts::PodSpec pod;
  topology::Topology topology;
  const spec::scaleup_switch::Variant* variant = nullptr;  // of a scale-up pod
  std::optional<EthernetPlan> ethernet;                    // of an Ethernet fabric
  std::optional<RetryPlan> retry;                          // if links have retry
  std::vector<Fidelity> switch_fidelity;                   // by switch index
  collectives::KernelProgram program;
  std::vector<std::string> warnings;  // of the algorithm's file

  units::Duration clock_period;  // one flit on a link
  int link_latency_cycles = 1;
  int memory_latency_cycles = 1;
  int simulated_planes = 1;  // 1 if symmetry is exploited

  int ranks() const { return program.rank_count(); }
  std::string variant_names() const {
    return ethernet ? ethernet->variant_names() : std::string(variant->name);
  }
};

// Throws diagnostics::UserError (positions from `document`) for unknown parts, pods, variants,
// switches and algorithms, a port count the variant cannot have, more ranks than accelerators,
// in-network operations the switches cannot do.
RunPlan MakePlan(const Scenario& scenario, const config::Document& document);

// The plan's scenario with every default written out, for reports.
telemetry::Json ResolvedScenario(const RunPlan& plan);

}  // namespace linkwright::experiment
