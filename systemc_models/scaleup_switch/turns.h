// SPDX-License-Identifier: Apache-2.0
// Bounds every wait. An output looks after one claim at a time, a claim being a kind (a VC, or
// group packets) of an input that waits for it; a claim that is not served while it ages becomes
// late, and a late claim with credit holds its input and its output for each other.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "systemc_models/scaleup_switch/switch_state.h"

namespace linkwright::scaleup_switch {

class Turns {
 public:
  explicit Turns(const SwitchState& state);

  void Reset();

  /// Once in a tick with something waiting, before anything is matched: what waits for the output
  /// visited, and who is held.
  void Begin(const PortSet& free_inputs, const PortSet& free_outputs,
             const std::array<PortSet, kMaxVcs>& credit) {
    NoteWaiting();
    input_seen_free_ = input_seen_free_ | free_inputs;
    output_seen_free_ = output_seen_free_ | free_outputs;
    if (late_.Any()) {
      Hold(credit);
    } else if (held_inputs_.Any()) {
      held_inputs_ = held_outputs_ = held_for_groups_ = {};
    }
  }

  /// The claim looked after by an output is this VC of this input.
  bool LooksAfter(int output, int input, int vc) const {
    return claim_[output] == Claim(vc, input);
  }
  /// The VC of `input` that the output looks after; -1 if it does not.
  int FavouredVc(int output, int input) const {
    const std::uint16_t claim = claim_[output];
    return (claim & 0xFF) == input && claim >> 8 < group_kind_ ? claim >> 8 : -1;
  }

  bool AnyHeld() const { return held_inputs_.Any(); }
  const PortSet& HeldInputs() const { return held_inputs_; }
  const PortSet& HeldOutputs() const { return held_outputs_; }
  const PortSet& HeldForGroups() const { return held_for_groups_; }
  /// Whom a held output is held for.
  int HeldFor(int output) const { return claim_[output] & 0xFF; }

  /// A match of the tick.
  void NoteUnicast(int output, int input, int vc) {
    const std::uint16_t claim = Claim(vc, input);
    if (claim_[output] == claim || output == visited_) NoteServed(output, claim);
  }
  void NoteGroup(const PortSet& outputs, int input) {
    ForEach(outputs, [&](int output) { NoteServed(output, Claim(group_kind_, input)); });
  }

  /// After all matches of the tick: counts packets, and the visit. `matched`: the outputs.
  void End(const PortSet& matched);

 private:
  static constexpr std::uint16_t kNobody = 0xFFFF;
  static constexpr int kPacketTicks = 16;  // a packet that flows takes no longer
  static constexpr int kLate = 2;          // of age

  static std::uint16_t Claim(int kind, int input) {
    return static_cast<std::uint16_t>(kind << 8 | input);
  }
  void NoteServed(int output, std::uint16_t claim) {
    if (output == visited_) matched_ = claim;
    if (claim_[output] != claim) return;
    Drop(output);
    served_.Set(output);
  }
  void Drop(int output) {
    claim_[output] = kNobody;
    late_.Clear(output);
  }
  void NoteWaiting();
  void Hold(const std::array<PortSet, kMaxVcs>& credit);
  void Choose(int output);

  const SwitchState& state_;
  int kinds_;
  int group_kind_;  // the kind of group packets; larger than any VC
  int span_;        // ticks between visits to an output
  int tick_ = 0;
  std::vector<std::uint16_t> claim_;  // per output, kNobody while it looks after none
  std::vector<std::uint16_t> last_;   // looked after last
  std::vector<std::uint8_t> age_;
  PortSet late_;
  PortSet served_;                // outputs whose claim was matched in this tick
  PortSet rest_low_, rest_high_;  // packets to be served before the next turn, three at first
  PortSet input_seen_free_, output_seen_free_;
  PortSet input_stuck_, output_stuck_;
  PortSet held_inputs_, held_outputs_, held_for_groups_;
  int visited_ = 0;                             // a port, or beyond the last one
  bool rested_ = false;                         // it may look after somebody now
  std::uint16_t matched_ = kNobody;             // with the output visited, in this tick
  std::array<PortSet, kMaxVcs + 1> waiting_{};  // for the output visited, by kind
};

}  // namespace linkwright::scaleup_switch
