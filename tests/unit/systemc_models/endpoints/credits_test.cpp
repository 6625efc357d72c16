// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/credits.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace linkwright::endpoints {
namespace {

using interfaces::CreditBeat;

TEST(Credits, ASenderStartsWithNothing) {
  const CreditSender sender;
  EXPECT_FALSE(sender.MayStart(0));
  EXPECT_FALSE(sender.MayStart(1));
}

TEST(Credits, TheLimitIsCumulativeAndALostUpdateIsHealedByTheNext) {
  CreditSender sender;
  sender.Take({true, 0, 2});
  sender.Use(0);
  sender.Use(0);
  EXPECT_FALSE(sender.MayStart(0));
  sender.Take({true, 0, 4});  // the update to 3 was lost
  sender.Use(0);
  EXPECT_TRUE(sender.MayStart(0));
  sender.Use(0);
  EXPECT_FALSE(sender.MayStart(0));
}

TEST(Credits, CountsWrapAtTwoToTheSixteen) {
  CreditSender sender;
  CreditReceiver receiver(2, 3, 0);
  CreditBeat beat;
  int64_t cycle = 0;
  for (int vc = 0; vc < 2; ++vc, ++cycle) {
    receiver.Emit(cycle, beat);
    sender.Take(beat);
  }
  for (int packet = 0; packet < 70000; ++packet) {
    ASSERT_TRUE(sender.MayStart(0)) << packet;
    sender.Use(0);
    ASSERT_TRUE(receiver.Accept(0)) << packet;
    receiver.Free(0);
    beat = {};
    receiver.Emit(cycle++, beat);
    ASSERT_TRUE(beat.valid);
    sender.Take(beat);
  }
  EXPECT_EQ(sender.limit(0), static_cast<uint16_t>(70003));
}

TEST(Credits, TheReceiverNoticesAPacketWithoutCredit) {
  CreditReceiver receiver(2, 2, 0);
  EXPECT_TRUE(receiver.Accept(0));
  EXPECT_TRUE(receiver.Accept(0));
  EXPECT_FALSE(receiver.Accept(0));
}

TEST(Credits, UpdatesTakeTurnsOverChannelsOnePerCycle) {
  CreditReceiver receiver(4, 8, 0);
  int cycle = 0;
  for (const int expected : {0, 1, 2, 3}) {
    CreditBeat beat;
    receiver.Emit(cycle++, beat);
    EXPECT_TRUE(beat.valid);
    EXPECT_EQ(beat.vc, expected);
    EXPECT_EQ(beat.limit, 8);
  }
  EXPECT_TRUE(receiver.idle());
  receiver.Free(3);
  receiver.Free(1);
  for (const int expected : {1, 3}) {
    CreditBeat beat;
    receiver.Emit(cycle++, beat);
    EXPECT_EQ(beat.vc, expected);
    EXPECT_EQ(beat.limit, 9);
  }
}

TEST(Credits, ARefreshRepeatsAllLimitsAndYieldsToNews) {
  CreditReceiver receiver(2, 5, 100);
  CreditBeat beat;
  receiver.Emit(1, beat);
  receiver.Emit(2, beat);
  beat = {};
  receiver.Emit(50, beat);
  EXPECT_FALSE(beat.valid);
  receiver.Free(1);
  std::vector<std::pair<int, int>> seen;
  for (int cycle = 100; cycle < 103; ++cycle) {
    beat = {};
    receiver.Emit(cycle, beat);
    if (beat.valid) seen.emplace_back(beat.vc, beat.limit);
  }
  // The news for channel 1 first; it settles that channel's refresh, too.
  EXPECT_EQ(seen, (std::vector<std::pair<int, int>>{{1, 6}, {0, 5}}));
}

}  // namespace
}  // namespace linkwright::endpoints
