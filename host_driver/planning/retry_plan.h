// SPDX-License-Identifier: Apache-2.0
// The links with retry of a plan: every name resolved to a link, settings in cycles.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/config/document.h"
#include "host_driver/planning/faults.h"
#include "host_driver/scenario/scenario.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/retry/link_errors.h"

namespace linkwright::planning {

struct RetryPlan {
  retry::LinkRetryParameters parameters;  // without faults, whose times are not in cycles yet
  std::set<std::string> rtl_paths;  // of links whose ends are verilated, as networks name them
  int link_latency_cycles = 1;      // the longest
  int64_t settle_cycles = 0;        // without news for so long, nothing is under way on any link

  // What makes a link's ports: the RTL, or nothing for the twin.
  link::LinkDeviceFactory PortsOf(const std::string& path) const;
};

struct RetryContext {
  units::Duration clock_period;
  std::vector<int> latency_cycles;  // by link
  // What the network asks of a link's ports.
  std::function<link::LinkSizes(const retry::LinkRetryParameters&, topology::LinkId)> sizes;
};

// Throws UserError with a position: settings that do not fit the port or the fidelity, links that
// are not there.
RetryPlan MakeRetryPlan(const scenario::Scenario& scenario, const topology::Topology& topology,
                        const RetryContext& context, const config::Document& document);

// Faults in cycles of a clock, as the networks' parameters have them.
std::vector<retry::LinkErrorChange> ErrorChanges(const Faults& faults, units::Duration period);
std::vector<retry::LinkOutage> Outages(const Faults& faults, units::Duration period);

}  // namespace linkwright::planning
