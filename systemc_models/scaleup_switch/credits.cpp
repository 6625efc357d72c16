// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/credits.h"

#include <bit>

namespace linkwright::scaleup_switch {
namespace {

// [start][mask]: the first set bit of the mask at or after start, cyclically.
constexpr auto kFirstVc = [] {
  std::array<std::array<std::uint8_t, 1 << kMaxVcs>, kMaxVcs> table{};
  for (unsigned start = 0; start < kMaxVcs; ++start) {
    for (unsigned mask = 1; mask < 1 << kMaxVcs; ++mask) {
      unsigned vc = start;
      while ((mask >> vc & 1) == 0) vc = (vc + 1) % kMaxVcs;
      table[start][mask] = static_cast<std::uint8_t>(vc);
    }
  }
  return table;
}();

}  // namespace

ReceiverCredits::ReceiverCredits(int ports, int vcs, int slots)
    : vcs_(vcs),
      slots_(static_cast<std::uint16_t>(slots)),
      all_vcs_(static_cast<std::uint8_t>((1U << vcs) - 1)),
      all_ports_(PortSet::FirstMembers(ports)),
      state_(ports) {
  Reset();
}

void ReceiverCredits::Reset() {
  PortState initial;
  initial.pending = all_vcs_;
  state_.assign(state_.size(), initial);
  pending_ = all_ports_;
  refreshing_ = {};
  on_wires_count_ = 0;
  refresh_counter_ = 0;
}

void ReceiverCredits::Emit(Control& control, interfaces::SwitchOutputs& outputs) {
  for (int i = 0; i < on_wires_count_; ++i) outputs.port[on_wires_[i]].credit.valid = false;
  on_wires_count_ = 0;
  ForEach(pending_ | refreshing_, [&](int port) {
    PortState& state = state_[port];
    int vc;
    if (state.pending != 0) {
      vc = kFirstVc[state.next][state.pending];
      const auto cleared = static_cast<std::uint8_t>(~(1U << vc));
      state.pending &= cleared;
      state.refresh &= cleared;
      state.next = static_cast<std::uint8_t>(vc + 1 == vcs_ ? 0 : vc + 1);
      if (state.pending == 0) pending_.Clear(port);
    } else {
      vc = std::countr_zero(static_cast<unsigned>(state.refresh));
      state.refresh &= static_cast<std::uint8_t>(~(1U << vc));
    }
    if (state.refresh == 0) refreshing_.Clear(port);
    if (control.drop_next_credit.Has(port)) {
      control.drop_next_credit.Clear(port);
      return;
    }
    interfaces::CreditBeat& credit = outputs.port[port].credit;
    credit.valid = true;
    credit.vc = static_cast<std::uint8_t>(vc);
    credit.limit = static_cast<std::uint16_t>(slots_ + state.freed[vc]);
    on_wires_[on_wires_count_++] = static_cast<std::uint8_t>(port);
  });
}

void ReceiverCredits::CountRefresh(std::uint32_t period) {
  if (period == 0) return;
  if (++refresh_counter_ < period) return;
  refresh_counter_ = 0;
  for (PortState& state : state_) state.refresh = all_vcs_;
  refreshing_ = all_ports_;
}

SenderCredits::SenderCredits(int ports, int vcs) : vcs_(vcs), state_(ports) {}

void SenderCredits::Reset() {
  state_.assign(state_.size(), PortState{});
  available_ = {};
}

}  // namespace linkwright::scaleup_switch
