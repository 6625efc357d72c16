// SPDX-License-Identifier: Apache-2.0
// Headroom that a lossless class needs at a port of an Ethernet switch, in cells: what the far end
// still sends after a cell has found no room. Equations, proofs and the tests that hold them to the
// cell: docs/models/mmu.md, "Headroom"; letters in comments are those of the page.
#pragma once

#include <cstdint>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::device {

// A port, its cable and the sender at the far end. Both directions have the same line rate.
struct PfcLink {
  int line_bytes = 0;  // L: bytes that the line carries in a tick
  int cell_beats = 0;  // CB
  int egress_pad = 0;  // P: of the switch whose headroom this is
  int from_peer = 0;   // A: ticks from a beat's move at the sender to its capture here
  int to_peer = 0;     // B: ticks from the output register here to the capture there
  int response = 1;    // R: ticks from that capture to the first in which no frame is begun
  bool chooses_at_tail = false;  // frames are begun while the last beat of the one before moves
  bool cuts_through = false;     // the PFC frame may wait behind one that is still arriving here
  int smallest_frame = spec::ethernet_switch::kMinFrameBytes;  // of the class; FCS included
  int largest_frame = 0;                                       // M: of every class, either way
};

// `latency`: ticks from an output register to the sampling at the other end, each way.
PfcLink LinkToNic(const spec::ethernet_switch::Variant& variant, int latency, int largest_frame);
PfcLink LinkToSwitch(const spec::ethernet_switch::Variant& variant, int latency, int largest_frame,
                     int peer_egress_pad);

struct Headroom {
  int cells = 0;   // H
  int window = 0;  // W, ticks
  int wait = 0;    // V: ticks that the PFC frame waits for the line at most
};

// Enough for every sequence of frames between smallest and largest, with gaps anywhere, also inside
// frames.
Headroom HeadroomForAnyFrames(const PfcLink& link);

// A phase of two back-to-back streams: which frames meet.
struct UniformHeadroom : Headroom {
  int frame = 0;    // f: number of the frame that crosses the threshold
  int first = 0;    // j: cells of it below the threshold
  int reverse = 0;  // n: number of the frame behind which the PFC frame waits
};

// Enough, and one cell less is not, if every frame has `largest_frame` bytes and both directions
// send without a gap. Its worst phase is part of the answer. Needs a line that is the bottleneck:
// largest_frame + 20 >= line_bytes * beats.
UniformHeadroom HeadroomForUniformFrames(const PfcLink& link);

}  // namespace linkwright::device
