// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/rtl/synthesis/netlist_lockstep.h"

namespace linkwright::verilated {
const linkwright_switch_plugin_table* Table_ethernet_switch_p4_netlist();
}  // namespace linkwright::verilated

namespace linkwright::lockstep::ethernet {
namespace {

TEST(EthernetSynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  const auto netlist = [](const std::string&) {
    return plugins::MakeSwitch(*verilated::Table_ethernet_switch_p4_netlist());
  };
  lockstep::ExpectNetlistEqualsTwin(EthernetKind(), netlist);
}

}  // namespace
}  // namespace linkwright::lockstep::ethernet
