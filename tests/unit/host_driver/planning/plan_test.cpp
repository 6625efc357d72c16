// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/plan.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/host_driver/planning/plan_under_test.h"

namespace linkwright::planning {
namespace {

TEST(Plan, ABenchPodHasAsManyAcceleratorsAsTheJobNeeds) {
  const Plan plan = PlanOf("collective: {ranks: 5, size: 64KiB}\n");
  EXPECT_EQ(plan.pod_name, "bench5");
  EXPECT_EQ(plan.topology.accelerators(), 5);
  ASSERT_EQ(plan.jobs.size(), 1u);
  EXPECT_EQ(plan.ranks(), 5);
  EXPECT_EQ(plan.jobs[0].endpoints, (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_EQ(plan.hardware.unit, "flit");
}

TEST(Plan, TheKindOfAFabricIsItsPlanners) {
  const Plan ethernet = PlanOf("pod: {ready: eth8}\ncollective: {size: 64KiB}\n");
  EXPECT_EQ(ethernet.hardware.unit, "beat");
  EXPECT_EQ(ethernet.hardware.variant_names(), "p8");
  const Plan flow = PlanOf("network: {fidelity: flow}\ncollective: {size: 64KiB}\n");
  const Fabric built = flow.planner->Build(flow, {});
  EXPECT_EQ(built.network->endpoints(), 8);
  EXPECT_EQ(built.manager, nullptr);
  EXPECT_EQ(built.devices, nullptr);
}

TEST(Plan, TwoJobsMayShareAcceleratorsOrNot) {
  const Plan plan = PlanOf(
      "pod: {ready: bench8}\njobs:\n  - {name: low, ranks: 0-3, size: 64KiB}\n"
      "  - {name: even, ranks: {first: 0, count: 4, stride: 2}, size: 64KiB, start: 2us}\n");
  ASSERT_EQ(plan.jobs.size(), 2u);
  EXPECT_EQ(plan.jobs[1].endpoints, (std::vector<int>{0, 2, 4, 6}));
  EXPECT_EQ(plan.jobs[1].program.rank_count(), 4);
  EXPECT_EQ(plan.jobs[1].config.start, units::Duration::Microseconds(2));
}

TEST(Plan, AJobIsRefusedWhereItStands) {
  ExpectRefusal("pod: {ready: bench8}\njobs:\n  - {ranks: 0-3}\n  - {ranks: [0, 9]}\n",
                "4:13: this pod has accelerators 0 to 7, found 9");
  ExpectRefusal("pod: {ready: bench8}\njobs:\n  - {algorithm: all_reduce_rong}\n",
                "3:17: unknown algorithm 'all_reduce_rong'");
  ExpectRefusal("pod: {ready: bench8}\ncollective: {ranks: 9}\n",
                "2:21: 'all_reduce_ring' has 9 ranks, but the pod has 8 accelerators");
  ExpectRefusal("jobs: [{ranks: 4, size: 3B}]\n", "1:25: 'all_reduce_ring' needs at least");
}

TEST(Plan, InNetworkJobsStandInOrderOfPorts) {
  ExpectRefusal(
      "pod: {ready: bench8}\njobs:\n"
      "  - {ranks: [3, 2, 1, 0], algorithm: all_reduce_nvls, size: 64KiB}\n",
      "3:13: 'all_reduce_nvls' has the switches add in order of their ports");
}

TEST(Plan, RanksWithoutABenchPodAreBlamedOnRanks) {
  ExpectRefusal("collective: {ranks: 100}\n",
                "1:21: no bench pod has 100 accelerators; expected 1 to 72");
  ExpectRefusal("collective: {ranks: 145}\n",
                "1:21: no bench pod has 145 accelerators; expected 1 to 72");
  ExpectRefusal("pod: {accelerators: 100}\n", "1:21: no bench pod has 100 accelerators");
}

TEST(Plan, MorePlanesThanPortsAreRefusedAsInAReadyPod) {
  ExpectRefusal("pod: {ready: nvlink72, planes: 64}\nnetwork: {fidelity: flow}\n",
                "1:32: 64 planes need more than the 18 ports of nvlink5_accelerator");
  ExpectRefusal("pod: {ready: ualink64, planes: 10}\n", "more than the 9 ports");
  ExpectRefusal("pod: {ready: bench8, planes: 3}\n", "more than the 1 port of");
  ExpectRefusal("pod: {ready: nvlink72, accelerator: ualink_accelerator}\n",
                "1:37: 18 planes need more than the 9 ports of ualink_accelerator");
}

TEST(Plan, PartsOfTheOtherKindOfFabricAreRefused) {
  ExpectRefusal("pod: {ready: eth8, switch: bench_switch_8}\n",
                "1:28: 'bench_switch_8' is a part of scale-up pods (bench8)");
  ExpectRefusal("pod: {ready: bench8, link: ethernet_400g_dac}\n",
                "1:28: 'ethernet_400g_dac' is a part of Ethernet fabrics (eth16_leaf_spine)");
  ExpectRefusal("pod: {ready: bench8, switch: ethernet_switch_8}\n",
                "is a part of Ethernet fabrics");
  EXPECT_EQ(RefusalOf(std::string("pod: {ready: ualink64, link: ualink_800g_dac}\n"
                                  "network: {fidelity: flow}\n")),
            "accepted")
      << "no ready pod has this link";
}

TEST(Plan, IterationsThatTheAllocatorDoesNotHaveAreRefused) {
  ExpectRefusal("pod: {ready: bench72}\nnetwork: {iterations: 4}\n",
                "2:23: variant 'p72' iterates 3 times at most, found 4");
  ExpectRefusal("pod: {ready: bench8, variant: p8_wavefront}\nnetwork: {iterations: 1}\n",
                "2:23: the allocator of variant 'p8_wavefront' does not iterate");
  ExpectRefusal("network: {fidelity: flow, iterations: 1}\n",
                "1:39: a flow network has no allocator");
  EXPECT_EQ(RefusalOf(std::string("pod: {ready: bench72}\nnetwork: {iterations: 3}\n")),
            "accepted");
}

TEST(Plan, ASharedPoolThatIsNotLeftIsRefusedNotCut) {
  ExpectRefusal("pod: {ready: eth8}\nnetwork: {ethernet: {shared_cells: 1048575}}\n",
                "2:36: headroom and reservations leave ");
  ExpectRefusal(
      "pod: {ready: eth8}\nnetwork: {ethernet: {flow_control: cbfc, shared_cells: 100}}\n",
      "2:56: with flow_control: cbfc credits limit a class");
  EXPECT_EQ(
      RefusalOf(std::string("pod: {ready: eth8}\nnetwork: {ethernet: {shared_cells: 100}}\n")),
      "accepted");
}

TEST(Plan, LinkErrorsWithOnePlaneForAllAreBlamedOnRetry) {
  ExpectRefusal("pod: {ready: nvlink72}\nnetwork: {symmetry: exploit, retry: {}}\n",
                "2:37: planes with link errors are not alike");
}

// A leaf-spine of 1,024 accelerators fits the ports of 64-port switches, but not their host tables.
constexpr const char* kLargeFabric = R"(pods:
  eth1024:
    title: a fabric of one's own
    accelerators: 1024
    planes: 1
    accelerator: roce_accelerator
    switch: my64
    link: ethernet_400g_dac
    variant: p64
    product_style: false
    source: "estimate: a test's"
    ethernet: {leaves: 32, spines: 32, links_per_pair: 1, spine_switch: my64, spine_variant: p64}
switches:
  my64:
    title: a switch of one's own
    class: switch_silicon
    ports: {low: 64, mode: 64, high: 64, unit: ports, date: "2026-11", source: estimate, note: mine}
    price: {low: 1, mode: 2, high: 3, unit: USD, date: "2026-11", source: estimate, note: mine}
    power_typical: {low: 1, mode: 2, high: 3, unit: W, date: "2026-11", source: estimate, note: mine}
    power_max: {low: 1, mode: 2, high: 3, unit: W, date: "2026-11", source: estimate, note: mine}
    latency: {low: 6.72, mode: 6.72, high: 6.72, unit: ns, date: "2026-11", source: estimate,
      note: mine}
    chips_per_tray: {low: 1, mode: 1, high: 1, unit: chips, date: "2026-11", source: estimate,
      note: mine}
    tray: bench_tray
)";

TEST(Plan, PartsAreFoundBesideTheScenarioAndAFabricThatCannotBeProgrammedIsRefused) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "plan_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "big.yaml") << kLargeFabric;
  std::ofstream(folder / "s.yaml") << "pod: {ready: eth1024, parts: [big.yaml]}\n"
                                      "collective: {algorithm: all_reduce_ring, size: 256KiB}\n";
  const std::string said = RefusalOf(config::Document::Load((folder / "s.yaml").string()));
  EXPECT_NE(said.find("1:14: 1024 accelerators do not fit the host tables of variant 'p64'"),
            std::string::npos)
      << said;
}

TEST(Plan, TheResolvedScenarioNamesEveryPartAndReadsBack) {
  const Plan plan = PlanOf("pod: {ready: eth8}\ncollective: {size: 64KiB}\n");
  const config::Json resolved = ResolvedScenario(plan);
  EXPECT_EQ(resolved["pod"]["link"], "ethernet_400g_dac");
  EXPECT_EQ(resolved["collective"]["ranks"], 8);
  EXPECT_EQ(resolved["network"]["ethernet"]["mtu"], 4096);
  const Plan again = PlanOf(config::ToYaml(resolved));
  EXPECT_EQ(ResolvedScenario(again).dump(), resolved.dump());
  EXPECT_EQ(ResolvedScenario(PlanOf("collective: {size: 64KiB}\n"))["network"]["memory_latency"],
            "400 ns");
}

const std::string kTwoJobs =
    "jobs:\n  - {name: a, ranks: 4, size: 64KiB}\n  - {name: b, ranks: 4, size: 64KiB, priority: ";

TEST(JobPriority, IsRefusedWhereSwitchesCannotTellJobsApart) {
  ExpectRefusal(kTwoJobs + "1}\npod: {ready: bench8}\n",
                "3:48: virtual channels of a scale-up switch keep answers apart from requests");
  ExpectRefusal(kTwoJobs + "1}\npod: {ready: eth8}\nnetwork: {ethernet: {flow_control: cbfc}}\n",
                "3:48: links with credits have one data class");
  ExpectRefusal(kTwoJobs + "3}\npod: {ready: eth8}\n", "3:48: ");
}

TEST(JobPriority, IsTakenByTheFlowNetworkAndByEthernet) {
  EXPECT_EQ(RefusalOf(kTwoJobs + "2}\npod: {ready: bench8}\nnetwork: {fidelity: flow}\n"),
            "accepted");
  EXPECT_EQ(RefusalOf(kTwoJobs + "2}\npod: {ready: eth8}\n"), "accepted");
}

}  // namespace
}  // namespace linkwright::planning
