// SPDX-License-Identifier: Apache-2.0
// All wires into a switch, cycle by cycle. A stimulus reacts to what the switch answers, so equal
// switches see equal stimuli.
#pragma once

#include <cstdint>
#include <string>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/coverage.h"

namespace linkwright::lockstep {

class Stimulus {
 public:
  virtual ~Stimulus() = default;

  /// `wires` is what the switch drives in this cycle; fills what it receives in the same cycle.
  virtual void Drive(const interfaces::SwitchOutputs& wires, interfaces::SwitchInputs& inputs) = 0;
  /// Traffic has ended, the peers have drained and all registers have been read.
  virtual bool Done() const = 0;

  /// Of Drive calls so far.
  virtual std::int64_t cycle() const = 0;
  /// Of all inputs so far; the name of the stimulus.
  virtual std::uint64_t hash() const = 0;
  virtual std::int64_t flits_in() const = 0;
  virtual std::int64_t flits_out() const = 0;
  virtual void CollectCoverage(Coverage& coverage) const = 0;
  /// What is wrong with the end of a run that is done, whatever the other switch says: what went in
  /// did not come out, for instance. Empty if nothing is.
  virtual std::string complaint() const { return ""; }
};

}  // namespace linkwright::lockstep
