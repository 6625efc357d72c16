// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/forward.h"

#include <algorithm>
#include <bit>

#include "systemc_models/ethernet_switch/tables.h"

namespace linkwright::ethernet_switch {

namespace es = spec::ethernet_switch;

Forward::Forward(SwitchState& state)
    : state_(state), choice_(state.variant), port_(state.variant.ports) {
  captured_.reserve(state.variant.ports);
  forwarded_.reserve(state.variant.ports);
}

void Forward::Capture(const interfaces::SwitchInputs& inputs) {
  captured_.clear();
  valid_ = {};
  for (int port = 0; port < state_.variant.ports; ++port) {
    const interfaces::FlitBeat& wires = inputs.port[port].flit;
    if (!wires.valid) continue;
    const BeatIndex beat = state_.beats.Take();
    state_.beats[beat] = wires.data;
    const bool partial = wires.tail && wires.bytes >= 1 && wires.bytes < es::kBeatBytes;
    captured_.push_back({beat, static_cast<std::uint16_t>(port),
                         partial ? wires.bytes : static_cast<std::uint8_t>(es::kBeatBytes),
                         wires.head, wires.tail, wires.error});
    valid_.Set(port);
  }
}

void Forward::Step() {
  forwarded_.clear();
  const PortSet aborted = Aborted();
  for (const Captured& captured : captured_) Take(captured);
  ForEach(aborted, state_.words, [&](int port) {
    in_frame_.Clear(port);
    Cut(port, port_[port], DropReason::kAborted);
  });
  for (const FrameIndex frame : state_.given_up) GiveUp(frame);
}

// Its output does not wait for the rest, which is ignored.
void Forward::GiveUp(FrameIndex frame) {
  const int port = state_.frames[frame].input;
  if (port_[port].frame != frame || valid_.Has(port)) return;
  Cut(port, port_[port], DropReason::kAborted);
}

// Frames that end in this tick without a beat.
PortSet Forward::Aborted() {
  PortSet aborted;
  for (int w = 0; w < state_.words; ++w) {
    aborted.word[w] = in_frame_.word[w] & ~valid_.word[w] & ~state_.control.live.word[w];
  }
  if (state_.tick >= next_gap_) FindGaps(aborted);
  return aborted;
}

// A frame that gets a beat in this tick, or begins later, is silent for too long no earlier than
// kLongestSilence from now on: so few ticks have to look.
void Forward::FindGaps(PortSet& aborted) {
  constexpr std::uint64_t kLongestSilence = es::kFrameGapTicks + 1;
  next_gap_ = state_.tick + kLongestSilence;
  for (int w = 0; w < state_.words; ++w) {
    for (std::uint64_t rest = in_frame_.word[w] & ~valid_.word[w]; rest != 0; rest &= rest - 1) {
      const int port = w * 64 + std::countr_zero(rest);
      const std::uint64_t end = port_[port].last_beat + kLongestSilence;
      if (end <= state_.tick) {
        aborted.Set(port);
      } else {
        next_gap_ = std::min(next_gap_, end);
      }
    }
  }
}

void Forward::Take(const Captured& captured) {
  const int port = captured.port;
  const bool inside = in_frame_.Has(port);
  if (!inside && !captured.head) {
    state_.counters.Drop(port, DropReason::kFraming);
    state_.beats.Release(captured.beat);
    return;
  }
  in_frame_.Assign(port, !captured.tail);
  state_.counters.port[port].rx_bytes.Add(captured.bytes);
  port_[port].last_beat = state_.tick;
  inside ? Continue(captured) : Begin(captured);
}

void Forward::Begin(const Captured& captured) {
  const int port = captured.port;
  ++state_.counters.port[port].rx_frames;
  // A frame of one beat uses up an injection whatever becomes of it.
  const bool bad_fcs = captured.tail && (UseInjection(port) || captured.error);
  Port& p = port_[port];
  p.bytes = captured.bytes;
  p.least_bytes = 0;
  const Verdict verdict = Judge(captured, bad_fcs);
  p.forwarding = verdict.frame != 0 && !captured.tail;
  p.frame = verdict.frame;
  if (verdict.frame != 0) {
    forwarded_.push_back({captured.beat,
                          verdict.frame,
                          captured.port,
                          static_cast<std::uint16_t>(p.bytes),
                          captured.tail,
                          false,
                          {}});
    return;
  }
  if (!verdict.taken) state_.counters.Drop(port, verdict.reason);
  state_.beats.Release(captured.beat);
}

void Forward::Continue(const Captured& captured) {
  const int port = captured.port;
  Port& p = port_[port];
  if (!p.forwarding) {
    state_.beats.Release(captured.beat);
    return;
  }
  const bool oversize = p.bytes + captured.bytes > state_.control.frame_limit;
  if (captured.head || oversize) {
    Cut(port, p, captured.head ? DropReason::kFraming : DropReason::kOversize);
    state_.beats.Release(captured.beat);
    return;
  }
  p.bytes += captured.bytes;
  ForwardedBeat out{
      captured.beat, 0, captured.port, static_cast<std::uint16_t>(p.bytes), captured.tail,
      false,         {}};
  if (captured.tail) {
    p.forwarding = false;
    const bool bad_fcs = UseInjection(port) || captured.error;
    out.bad = bad_fcs || TooShort(p);
    out.reason = bad_fcs ? DropReason::kBadFcs : DropReason::kBadLength;
  }
  forwarded_.push_back(out);
}

// The beats so far stay; the frame ends behind them.
void Forward::Cut(int port, Port& p, DropReason reason) {
  if (!p.forwarding) return;
  p.forwarding = false;
  forwarded_.push_back({0, 0, static_cast<std::uint16_t>(port), static_cast<std::uint16_t>(p.bytes),
                        true, true, reason});
}

bool Forward::UseInjection(int port) {
  if (!state_.control.inject_bad_fcs.Has(port)) return false;
  state_.control.inject_bad_fcs.Clear(port);
  return true;
}

bool Forward::TooShort(const Port& p) const {
  return p.bytes < p.least_bytes && p.dscp != state_.control.trim_dscp;
}

Forward::Verdict Forward::Judge(const Captured& captured, bool bad_fcs) {
  const int port = captured.port;
  const ethernet_switch::Control& control = state_.control;
  const auto drop = [](DropReason reason) { return Verdict{0, false, reason}; };
  if (!control.enabled.Has(port)) return drop(DropReason::kPortDisabled);
  if (captured.tail && captured.bytes < es::kMinFrameBytes) return drop(DropReason::kRunt);
  if (bad_fcs) return drop(DropReason::kBadFcs);
  const ParsedFrame parsed = Parse(control, state_.beats[captured.beat]);
  if (parsed.control) return Control(port, captured.beat, captured.tail);
  if (parsed.bad_header) return drop(DropReason::kBadHeader);
  Port& p = port_[port];
  p.dscp = parsed.dscp;
  p.least_bytes = parsed.least_bytes;
  if (captured.tail && TooShort(p)) return drop(DropReason::kBadLength);
  if (parsed.routed && parsed.hops <= 1) return drop(DropReason::kTtl);
  const auto target = LookUp(control, state_.variant, parsed);
  if (!target) return drop(DropReason::kNoRoute);
  const PortSet members = LiveMembers(control, *target);
  if (!members.Any(state_.words)) return drop(DropReason::kNoLivePort);
  int output = target->number;
  if (target->group) {
    output = choice_.Choose(control, state_.mmu, state_.pfc, state_.route, state_.spray, members,
                            {port, target->number, parsed.priority,
                             routing::FlowHash(parsed.flow, control.hash_seed), state_.now});
  }
  return {MakeFrame(port, output, parsed), false, {}};
}

Forward::Verdict Forward::Control(int port, BeatIndex beat, bool tail) {
  const BeatData& data = state_.beats[beat];
  if (!tail || !IsPfc(data)) return {0, false, DropReason::kBadControl};
  if (state_.control.inject_drop_pfc.Has(port)) {
    state_.control.inject_drop_pfc.Clear(port);
    return {0, true, {}};
  }
  const PfcContent content = ParsePfc(data);
  for (int c = 0; c < kClasses; ++c) {
    if ((content.classes >> c & 1) != 0) ++state_.counters.port[port].rx_pfc[c];
  }
  if (state_.control.link.Has(port)) {
    state_.pfc.Take(port, content.classes & state_.control.pfc_classes, content.timers);
  }
  return {0, true, {}};
}

FrameIndex Forward::MakeFrame(int port, int output, const ParsedFrame& parsed) {
  const FrameIndex index = state_.frames.Take();
  Frame& frame = state_.frames[index];
  frame.input = static_cast<std::uint16_t>(port);
  frame.output = static_cast<std::uint16_t>(output);
  frame.priority = parsed.priority;
  frame.tag = parsed.tag;
  frame.ecn = parsed.ecn;
  frame.header = parsed.header;
  frame.routed = parsed.routed;
  frame.telemetry = parsed.telemetry;
  return index;
}

}  // namespace linkwright::ethernet_switch
