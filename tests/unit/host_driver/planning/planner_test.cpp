// SPDX-License-Identifier: Apache-2.0
// Which planner plans what, and what each kind refuses.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host_driver/planning/planners.h"
#include "tests/unit/host_driver/planning/plan_under_test.h"
#include "workloads/collectives/describe.h"

namespace linkwright::planning {
namespace {

using scenario::Fidelity;

TEST(Planners, OneOfThemPlansAScenario) {
  parts::PodSpec scale_up, ethernet;
  ethernet.ethernet.emplace();
  for (const Fidelity fidelity : {Fidelity::kFlow, Fidelity::kCycle, Fidelity::kRtl}) {
    scenario::Scenario s;
    s.network.fidelity = fidelity;
    EXPECT_EQ(&PlannerFor(s, scale_up),
              fidelity == Fidelity::kFlow ? &FlowPlanner() : &ScaleUpPlanner());
    EXPECT_EQ(&PlannerFor(s, ethernet), &EthernetPlanner()) << "which refuses flow in its words";
    s.pod.topology = config::Document::Parse("{torus: {}}", "s.yaml").root();
    EXPECT_EQ(&PlannerFor(s, scale_up), &TopologyPlanner());
  }
}

TEST(Plan, ASingleTierHasALinkFromEveryAcceleratorToEveryPlane) {
  const struct {
    const char* pod;
    int accelerators, planes;
  } pods[] = {{"bench4", 4, 1}, {"bench8", 8, 1}, {"ualink64", 64, 9}, {"nvlink72", 72, 18}};
  for (const auto& pod : pods) {
    const Plan plan = PlanOf(fmt::format("pod: {{ready: {}}}\n", pod.pod));
    EXPECT_EQ(plan.topology.accelerators(), pod.accelerators);
    EXPECT_EQ(plan.topology.switches(), pod.planes);
    EXPECT_EQ(plan.topology.links().size(), static_cast<size_t>(pod.accelerators * pod.planes));
    EXPECT_EQ(plan.ranks(), pod.accelerators) << "all of them, unless said";
    EXPECT_EQ(plan.pod_name, pod.pod);
  }
}

TEST(Plan, ALeafSpineHasALinkFromEveryLeafToEverySpine) {
  const Plan plan = PlanOf("pod: {ready: eth16_leaf_spine}\n");
  EXPECT_EQ(plan.topology.accelerators(), 16);
  EXPECT_EQ(plan.topology.switches(), 4 + 4);
  EXPECT_EQ(plan.topology.links().size(), 16u + 4u * 4u);
  EXPECT_EQ(plan.hardware.variant_names(), "p8 and p4");
  EXPECT_EQ(plan.hardware.unit, "beat");
}

TEST(Plan, ATopologyIsPlannedAsItIsBuilt) {
  const Plan plan = PlanOf(
      "pod: {topology: {torus: {x: 4, y: 3, accelerator: bench_accelerator, link: bench_800g}}}\n"
      "network: {fidelity: flow}\n");
  EXPECT_EQ(plan.topology.accelerators(), 12);
  EXPECT_EQ(plan.topology.links().size(), 24u) << "two dimensions, a ring each";
  EXPECT_EQ(plan.pod.accelerators, 12);
  EXPECT_EQ(plan.pod.link, "bench_800g");
  EXPECT_EQ(plan.hardware.variant_names(), "none");
  EXPECT_TRUE(plan.hardware.links.empty()) << "their figures are by part";
  const Fabric fabric = plan.planner->Build(plan, {});
  EXPECT_EQ(fabric.network->endpoints(), 12);
  EXPECT_NE(fabric.routes, nullptr) << "the network refers to them";
}

TEST(Plan, ClockedFabricsHaveSwitchesAndADriver) {
  for (const char* pod : {"bench4", "eth8"}) {
    const Plan plan = PlanOf(fmt::format("pod: {{ready: {}}}\n", pod));
    const Fabric fabric = plan.planner->Build(plan, {});
    EXPECT_NE(fabric.devices, nullptr) << pod;
    EXPECT_NE(fabric.manager, nullptr) << pod;
    EXPECT_EQ(fabric.network->endpoints(), plan.topology.accelerators()) << pod;
    EXPECT_EQ(fabric.network->ClockPeriod(), plan.hardware.clock_period) << pod;
    EXPECT_TRUE(fabric.fault_script.empty()) << pod;
  }
}

TEST(Plan, AnOutageOfAnEthernetLinkIsAnEventDownAndAnEventUp) {
  const Plan plan = PlanOf(
      "pod: {ready: eth8}\nfaults:\n"
      "  - {kind: link_down, link: 'pod0.accelerator3:0', at: 2us, lasts: 3us}\n"
      "  - {kind: link_down, link: 'pod0.accelerator4:0', at: 1us}\n");
  const Fabric fabric = plan.planner->Build(plan, {});
  ASSERT_EQ(fabric.fault_script.size(), 3u) << "one of them stays down";
  EXPECT_FALSE(fabric.fault_script[0].up);
  EXPECT_EQ(fabric.fault_script[0].at, units::Duration::Microseconds(2));
  EXPECT_TRUE(fabric.fault_script[1].up);
  EXPECT_EQ(fabric.fault_script[1].at, units::Duration::Microseconds(5));
  EXPECT_EQ(fabric.fault_script[1].link, fabric.fault_script[0].link);
  EXPECT_FALSE(fabric.fault_script[2].up);
  EXPECT_NE(fabric.faults, nullptr);
}

struct Shape {
  const char* collective;
  int channels;
  collectives::Protocol protocol;
};

// A channel cuts the buffer in a chunk per rank, and a chunk has 4 KiB at least.
TEST(PlannedShape, AUsersChoiceIsKeptAndOthersFollowFromTheSize) {
  using collectives::Protocol;
  for (const Shape& shape :
       {Shape{"size: 64KiB, channels: 5", 5, Protocol::kLl},
        Shape{"size: 64KiB, protocol: ll128", 2, Protocol::kLl128},
        Shape{"size: 1KiB", 1, Protocol::kLl}, Shape{"size: 32KiB", 1, Protocol::kLl},
        Shape{"size: 64KiB", 2, Protocol::kLl}, Shape{"size: 128KiB", 4, Protocol::kLl}}) {
    const Plan plan =
        PlanOf(fmt::format("pod: {{ready: bench8}}\ncollective: {{{}}}\n", shape.collective));
    EXPECT_EQ(collectives::Summarize(plan.program()).channels, shape.channels) << shape.collective;
    EXPECT_EQ(plan.program().protocol, shape.protocol) << shape.collective;
  }
  EXPECT_EQ(PlanOf("pod: {ready: bench8}\ncollective: {size: 2MiB}\n").program().protocol,
            Protocol::kSimple);
}

TEST(PlannedShape, DomainsDivideTheRanks) {
  const std::string head = "pod: {ready: bench8}\ncollective: {algorithm: ";
  EXPECT_EQ(RefusalOf(head + "all_reduce_hierarchical, ranks_per_domain: 4, size: 64KiB}\n"),
            "accepted");
  ExpectRefusal(head + "all_reduce_hierarchical, ranks_per_domain: 3, size: 64KiB}\n",
                "expected a divisor of the 8 ranks, found 3");
  ExpectRefusal(head + "all_reduce_ring, ranks_per_domain: 4}\n",
                "all_reduce_ring knows no domains; leave this out");
}

struct Wrong {
  const char* yaml;
  const char* message;
};

void ExpectRefusals(const std::vector<Wrong>& all) {
  for (const Wrong& wrong : all) ExpectRefusal(wrong.yaml, wrong.message);
}

TEST(PlanRefusals, OfScaleUpPods) {
  ExpectRefusals({
      {"pod: {ready: bench8, variant: p88}\n", "1:31: unknown switch variant 'p88'"},
      {"pod: {ready: bench8, accelerators: 9}\n",
       "1:36: 9 accelerators need a switch of 9 ports, but variant 'p8' has 8"},
      {"pod: {ready: bench8, accelerators: 9, variant: p16}\n",
       "1:48: 9 accelerators need a switch of 9 ports, but part 'bench_switch_8' has 8"},
      {"network: {ethernet: {}}\n", "1:21: network.ethernet is for Ethernet fabrics"},
      {"pod: {ready: bench8}\nnetwork: {ethernet: {}}\n", "pod 'bench8' is none"},
      {"pod: {ready: bench88}\n", "1:14: unknown pod 'bench88'"},
      {"pod: {ready: bench8, link: bench_900g}\n", "1:28: unknown link part 'bench_900g'"},
      {"pod: {ready: bench8, switch: bench_switch_9}\n", "1:30: unknown switch part"},
      {"pod: {ready: bench8, accelerator: bench}\n", "1:35: unknown accelerator part 'bench'"},
      {"pod: {ready: bench16, variant: p16_fifo}\n"
       "collective: {algorithm: all_reduce_nvls, size: 64KiB}\n",
       "2:25: 'all_reduce_nvls' needs in-network operations, which variant 'p16_fifo' does not "
       "have"},
      {"pod: {ready: bench8}\ncollective: {algorithm: all_reduce_nvls, redop: min}\n",
       "2:49: the switches reduce by sum only, found min"},
      {"pod: {ready: bench8}\ncollective: {algorithm: all_reduce_nvls, type: int32}\n",
       "2:48: the switches reduce fp32, bf16 and fp16 only, found int32"},
  });
}

TEST(PlanRefusals, JobsThatNeedMoreGroupsThanTheSwitchesHave) {
  std::string jobs = "pod: {ready: bench4}\njobs:\n";
  for (int j = 0; j < 8; ++j) jobs += "  - {algorithm: all_reduce_nvls, size: 64KiB}\n";
  EXPECT_EQ(RefusalOf(jobs), "accepted") << "p4 has eight groups";
  ExpectRefusal(jobs + "  - {algorithm: all_reduce_nvls, size: 64KiB}\n",
                "11:17: 9 jobs with in-network operations need as many groups, variant 'p4' has 8");
}

TEST(PlanRefusals, OfEthernetFabrics) {
  const std::string eth8 = "pod: {ready: eth8}\n";
  ExpectRefusal(eth8 + "network: {fidelity: flow}\n",
                "2:21: fidelity flow does not know Ethernet fabrics; use cycle or rtl");
  ExpectRefusal(eth8 + "network: {iterations: 1}\n", "2:23: an Ethernet switch has no iSLIP");
  ExpectRefusal(eth8 + "network: {memory_latency: 1us}\n", "2:27: network cards");
  ExpectRefusal(eth8 + "network: {endpoint_slots_per_vc: 8}\n", "2:34: network cards");
  ExpectRefusal(eth8 + "collective: {algorithm: all_reduce_nvls, size: 64KiB}\n",
                "2:25: 'all_reduce_nvls' needs in-network operations, which Ethernet switches do "
                "not have; use ring or all-pairs algorithms");
  ExpectRefusals({
      {"pod: {ready: eth8, variant: p9}\n", "1:29: unknown Ethernet switch variant 'p9'"},
      {"pod: {ready: eth8, variant: p4}\n", "needs 8 ports, but variant 'p4' has 4"},
      {"pod: {ready: eth8, variant: p8_wide}\n",
       "ports of variant 'p8_wide' carry 800 Gb/s, but link 'ethernet_400g_dac' has 400 Gb/s"},
  });
}

TEST(PlanRefusals, OfTheFlowNetwork) {
  ExpectRefusals({
      {"network: {fidelity: flow, retry: {}}\n",
       "1:34: a flow network has no link ends that could send again; use fidelity cycle or rtl"},
      {"network: {fidelity: flow, ethernet: {}}\n", "network.ethernet is for Ethernet fabrics"},
  });
}

TEST(PlanRefusals, OfTopologiesOfOnesOwn) {
  const std::string torus =
      "pod: {topology: {torus: {x: 4, y: 3, accelerator: bench_accelerator, link: bench_800g}}}\n";
  ExpectRefusal(torus, "a pod.topology has fidelity flow only");
  ExpectRefusal(torus + "network: {fidelity: cycle}\n", "2:21: a pod.topology has fidelity flow");
  ExpectRefusal(torus + "network: {fidelity: flow, ethernet: {}}\n",
                "2:37: a flow network has no Ethernet settings");
  ExpectRefusal(torus + "network: {fidelity: flow, retry: {}}\n", "2:34: a flow network has no");
  ExpectRefusal(
      torus + "network: {fidelity: flow}\ncollective: {algorithm: all_reduce_nvls, ranks: 4}\n",
      "3:25: 'all_reduce_nvls' needs in-network operations");
  for (const char* other : {"ready: bench8", "planes: 1", "link: bench_800g", "variant: p8"}) {
    ExpectRefusal(fmt::format("pod: {{topology: {{torus: {{x: 2}}}}, {}}}\n"
                              "network: {{fidelity: flow}}\n",
                              other),
                  "pod.topology says what the pod is; leave");
  }
  const auto single_tier = [](const std::string& parts) {
    return "pod: {topology: {single_tier: {accelerators: 4, planes: 1, switch_ports: 8, " + parts +
           "}}}\nnetwork: {fidelity: flow}\n";
  };
  const std::string refused =
      "is a part of Ethernet fabrics (eth16_leaf_spine), but here it stands "
      "in the scale-up domain; use a part of scale-up pods";
  ExpectRefusal(single_tier("accelerator: bench_accelerator, switch: ethernet_switch_8, link: "
                            "bench_800g"),
                "1:117: 'ethernet_switch_8' " + refused);
  ExpectRefusal(single_tier("accelerator: bench_accelerator, switch: bench_switch_8, link: "
                            "ethernet_400g_dac"),
                "1:139: 'ethernet_400g_dac' " + refused);
  ExpectRefusal(single_tier("accelerator: roce_accelerator, switch: bench_switch_8, link: "
                            "bench_800g"),
                "1:90: 'roce_accelerator' " + refused);
  ExpectRefusal("pod: {topology: {file: a.yaml, torus: {}}}\nnetwork: {fidelity: flow}\n",
                "expected the path of a topology's file and nothing else");
  ExpectRefusal("pod: {topology: {file: ''}}\nnetwork: {fidelity: flow}\n",
                "expected the path of a topology's file and nothing else");
}

TEST(Plan, AnAlgorithmsFileSaysItsOwnShape) {
  const std::string file = LINKWRIGHT_SOURCE_DIR "/workloads/examples/allreduce_ring4.xml";
  const auto with = [&](const std::string& more) {
    return fmt::format("collective: {{algorithm: {}, size: 64KiB{}}}\n", file, more);
  };
  const Plan plan = PlanOf(with(""));
  EXPECT_EQ(plan.ranks(), 4);
  EXPECT_EQ(plan.pod_name, "bench4") << "as many accelerators as the file has ranks";
  EXPECT_EQ(plan.program().name, "allreduce_ring4");
  ExpectRefusal(with(", ranks: 3"), "is written for 4 ranks, found 3");
  ExpectRefusal(with(", channels: 2"), "says its own channels, protocol and domains");
  ExpectRefusal(with(", protocol: ll"), "says its own channels, protocol and domains");
  ExpectRefusal(with("").replace(0, 0, "pod: {ready: bench4, accelerators: 3}\n"),
                "has 4 ranks, but the pod has 3 accelerators");
}

TEST(Plan, TheResolvedScenarioOfSeveralJobsReadsBack) {
  const Plan plan = PlanOf(
      "pod: {ready: bench8}\njobs:\n  - {name: low, ranks: 0-3, size: 64KiB}\n"
      "  - {name: odd, ranks: {first: 1, count: 3, stride: 2}, size: 63KiB, start: 2us}\n");
  const config::Json resolved = ResolvedScenario(plan);
  EXPECT_TRUE(resolved["collective"].is_null()) << "a scenario has either one or the other";
  const Plan again = PlanOf(config::ToYaml(resolved));
  EXPECT_EQ(ResolvedScenario(again).dump(), resolved.dump());
  EXPECT_EQ(again.jobs[1].endpoints, (std::vector<int>{1, 3, 5}));
}

TEST(Plan, DefaultsThatAKindOfFabricHasAreWrittenOut) {
  const auto network = [](const std::string& yaml) {
    return ResolvedScenario(PlanOf(yaml))["network"];
  };
  const config::Json scale_up = network("pod: {ready: bench8}\n");
  EXPECT_EQ(scale_up["memory_latency"], "400 ns");
  EXPECT_EQ(scale_up["endpoint_slots_per_vc"], 256);
  EXPECT_EQ(network("network: {memory_latency: 1us}\n")["memory_latency"], "1 us");
  const config::Json ethernet = network("pod: {ready: eth8}\n");
  EXPECT_EQ(ethernet["ethernet"]["window_frames"], 64);
  EXPECT_TRUE(ethernet.value("memory_latency", config::Json()).is_null());
}

}  // namespace
}  // namespace linkwright::planning
