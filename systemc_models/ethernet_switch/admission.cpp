// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/admission.h"

#include <algorithm>
#include <optional>

namespace linkwright::ethernet_switch {

namespace {

std::optional<DropReason> OverLimit(const SwitchState& state, int input, int output, int c) {
  if (state.mmu.RefusesInput(state.control, input, c)) return DropReason::kIngressLimit;
  if (state.mmu.RefusesOutput(state.control, output, c)) return DropReason::kEgressLimit;
  return std::nullopt;
}

std::optional<DropReason> Refusal(const SwitchState& state, const Frame& frame) {
  const int c = frame.priority;
  if (state.StormDrops(frame.output, c)) return DropReason::kStorm;
  // What admitted frames may still need.
  const int kept_free = state.variant.ports * state.most_frame_cells;
  if (state.variant.cells - static_cast<int>(state.mmu.used()) < kept_free) {
    return DropReason::kNoCells;
  }
  return OverLimit(state, frame.input, frame.output, c);
}

}  // namespace

bool Admit(SwitchState& state, Frame& frame) {
  const std::optional<DropReason> refusal = Refusal(state, frame);
  if (!refusal) return true;
  const Control& control = state.control;
  const int c = frame.priority;
  const int input = frame.input;
  state.counters.Drop(input, *refusal);
  if (*refusal == DropReason::kIngressLimit) {
    ++state.counters.port[input].pg_drops[c];
    if (control.Lossless(c)) state.pfc.SetXoff(input, c);
  } else if (*refusal == DropReason::kEgressLimit) {
    ++state.counters.port[frame.output].queue_drops[c];
  } else {
    return false;
  }
  if (frame.header != HeaderKind::kIpv4 || (control.trim_classes >> c & 1) == 0) return false;
  const auto trim_class = static_cast<int>(control.trim_class);
  if (OverLimit(state, input, frame.output, trim_class)) return false;
  frame.trimmed = true;
  frame.priority = static_cast<std::uint8_t>(trim_class);
  frame.keep = static_cast<std::uint8_t>(std::max<std::uint32_t>(1, control.trim_beats));
  ++state.counters.port[input].trimmed;
  return true;
}

}  // namespace linkwright::ethernet_switch
