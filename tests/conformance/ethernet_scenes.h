// SPDX-License-Identifier: Apache-2.0
// Stimuli that once showed a fault which twin and RTL shared, and what an oracle at the wires says
// of a switch under them.
#pragma once

#include <cstdint>
#include <memory>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/oracle/finding.h"

namespace linkwright::conformance {

using Device = std::unique_ptr<interfaces::ClockedSwitch>;

struct SceneOutcome {
  oracle::Findings findings;  // empty: every promise was kept
  std::int64_t frames_out = 0;
  std::int64_t pauses = 0;        // PFC frames that left
  std::int64_t longest_stop = 0;  // ticks that a class without a cell stayed stopped
};

/// What the switch is told of the time.
enum class TimeSource { kCounts, kStands, kStepsByEight };

// All of variant p4.

/// A lossless class is stopped while its output is blocked, and drains.
SceneOutcome StoppedClassDrains(Device device, TimeSource time);
/// It stays stopped for thousands of ticks, and its sender forgets unless it is told again.
SceneOutcome StoppedClassIsToldAgain(Device device, TimeSource time);
/// A peer pauses a class for ever; the watchdog is to pass the frames on.
SceneOutcome PauseStorm(Device device, TimeSource time);

/// Two inputs that begin together spray frames over two outputs.
SceneOutcome SprayersBeginTogether(Device device);
/// A queue of quantum 0 beside one that always waits.
SceneOutcome QuantumOfZero(Device device);
/// Flows by hash over three ways; each way is lost for a while.
SceneOutcome LostWays(Device device);
/// A burst of a lossless class into a pool that lossy frames have filled, but for its share.
SceneOutcome LosslessBurstIntoAFullPool(Device device);
/// Cut-through: a lossless class is stopped again and again at the port to which frames go that
/// come with `gap` idle ticks between their beats; headroom as the driver computes it, plus `more`
/// cells.
SceneOutcome PauseBehindASlowFrame(Device device, int gap, int more = 0);

}  // namespace linkwright::conformance
