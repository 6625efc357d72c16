// SPDX-License-Identifier: Apache-2.0
// From a plan to a network that is ready to carry it: built, and its switches programmed by the
// driver.
#pragma once

#include <atomic>
#include <memory>

#include "foundation/telemetry/progress.h"
#include "host_driver/experiment/run_plan.h"
#include "systemc_models/interfaces/network.h"

namespace linkwright::experiment {

struct RunContext {
  telemetry::Progress* progress = nullptr;         // may be null
  const std::atomic<bool>* interrupted = nullptr;  // may be null
};

std::unique_ptr<interfaces::Network> MakeNetwork(const RunPlan& plan, const RunContext& around);

// Enumerates every switch, refuses one that is not the plan's variant (RunFailure), enables ports,
// programs routes and, for programs that use in-network operations, group 0 with all ranks.
void ProgramSwitches(interfaces::Network& network, const RunPlan& plan);

// Reads drop counters, watermarks and interrupts of all switches through the driver; adds them to
// the report. A dropped packet is a RunFailure: scale-up links lose nothing, and of an Ethernet
// fabric the lossless class.
void CollectSwitchCounters(interfaces::Network& network, const RunPlan& plan,
                           telemetry::RunReport& report);

}  // namespace linkwright::experiment
