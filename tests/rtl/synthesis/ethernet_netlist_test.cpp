// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/ethernet_verify.h"
#include "systemc_models/verilated/verilated_switch.h"
#include "tests/rtl/synthesis/netlist_lockstep.h"

namespace linkwright::verilated {
std::unique_ptr<VerilatedSwitch> Make_ethernet_switch_p4_netlist(const VerilatedOptions& options);
}  // namespace linkwright::verilated

namespace linkwright::ethernet_conformance {
namespace {

TEST(EthernetSynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  const auto netlist = [](const std::string&) {
    return verilated::Make_ethernet_switch_p4_netlist({});
  };
  lockstep::ExpectNetlistEqualsTwin(EthernetKind(), {TwinAgainstRtl().reference, netlist});
}

}  // namespace
}  // namespace linkwright::ethernet_conformance
