// SPDX-License-Identifier: Apache-2.0
// All wires into a switch, cycle by cycle: one peer per port, link flaps, the register bus. It
// reacts to what the switch answers, so equal switches see equal stimuli. Everything is drawn from
// streams of one seed; the hash over all inputs names the stimulus.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/conformance/stimulus_fabric.h"
#include "systemc_models/conformance/stimulus_family.h"
#include "systemc_models/conformance/stimulus_peer.h"
#include "systemc_models/conformance/stimulus_phase.h"
#include "systemc_models/conformance/stimulus_registers.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/stimulus.h"

namespace linkwright::conformance {

class Stimulus final : public lockstep::Stimulus {
 public:
  /// `cycles` of traffic; after them the peers finish what they began, and all counters are read.
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

 private:
  void NextPhase();
  void DriveLinks(bool draining, interfaces::SwitchInputs& inputs);
  void ObserveCopies(const interfaces::SwitchOutputs& wires);

  const sw::Variant& variant_;
  Family family_;
  random::Stream random_;
  FabricPlan plan_;
  RegisterDriver registers_;
  std::vector<Peer> peers_;
  std::vector<std::int64_t> down_until_;
  Phase phase_;
  Pattern pattern_;
  std::int64_t cycle_ = 0;
  std::int64_t traffic_end_;
  std::int64_t readout_begin_;
  std::uint64_t hash_;

  std::uint64_t flaps_ = 0, idle_cycles_ = 0, irq_cycles_ = 0;
  std::uint64_t copies_together_ = 0, copies_apart_ = 0;
  std::unordered_map<std::uint64_t, std::int64_t> first_copy_;  // looked up only, never iterated
};

}  // namespace linkwright::conformance
