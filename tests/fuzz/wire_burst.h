// SPDX-License-Identifier: Apache-2.0
// What the bytes of an input mean to the parser target: how the switch is set up, and what one of
// its ports receives tick by tick. Every sequence of bytes means something.
//
//   byte 0   bit 0 cut-through, bits 2:1 the port, bit 3 the port is not enabled, bit 4 an injected
//            BAD_FCS is pending, bit 5 an injected DROP_PFC is pending
//   byte 1   MAX_FRAME: 0 is 9216, 255 is 16383, n is 60 + 16 n
//   then frames, each of a record of 8 bytes and the first bytes of the frame:
//            length (2, little-endian, taken modulo 9600, plus 1), bytes that follow (2), flags
//            (1), where (1: a beat), gap (1: low 4 bits, ticks behind the frame; bit 7, a gap
//            inside is 254 ticks longer), value (1)
//
// Bytes of a frame that the input does not hold count up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "tests/fuzz/fuzz_target.h"

namespace linkwright::fuzz {

/// Flags of a frame's record.
enum Misuse : std::uint8_t {
  kError = 1,           // the MAC says the frame is bad
  kTailBytes = 2,       // the tail beat says `value` bytes
  kHead = 4,            // beat 0: no head; any other `where`: a head inside the frame
  kNoTail = 8,          // the frame does not end
  kLinkDownGap = 16,    // behind beat `where` the link is down for a tick without a beat
  kGarbage = 32,        // beats other than the tail drive bytes and error
  kGapInside = 64,      // `gap` ticks (and 254) without a beat behind beat `where`
  kLinkDownBeat = 128,  // the link is down in the tick of beat `where`
};

struct FrameRecord {
  int length = 64;
  std::uint8_t flags = 0;
  std::uint8_t where = 0;
  std::uint8_t gap = 0;
  std::uint8_t value = 0;
  std::vector<std::uint8_t> bytes;
};
void AppendRecord(const FrameRecord& record, Input& input);

struct WireTick {
  interfaces::FlitBeat beat;
  bool link = true;
};

struct Burst {
  bool cut_through = false;
  int port = 0;
  bool enabled = true;
  bool inject_bad_fcs = false;
  bool inject_drop_pfc = false;
  std::uint32_t max_frame = 9216;  // as written
  std::vector<WireTick> ticks;
};

/// At most about 1,500 beats. A tick with the link down ends what the input left open, and three
/// PFC frames with timers 0 use up injected errors and end every pause.
Burst DecodeBurst(std::span<const std::uint8_t> input);

}  // namespace linkwright::fuzz
