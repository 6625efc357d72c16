// SPDX-License-Identifier: Apache-2.0
// The links with retry of a run plan: every name resolved to a link, every time to cycles.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "host_driver/experiment/scenario.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/cycle/link_errors.h"

namespace linkwright::experiment {

inline constexpr int64_t kForGood =
    std::numeric_limits<int64_t>::max() / 2;  // until when a dead link is down

struct RetryPlan {
  cycle::LinkRetryParameters parameters;
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
  std::function<link::LinkSizes(const cycle::LinkRetryParameters&, topology::LinkId)> sizes;
};

// Throws UserError with a position: settings that do not fit the port or the fidelity, links that
// are not there, changes that are not in order.
RetryPlan MakeRetryPlan(const Scenario& scenario, const topology::Topology& topology,
                        const RetryContext& around, const config::Document& document);

// "pod0.leaf0:4" -> the link at port 4 of that node; also as metrics name it,
// "pod0.accelerator3.link4". `what` begins the sentence of a refusal.
topology::LinkId LinkNamed(const topology::Topology& topology, const std::string& name,
                           const std::string& what, const diagnostics::SourceLocation& at);

// "pod0.accelerator3:1": the end nearer to the accelerators.
std::string NameOf(const topology::Topology& topology, topology::LinkId link);
// As networks and their metrics name it: "pod0.accelerator3.link1", "pod0.leaf0:4".
std::string PathOf(const topology::Topology& topology, topology::LinkId link);

}  // namespace linkwright::experiment
