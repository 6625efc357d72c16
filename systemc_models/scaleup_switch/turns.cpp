// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/turns.h"

#include <bit>

namespace linkwright::scaleup_switch {

Turns::Turns(const SwitchState& state)
    : state_(state),
      kinds_(state.variant.virtual_channels + (state.has_reduction ? 1 : 0)),
      group_kind_(state.variant.virtual_channels),
      span_(static_cast<int>(std::bit_ceil(static_cast<unsigned>(state.variant.ports)))),
      claim_(state.variant.ports),
      last_(state.variant.ports),
      age_(state.variant.ports) {
  Reset();
}

void Turns::Reset() {
  tick_ = 0;
  claim_.assign(claim_.size(), kNobody);
  last_.assign(last_.size(), Claim(0, 0));
  age_.assign(age_.size(), 0);
  late_ = served_ = rest_low_ = rest_high_ = {};
  input_seen_free_ = output_seen_free_ = input_stuck_ = output_stuck_ = {};
  held_inputs_ = held_outputs_ = held_for_groups_ = {};
}

void Turns::NoteWaiting() {
  visited_ = tick_ % span_;
  matched_ = kNobody;
  if (visited_ >= state_.variant.ports) return;
  rested_ = !rest_low_.Has(visited_) && !rest_high_.Has(visited_);
  for (int vc = 0; vc < group_kind_; ++vc) waiting_[vc] = state_.unicast.Wanting(vc, visited_);
  if (kinds_ == group_kind_) return;
  PortSet groups;
  ForEach(state_.multicast.Waiting(), [&](int input) {
    if (state_.packets.Group(state_.multicast.Head(input)).remaining.Has(visited_))
      groups.Set(input);
  });
  waiting_[group_kind_] = groups;
}

void Turns::Hold(const std::array<PortSet, kMaxVcs>& credit) {
  held_inputs_ = held_outputs_ = held_for_groups_ = {};
  ForEach(Without(late_, output_stuck_), [&](int output) {
    const int input = HeldFor(output);
    if (input_stuck_.Has(input)) return;
    const int kind = claim_[output] >> 8;
    if (kind == group_kind_) {
      const PacketIndex index = state_.multicast.Head(input);
      const Packet& packet = state_.packets[index];
      if (packet.kind == PacketKind::kReduce && !state_.packets.Group(index).has_entry &&
          !state_.reductions.HasFree(input))
        return;
      if (!credit[packet.vc].Has(output)) return;
      held_for_groups_.Set(output);
    } else if (!credit[kind].Has(output)) {
      return;
    }
    held_outputs_.Set(output);
    held_inputs_.Set(input);
  });
}

void Turns::Choose(int output) {
  const int last_kind = last_[output] >> 8;
  const int last_input = last_[output] & 0xFF;
  // The kind of the last claim comes first, with the inputs behind it, and at the end as a whole.
  int kind = last_kind;
  for (int step = 0; step <= kinds_; ++step) {
    PortSet candidates = waiting_[kind];
    if (matched_ != kNobody && matched_ >> 8 == kind) candidates.Clear(matched_ & 0xFF);
    if (step == 0) candidates.Clear(static_cast<unsigned>(last_input));
    if (candidates.Any()) {
      const int first = FirstAtOrAfter<kMaxWords>(candidates, step == 0 ? last_input : 0);
      if (step > 0 || first > last_input) {
        claim_[output] = last_[output] = Claim(kind, first);
        return;
      }
    }
    if (++kind == kinds_) kind = 0;
  }
}

void Turns::End(const PortSet& matched) {
  const PortSet counting = matched & (rest_low_ | rest_high_);
  const PortSet borrowing = Without(counting, rest_low_);
  rest_high_ = Without(rest_high_, borrowing) | served_;
  rest_low_ = Without(rest_low_, counting) | borrowing | served_;
  const int output = visited_;
  if (output < state_.variant.ports) {
    const bool ages = tick_ >= (kPacketTicks - 1) * span_;
    const bool nobody = claim_[output] == kNobody;
    const bool given_up = ages && age_[output] == kLate && !held_outputs_.Has(output);
    if (nobody ? ages || (rested_ && !served_.Has(output)) : given_up) {
      Drop(output);
      age_[output] = 0;
      Choose(output);
    } else if (!nobody && ages && age_[output] < kLate) {
      if (++age_[output] == kLate) late_.Set(output);
    }
  }
  served_ = {};
  if (tick_ % kPacketTicks == kPacketTicks - 1) {
    input_stuck_ = Without(state_.control.all_inputs, input_seen_free_);
    output_stuck_ = Without(state_.control.all_ports, output_seen_free_);
    input_seen_free_ = output_seen_free_ = {};
  }
  if (++tick_ == kPacketTicks * span_) tick_ = 0;
}

}  // namespace linkwright::scaleup_switch
