// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/pfc_headroom.h"

#include <algorithm>

#include "foundation/diagnostics/check.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;

namespace {

constexpr int kBeat = es::kBeatBytes;
constexpr int kOverhead = es::kFrameOverheadBytes;
// Capture, forward and write: a beat is charged at the second edge after its capture.
constexpr int kCaptureToCharge = 2;
// What a switch's look-up stage makes of a PFC frame, its scheduler sees a tick later.
constexpr int kSwitchResponse = 2;

// A frame that is still arriving is given up when it has left the line unfilled for so many ticks;
// two more pass until its end is known at the output.
constexpr int kUnfilled = es::kPauseWaitTicks + 2;

constexpr int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

int WindowOf(const PfcLink& link, int wait) {
  return link.from_peer + link.to_peer + link.egress_pad + kCaptureToCharge + link.response + wait;
}

int Unfilled(const PfcLink& link) { return link.cuts_through ? kUnfilled : 0; }

// The last beat of the frame in front is out, with the line as far behind as it may be (2 L - 1);
// then a frame of M bytes goes out, then the PFC frame.
int LongestWait(const PfcLink& link) {
  const int behind = 2 * link.line_bytes - 1;
  const int bytes = behind + kBeat + kOverhead + link.largest_frame + kOverhead;
  const int beats = static_cast<int>(DivideUp(link.largest_frame, kBeat));
  return std::max({bytes / link.line_bytes - 1, beats + 1, 2}) + Unfilled(link);
}

// A line that was idle and then has frames of one size for ever.
class UniformLine {
 public:
  explicit UniformLine(const PfcLink& link) : link_(link) {}

  // s(n, x): tick in which the beat `bytes` into frame n moves; frame 0 begins in tick 0.
  int Moves(int n, int bytes = 0) const {
    const int frame = link_.largest_frame;
    const int before = n * static_cast<int>(DivideUp(frame, kBeat)) + bytes / kBeat;
    return std::max((n * (frame + kOverhead) + bytes) / link_.line_bytes - 1, before);
  }
  int LastBeatMoves(int n) const { return Moves(n, (link_.largest_frame - 1) / kBeat * kBeat); }
  // Tick from which on frame n > 0 cannot be held back any more.
  int Committed(int n) const { return link_.chooses_at_tail ? LastBeatMoves(n - 1) : Moves(n); }

 private:
  const PfcLink& link_;
};

// Most cells per byte of line time that a size of frame fills, as a fraction.
class Density {
 public:
  explicit Density(const PfcLink& link) {
    const int64_t cell = int64_t{link.cell_beats} * kBeat;
    const int64_t most = DivideUp(link.largest_frame, cell);
    for (int64_t c = DivideUp(link.smallest_frame, cell); c <= most; ++c) {
      const int64_t smallest = std::max<int64_t>(link.smallest_frame, (c - 1) * cell + 1);
      if (c * bytes_ <= cells_ * (smallest + kOverhead)) continue;
      cells_ = c;
      bytes_ = smallest + kOverhead;
    }
  }
  int64_t Fills(int64_t bytes) const { return bytes * cells_ / bytes_; }

 private:
  int64_t cells_ = 0, bytes_ = 1;
};

PfcLink LinkOf(const es::Variant& variant, int latency, int largest_frame) {
  PfcLink link;
  link.line_bytes = variant.line_bytes;
  link.cell_beats = variant.cell_beats;
  link.egress_pad = variant.egress_pad;
  link.from_peer = latency;
  link.to_peer = latency;
  link.largest_frame = largest_frame;
  return link;
}

}  // namespace

PfcLink LinkToNic(const es::Variant& variant, int latency, int largest_frame) {
  return LinkOf(variant, latency, largest_frame);
}

PfcLink LinkToSwitch(const es::Variant& variant, int latency, int largest_frame,
                     int peer_egress_pad) {
  PfcLink link = LinkOf(variant, latency, largest_frame);
  link.from_peer += peer_egress_pad;
  link.response = kSwitchResponse;
  link.chooses_at_tail = true;
  return link;
}

Headroom HeadroomForAnyFrames(const PfcLink& link) {
  LINKWRIGHT_CHECK(link.smallest_frame <= link.largest_frame && link.line_bytes > 0)
      << link.smallest_frame << " to " << link.largest_frame << " bytes, line " << link.line_bytes;
  Headroom result;
  result.wait = LongestWait(link);
  result.window = WindowOf(link, result.wait);
  // What may be in front of the last frame that is begun in the window, from the beat that crosses.
  int64_t bytes = int64_t{result.window + 1} * link.line_bytes - 1;
  int64_t beats = result.window - 1;
  if (link.chooses_at_tail) {
    bytes += kBeat + kOverhead;
    ++beats;
  }
  const Density density(link);
  const int64_t cell = int64_t{link.cell_beats} * kBeat;
  int64_t most = 0;
  for (int64_t c = 1; c <= DivideUp(link.largest_frame, cell); ++c) {
    // The rest of the crossing frame: c cells, the last of one byte; a tick at least per beat.
    const int64_t rest = (c - 1) * cell + 1;
    const int64_t line = std::max(rest + kOverhead, DivideUp(rest, kBeat) * link.line_bytes);
    if (line <= bytes) most = std::max(most, c + density.Fills(bytes - line));
  }
  // A beat takes one cell at most.
  result.cells = static_cast<int>(1 + std::min(most, beats));
  return result;
}

UniformHeadroom HeadroomForUniformFrames(const PfcLink& link) {
  const UniformLine line(link);
  const int cell = link.cell_beats * kBeat;
  const int cells = static_cast<int>(DivideUp(link.largest_frame, cell));
  UniformHeadroom worst;
  // A frame is chosen at the edge at which XOFF is decided.
  for (int n = 1; n <= link.line_bytes; ++n) {
    const int ticks = line.Moves(n + 1) - line.LastBeatMoves(n - 1);
    if (ticks <= worst.wait) continue;
    worst.wait = ticks;
    worst.reverse = n;
  }
  worst.wait += Unfilled(link);
  worst.window = WindowOf(link, worst.wait);
  for (int j = 0; j < cells; ++j) {
    for (int f = 0; f <= link.line_bytes; ++f) {
      const int end = line.Moves(f, cell * j) + worst.window;
      int later = 0;
      while (line.Committed(f + later + 1) < end) ++later;
      const int headroom = later * cells - j + 1;
      if (headroom <= worst.cells) continue;
      worst.cells = headroom;
      worst.frame = f;
      worst.first = j;
    }
  }
  return worst;
}

}  // namespace linkwright::device
