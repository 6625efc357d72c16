// SPDX-License-Identifier: Apache-2.0
// Does yosys read the scale-up switch as Verilator does? What it read of the rewritten sources,
// written as Verilog, is held against the twin.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "systemc_models/conformance/lockstep_verify.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {
std::unique_ptr<VerilatedSwitch> Make_scaleup_switch_p4_netlist(const VerilatedOptions& options);
}  // namespace linkwright::verilated

namespace linkwright::conformance {
namespace {

TEST(SynthesisNetlist, EqualsTheTwinOnEveryPortInEveryCycle) {
  lockstep::VerifyRequest request;
  request.variants = {"p4"};
  request.families = ScaleUpKind().all_families;
  request.seeds = 3;
  request.cycles = 3000;
  const lockstep::VerifyReport report =
      RunVerify(request, {TwinAgainstRtl().reference, [](const std::string&) {
                            return verilated::Make_scaleup_switch_p4_netlist({});
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
}  // namespace linkwright::conformance
