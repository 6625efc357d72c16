// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/write.h"

#include <algorithm>

#include "systemc_models/ethernet_switch/admission.h"
#include "systemc_models/ethernet_switch/marking.h"

namespace linkwright::ethernet_switch {

void Write::Step(const std::vector<ForwardedBeat>& beats) {
  for (const ForwardedBeat& beat : beats) {
    FrameIndex& open = open_[beat.port];
    if (beat.frame != 0) open = Begin(beat);
    const FrameIndex index = open;
    if (beat.end) open = 0;
    if (index == 0) {
      if (beat.beat != 0) state_.beats.Release(beat.beat);
      continue;
    }
    Frame& frame = state_.frames[index];
    if (beat.beat != 0) {
      // The last beat of a frame that is not to be queued is not stored at all.
      const bool lost = beat.end && beat.bad && !frame.cut_through;
      const bool cut_off = frame.trimmed && frame.stored >= frame.keep;
      lost || cut_off ? state_.beats.Release(beat.beat) : Store(frame, beat.beat);
    }
    if (beat.frame != 0 && frame.cut_through) Append(index);
    if (beat.end) End(index, beat);
  }
}

FrameIndex Write::Begin(const ForwardedBeat& beat) {
  Frame& frame = state_.frames[beat.frame];
  if (!Admit(state_, frame)) {
    state_.frames.Release(beat.frame);
    return 0;
  }
  frame.cut_through = state_.control.cut_through != 0;
  return beat.frame;
}

void Write::Store(Frame& frame, BeatIndex beat) {
  if (frame.first == 0) {
    frame.first = beat;
  } else {
    state_.beats.Link(frame.last, beat);
  }
  frame.last = beat;
  if (frame.stored % state_.variant.cell_beats == 0 &&
      state_.mmu.Charge(state_.control, state_.counters, frame.input, frame.output,
                        frame.priority)) {
    state_.pfc.SetXoff(frame.input, frame.priority);
  }
  ++frame.stored;
}

void Write::End(FrameIndex index, const ForwardedBeat& beat) {
  Frame& frame = state_.frames[index];
  if (beat.bad && !frame.cut_through) {
    Discard(index, beat.reason);
    return;
  }
  constexpr int kBeatBytes = spec::ethernet_switch::kBeatBytes;
  frame.bytes = beat.bytes;
  if (frame.trimmed) {
    frame.bytes = static_cast<std::uint16_t>(std::min<int>(beat.bytes, kBeatBytes * frame.keep));
  }
  frame.complete = true;
  frame.error = beat.bad;
  if (beat.bad) ++state_.counters.port[frame.input].poisoned;
  if (!frame.cut_through) Append(index);
}

void Write::Discard(FrameIndex index, DropReason reason) {
  const Frame& frame = state_.frames[index];
  const int cell_beats = state_.variant.cell_beats;
  const int cells = (frame.stored + cell_beats - 1) / cell_beats;
  state_.counters.Drop(frame.input, reason);
  state_.mmu.Release(frame.input, frame.output, frame.priority, static_cast<std::uint32_t>(cells));
  state_.beats.ReleaseChain(frame.first, frame.last, frame.stored);
  state_.frames.Release(index);
}

void Write::Append(FrameIndex index) {
  Frame& frame = state_.frames[index];
  const int c = frame.priority;
  if (state_.control.ecn_at_dequeue == 0 && MayBeMarked(frame)) {
    frame.marked =
        DecideMark(state_.control, c, state_.mmu.Depth(frame.output, c), state_.mark, frame.input);
  }
  state_.queues.Append(state_.frames, frame.output, c, index);
}

}  // namespace linkwright::ethernet_switch
