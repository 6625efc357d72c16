// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/link_figures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fabric/parts/catalog.h"
#include "foundation/units/literals.h"

namespace linkwright::channel {
namespace {

using namespace units::literals;  // NOLINT: literals

const parts::LinkPart& Link(std::string_view key) {
  static const parts::Catalog catalog = parts::LoadCatalog();
  return catalog.link(key);
}

// A link flit of 640 B lasts 6.4 ns, so a loop of 1 us holds 157 of them, 100 KB, and 511 sequence
// numbers last 3.27 us, the acceptance window of 256 half of that.
TEST(Replay, OfAUalinkStyleLinkNeedsAHundredKilobytesForAMicrosecond) {
  const ReplayUnit flit = ReplayUnitOf(Link("ualink_800g_aec"));
  EXPECT_EQ(flit.stored, units::Bytes(640));
  EXPECT_EQ(flit.wire_time, 6400_ps);
  EXPECT_EQ(UnitsInLoop(flit, 1_us), 157);
  EXPECT_EQ(ReplayBuffer(flit, 1_us), units::Bytes(100'480));
  EXPECT_EQ(SequenceTime(flit, 511), 3'270'400_ps);
  EXPECT_EQ(SequenceTime(flit, 256), 1'638'400_ps);
}

TEST(Replay, LoopIsBothTraversalsAndBothUnits) {
  // 2 x (6.4 ns on the wire + 87.5 ns of latency) + 100 ns
  EXPECT_EQ(AckLoop(Link("ualink_800g_aec"), 100_ns), 287'800_ps);
  const ReplayUnit flit = ReplayUnitOf(Link("ualink_800g_aec"));
  EXPECT_EQ(UnitsInLoop(flit, AckLoop(Link("ualink_800g_aec"), 100_ns)), 45);
}

TEST(Replay, OfFramesKeepsWhatIsBetweenPreambleAndGap) {
  const ReplayUnit frame = ReplayUnitOf(Link("sue_800g_dac"), 256);
  EXPECT_EQ(frame.stored, units::Bytes(286));  // 306 on the wire
  EXPECT_EQ(frame.wire_time, 3060_ps);
  EXPECT_EQ(ReplayUnitOf(Link("nvlink5_copper"), 256).stored, units::Bytes(272));
}

// go-back-N: W = 16, 64, 256 at p = 1e-3.
TEST(Replay, GoodputFallsWithTheWindow) {
  EXPECT_NEAR(GoBackGoodput(1e-3, 16), 0.984, 5e-4);
  EXPECT_NEAR(GoBackGoodput(1e-3, 64), 0.940, 5e-4);
  EXPECT_NEAR(GoBackGoodput(1e-3, 256), 0.796, 5e-4);
  EXPECT_NEAR(GoBackGoodput(1e-4, 256), 0.975, 5e-4);
  EXPECT_EQ(GoBackGoodput(0, 256), 1);
}

TEST(Failures, AreOrderedAsTheirEstimates) {
  const parts::Catalog catalog = parts::LoadCatalog();
  for (const auto& [key, link] : catalog.links) {
    const parts::Range failure = CodewordFailure(link);
    EXPECT_LE(failure.low, failure.mode) << key;
    EXPECT_LE(failure.mode, failure.high) << key;
    EXPECT_LT(failure.high, 1e-9) << key << ": within the limit of the code";
  }
}

TEST(Failures, ComeAtTheRateOfCodewords) {
  // 850 Gb/s of 5,440 bits: 156.25 M codewords a second.
  EXPECT_NEAR(SecondsBetweenFailures(Link("sue_800g_dac"), 1e-6), 6.4e-3, 1e-12);
  EXPECT_TRUE(std::isinf(SecondsBetweenFailures(Link("bench_800g"), 0)));
  EXPECT_EQ(CodewordFailure(Link("bench_800g")).high, 0);
}

TEST(Lanes, OfAPartStartWithItsEstimates) {
  const LaneGroup lanes = LanesOf(Link("sue_800g_dac"), LaneLossPolicy::kAnyWidth);
  EXPECT_EQ(lanes.used().size(), 8u);
  EXPECT_EQ(lanes.bit_errors(7), (BitErrors{1e-6, 2}));
  EXPECT_EQ(lanes.CodewordFailureProbability(4), CodewordFailure(Link("sue_800g_dac")).mode);
}

}  // namespace
}  // namespace linkwright::channel
