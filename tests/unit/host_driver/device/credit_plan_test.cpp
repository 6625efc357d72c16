// SPDX-License-Identifier: Apache-2.0
// Credits by hand: p4 has cells of 128 bytes, a line of 42 bytes a tick and no EgressPad.
#include "host_driver/device/credit_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "fabric/builders/single_tier.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/host_driver/device/failure_of.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;

const es::Variant& P4() { return *es::FindVariant("p4"); }

topology::Topology Star() {
  builders::SingleTierSettings spec;
  spec.domain = topology::Domain::kScaleOut;
  spec.accelerators = 4;
  spec.switch_ports = 4;
  return builders::BuildSingleTier(spec);
}

EthernetFabricSettings Credits(int cells = 0) {
  EthernetFabricSettings settings;
  settings.pfc = false;
  settings.cbfc = true;
  settings.credit_cells = cells;
  return settings;
}

std::vector<interfaces::LinkCredits> StarPlan(const es::Variant& variant, int cells = 0) {
  return PlanLinkCredits(Star(), {&variant}, std::vector<int>(4, 20), Credits(cells));
}

// 4,174 bytes are 33 cells; six ticks of the line, 252 bytes, hold 1.7 frames of 129 bytes (149 on
// the line) with two cells each.
TEST(FewestCredits, AreTwoFramesAndWhatIsBegunUnseen) {
  EXPECT_EQ(FewestCredits(P4(), 4, 4174), 2 * 33 + 4);
  EXPECT_EQ(FewestCredits(P4(), 4, 66), 2 * 1 + 3) << "three frames of 64 bytes";
  EXPECT_EQ(FewestCredits(P4(), 34, 4174), 2 * 33 + 21);
}

// By dynamic programming over every size of frame.
TEST(FewestCredits, HoldWhateverFramesAreOverInTheTime) {
  for (const int largest : {64, 128, 129, 700, 1500}) {
    for (const int ticks : {4, 11, 34}) {
      const int bytes = (ticks + 2) * 42;
      std::vector<int> most(static_cast<size_t>(bytes) + 1, 0);
      for (int at = 0; at <= bytes; ++at) {
        for (int frame = 64; frame <= largest && frame + 20 <= at; ++frame) {
          const int before = most[static_cast<size_t>(at - frame - 20)];
          most[static_cast<size_t>(at)] =
              std::max(most[static_cast<size_t>(at)], before + (frame + 127) / 128);
        }
      }
      const int unseen = FewestCredits(P4(), ticks, largest) - 2 * ((largest + 127) / 128);
      EXPECT_GE(unseen, most.back()) << largest << ' ' << ticks;
      EXPECT_LE(unseen, most.back() + 3) << largest << ' ' << ticks << ": a frame more at most";
    }
  }
}

// The loop of a data frame: 2*20 of cable, 3*100 of frames, 66 beats, 4 to start, 64 of pipeline:
// 474 ticks, 19,908 bytes, 268 cells. Of a response: 40 + 9 + 2 + 4 + 64 = 119 ticks, 60 cells.
TEST(CreditPlan, CoversTheLoopOfEveryLinkAtBothEnds) {
  const auto plan = StarPlan(P4());
  ASSERT_EQ(plan.size(), 4u);
  for (const interfaces::LinkCredits& link : plan) {
    EXPECT_EQ(link.cell_bytes, 128);
    for (const auto& buffer : link.at) {
      EXPECT_EQ(buffer.limit, (std::array{0, 0, 0, 70 + 268, 0, 0, 5 + 60 / 4, 0}));
      EXPECT_EQ(buffer.stop_below, (std::array{0, 0, 0, 70, 0, 0, 5, 0}));
    }
  }
}

TEST(CreditPlan, AsksMoreOfTheEndThatASwitchWithAnEgressPadSendsTo) {
  es::Variant padded = P4();
  padded.egress_pad = 30;
  const auto plan = StarPlan(padded);
  EXPECT_EQ(plan[0].at[0].stop_below[3], 87) << "behind the NIC: from the switch";
  EXPECT_EQ(plan[0].at[1].stop_below[3], 70) << "behind the switch: from the NIC";
  // 504 ticks: 21,168 bytes at 2 cells per 149.
  EXPECT_EQ(plan[0].at[0].limit[3], 87 + 285);
}

