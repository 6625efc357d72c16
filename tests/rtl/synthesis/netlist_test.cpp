// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/rtl/synthesis/netlist_lockstep.h"

namespace linkwright::verilated {
const linkwright_switch_plugin_table* Table_scaleup_switch_p4_netlist();
}  // namespace linkwright::verilated

namespace linkwright::lockstep::scaleup {
namespace {

TEST(SynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  const auto netlist = [](const std::string&) {
    return plugins::MakeSwitch(*verilated::Table_scaleup_switch_p4_netlist());
  };
  lockstep::ExpectNetlistEqualsTwin(ScaleUpKind(), netlist);
}

}  // namespace
}  // namespace linkwright::lockstep::scaleup
