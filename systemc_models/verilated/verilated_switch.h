// SPDX-License-Identifier: Apache-2.0
// The switch's RTL, translated to C++ by Verilator, behind the same socket as its twin.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::verilated {

/// A clocked switch that can also record its inside. One instance is used by one thread at a time;
/// instances share nothing. Tick throws diagnostics::InternalError when an assertion in the RTL
/// fails.
class VerilatedSwitch : public interfaces::ClockedSwitch {
 public:
  /// Records all signals from the next Tick on into the FST file `path`; false if the model was
  /// built without tracing (LINKWRIGHT_RTL_TRACE) or the file cannot be written. Time in the file
  /// is 10 units per tick.
  virtual bool StartTrace(const std::string& path) = 0;
  virtual void StopTrace() = 0;
};

struct VerilatedOptions {
  /// Verilator has two states only. Registers and memories without reset start at 0 for seed 0, and
  /// at bits drawn from any other seed: a design that is reset properly behaves the same for all of
  /// them.
  int initial_value_seed = 0;
};

/// nullptr if the variant has no RTL.
std::unique_ptr<VerilatedSwitch> MakeVerilatedSwitch(const spec::scaleup_switch::Variant& variant,
                                                     const VerilatedOptions& options = {});

/// Names of the variants that have RTL, in the order of the specification.
std::vector<std::string_view> VerilatedVariants();

}  // namespace linkwright::verilated
