// SPDX-License-Identifier: Apache-2.0
// The faults of a plan: every name resolved to a link, every time still a duration. They become
// cycles where a clocked network is made.
#pragma once

#include <optional>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/config/document.h"
#include "foundation/units/units.h"
#include "host_driver/scenario/scenario.h"
#include "systemc_models/simulation/fault_script.h"

namespace linkwright::planning {

struct LinkOutage {
  topology::LinkId link = 0;
  units::Duration from;
  std::optional<units::Duration> to;  // none: it stays down
};

// Rates from `at` on of the links that have all of this in common; -1: any.
struct ErrorChange {
  units::Duration at;
  topology::LinkId link = -1;
  int accelerator = -1, plane = -1;
  double bit_error_rate = 0, frame_error_rate = 0, control_loss_rate = 0;
};

struct Faults {
  std::vector<LinkOutage> outages;   // of one link in order of time and apart
  std::vector<ErrorChange> changes;  // in order of time; of equal ones the last counts
  bool empty() const { return outages.empty() && changes.empty(); }
};

// Throws UserError with a position: links, accelerators and planes that are not there, link_errors
// out of order, a link that goes down while it is down.
Faults ResolveFaults(const scenario::Scenario& scenario, const topology::Topology& topology,
                     const config::Document& document);

// Outages as a simulation carries them out.
std::vector<simulation::LinkFault> OutageScript(const Faults& faults);

// Where in the document the first fault of a kind stands, for refusals.
diagnostics::SourceLocation FirstErrorChange(const scenario::Scenario& scenario,
                                             const config::Document& document);

}  // namespace linkwright::planning
