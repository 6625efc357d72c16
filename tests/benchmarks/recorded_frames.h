// SPDX-License-Identifier: Apache-2.0
// Full lines recorded once, so that a benchmark times the Ethernet switch and not its stimulus.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::benchmarks {

/// What is on the input wires of one tick, without the ports that are silent.
struct FrameTick {
  interfaces::RegisterRequest bus;
  std::vector<std::pair<int, interfaces::FlitBeat>> beats;
};

enum class FrameTargets {
  kPermutation,  // every input its own output
  kUniform,      // any output
  kGroup,        // a group of all ports, adaptive
};

struct FrameLoad {
  const char* name;
  FrameTargets targets;
  std::vector<int> sizes;  // equally likely
};

struct FrameTraffic {
  std::vector<FrameTick> ticks;
  std::size_t loaded = 0;  // first tick to be timed
};

/// Programs the tables, then `cycles` ticks (and 500 before them) in which every line is full of
/// routed IPv4 frames.
FrameTraffic RecordFrames(const spec::ethernet_switch::Variant& variant, const FrameLoad& load,
                          int cycles);

struct FrameTiming {
  double seconds = 0;      ///< of one core; without the time of bringing the wires about
  std::int64_t ticks = 0;  ///< timed
  std::int64_t beats = 0;  ///< received in them
  std::int64_t sent = 0;   ///< beats that the switch sent in them
};

/// Resets the device and replays.
FrameTiming ReplayFrames(const FrameTraffic& traffic, interfaces::ClockedSwitch& device);

}  // namespace linkwright::benchmarks
