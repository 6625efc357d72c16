// SPDX-License-Identifier: Apache-2.0
// From a plan with an Ethernet fabric to a network that can carry it, and from its counters to a
// report.
#pragma once

#include <memory>

#include "foundation/telemetry/run_report.h"
#include "host_driver/experiment/managed_fabric.h"
#include "host_driver/experiment/network_factory.h"
#include "host_driver/experiment/run_plan.h"

namespace linkwright::experiment {

// What the driver makes of the switches. `plan.ethernet` is there.
device::EthernetFabricSettings FabricSettings(const RunPlan& plan);

// `plan.ethernet` is there and outlives the network, as `plan` does.
std::unique_ptr<ManagedFabric> MakeEthernet(const RunPlan& plan, const RunContext& around);

// Reads all switches through their drivers. A lossless class that lost frames is a RunFailure which
// names switch, port and reason.
void CollectEthernetCounters(ManagedFabric& network, const RunPlan& plan,
                             telemetry::RunReport& report);

}  // namespace linkwright::experiment
