// SPDX-License-Identifier: Apache-2.0
// Links with retry: what a scenario asks of them, and what a clocked network is told.
#pragma once

#include <functional>
#include <vector>

#include "foundation/config/document.h"
#include "host_driver/planning/faults.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/retry/link_errors.h"

namespace linkwright::planning {

struct Plan;

// What the network asks of the ports at a link's ends.
using PortSizes =
    std::function<link::LinkSizes(const retry::LinkRetryParameters&, int latency_cycles)>;

// `plan` has network.retry and the latency of every link; links whose ends are RTL are marked.
// Throws UserError with a position: settings that do not fit the port or the fidelity, links that
// are not there.
void PlanRetry(Plan& plan, const PortSizes& sizes, const config::Document& document);

// As a clocked network's parameters have it, in its cycles; without outages, which are not every
// network's.
retry::LinkRetryParameters RetryParameters(const Plan& plan);
std::vector<retry::LinkErrorChange> ErrorChanges(const Faults& faults, units::Duration period);
std::vector<retry::LinkOutage> Outages(const Faults& faults, units::Duration period);

// What makes the ports of a link of the topology: its RTL, or nothing for the twin. `plan` outlives
// it.
std::function<link::LinkDeviceFactory(int link)> LinkPorts(const Plan& plan);

// Without news for so long, nothing is under way on any link.
units::Duration SettleTime(const Plan& plan);

}  // namespace linkwright::planning
