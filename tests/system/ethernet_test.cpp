// SPDX-License-Identifier: Apache-2.0
// Ethernet fabrics as users of the command meet them.
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

double Metric(const nlohmann::json& report, const std::string& name) {
  return report["metrics"][name]["value"].get<double>();
}

TEST(Ethernet, BenchRunsOverOneAndTwoTiers) {
  for (const char* pod : {"eth8", "eth16_leaf_spine"}) {
    for (const char* algorithm : {"all_reduce_ring", "all_to_all_allpairs"}) {
      const CommandResult result = Linkwright(std::string("bench --on ") + pod + " --algorithm " +
                                              algorithm + " --sizes 64KiB --fidelity cycle");
      EXPECT_EQ(result.exit_code, 0) << result.err;
      EXPECT_NE(result.out.find("Out of bounds values : 0 OK"), std::string::npos) << result.out;
    }
  }
}

TEST(Ethernet, ADeadUplinkIsRoutedAround) {
  const std::string scenario =
      std::string(LINKWRIGHT_SOURCE_DIR) + "/workloads/scenarios/eth16-dead-uplink.yaml";
  const CommandResult result = Linkwright("run " + scenario + " --json report.json");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const nlohmann::json report = ReadJson("report.json");
  EXPECT_EQ(Metric(report, "collective.wrong"), 0);
  EXPECT_EQ(Metric(report, "switches.reroutes"), 1);
  EXPECT_EQ(Metric(report, "network.link_events"), 1);
  EXPECT_EQ(Metric(report, "network.data_bytes_landed.total"),
            Metric(report, "network.payload_bytes_received.total"));
}

TEST(Ethernet, ComparesWithAScaleUpPodAndCountsItsCards) {
  const CommandResult result =
      Linkwright("compare bench8 eth8 --algorithm all_reduce_ring --size 64KiB --json report.json");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const nlohmann::json report = ReadJson("report.json");
  bool cards = false;
  for (const auto& line : report["provenance"]["pods"]["eth8"]["bill_of_materials"]) {
    cards |= line["part"] == "nic_400g" && line["count"] == 8;
  }
  EXPECT_TRUE(cards) << report["provenance"]["pods"]["eth8"]["bill_of_materials"].dump(1);
}

TEST(Ethernet, WhatAFabricCannotDoIsSaidInASentence) {
  Write("flow.yaml", "pod: {ready: eth8}\nnetwork: {fidelity: flow}\n");
  ExpectRefused("run flow.yaml", "flow.yaml:2:21", "fidelity flow does not know Ethernet fabrics");
  Write("nvls.yaml", "pod: {ready: eth8}\ncollective: {algorithm: all_reduce_nvls}\n");
  ExpectRefused("run nvls.yaml", "nvls.yaml:2:25",
                "needs in-network operations, which Ethernet switches do not have");
  Write("iterations.yaml", "pod: {ready: eth8}\nnetwork: {iterations: 2}\n");
  ExpectRefused("run iterations.yaml", "iterations.yaml:2:23", "no iSLIP allocator");
  Write("memory.yaml", "pod: {ready: eth8}\nnetwork: {memory_latency: 400ns}\n");
  ExpectRefused("run memory.yaml", "memory.yaml:2:27", "leave memory_latency out");
  Write("slots.yaml", "pod: {ready: eth8}\nnetwork: {endpoint_slots_per_vc: 256}\n");
  ExpectRefused("run slots.yaml", "slots.yaml:2:34", "leave endpoint_slots_per_vc out");
  Write("planes.yaml", "pod: {ready: eth8, planes: 2}\n");
  ExpectRefused("run planes.yaml", "planes.yaml:1:28", "2 planes need more than the 1 port of");
}

TEST(Ethernet, WrongSettingsAreRefusedAtTheirPlace) {
  Write("mtu.yaml", "pod: {ready: eth8}\nnetwork: {ethernet: {mtu: 1500}}\n");
  ExpectRefused("run mtu.yaml", "mtu.yaml:2:27", "expected 1024, 2048 or 4096, found '1500'");
  Write("balance.yaml", "pod: {ready: eth8}\nnetwork: {ethernet: {balance: sprey}}\n");
  ExpectRefused("run balance.yaml", "balance.yaml:2:31", "did you mean 'spray'?");
  Write("scaleup.yaml", "pod: {ready: bench8}\nnetwork: {ethernet: {pfc: false}}\n");
  ExpectRefused("run scaleup.yaml", "scaleup.yaml:2:21",
                "network.ethernet is for Ethernet fabrics");
  Write("many.yaml", "pod: {ready: eth16_leaf_spine, accelerators: 17}\n");
  ExpectRefused("run many.yaml", "many.yaml:1:46", "need 9 ports per leaf");
  Write("variant.yaml", "pod: {ready: eth8, variant: p72}\n");
  ExpectRefused("run variant.yaml", "variant.yaml:1:29", "unknown Ethernet switch variant 'p72'");
  Write("rate.yaml", "pod: {ready: eth8, variant: p8_wide}\n");
  ExpectRefused("run rate.yaml", "rate.yaml:1:29",
                "carry 800 Gb/s, but link 'ethernet_400g_dac' has 400 Gb/s");
  Write("link.yaml",
        "pod: {ready: eth16_leaf_spine}\nfaults: [{kind: link_down, link: 'pod0.leaf9:1', at: "
        "1us}]\n");
  ExpectRefused("run link.yaml", "link.yaml:2:34",
                "expected a node and a port, as 'pod0.accelerator0:0', found 'pod0.leaf9:1'");
  Write("port.yaml",
        "pod: {ready: eth16_leaf_spine}\nfaults: [{kind: link_down, link: 'pod0.leaf1:9', at: "
        "1us}]\n");
  ExpectRefused("run port.yaml", "port.yaml:2:34", "'pod0.leaf1' has no link at port '9'");
}

}  // namespace
}  // namespace linkwright::system_test
