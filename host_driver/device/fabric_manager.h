// SPDX-License-Identifier: Apache-2.0
// Host software for all switches of a network, whatever kind they are: programs them, answers their
// interrupts, reads their counters. It knows registers, topology and routes, and no network.
#pragma once

#include "foundation/telemetry/run_report.h"

namespace linkwright::device {

class FabricManager {
 public:
  virtual ~FabricManager() = default;

  // Refuses devices that are not the switches it was made for (diagnostics::RunFailure), then
  // programs all of them. Once, before the first transfer.
  virtual void Program() = 0;
  // To be called when the interrupt wire of that switch has risen. Reads and writes of registers
  // advance simulated time.
  virtual void OnInterrupt(int switch_index) = 0;
  // Reads counters and watermarks of all switches into the report. Throws RunFailure, naming
  // switch, port and reason, when traffic was lost that must not be.
  virtual void Collect(telemetry::RunReport& report) = 0;
};

}  // namespace linkwright::device
