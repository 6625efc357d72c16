// SPDX-License-Identifier: Apache-2.0
// From a plan to a network that is ready to carry it: built, and its switches programmed by the
// driver.
#pragma once

#include <atomic>
#include <memory>

#include "foundation/telemetry/progress.h"
#include "host_driver/experiment/run_plan.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/simulation/simulation.h"

namespace linkwright::experiment {

struct RunContext {
  telemetry::Progress* progress = nullptr;         // may be null
  const std::atomic<bool>* interrupted = nullptr;  // may be null
};

class ManagedFabric;

struct BuiltNetwork {
  std::unique_ptr<interfaces::Network> network;
  interfaces::DeviceHost* devices = nullptr;  // of the network; null: it simulates no switches
  ManagedFabric* fabric = nullptr;            // the network, if it is Ethernet
};

BuiltNetwork MakeNetwork(const RunPlan& plan, const RunContext& around);

// What a simulation of the network is to know: the driver of an Ethernet fabric serves interrupts.
simulation::Context MakeContext(const BuiltNetwork& built, const RunContext& around);

// Enumerates every switch, refuses one that is not the plan's variant (RunFailure), enables ports,
// programs routes and, for programs that use in-network operations, group 0 with all ranks.
void ProgramSwitches(const BuiltNetwork& built, const RunPlan& plan);

// Reads drop counters, watermarks and interrupts of all switches through the driver; adds them to
// the report. A dropped packet is a RunFailure: scale-up links lose nothing, and of an Ethernet
// fabric the lossless class.
void CollectSwitchCounters(const BuiltNetwork& built, const RunPlan& plan,
                           telemetry::RunReport& report);

}  // namespace linkwright::experiment
