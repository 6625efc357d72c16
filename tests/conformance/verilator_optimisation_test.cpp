// SPDX-License-Identifier: Apache-2.0
// Verilator 5.006 has known wrong optimisations of wide expressions: the model translated with -O0
// must behave as the one with -O3.
#include <gtest/gtest.h>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/conformance/lockstep_run.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {
std::unique_ptr<VerilatedSwitch> Make_scaleup_switch_p4_plain(const VerilatedOptions& options);
}  // namespace linkwright::verilated

namespace linkwright::conformance {
namespace {

TEST(VerilatedSwitch, BehavesTheSameWithAndWithoutOptimisation) {
  const auto* variant = spec::scaleup_switch::FindVariant("p4");
  for (const Family family : kAllFamilies) {
    Coverage coverage;
    const LockStepRow what{variant, family, 21, 4000};
    const auto optimised = verilated::MakeVerilatedSwitch(*variant);
    const auto plain = verilated::Make_scaleup_switch_p4_plain({});
    const VerifyRow a = RunAlone(what, *optimised, coverage);
    const VerifyRow b = RunAlone(what, *plain, coverage);
    EXPECT_EQ(a.stimulus_hash, b.stimulus_hash) << ToString(family);
    EXPECT_EQ(a.response_hash, b.response_hash) << ToString(family);
    EXPECT_GT(a.flits_out, 500);
  }
}

}  // namespace
}  // namespace linkwright::conformance
