// SPDX-License-Identifier: Apache-2.0
// All wires into a scale-up switch, cycle by cycle.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/phased_stimulus.h"
#include "systemc_models/lockstep/scaleup/stimulus_fabric.h"
#include "systemc_models/lockstep/scaleup/stimulus_family.h"
#include "systemc_models/lockstep/scaleup/stimulus_peer.h"
#include "systemc_models/lockstep/scaleup/stimulus_phase.h"
#include "systemc_models/lockstep/scaleup/stimulus_registers.h"

namespace linkwright::lockstep::scaleup {

struct StimulusParts {
  using Variant = sw::Variant;
  using Family = scaleup::Family;
  using Plan = FabricPlan;
  using Phase = scaleup::Phase;
  using Pattern = scaleup::Pattern;
  using Peer = scaleup::Peer;
  using PeerCounts = scaleup::PeerCounts;
  using Registers = RegisterDriver;
  static constexpr const char* kSeedPath = "";
  static constexpr std::int64_t kLongestFlap = 200;
};

class Stimulus final : public PhasedStimulus<StimulusParts> {
 public:
  /// `cycles` of traffic; after them the peers finish what they began, and all counters are read.
  Stimulus(const sw::Variant& variant, Family family, std::uint64_t seed, std::int64_t cycles);

  void CollectCoverage(Coverage& coverage) const override;

 private:
  RegisterDriver& registers() override { return registers_; }
  const RegisterDriver& registers() const override { return registers_; }
  void ObservePorts(const interfaces::SwitchOutputs& wires) override;
  void DrivePorts(bool draining, interfaces::SwitchInputs& inputs) override;
  void ObserveCopies(const interfaces::SwitchOutputs& wires);

  RegisterDriver registers_;
  std::uint64_t copies_together_ = 0, copies_apart_ = 0;
  std::unordered_map<std::uint64_t, std::int64_t> first_copy_;  // looked up only, never iterated
};

}  // namespace linkwright::lockstep::scaleup
