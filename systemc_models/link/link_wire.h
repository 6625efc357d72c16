// SPDX-License-Identifier: Apache-2.0
// What one end of a link drives in one cycle: a beat of a frame with what its preamble says, and a
// control ordered set.
#pragma once

#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::link {

using interfaces::FlitBeat;

inline constexpr int kMaxVirtualChannels = 32;
inline constexpr int kBeatBytes = 64;

// A beat on the wire. `flit.error` means poisoned by a sender, `bad` damaged on the way.
struct LinkBeat {
  FlitBeat flit;
  bool bad = false;
  std::uint8_t vc = 0;
  bool numbered = false;     // with the head: the frame has a number and may be asked for again
  std::uint32_t number = 0;  // with the head, modulo 2^seq_bits
};

enum class ControlKind : std::uint8_t {
  kNone = 0,
  kInit = 1,      // value: number of the first frame to come
  kInitAck = 2,   // value: the same, echoed
  kAck = 3,       // value: number of the last frame received
  kNack = 4,      // the same, and the one after it is wanted again
  kCfUpdate = 5,  // value: credits freed by the receiver of vc
  kCcUpdate = 6,  // value: credits consumed by the sender of vc
};

// A control ordered set of eight bytes (CC_UPDATE stands for a frame of 64). Nothing else counts
// unless valid.
struct ControlSet {
  bool valid = false;
  ControlKind kind = ControlKind::kNone;
  std::uint8_t vc = 0;
  std::uint32_t value = 0;
  bool numbered = false;  // CC_UPDATE: counts only for a receiver that expects `number`
  std::uint32_t number = 0;
};

struct LinkWire {
  LinkBeat beat;
  ControlSet control;
};

}  // namespace linkwright::link
