// SPDX-License-Identifier: Apache-2.0
// A stretch of some hundred cycles with one character: how much traffic, of which sizes, how bad,
// who pauses whom. A run is a sequence of phases, so that saturated, paused, broken and idle
// switches all occur, and so do the ways between them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/ethernet_conformance/stimulus_family.h"

namespace linkwright::ethernet_conformance {

enum class SizeMix { kImix, kMinimum, kJumbo, kCellPlusOne, kUniform, kTiny };
inline constexpr int kSizeMixes = 6;

/// What peers ask the switch to pause. Stuck: the longest timer, repeated. Long: timers beside the
/// powers of two, which are left to expire.
enum class PauseStyle { kNone, kShort, kRefreshed, kStuck, kLong };

/// Rates are of 256 unless the comment says otherwise.
struct Phase {
  Family family = Family::kUniform;
  std::int64_t end = 0;    ///< first cycle that is not part of it
  int start = 0;           ///< a peer without a frame begins one in this cycle
  bool line_paced = true;  ///< frames take the time of the line; else a beat per tick
  int gap = 0;             ///< an invalid cycle inside a frame
  SizeMix sizes = SizeMix::kImix;
  int group_share = 0;                 ///< of frames: to a group of ports
  int tagged = 0;                      ///< of frames
  std::array<int, 4> kinds{};          ///< weights: by MAC, IPv4 by MAC, IPv4 routed, compact
  std::array<std::uint8_t, 8> dscp{};  ///< code points in use
  int fault = 0;                       ///< of frames, of 65536: broken in one of the many ways
  int pause = 0;                       ///< of 65536, per port and cycle: a PFC frame
  PauseStyle pause_style = PauseStyle::kNone;
  bool obeys = true;   ///< peers stop when the switch pauses them
  int hold_class = 0;  ///< of 65536: hold bits of a port are drawn anew
  int hold_beat = 0;   ///< of 65536: an output is stopped for some ticks
  int bus = 0;         ///< a register access in this cycle
  int knobs = 0;       ///< of writes: thresholds and modes get other values
  int flap = 0;        ///< of 65536, per cycle and switch: one link goes down for a while
  bool quiet = false;  ///< no new frames, a silent bus: the switch drains and goes idle
};

Phase DrawPhase(Family family, std::int64_t begin, random::Stream& random);

/// Where frames go in a phase, by source port.
class Pattern {
 public:
  Pattern(int ports, Family family, random::Stream& random);
  int Destination(int source, random::Stream& random);

 private:
  int ports_;
  Family family_;
  std::vector<int> target_;
  std::vector<int> burst_left_;
  int hot_ = 0;
};

}  // namespace linkwright::ethernet_conformance
