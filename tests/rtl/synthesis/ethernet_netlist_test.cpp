// SPDX-License-Identifier: Apache-2.0
// Does yosys read the Ethernet switch as Verilator does? What it read of the rewritten sources,
// written as Verilog, is held against the twin.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "systemc_models/ethernet_conformance/ethernet_verify.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {
std::unique_ptr<VerilatedSwitch> Make_ethernet_switch_p4_netlist(const VerilatedOptions& options);
}  // namespace linkwright::verilated

namespace linkwright::ethernet_conformance {
namespace {

TEST(EthernetSynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  lockstep::VerifyRequest request;
  request.variants = {"p4"};
  request.families = EthernetKind().all_families;
  request.seeds = 3;
  request.cycles = 3000;
  const lockstep::VerifyReport report =
      RunVerify(request, {TwinAgainstRtl().reference, [](const std::string&) {
                            return verilated::Make_ethernet_switch_p4_netlist({});
                          }});
  EXPECT_TRUE(report.passed()) << FormatReport(report, request);
  std::int64_t cycles = 0;
  std::int64_t flits = 0;
  for (const lockstep::VerifyRow& row : report.rows) {
    cycles += row.cycles;
    flits += row.flits_out;
  }
  fmt::print("{} runs, {} cycles, {} flits\n", report.rows.size(), cycles, flits);
  EXPECT_GT(flits, 10000) << "the stimulus hardly got through the switch";
}

}  // namespace
}  // namespace linkwright::ethernet_conformance
