// SPDX-License-Identifier: Apache-2.0
// All wires into an Ethernet switch, cycle by cycle: one peer per port, holds, link flaps, time,
// the register bus. Everything is drawn from streams of one seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_conformance/frame_books.h"
#include "systemc_models/ethernet_conformance/frame_monitor.h"
#include "systemc_models/ethernet_conformance/register_mirror.h"
#include "systemc_models/ethernet_conformance/stimulus_family.h"
#include "systemc_models/ethernet_conformance/stimulus_peer.h"
#include "systemc_models/ethernet_conformance/stimulus_phase.h"
#include "systemc_models/ethernet_conformance/stimulus_plan.h"
#include "systemc_models/ethernet_conformance/stimulus_registers.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/stimulus.h"

namespace linkwright::ethernet_conformance {

class Stimulus final : public lockstep::Stimulus {
 public:
  /// `cycles` of traffic (`endurance` of up to eight ports, from 20,000 on: 7.5 times as many);
  /// after them the peers finish what they began, the switch becomes empty, and all registers are
  /// read.
  Stimulus(const sw::Variant& variant, Family family, std::uint64_t seed, std::int64_t cycles);
  Stimulus(const Stimulus&) = delete;
  Stimulus& operator=(const Stimulus&) = delete;

  void Drive(const interfaces::SwitchOutputs& wires, interfaces::SwitchInputs& inputs) override;
  bool Done() const override;

  std::int64_t cycle() const override { return cycle_; }
  std::uint64_t hash() const override { return hash_; }
  std::int64_t flits_in() const override;
  std::int64_t flits_out() const override;
  void CollectCoverage(lockstep::Coverage& coverage) const override;
  std::string complaint() const override;

 private:
  void NextPhase();
  void DriveLinks(bool draining, interfaces::SwitchInputs& inputs);
  std::size_t DrawFlap();
  void Empty(bool idle);

  const sw::Variant& variant_;
  Family family_;
  random::Stream random_;
  SwitchPlan plan_;
  RegisterMirror mirror_;
  FrameBooks books_;
  RegisterDriver registers_;
  FrameMonitor monitor_;
  std::vector<Peer> peers_;
  std::vector<std::int64_t> down_until_;
  std::vector<bool> up_;
  Phase phase_;
  Pattern pattern_;
  std::uint32_t time_;
  std::int64_t cycle_ = 0;
  std::int64_t traffic_end_;
  std::int64_t insist_at_;           // from then on peers end what they have paused
  std::int64_t readout_begin_ = -1;  // -1: the switch is not empty yet
  bool never_empty_ = false;
  bool waits_ = false;    // at the end, for pauses to expire
  bool expires_ = false;  // one that was long
  std::uint64_t hash_ = 0;

  std::uint64_t flaps_ = 0, aborts_ = 0, idle_cycles_ = 0, irq_cycles_ = 0, wraps_ = 0;
};

}  // namespace linkwright::ethernet_conformance
