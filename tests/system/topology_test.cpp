// SPDX-License-Identifier: Apache-2.0
// Topologies of a scenario: simulated as a fluid, checked, priced.
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

const std::string kPods = LINKWRIGHT_SOURCE_DIR "/workloads/scenarios/pods-leaf-spine.yaml";

// 32 ranks in pods of 8 send 2 * 7/8 S inside and 2 * 1/8 * 3/4 S out; every byte goes up a link of
// its tier and down another.
TEST(Topologies, AHierarchicalAllReduceOverPodsCarriesOnEveryTierWhatIsComputedByHand) {
  const CommandResult result = Linkwright("run '" + kPods + "' --json pods.json");
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  const auto metrics = ReadJson("pods.json")["metrics"];
  const double size = 16 << 20;
  const auto times_size = [&](const std::string& tier) {
    return metrics["network.links." + tier + ".bytes"]["value"].get<double>() / size;
  };
  // Simple's flags are a thousandth of the data at this size.
  EXPECT_NEAR(times_size("scale_up.tier1"), 2 * 32 * 2 * 7.0 / 8, 1);
  for (const char* tier : {"host", "scale_out.tier1", "scale_out.tier2"})
    EXPECT_NEAR(times_size(tier), 2 * 32 * 2 * (1.0 / 8) * (3.0 / 4), 0.1) << tier;
  EXPECT_EQ(metrics["tco.switches"]["value"], 4 * 2 + 8 + 4);
  EXPECT_EQ(metrics["tco.links"]["value"], 64 + 32 + 32 + 32);
}

TEST(Topologies, ARingOverTheSamePodsIsCorrectToo) {
  const CommandResult result =
      Linkwright("run '" + kPods +
                 "' --set collective.algorithm=all_reduce_ring --set "
                 "collective.size=1MiB --set collective.ranks_per_domain=null");
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

TEST(Topologies, WhatCannotBeBuiltIsRefusedAtItsPlace) {
  const auto refusal = [](const std::string& more) {
    const CommandResult result = Linkwright("run '" + kPods + "' " + more);
    EXPECT_EQ(result.exit_code, 2) << result.out << result.err;
    return result.err;
  };
  EXPECT_NE(refusal("--set pod.topology.pods.scale_out.leaf_spine.leaf_ports=7")
                .find("need 8 ports per leaf, found 7"),
            std::string::npos);
  EXPECT_NE(refusal("--set pod.topology.pods.nic=nic_401g").find("nic part 'nic_401g'"),
            std::string::npos);
  EXPECT_NE(refusal("--set network.fidelity=cycle").find("fidelity flow only"), std::string::npos);
  EXPECT_NE(refusal("--set pod.ready=bench8").find("leave ready out"), std::string::npos);
  EXPECT_NE(refusal("--set collective.ranks_per_domain=5").find("a divisor of the 32 ranks"),
            std::string::npos);
}

}  // namespace
}  // namespace linkwright::system_test
