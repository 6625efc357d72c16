// SPDX-License-Identifier: Apache-2.0
// Does yosys read a switch as Verilator does? What it read of the rewritten sources, written as
// Verilog, is held against the twin: every family, three seeds.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "systemc_models/lockstep/harness/verify.h"

namespace linkwright::lockstep {

// `netlist` is that of the variant p4.
inline void ExpectNetlistEqualsTwin(const SwitchKind& kind, const SwitchDevice& netlist) {
  VerifyRequest request;
  request.variants = {"p4"};
  request.families = kind.all_families;
  request.seeds = 3;
  request.cycles = 3000;
  const VerifyReport report = RunVerify(kind, request, {kind.ours.reference, netlist});
  EXPECT_TRUE(report.passed()) << FormatReport(report, request);
  std::int64_t cycles = 0;
  std::int64_t flits = 0;
  for (const VerifyRow& row : report.rows) {
    cycles += row.cycles;
    flits += row.flits_out;
  }
  fmt::print("{} runs, {} cycles, {} flits or beats\n", report.rows.size(), cycles, flits);
  EXPECT_GT(flits, 10000) << "the stimulus hardly got through the switch";
}

}  // namespace linkwright::lockstep
