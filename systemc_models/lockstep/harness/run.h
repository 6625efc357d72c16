// SPDX-License-Identifier: Apache-2.0
// One row of the regression: two switches, one family, one seed.
#pragma once

#include <cstdint>
#include <functional>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/coverage.h"
#include "systemc_models/lockstep/harness/verify.h"

namespace linkwright::lockstep {

/// Resets both and runs them until the first difference or the end of the counter readout.
/// `history` cycles are kept for the report; 0 keeps none, and the first difference is then told
/// without them. `before_tick`, if given, is called with the number of the tick.
VerifyRow RunLockStep(const SwitchKind& kind, const Scenario& what,
                      interfaces::ClockedSwitch& reference, interfaces::ClockedSwitch& device,
                      std::size_t history, Coverage& coverage,
                      const std::function<void(std::int64_t)>& before_tick = {});

/// Drives `device` alone; its own outputs steer the stimulus. The hashes tell whether two builds of
/// one design behave the same.
VerifyRow RunAlone(const SwitchKind& kind, const Scenario& what, interfaces::ClockedSwitch& device,
                   Coverage& coverage);

}  // namespace linkwright::lockstep
