// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/ethernet_verify.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/rtl/synthesis/netlist_lockstep.h"

namespace linkwright::verilated {
const linkwright_switch_plugin_table* Table_ethernet_switch_p4_netlist();
}  // namespace linkwright::verilated

namespace linkwright::ethernet_conformance {
namespace {

TEST(EthernetSynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  const auto netlist = [](const std::string&) {
    return plugins::MakeSwitch(*verilated::Table_ethernet_switch_p4_netlist());
  };
  lockstep::ExpectNetlistEqualsTwin(EthernetKind(), {TwinAgainstRtl().reference, netlist});
}

}  // namespace
}  // namespace linkwright::ethernet_conformance