TEST(CreditPlan, TakesTheCreditsThatAreGivenIfEveryFrameCanStart) {
  EXPECT_EQ(StarPlan(P4(), 70)[2].at[1].limit[3], 70);
  EXPECT_EQ(StarPlan(P4(), 70)[2].at[1].limit[6], 20) << "of the data class only";
  const std::string said = FailureOf([] { StarPlan(P4(), 69); });
  EXPECT_NE(said.find("port 0: 69 credits are too few: a frame of 4174 bytes takes 33, and with "
                      "what the sender may begin before it is held at least 70 are needed"),
            std::string::npos)
      << said;
}

TEST(CreditPlan, RefusesAMemoryThatCannotKeepItsPromises) {
  const es::Variant& small = *es::FindVariant("p4_small");
  const std::string said = FailureOf([&] { StarPlan(small); });
  EXPECT_NE(said.find(": its ports would promise 1432 cells; of the 704 of variant 'p4_small' 288 "
                      "stay free for frames under way"),
            std::string::npos)
      << said;
  // 4 * (84 + 20) + 288 = 704: exactly full.
  EXPECT_EQ(StarPlan(small, 84)[0].at[1].limit[3], 84);
  EXPECT_NE(FailureOf([&] { StarPlan(small, 85); }), "no failure");
}

TEST(CreditPlan, RefusesALinkBetweenCellsOfTwoSizes) {
  builders::LeafSpineSettings spec;
  spec.accelerators = 4;
  spec.leaves = 2;
  spec.spines = 1;
  spec.leaf_ports = 4;
  spec.spine_ports = 8;
  const topology::Topology fabric = builders::BuildLeafSpine(spec);
  const es::Variant* p8 = es::FindVariant("p8");
  const std::vector<int> latencies(fabric.links().size(), 20);
  const std::string said = FailureOf([&] {
    PlanLinkCredits(fabric, {&P4(), &P4(), p8}, latencies, Credits());
  });
  EXPECT_NE(said.find("a link with credits needs cells of one size, theirs have 128 and 256 bytes"),
            std::string::npos)
      << said;
  EXPECT_EQ(PlanLinkCredits(fabric, {&P4(), &P4(), &P4()}, latencies, Credits()).size(), 6u);
  EXPECT_THROW(PlanLinkCredits(fabric, {&P4()}, latencies, Credits()), diagnostics::InternalError);
}

// One way without a pad: 24 beats of queue are 37 ticks, 1 + 37 + 100 + 2 stored, 40 + 200 + 8 to
// replay. With 30 beats more of pad: 54 beats are 83 ticks.
TEST(RetryLoop, IsAStoredFrameAndAReplayEachWay) {
  EXPECT_EQ(RetryLoopCycles(P4(), 20, 4174, 0), 2 * (140 + 248));
  EXPECT_EQ(RetryLoopCycles(P4(), 20, 4174, 30), 140 + 248 + 186 + 248);
  EXPECT_EQ(RetryLoopCycles(P4(), 120, 4174, 0), 2 * (140 + 448)) << "a round trip per direction";
}

TEST(SwitchBuffers, RetryMakesTheHeadroomLonger) {
  const auto headroom = [](bool retry) {
    EthernetFabricSettings settings;
    settings.retry = retry;
    return PlanSwitchBuffers(Star(), {&P4()}, std::vector<int>(4, 20), settings, 0)
        .headroom_cells[0];
  };
  // 776 ticks more of loop, 42 bytes each, at 2 cells per 149 bytes: 437.48.
  EXPECT_GE(headroom(true) - headroom(false), 437);
  EXPECT_LE(headroom(true) - headroom(false), 438);
}

TEST(SwitchBuffers, WithoutPfcHeadroomGoesToTheSharedPool) {
  EthernetFabricSettings settings;
  settings.pfc = false;
  const auto plan = [&] {
    return PlanSwitchBuffers(Star(), {&P4()}, std::vector<int>(4, 20), settings, 0);
  };
  EXPECT_EQ(plan().headroom_cells, (std::vector<int>(4, 0)));
  // All cells but four largest frames of 72 and two reserved classes of 33 at four ports.
  EXPECT_EQ(plan().shared_cells, 40960 - 4 * 72 - 4 * 2 * 33);
  settings.shared_cells = 40408;
  EXPECT_EQ(plan().shared_cells, 40408);
  settings.shared_cells = 40409;
  EXPECT_NE(FailureOf(plan).find("a shared pool of 40409 cells, but headroom and reservations "
                                 "leave 40408"),
            std::string::npos);
}

}  // namespace
}  // namespace linkwright::device
