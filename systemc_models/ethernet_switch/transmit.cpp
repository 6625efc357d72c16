// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/transmit.h"

#include "systemc_models/ethernet_switch/edits.h"

namespace linkwright::ethernet_switch {

namespace es = spec::ethernet_switch;

namespace {

constexpr int kPatience = es::kPauseWaitTicks;
constexpr unsigned kStopOutput = 0x100;  // bit of `backpressure`: no beat may move

}  // namespace

Transmit::Transmit(SwitchState& state) : state_(state), output_(state.variant.ports) {
  corrections_.reserve(state.variant.ports);
  state.given_up.reserve(state.variant.ports);
  free_ = state.control.all_ports;
}

void Transmit::Start(int output, const Service& service) {
  Output& out = output_[output];
  out.service = service;
  out.active = true;
  out.moved = 0;
  out.idle = 0;
  active_.Set(output);
  busy_.Set(output);
  frames_ += service.frame != 0 ? 1 : 0;
}

void Transmit::Step() {
  corrections_.clear();
  state_.given_up.clear();
  const auto line = static_cast<std::uint32_t>(state_.variant.line_bytes);
  for (int w = 0; w < state_.words; ++w) {
    for (std::uint64_t rest = busy_.word[w]; rest != 0; rest &= rest - 1) {
      const int port = w * 64 + std::countr_zero(rest);
      Output& output = output_[port];
      const bool held = (state_.control.backpressure[port] & kStopOutput) != 0;
      const bool coming = Coming(output);
      if (coming && output.idle == kPatience) state_.given_up.push_back(output.service.frame);
      std::uint32_t debt = output.debt;
      if (debt < 2 * line && !held && output.active) {
        debt += output.service.frame != 0 ? Move(port, output) : MovePfc(port, output);
      }
      // A pause frame does not wait for a frame that does not come.
      if (coming && !held && debt < line && output.idle < kPatience &&
          state_.pfc.Dirty().Has(port) && state_.control.live.Has(port)) {
        ++output.idle;
      }
      output.debt = debt > line ? debt - line : 0;
      if (output.active) continue;
      active_.Clear(port);
      if (output.debt == 0) busy_.Clear(port);
    }
    free_.word[w] = state_.control.all_ports.word[w] & ~active_.word[w];
  }
}

bool Transmit::Coming(const Output& output) const {
  return output.active && output.service.frame != 0 &&
         !state_.frames[output.service.frame].complete;
}

// The next beat of a frame, if it is there. Returns the line's new debt.
std::uint32_t Transmit::Move(int port, Output& output) {
  Frame& frame = state_.frames[output.service.frame];
  const int number = output.moved;
  if (!frame.complete && frame.stored < number + 2) return 0;
  const bool last = frame.complete && frame.stored == number + 1;
  const std::uint32_t bytes =
      last ? frame.bytes - static_cast<std::uint32_t>(number) * es::kBeatBytes : es::kBeatBytes;
  const BeatIndex beat = frame.first;
  frame.first = state_.beats.Next(beat);
  ++output.moved;
  if (output.service.emit) {
    Emit(port, output, frame, beat, last, bytes);
  } else {
    if (number == 0) state_.counters.Drop(port, output.service.discard);
    state_.beats.Release(beat);
  }
  if (last || (number + 1) % state_.variant.cell_beats == 0) {
    state_.mmu.Release(frame.input, port, frame.priority, 1);
  }
  if (!last) return bytes;
  Finish(port, output, frame);
  return bytes + es::kFrameOverheadBytes;
}

void Transmit::Emit(int port, Output& output, Frame& frame, BeatIndex beat, bool last,
                    std::uint32_t bytes) {
  const int number = output.moved - 1;
  if (number == 0) {
    EditFirstBeat(state_.control, frame, port, state_.beats[beat]);
  } else if (number == 1 && frame.telemetry && !frame.trimmed) {
    AddHop(state_.control, {output.tx_beats, state_.now, state_.mmu.Depth(port, frame.priority)},
           state_.beats[beat]);
  }
  ++output.tx_beats;
  state_.egress.Add({beat, static_cast<std::uint16_t>(port), static_cast<std::uint8_t>(bytes),
                     number == 0, last, last && frame.error});
}

void Transmit::Finish(int port, Output& output, const Frame& frame) {
  const int c = frame.priority;
  if (output.service.emit) {
    PortCounters& counters = state_.counters.port[port];
    ++counters.tx_frames;
    counters.tx_bytes.Add(frame.bytes);
    ++counters.queue_frames[c];
    counters.queue_bytes[c] += frame.bytes;
    counters.queue_marked[c] += frame.marked ? 1 : 0;
  }
  const bool waiting = (state_.queues.Waiting(port) >> c & 1) != 0;
  if (output.service.deficit && frame.bytes > output.service.known && waiting) {
    corrections_.push_back({port, c, frame.bytes - output.service.known});
  }
  state_.frames.Release(output.service.frame);
  output.active = false;
  --frames_;
}

std::uint32_t Transmit::MovePfc(int port, Output& output) {
  const BeatIndex beat = state_.beats.Take();
  const unsigned stopped = state_.pfc.Xoff(port) & state_.control.pfc_classes;
  const unsigned classes = stopped | state_.pfc.Told(port);
  WritePfc(state_.control, classes, stopped, state_.beats[beat]);
  state_.pfc.Tell(port, stopped);
  ++output.tx_beats;
  state_.egress.Add({beat, static_cast<std::uint16_t>(port),
                     static_cast<std::uint8_t>(es::kBeatBytes), true, true, false});
  PortCounters& counters = state_.counters.port[port];
  ++counters.tx_frames;
  counters.tx_bytes.Add(es::kBeatBytes);
  for (int c = 0; c < kClasses; ++c) {
    counters.tx_pfc[c] += classes >> c & 1;
  }
  output.active = false;
  return es::kBeatBytes + es::kFrameOverheadBytes;
}

}  // namespace linkwright::ethernet_switch
