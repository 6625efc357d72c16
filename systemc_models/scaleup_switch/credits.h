// SPDX-License-Identifier: Apache-2.0
// Both ends of the credit scheme: limits that a port advertises for its buffers, and limits it has
// received for the buffers behind its output. Cumulative packet counts modulo 2^16.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/control.h"
#include "systemc_models/scaleup_switch/counters.h"

namespace linkwright::scaleup_switch {

/// Counts freed slots and advertises K + freed, one VC per port and tick.
class ReceiverCredits {
 public:
  ReceiverCredits(int ports, int vcs, int slots);

  void Reset();

  /// A slot of (port, vc) was freed, or a packet that took none was accepted or dropped. Counts at
  /// this edge.
  void Free(int port, int vc) {
    PortState& state = state_[port];
    ++state.freed[vc];
    state.pending |= static_cast<std::uint8_t>(1U << vc);
    pending_.Set(port);
  }

  /// This tick's emissions, from the state before any Free of this tick. Uses up drop_next_credit.
  void Emit(Control& control, interfaces::SwitchOutputs& outputs);

  /// Schedules a repetition of every limit when the refresh counter wraps. Call after Emit.
  void CountRefresh(std::uint32_t period);
  void RestartRefresh() { refresh_counter_ = 0; }

  bool Settled() const { return !pending_.Any() && on_wires_count_ == 0; }

 private:
  struct PortState {
    std::array<std::uint16_t, kMaxVcs> freed{};
    std::uint8_t pending = 0;  // masks of VCs
    std::uint8_t refresh = 0;
    std::uint8_t next = 0;  // VC that goes first
  };

  int vcs_;
  std::uint16_t slots_;
  std::uint8_t all_vcs_;
  PortSet all_ports_;
  std::vector<PortState> state_;
  PortSet pending_;                                 // ports with news
  PortSet refreshing_;                              // ports with limits to be repeated
  std::array<std::uint8_t, kMaxPorts> on_wires_{};  // ports whose credit is valid on the wires
  int on_wires_count_ = 0;
  std::uint32_t refresh_counter_ = 0;
};

/// What the receivers behind the outputs allow.
class SenderCredits {
 public:
  SenderCredits(int ports, int vcs);

  void Reset();

  void Update(int port, const interfaces::CreditBeat& credit) {
    if (credit.vc >= vcs_) return;
    PortState& state = state_[port];
    state.limit[credit.vc] = credit.limit;
    available_[credit.vc].Assign(port, credit.limit != state.used[credit.vc]);
  }

  void Use(int port, int vc) {
    PortState& state = state_[port];
    available_[vc].Assign(port, ++state.used[vc] != state.limit[vc]);
  }

  /// Outputs that could start a packet on `vc` if they are live.
  const PortSet& Available(int vc) const { return available_[vc]; }

 private:
  struct PortState {
    std::array<std::uint16_t, kMaxVcs> limit{};
    std::array<std::uint16_t, kMaxVcs> used{};
  };

  int vcs_;
  std::vector<PortState> state_;
  std::array<PortSet, kMaxVcs> available_;
};

}  // namespace linkwright::scaleup_switch
