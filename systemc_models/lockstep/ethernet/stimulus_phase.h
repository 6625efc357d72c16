// SPDX-License-Identifier: Apache-2.0
// The character of a phase: how much traffic, of which sizes, how bad, who pauses whom.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/lockstep/ethernet/stimulus_family.h"
#include "systemc_models/lockstep/harness/traffic_phase.h"

namespace linkwright::lockstep::ethernet {

enum class SizeMix { kImix, kMinimum, kJumbo, kCellPlusOne, kUniform, kTiny };
inline constexpr int kSizeMixes = 6;

/// What peers ask the switch to pause. Stuck: the longest timer, repeated. Long: timers beside the
/// powers of two, which are left to expire.
enum class PauseStyle { kNone, kShort, kRefreshed, kStuck, kLong };

/// Rates are of 256 unless the comment says otherwise.
struct Phase : TrafficPhase {
  Family family = Family::kUniform;
  bool line_paced = true;  ///< frames take the time of the line; else a beat per tick
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
  int knobs = 0;       ///< of writes: thresholds and modes get other values
};

Phase DrawPhase(Family family, std::int64_t begin, random::Stream& random);

/// Where frames go in a phase, by source port.
class Pattern : public PortPattern {
 public:
  Pattern(int ports, Family family, random::Stream& random);
  int Destination(int source, random::Stream& random);

 private:
  Family family_;
  std::vector<int> burst_left_;
};

}  // namespace linkwright::lockstep::ethernet
