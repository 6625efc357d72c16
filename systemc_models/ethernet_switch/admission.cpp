// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/admission.h"

#include <algorithm>
#include <optional>

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::StormAction;

namespace {

std::optional<DropReason> OverLimit(const SwitchState& state, int input, int output, int c) {
  if (state.mmu.RefusesInput(state.control, input, c)) return DropReason::kIngressLimit;
  if (state.mmu.RefusesOutput(state.control, output, c)) return DropReason::kEgressLimit;
  return std::nullopt;
}

std::optional<DropReason> Refusal(const SwitchState& state, const Frame& frame) {
  const int c = frame.priority;
  if (state.watchdog.Storm(frame.output, c) &&
      state.control.watchdog_action >= static_cast<std::uint32_t>(StormAction::kDrop)) {
    return DropReason::kStorm;
  }
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
  ++state.counters.port[input].pg_drops[c];
  const bool over_input = *refusal == DropReason::kIngressLimit;
  if (over_input && control.Lossless(c)) state.pfc.SetXoff(input, c);
  if (!over_input && *refusal != DropReason::kEgressLimit) return false;
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
