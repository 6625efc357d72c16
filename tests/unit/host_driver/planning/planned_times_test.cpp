// SPDX-License-Identifier: Apache-2.0
// Clocks, latencies, buffers and credits of ready pods against figures worked out by hand from the
// modes of the parts (fabric/parts/data) and the variants (rtl/spec).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host_driver/planning/ethernet_checks.h"
#include "host_driver/planning/ethernet_pod.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/scaleup_pod.h"
#include "tests/unit/host_driver/planning/plan_under_test.h"

namespace linkwright::planning {
namespace {

EthernetPod EthernetOf(const std::string& yaml) { return EthernetPodOf(PlanOf(yaml)); }

struct Times {
  const char* pod;
  int64_t clock_ps;
  int link_cycles;
  int memory_cycles;
};

TEST(PlannedTimes, OfScaleUpPodsFollowFromFramingCableAndSwitch) {
  for (const Times& pod : {
           // 256 B in five 64 B flits: 320 B at 800 Gb/s take 3,200 ps, a fifth is 640. A metre of
           // cable takes 5 ns: 7.8 cycles. The switch's 4.48 ns are the variant's 4 + 3 cycles.
           Times{"bench8", 640, 8, 625},
           // 4 + 0 cycles are 2.56 ns.
           Times{"bench4", 640, 8, 625},
           // 272 B at 400 Gb/s take 5,440 ps. The variant's 124 cycles fall 65,088 ps short of
           // 200 ns; half of that, a metre and 30 ns of decoder are 67,544 ps: 62.1 cycles.
           Times{"nvlink72", 1088, 63, 368},
           // 288 B in codewords of 680 for 628 at 850 Gb/s take 2,935.03 ps: 587.006 a flit. Cable
           // 7.5, retimers 50, decoder 30 ns, and half of 200,000 - 124 * 588: 151,044 ps.
           Times{"ualink64", 588, 257, 681},
       }) {
    const Plan plan =
        PlanOf(fmt::format("pod: {{ready: {}}}\ncollective: {{size: 1MiB}}\n", pod.pod));
    const units::Duration clock = plan.hardware.clock_period;
    EXPECT_EQ(clock, units::Duration::Picoseconds(pod.clock_ps)) << pod.pod;
    EXPECT_EQ(LinkCycles(plan.hardware),
              std::vector<int>(plan.topology.links().size(), pod.link_cycles))
        << pod.pod;
    EXPECT_EQ(CyclesOf(MemoryLatency(plan.scenario.network), clock), pod.memory_cycles)
        << pod.pod << ": of 400 ns";
  }
}

TEST(PlannedTimes, AMemoryLatencyOfOnesOwnIsRoundedUpToACycle) {
  const struct {
    const char* latency;
    int cycles;
  } cases[] = {{"1ps", 1}, {"640ps", 1}, {"641ps", 2}, {"1us", 1563}};
  for (const auto& c : cases) {
    const Plan plan = PlanOf(fmt::format("network: {{memory_latency: {}}}\n", c.latency));
    EXPECT_EQ(CyclesOf(MemoryLatency(plan.scenario.network), plan.hardware.clock_period), c.cycles)
        << c.latency;
  }
}

TEST(PlannedTimes, TheReduceWindowIsTheSwitchsEntriesForAPort) {
  EXPECT_EQ(ReduceWindow(VariantOf(PlanOf("pod: {ready: bench8}\n"))), 32);
  EXPECT_EQ(ReduceWindow(VariantOf(PlanOf("pod: {ready: nvlink72}\n"))), 8);
  EXPECT_EQ(ReduceWindow(VariantOf(PlanOf("pod: {ready: bench16, variant: p16_fifo}\n"))), 1)
      << "never 0, which would never read";
}

// Cable of two metres and a decoder of 100 ns: 110 ns are 130.95 cycles of 840 ps.
TEST(PlannedTimes, OfEthernetFabricsAreTheVariantsClockAndEveryLinksLatency) {
  const Hardware one = PlanOf("pod: {ready: eth8}\n").hardware;
  EXPECT_EQ(one.clock_period, units::Duration::Picoseconds(840));
  EXPECT_EQ(one.longest_link(), units::Duration::Nanoseconds(110));
  EXPECT_EQ(LinkCycles(one), std::vector<int>(8, 131));
  EXPECT_EQ(one.variant_names(), "p8");
  const EthernetPod two = EthernetOf("pod: {ready: eth16_leaf_spine}\n");
  EXPECT_EQ(two.link_latency_cycles, std::vector<int>(16 + 4 * 4, 131));
  ASSERT_EQ(two.variants.size(), 8u);
  for (size_t s = 0; s < 8; ++s) EXPECT_EQ(two.variants[s]->name, s < 4 ? "p8" : "p4") << s;
}

// Ethernet 14, IPv4 20, UDP 8, BTH 12, RETH 16, ICRC 4, FCS 4: 78 bytes around the payload.
TEST(PlannedTimes, TheLargestFrameIsAnMtuAndItsHeaders) {
  for (const int mtu : {1024, 2048, 4096}) {
    const EthernetPod pod =
        EthernetOf(fmt::format("pod: {{ready: eth8}}\nnetwork: {{ethernet: {{mtu: {}}}}}\n", mtu));
    EXPECT_EQ(pod.largest_frame(), mtu + 78);
    EXPECT_EQ(FabricSettings(pod, 7).frame_bytes, mtu + 78);
  }
}

TEST(PlannedTimes, TheDriversSettingsAreTheScenarios) {
  const auto settings = [](const std::string& ethernet, const std::string& more = "") {
    return FabricSettings(
        EthernetOf("pod: {ready: eth8}\nnetwork: {ethernet: {" + ethernet + "}" + more + "}\n"), 7);
  };
  const device::EthernetFabricSettings usual = settings("");
  EXPECT_TRUE(usual.pfc && usual.ecn);
  EXPECT_FALSE(usual.cbfc || usual.retry || usual.cut_through || usual.hash_queue_pair);
  EXPECT_EQ(usual.shared_cells, 0) << "all that is left";
  EXPECT_EQ(usual.seed, 7u);
  EXPECT_FALSE(settings("pfc: false").pfc);
  EXPECT_FALSE(settings("ecn: false").ecn);
  EXPECT_TRUE(settings("cut_through: true").cut_through);
  EXPECT_TRUE(settings("hash_queue_pair: true").hash_queue_pair);
  EXPECT_EQ(settings("shared_cells: 77").shared_cells, 77);
  EXPECT_EQ(settings("balance: spray").balance, spec::ethernet_switch::Balance::kSpray);
  EXPECT_TRUE(settings("", ", retry: {}").retry);
  const device::EthernetFabricSettings credits = settings("flow_control: cbfc, credit_cells: 500");
  EXPECT_TRUE(credits.cbfc);
  EXPECT_FALSE(credits.pfc) << "one of the two";
  EXPECT_EQ(credits.credit_cells, 500);
}

// Of 40,960 cells of 256 bytes: 8 * 36 stay for a frame of 9,216 bytes at every port, 8 * (16 + 17)
// for frames of 17 cells admitted at the last free cell, 8 * 17 * 2 are reserved. The headroom of
// a port: a window of 131 + 131 + 3 + 2 + 1 + 102 = 370 ticks, 371 * 42 - 1 - 42 bytes in frames
// of 84, and two cells: 187. What is left is 38,640.
TEST(PlannedBuffers, WhatHeadroomAndReservationsLeaveIsThePool) {
  const int window = 131 + 131 + 3 + 2 + 1 + (1 + (4174 + 103) / 42);
  const int headroom = 2 + ((window + 1) * 42 - 1 - 42) / 84;
  const int left = 40960 - 8 * 36 - 8 * (16 + 17) - 8 * 17 * 2 - 8 * headroom;
  const auto with = [](int cells) {
    return RefusalOf(
        fmt::format("pod: {{ready: eth8}}\nnetwork: {{ethernet: {{shared_cells: {}}}}}\n", cells));
  };
  EXPECT_EQ(with(left), "accepted");
  EXPECT_EQ(
      with(left + 1),
      fmt::format("2:36: headroom and reservations leave {} cells of pod0.plane0.switch0, found {}",
                  left, left + 1));
}

// A port that pauses nobody needs no headroom and no room for what its sender still sends.
TEST(PlannedBuffers, WithoutPfcThereIsNoHeadroom) {
  const int left = 40960 - 8 * 36 - 8 * 17 * 2;
  const auto with = [](int cells) {
    return RefusalOf(fmt::format(
        "pod: {{ready: eth8}}\nnetwork: {{ethernet: {{pfc: false, shared_cells: {}}}}}\n", cells));
  };
  EXPECT_EQ(with(left), "accepted");
  EXPECT_NE(with(left + 1).find(fmt::format("leave {} cells", left)), std::string::npos);
}

// 704 cells are 8 * 72 for frames of 9,216 bytes and not much more.
TEST(PlannedBuffers, TooSmallAMemoryIsBlamedOnWhoChoseIt) {
  ExpectRefusal(
      "pod: {ready: eth8, accelerators: 4, switch: ethernet_switch_4, variant: p4_small}\n",
      "variant 'p4_small': 704 cells are too few");
}

// Behind the switch: two frames of 17 cells, three of 84 bytes in the six ticks (4 + 2) in which a
// network card still begins, and 348 cells in the loop of 2 * 131 + 3 * 100 + 66 + 4 + 64 ticks.
// Behind the card the switch begins three ticks later.
TEST(PlannedCredits, CoverWhatASenderBeginsUnseenAndTheLoop) {
  const std::vector<LinkHardware> links =
      PlanOf("pod: {ready: eth8}\nnetwork: {ethernet: {flow_control: cbfc}}\n").hardware.links;
  ASSERT_EQ(links.size(), 8u);
  constexpr size_t kData = 3;
  for (const LinkHardware& link : links) {
    const interfaces::LinkCredits& credits = link.credits;
    EXPECT_EQ(credits.cell_bytes, 256);
    EXPECT_EQ(credits.at[1].stop_below[kData], 2 * 17 + 3);
    EXPECT_EQ(credits.at[1].limit[kData], 37 + 696 * 42 / 84);
    EXPECT_EQ(credits.at[0].stop_below[kData], 2 * 17 + 5);
    EXPECT_EQ(credits.at[0].limit[kData], 39 + (699 * 42 + 83) / 84);
    EXPECT_EQ(credits.at[0].limit[0], 0) << "a class without traffic";
  }
  EXPECT_EQ(PlanOf("pod: {ready: eth8}\n").hardware.links[0].credits.cell_bytes, 0)
      << "with PFC there are none";
}

TEST(PlannedCredits, FewerThanAFrameNeedsAreRefused) {
  const auto with = [](int cells) {
    return RefusalOf(
        fmt::format("pod: {{ready: eth8}}\nnetwork: {{ethernet: {{flow_control: "
                    "cbfc, credit_cells: {}}}}}\n",
                    cells));
  };
  EXPECT_EQ(with(39), "accepted");
  EXPECT_NE(with(38).find("2:56: pod0.accelerator0 port 0: 38 credits are too few: a frame of "
                          "4174 bytes takes 17"),
            std::string::npos)
      << with(38);
  EXPECT_NE(with(36).find("pod0.plane0.switch0 port 0: 36 credits are too few"), std::string::npos)
      << with(36);
  ExpectRefusal("pod: {ready: eth16_leaf_spine}\nnetwork: {ethernet: {flow_control: cbfc}}\n",
                "a link with credits needs cells of one size");
}

// Every frame asks for an acknowledgement when the window has fewer than eight. On a line of 42 B
// per tick a full frame of 4,174 + 20 takes 100 ticks, the answer of 64 + 20 two; a leaf-spine has
// four links of 131 ticks and three switches of 5 ticks, which store the frame.
TEST(FirstAcknowledgement, IsTheFrameThereAndTheAnswerBack) {
  const auto cycles = [](const std::string& pod, const std::string& more) {
    const Plan plan = PlanOf("pod: {ready: " + pod + "}\nnetwork: {ethernet: {window_frames: 4" +
                             more + "}}\n" + "collective: {size: 64MiB}\n");
    return FirstAcknowledgement(plan, EthernetPodOf(plan), plan.jobs[0]).count();
  };
  EXPECT_EQ(cycles("eth16_leaf_spine", ""), 100 + 3 * 100 + 2 + 2 * (4 * 131 + 3 * 5));
  EXPECT_EQ(cycles("eth16_leaf_spine", ", cut_through: true"), 100 + 2 + 2 * (4 * 131 + 3 * 5));
  EXPECT_EQ(cycles("eth8", ""), 100 + 100 + 2 + 2 * (2 * 131 + 5 + 3)) << "p8 has a pad of 3";
}

TEST(FirstAcknowledgement, ATimeoutThatEndsBeforeItIsRefused) {
  const auto with = [](int64_t picoseconds) {
    return RefusalOf(
        fmt::format("pod: {{ready: eth16_leaf_spine}}\ncollective: {{size: 64MiB}}\n"
                    "network: {{ethernet: {{window_frames: 4, retransmit_timeout: {}ps}}}}\n",
                    picoseconds));
  };
  const int64_t least = 840 * 1480;
  EXPECT_EQ(with(least + 1), "accepted");
  EXPECT_TRUE(
      with(least).starts_with("3:60: retransmit_timeout of 1243.2 ns ends before an "
                              "acknowledgement can be there, after 1243.2 ns"))
      << with(least);
}

}  // namespace
}  // namespace linkwright::planning
