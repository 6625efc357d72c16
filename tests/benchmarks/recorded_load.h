// SPDX-License-Identifier: Apache-2.0
// A stretch of traffic recorded once, so that a benchmark times the switch and not its stimulus.
#pragma once

#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::benchmarks {

/// Uniform single-flit packets (reads) at `load` flits per port and tick, all peers with prompt
/// credits: the inputs of `ticks` ticks after programming and enabling all ports. Twin and RTL are
/// cycle-exact, so what was recorded from the twin fits both.
std::vector<interfaces::SwitchInputs> RecordUniformLoad(
    const spec::scaleup_switch::Variant& variant, double load, int ticks);

struct Timing {
  double seconds = 0;  ///< of one core
  std::int64_t ticks = 0;
  std::int64_t flits = 0;  ///< sent by the switch
};

/// Resets the device and replays; construction and reset are not timed.
Timing Replay(const std::vector<interfaces::SwitchInputs>& inputs,
              interfaces::ClockedSwitch& device);

}  // namespace linkwright::benchmarks
