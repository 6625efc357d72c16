// SPDX-License-Identifier: Apache-2.0
// Whether a frame that may be marked gets a congestion mark.
#pragma once

#include <cstdint>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/frame_store.h"
#include "systemc_models/ethernet_switch/random_bank.h"

namespace linkwright::ethernet_switch {

/// The frame's transport understands ECN and nobody has marked it yet.
inline bool MayBeMarked(const Frame& frame) { return frame.ecn == 1 || frame.ecn == 2; }

/// `depth`: cells in the queue of class `c`. Draws from `random` only on the ramp.
inline bool DecideMark(const Control& control, int c, std::uint32_t depth, RandomBank& random,
                       int port) {
  const std::uint64_t high = control.ecn_kmax[c];
  const std::uint64_t low = control.ecn_kmin[c];
  if (high == 0) return false;
  if (depth >= high) return true;
  if (depth <= low) return false;
  const std::uint64_t value = random.Draw(port);
  return value * (high - low) < control.ecn_pmax[c] * (depth - low);
}

}  // namespace linkwright::ethernet_switch
