// SPDX-License-Identifier: Apache-2.0
// A twin and, if the build has it, the RTL of the same variant beside it: both get the same wires,
// and their outputs are compared in every tick.
#pragma once

#include <cstdint>
#include <memory>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::fuzz {

class PairedSwitch {
 public:
  /// `rtl` may be null: then the twin runs alone.
  PairedSwitch(std::unique_ptr<interfaces::ClockedSwitch> twin,
               std::unique_ptr<interfaces::ClockedSwitch> rtl);

  /// The pair as a bench wants to own it; it must not outlive the pair. Tick and Reset throw
  /// std::runtime_error with tick, port, field and both values when the two differ.
  std::unique_ptr<interfaces::ClockedSwitch> Lend();
  bool has_rtl() const { return rtl_ != nullptr; }

 private:
  class Loan;
  void Compare(const interfaces::SwitchOutputs& outputs) const;

  std::unique_ptr<interfaces::ClockedSwitch> twin_;
  std::unique_ptr<interfaces::ClockedSwitch> rtl_;
  interfaces::SwitchOutputs rtl_outputs_;
  std::int64_t ticks_ = 0;
};

}  // namespace linkwright::fuzz
