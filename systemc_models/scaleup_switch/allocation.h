// SPDX-License-Identifier: Apache-2.0
// The allocation stage: collects requests, shares inputs and outputs between unicast and group
// packets, and starts the transfers that were matched.
#pragma once

#include "systemc_models/scaleup_switch/islip.h"
#include "systemc_models/scaleup_switch/match.h"
#include "systemc_models/scaleup_switch/multicast_arbiter.h"
#include "systemc_models/scaleup_switch/switch_state.h"
#include "systemc_models/scaleup_switch/transfer.h"
#include "systemc_models/scaleup_switch/turns.h"
#include "systemc_models/scaleup_switch/wavefront.h"

namespace linkwright::scaleup_switch {

class Allocation {
 public:
  explicit Allocation(SwitchState& state);

  void Reset();

  /// One tick, after Transfer::Step and before anything is queued.
  void Step(Transfer& transfer);

 private:
  template <int kWords>
  void StepWords(Transfer& transfer);
  template <int kWords>
  void CollectUnicast(const PortSet& free_inputs, const PortSet& free_outputs);
  void HoldUnicast();
  int ChooseVc(int input, int output) const;
  template <int kWords>
  void MatchUnicast(Transfer& transfer);
  template <int kWords>
  void MatchBoth(Transfer& transfer, const PortSet& free_inputs, const PortSet& free_outputs);
  void CollectMulticast(const PortSet& free_inputs, const PortSet& free_outputs);
  PortSet GroupsTurn() const;
  PortSet HoldGroup(int input, const PortSet& asked) const;
  void StartGroupPackets(Transfer& transfer);
  void StartGroupPacket(Transfer& transfer, int input, const PortSet& outputs);
  void TakeReductionEntry(int port, PacketIndex packet);

  SwitchState& state_;
  int port_words_;
  int words_;  // of the tick: as many as hold the inputs that have packets
  Islip islip_;
  Wavefront wavefront_;
  MulticastArbiter arbiter_;
  Turns turns_;
  PortSet prefer_group_;  // outputs that serve a group packet next if both kinds ask
  PortSet owes_unicast_;  // inputs that sent a group packet last
  std::array<std::uint8_t, kMaxVcs> preference_{};  // VCs that exist, preferred ones first
  std::array<PortSet, kMaxVcs> credit_;             // outputs that may start a packet on the VC
  std::array<PortSet, kMaxVcs> asked_;  // free outputs with a packet and credit on the VC
  PortSet asked_on_several_;            // on more than one
  UnicastRequests unicast_;
  MatchList matches_;
  MulticastRequests multicast_;
  MulticastMatches grants_;
};

}  // namespace linkwright::scaleup_switch
