// SPDX-License-Identifier: Apache-2.0
// What changes in a frame on its way out, and the frame that the switch writes itself.
#pragma once

#include <cstdint>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/frame_store.h"

namespace linkwright::ethernet_switch {

/// The first beat of `frame` as it leaves `output`: addresses, hops, DSCP, ECN, checksum.
void EditFirstBeat(const Control& control, const Frame& frame, int output, BeatData& beat);

/// The second beat of a telemetry frame.
struct HopReport {
  std::uint32_t tx_beats = 0;
  std::uint32_t now = 0;
  std::uint32_t depth = 0;
};
void AddHop(const Control& control, const HopReport& report, BeatData& beat);

/// A PFC frame that names `classes`; those of `stopped` are to stop, the others may go on.
void WritePfc(const Control& control, unsigned classes, unsigned stopped, BeatData& beat);

}  // namespace linkwright::ethernet_switch
