// SPDX-License-Identifier: Apache-2.0
// All wires into an Ethernet switch, cycle by cycle: besides peers, links and bus the clock from
// outside, and the books of what went in and came out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/ethernet/frame_books.h"
#include "systemc_models/lockstep/ethernet/frame_monitor.h"
#include "systemc_models/lockstep/ethernet/register_map.h"
#include "systemc_models/lockstep/ethernet/stimulus_family.h"
#include "systemc_models/lockstep/ethernet/stimulus_peer.h"
#include "systemc_models/lockstep/ethernet/stimulus_phase.h"
#include "systemc_models/lockstep/ethernet/stimulus_plan.h"
#include "systemc_models/lockstep/ethernet/stimulus_registers.h"
#include "systemc_models/lockstep/harness/phased_stimulus.h"

namespace linkwright::lockstep::ethernet {

struct StimulusParts {
  using Variant = sw::Variant;
  using Family = ethernet::Family;
  using Plan = SwitchPlan;
  using Phase = ethernet::Phase;
  using Pattern = ethernet::Pattern;
  using Peer = ethernet::Peer;
  using PeerCounts = ethernet::PeerCounts;
  using Registers = RegisterDriver;
  static constexpr const char* kSeedPath = "ethernet/";
  static constexpr std::int64_t kLongestFlap = 300;
};

class Stimulus final : public PhasedStimulus<StimulusParts> {
 public:
  /// `cycles` of traffic (`endurance` of up to eight ports, from 20,000 on: 7.5 times as many);
  /// after them the peers finish what they began, the switch becomes empty, and all registers are
  /// read.
  Stimulus(const sw::Variant& variant, Family family, std::uint64_t seed, std::int64_t cycles);

  void CollectCoverage(Coverage& coverage) const override;
  std::string complaint() const override;

 private:
  RegisterDriver& registers() override { return registers_; }
  const RegisterDriver& registers() const override { return registers_; }
  void ObservePorts(const interfaces::SwitchOutputs& wires) override;
  void ObserveSwitch(const interfaces::SwitchOutputs& wires) override;
  void DrivePorts(bool draining, interfaces::SwitchInputs& inputs) override;
  void BreakLinks() override;
  void DriveSwitch(interfaces::SwitchInputs& inputs) override;
  std::size_t DrawFlap() override;
  void Empty(bool idle);

  RegisterMirror mirror_;
  FrameBooks books_;
  RegisterDriver registers_;
  FrameMonitor monitor_;
  std::vector<bool> up_;
  std::uint32_t time_;
  const bool waits_;        // at the end, for pauses to expire
  std::int64_t insist_at_;  // from then on peers end what they have paused
  bool never_empty_ = false;
  bool expires_ = false;  // a pause that was long

  std::uint64_t aborts_ = 0, wraps_ = 0;
};

}  // namespace linkwright::lockstep::ethernet
