// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/lane_group.h"

#include <gtest/gtest.h>

#include "foundation/units/literals.h"

namespace linkwright::channel {
namespace {

using namespace units::literals;  // NOLINT: literals

constexpr BitErrors kHealthy{1e-6, 1};

LaneGroup Group(int lanes, LaneLossPolicy policy, int spares = 0) {
  return LaneGroup({.lanes = lanes, .spare_lanes = spares, .policy = policy}, kHealthy);
}

TEST(LaneLoss, AnyWidthRunsAtTheShareOfItsHealthyLanes) {
  LaneGroup group = Group(8, LaneLossPolicy::kAnyWidth);
  EXPECT_EQ(group.Rate(800_Gbps), 800_Gbps);
  group.Lose(2);
  EXPECT_EQ(group.Rate(800_Gbps), 700_Gbps);
  group.Lose(5);
  group.Lose(7);
  EXPECT_EQ(group.Rate(800_Gbps), 500_Gbps);
  EXPECT_EQ(group.used(), (std::vector<int>{0, 1, 3, 4, 6}));
  for (int lane = 0; lane < 8; ++lane) group.Lose(lane);
  EXPECT_FALSE(group.up());
  EXPECT_EQ(group.Rate(800_Gbps), 0_Gbps);
  EXPECT_EQ(group.CodewordFailureProbability(1), 1);
}

TEST(LaneLoss, PowerOfTwoFallsToHalves) {
  LaneGroup group = Group(4, LaneLossPolicy::kPowerOfTwo);
  group.Lose(0);
  EXPECT_EQ(group.used(), (std::vector<int>{1, 2}));
  EXPECT_EQ(group.Rate(850_Gbps), 425_Gbps);
  group.Lose(1);
  EXPECT_EQ(group.used(), (std::vector<int>{2, 3}));
  group.Lose(2);
  EXPECT_EQ(group.used(), (std::vector<int>{3}));
}

TEST(LaneLoss, LinkDownFailsOverAsAWhole) {
  LaneGroup group = Group(4, LaneLossPolicy::kLinkDown);
  group.Lose(3);
  EXPECT_FALSE(group.up());
  group.Restore(3);
  EXPECT_TRUE(group.up());
  EXPECT_EQ(group.Rate(850_Gbps), 850_Gbps);
}

TEST(LaneLoss, SparesStepInBeforeThePolicyDoes) {
  LaneGroup group = Group(4, LaneLossPolicy::kLinkDown, 1);
  EXPECT_EQ(group.used(), (std::vector<int>{0, 1, 2, 3}));
  group.Lose(1);
  EXPECT_EQ(group.used(), (std::vector<int>{0, 2, 3, 4}));
  EXPECT_EQ(group.Rate(850_Gbps), 850_Gbps);
  group.Lose(0);
  EXPECT_FALSE(group.up());
}

// One lane of four at 2e-3, the others three orders of magnitude better: the link fails as if only
// that lane erred.
TEST(WorstLane, DecidesAlone) {
  LaneGroup group = Group(4, LaneLossPolicy::kAnyWidth);
  group.SetBitErrors(2, {2e-3, 1});
  EXPECT_EQ(group.worst_lane(), 2);
  LaneGroup alone = Group(4, LaneLossPolicy::kAnyWidth);
  for (const int lane : {0, 1, 3}) alone.SetBitErrors(lane, {0, 1});
  alone.SetBitErrors(2, {2e-3, 1});
  EXPECT_NEAR(group.CodewordFailureProbability(1) / alone.CodewordFailureProbability(1), 1, 0.05);
}

// It holds a quarter of each codeword's symbols only. The mean bit-error rate of the lanes is then
// a fair guess, too high by less than a factor of two, and the same lane alone would be useless.
TEST(WorstLane, IsDilutedByTheOthers) {
  LaneGroup group = Group(4, LaneLossPolicy::kAnyWidth);
  group.SetBitErrors(2, {2e-3, 1});
  const double diluted = group.CodewordFailureProbability(1);
  const double of_the_mean = CodewordFailureProbability(SymbolErrorProbability(2e-3 / 4 + 7.5e-7));
  const double lane_alone = CodewordFailureProbability(SymbolErrorProbability(2e-3));
  EXPECT_LT(diluted, of_the_mean);
  EXPECT_GT(diluted, of_the_mean / 2);
  EXPECT_GT(lane_alone, 1e6 * diluted);
}

TEST(WorstLane, CanBeGivenUpForAQuarterOfTheRate) {
  LaneGroup group = Group(4, LaneLossPolicy::kAnyWidth);
  group.SetBitErrors(2, {2e-3, 1});
  const LaneGroup without = group.Without(group.worst_lane());
  EXPECT_EQ(without.Rate(800_Gbps), 600_Gbps);
  EXPECT_GT(group.CodewordFailureProbability(1), 1e-9);
  EXPECT_LT(without.CodewordFailureProbability(1), 1e-45);
  EXPECT_EQ(group.Rate(800_Gbps), 800_Gbps) << "only asked";
}

}  // namespace
}  // namespace linkwright::channel
