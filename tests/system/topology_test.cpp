// SPDX-License-Identifier: Apache-2.0
// Topologies of a scenario: simulated as a fluid, checked, priced.
#include <sstream>

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
  const CommandResult result = Linkwright("run '" + kPods +
                                          "' --set collective.algorithm=all_reduce_ring --set "
                                          "collective.size=1MiB");
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
  EXPECT_NE(refusal("--set collective.ranks_per_domain=16")
                .find("16 consecutive ranks are not in one scale-up domain of the topology, which "
                      "holds 8; leave this out"),
            std::string::npos);
}

// Pods of 4 instead of 8: as the topology, so the domains; smaller ones may be asked for.
TEST(Topologies, SayHowManyRanksOfAHierarchicalAllReduceAreNear) {
  const auto out = [](const std::string& more) {
    const CommandResult result =
        Linkwright("run '" + kPods + "' --set collective.size=1MiB --json r.json " + more);
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    return ReadJson("r.json")["metrics"]["network.links.host.bytes"]["value"].get<double>();
  };
  const double eights = out("");
  EXPECT_EQ(out("--set collective.ranks_per_domain=8"), eights);
  const double fours = out("--set pod.topology.pods.accelerators=4 --set pod.topology.pods.pods=8");
  // Every rank sends 2 (S / D) (G - 1) / G out of its domain of D, one of G.
  EXPECT_NEAR(fours / eights, (7.0 / 8 / 4) / (3.0 / 4 / 8), 0.01);
}

// One of the four uplinks of a leaf is down: what the four NICs behind it send and receive, 384 KiB
// each of 2 MiB, goes over the three that are left, 512 KiB each. Nothing is lost.
TEST(Topologies, ABrokenUplinkIsGoneAroundAndItsTrafficCountedOnTheOthers) {
  const auto run = [](const std::string& faults) {
    const CommandResult result =
        Linkwright("run '" + kPods + "' --json r.json --set collective.size=2MiB --set " +
                   "collective.protocol=simple --set \"faults=[" + faults + "]\"");
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    return ReadJson("r.json")["metrics"];
  };
  const auto of = [](const nlohmann::json& metrics, const std::string& name) {
    return metrics[name]["value"].get<double>();
  };
  const std::string down = "{kind: link_down, link: 'fabric.leaf0:4', at: ";
  const auto whole = run(""), broken = run(down + "0us}"), healed = run(down + "0us, lasts: 40us}");
  const std::string tier = "network.links.scale_out.tier2.";
  EXPECT_EQ(of(whole, tier + "busiest"), 384 << 10);
  EXPECT_EQ(of(broken, tier + "busiest"), 512 << 10);
  for (const auto& metrics : {broken, healed}) {
    EXPECT_EQ(of(metrics, tier + "bytes"), of(whole, tier + "bytes"));
    EXPECT_EQ(of(metrics, "collective.wrong"), 0);
  }
  EXPECT_LT(of(whole, "collective.time"), of(healed, "collective.time"));
  EXPECT_LT(of(healed, "collective.time"), of(broken, "collective.time"));
}

// Nothing inside a scale-up domain goes around both planes.
TEST(Topologies, AnAcceleratorThatIsCutOffIsNamedWithATimeToRead) {
  const CommandResult result = Linkwright(
      "run '" + kPods +
      "' --set collective.size=1MiB --set \"faults=[{kind: link_down, link: "
      "'pod0.accelerator3:0', at: 20us}, {kind: link_down, link: 'pod0.accelerator3:1', at: "
      "20us}]\"");
  EXPECT_EQ(result.exit_code, 1) << result.out << result.err;
  EXPECT_NE(result.err.find("transfers in flight and nothing moves at 53505.605 ns; accelerator 4 "
                            "to accelerator 3 waits for pod0.plane1.switch0:3"),
            std::string::npos)
      << result.err;
}

TEST(Topologies, APartOfEthernetFabricsIsRefusedWhereItIsScaleUp) {
  const std::string link = "--set pod.topology.pods.scale_up.single_tier.link=ethernet_400g_dac";
  ExpectRefused("run '" + kPods + "' " + link, link + ":1:45",
                "'ethernet_400g_dac' is a part of Ethernet fabrics (eth16_leaf_spine), but here it "
                "stands in the scale-up domain");
}

// Nodes by role, switches and links by tier: as the closed forms of docs/models/topologies.md.
TEST(Topologies, AreExplainedByTierInEightyColumnsAndInJson) {
  setenv("COLUMNS", "80", 1);
  const CommandResult result = Linkwright("explain '" + kPods + "' --json counts.json");
  unsetenv("COLUMNS");
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_NE(result.out.find("topology fabric: 32 accelerators, 32 NICs, 20 switches; 4 scale-up"),
            std::string::npos)
      << result.out;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  const auto counts = ReadJson("counts.json");
  EXPECT_EQ(counts["nodes"]["nic"], 32);
  EXPECT_EQ(counts["scale_up_domains"], 4);
  EXPECT_EQ(counts["bisection_links"]["scale_up"], 0);
  EXPECT_EQ(counts["bisection_links"]["scale_out"], 16);
  ASSERT_EQ(counts["tiers"].size(), 4u);
  EXPECT_EQ(counts["tiers"][0]["links"], 64);
  EXPECT_EQ(counts["tiers"][1]["switches"], 8);
  EXPECT_EQ(counts["tiers"][2]["links"], 32);
  EXPECT_EQ(counts["tiers"][3]["domain"], "host");
  EXPECT_EQ(Linkwright("explain nvlink72 --json -").exit_code, 0);
  EXPECT_EQ(Linkwright("explain p8 --json -").exit_code, 2) << "no topology";
}

}  // namespace
}  // namespace linkwright::system_test
