// SPDX-License-Identifier: Apache-2.0
// Values for the registers that change how the switch behaves: small enough that a run of some
// thousand cycles meets every threshold, now and then extreme.
#pragma once

#include <cstdint>
#include <span>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::lockstep::ethernet {

/// What a register counts, which says what a sensible value is.
enum class Domain {
  kFlag,
  kBits,
  kPool,
  kCells,
  kAlpha,
  kQuantum,
  kTicks,
  kGap,
  kFraction,
  kQuanta,
  kMaxFrame,
  kUdpPort,
  kSmall,
};

/// A register (or an array of them, stride 4) with a behaviour behind it.
struct Knob {
  std::uint32_t address = 0;
  int count = 1;
  Domain domain = Domain::kBits;
  /// Changed in flight only by families that are about thresholds; elsewhere a run keeps it.
  bool settled = false;
};

std::span<const Knob> Knobs();
std::uint32_t DrawValue(Domain domain, random::Stream& random);

}  // namespace linkwright::lockstep::ethernet
