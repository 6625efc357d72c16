// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/lockstep_verify.h"
#include "systemc_models/verilated/verilated_switch.h"
#include "tests/rtl/synthesis/netlist_lockstep.h"

namespace linkwright::verilated {
std::unique_ptr<VerilatedSwitch> Make_scaleup_switch_p4_netlist(const VerilatedOptions& options);
}  // namespace linkwright::verilated

namespace linkwright::conformance {
namespace {

TEST(SynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  const auto netlist = [](const std::string&) {
    return verilated::Make_scaleup_switch_p4_netlist({});
  };
  lockstep::ExpectNetlistEqualsTwin(ScaleUpKind(), {TwinAgainstRtl().reference, netlist});
}

}  // namespace
}  // namespace linkwright::conformance
