// SPDX-License-Identifier: Apache-2.0
// Queues that a neighbour keeps paused for too long, and what each action does to them.
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

struct StormTest : testing::Test {
  StormTest() : s("p4") {
    for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
    s.Write(regs::kPfcClasses, 1 << 3);
    s.Write(regs::kWatchdogDetect, 200);
    s.Write(regs::kWatchdogRestore, 300);
  }
  void Pause(std::uint16_t quanta) {
    std::array<std::uint16_t, 8> timers{};
    timers[3] = quanta;
    s.bench.Send(1, MakePfcFrame(1 << 3, timers));
  }
  SwitchUnderTest s;
};

TEST_F(StormTest, IsFoundAfterTheDetectionTimeOfABlockedQueue) {
  Pause(0xFFFF);
  s.bench.Run(400);
  s.Write(regs::kInterruptCause, 0xF);
  EXPECT_EQ(s.Read(regs::PortStorm(1)), 0U) << "nothing waits";
  const std::int64_t start = s.bench.now();
  s.bench.Send(0, ClassFrame(1, 3));
  while (s.Read(regs::PortStorm(1)) == 0) ASSERT_LT(s.bench.now(), start + 300);
  // Queued in the fourth tick, then two scans of class 3, at least 200 ticks apart, in the grid
  // of 8.
  EXPECT_GE(s.bench.now() - start, 200 + 4);
  EXPECT_LE(s.bench.now() - start, 200 + 4 + 8 + 8 + 1);
  EXPECT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  EXPECT_EQ(s.Read(regs::Storms(1, 3)), 1U);
  EXPECT_EQ(s.Read(regs::kInterruptCause), 1U << static_cast<int>(Interrupt::kPfcStorm));
}

TEST_F(StormTest, AlertLeavesTheQueueBlocked) {
  Pause(0xFFFF);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(1000);
  EXPECT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  EXPECT_TRUE(s.bench.received.empty());
}

TEST_F(StormTest, ForwardIgnoresThePause) {
  s.Write(regs::kWatchdogAction, static_cast<std::uint32_t>(StormAction::kForward));
  Pause(0xFFFF);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(150);
  EXPECT_TRUE(s.bench.received.empty());
  s.bench.Run(200);
  EXPECT_EQ(s.bench.received.size(), 1U);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(20);
  EXPECT_EQ(s.bench.received.size(), 2U);
}

TEST_F(StormTest, DropEmptiesTheQueueAndRefusesNewFrames) {
  for (const std::uint32_t action : {2U, 3U}) {
    s.bench.received.clear();
    s.Write(regs::kClearCounters, 1);
    s.Write(regs::kWatchdogAction, action);
    Pause(0xFFFF);
    s.bench.Send(0, ClassFrame(1, 3));
    s.bench.Run(400);
    EXPECT_EQ(s.bench.received.size(), 0U);
    EXPECT_EQ(s.Drops(1, DropReason::kStorm), 1U) << "queued: counted at the output";
    EXPECT_EQ(s.Drops(0, DropReason::kStorm), 0U);
    EXPECT_EQ(s.Read(regs::kCellsUsed), 0U);
    EXPECT_EQ(s.Read(regs::QueueFrames(1, 3)), 0U);
    EXPECT_EQ(s.Read(regs::PortTxFrames(1)), 0U);
    s.bench.Send(0, ClassFrame(1, 3));
    s.bench.Send(0, ClassFrame(1, 2));
    s.bench.Send(0, ClassFrame(2, 3));
    s.bench.Run(50);
    EXPECT_EQ(s.bench.received.size(), 2U);
    EXPECT_EQ(s.Drops(1, DropReason::kStorm), 1U);
    EXPECT_EQ(s.Drops(0, DropReason::kStorm), 1U) << "refused: counted at the input";
    EXPECT_EQ(s.Read(regs::PgDrops(0, 3)), 0U) << "not for want of cells";
    EXPECT_EQ(s.Read(regs::QueueDrops(1, 3)), 0U);
    Pause(0);
    s.bench.Run(400);
    EXPECT_EQ(s.Read(regs::PortStorm(1)), 0U);
  }
}

// From the tick in which the storm is on record; the queue is chosen in it.
TEST_F(StormTest, DiscardingTakesTheTimeOfSending) {
  s.Write(regs::kWatchdogAction, 2);
  Pause(0xFFFF);
  for (int n = 0; n < 5; ++n) s.bench.Send(0, ClassFrame(1, 3, 1500));
  while (s.Read(regs::PortStorm(1)) == 0) ASSERT_LT(s.bench.now(), 1000);
  const std::int64_t found = s.bench.now() - 1;  // the tick of the choice
  std::vector<std::int64_t> counted;
  std::uint32_t before = 0;
  while (counted.size() < 5) {
    ASSERT_LT(s.bench.now(), found + 400);
    const std::uint32_t drops = s.Drops(1, DropReason::kStorm);  // as before this tick
    if (drops != before) counted.push_back(s.bench.now() - 2);
    before = drops;
  }
  EXPECT_EQ(counted[0] - found, 1) << "at the edge of the first move";
  // 1,520 bytes of line each, 42 a tick, which the MAC holds two of.
  EXPECT_EQ(counted[4] - counted[0], 4 * 1520 / 42 - 1);
  ASSERT_TRUE(s.bench.received.empty());
}

TEST_F(StormTest, DiscardedFramesCostTheirTurnLikeAnyOther) {
  for (const int c : {3, 4}) s.Write(regs::QueueQuantum(c), 1500);
  s.Write(regs::kWatchdogAction, 2);
  s.bench.inputs().backpressure[1] = 0xFF;
  for (int n = 0; n < 10; ++n) s.bench.Send(0, ClassFrame(1, 3, 1500));
  for (int n = 0; n < 4; ++n) s.bench.Send(2, ClassFrame(1, 4, 1500));
  s.bench.Run(500);
  Pause(0xFFFF);
  s.bench.Run(300);
  ASSERT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  s.bench.inputs().backpressure[1] = 0;
  s.bench.Run(700);
  const std::vector<ReceivedFrame> frames = s.From(1);
  ASSERT_EQ(frames.size(), 4U);
  // A discarded frame between any two.
  for (std::size_t n = 1; n < frames.size(); ++n) {
    EXPECT_NEAR(static_cast<double>(frames[n].head - frames[n - 1].head), 2 * 1520 / 42.0, 1.0);
  }
  EXPECT_EQ(s.Drops(1, DropReason::kStorm), 10U);
  EXPECT_EQ(s.Read(regs::QueueBytes(1, 3)), 0U);
}

TEST_F(StormTest, WhatBecomesOfAFrameIsDecidedWhenItIsChosen) {
  s.Write(regs::kWatchdogAction, 2);
  Pause(0xFFFF);
  for (int n = 0; n < 2; ++n) s.bench.Send(0, ClassFrame(1, 3, 1500));
  while (s.Read(regs::PortStorm(1)) == 0) ASSERT_LT(s.bench.now(), 1000);
  s.bench.Run(5);
  s.Write(regs::kWatchdogAction, 1);  // the first one is being discarded
  s.bench.Run(40);
  s.Write(regs::kWatchdogAction, 2);  // the second one is leaving
  s.bench.Run(100);
  EXPECT_EQ(s.bench.received.size(), 1U);
  EXPECT_EQ(s.bench.received.at(0).bytes.size(), 1500U);
  EXPECT_EQ(s.Drops(1, DropReason::kStorm), 1U);
}

TEST_F(StormTest, AQueueThatIsPausedNoMoreIsStillEmptiedUntilTheStormEnds) {
  s.Write(regs::kWatchdogAction, 0);
  Pause(0xFFFF);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(400);
  ASSERT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  s.bench.inputs().backpressure[1] = 0xFF;
  Pause(0);
  s.bench.Run(10);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U);
  s.Write(regs::kWatchdogAction, 2);
  s.bench.inputs().backpressure[1] = 0;
  s.bench.Run(10);
  EXPECT_TRUE(s.bench.received.empty());
  EXPECT_EQ(s.Drops(1, DropReason::kStorm), 1U);
}

TEST_F(StormTest, StrictQueuesAreEmptiedToo) {
  s.Write(regs::kStrictClasses, 0xFF);
  s.Write(regs::kWatchdogAction, 2);
  Pause(0xFFFF);
  for (int n = 0; n < 3; ++n) s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(400);
  EXPECT_TRUE(s.bench.received.empty());
  EXPECT_EQ(s.Drops(1, DropReason::kStorm), 3U);
}

TEST_F(StormTest, ADeadOutputIsTheReasonBeforeAStorm) {
  Pause(0xFFFF);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(400);
  ASSERT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  s.Write(regs::PortControl(1), 0);
  s.Write(regs::kWatchdogAction, 2);
  s.bench.Run(20);
  EXPECT_EQ(s.Drops(1, DropReason::kStorm), 0U);
  EXPECT_EQ(s.Drops(1, DropReason::kEgressDead), 1U);
}

// A mark that is drawn for a discarded frame is drawn from the generator of the output.
TEST_F(StormTest, DiscardedFramesDrawTheirMarks) {
  std::vector<bool> marks[2];
  for (const int discarded : {0, 1}) {
    SwitchUnderTest t("p4");
    for (int d = 0; d < 64; ++d) t.Write(regs::DscpClass(d), static_cast<std::uint32_t>(d / 8));
    t.Write(regs::kPfcClasses, 1 << 3);
    t.Write(regs::kWatchdogDetect, 200);
    t.Write(regs::kWatchdogAction, discarded == 1 ? 2 : 1);
    t.Write(regs::kEcnAtDequeue, 1);
    for (const int c : {3, 4}) {
      t.Write(regs::EcnKmin(c), 0);
      t.Write(regs::EcnKmax(c), 1000);
      t.Write(regs::EcnPmax(c), 0xFFFF);
    }
    t.bench.inputs().backpressure[1] = 0xFF;
    Ipv4FrameSpec spec = RoutedSpec(1, 9000);
    spec.ecn = 1;
    for (const int dscp : {24, 32}) {
      spec.dscp = dscp;
      for (int n = 0; n < 7; ++n) t.bench.Send(0, MakeIpv4Frame(spec));
    }
    t.bench.Run(4000);
    std::array<std::uint16_t, 8> timers{};
    timers[3] = 0xFFFF;
    t.bench.Send(1, MakePfcFrame(1 << 3, timers));
    t.bench.Run(400);
    t.bench.inputs().backpressure[1] = 1 << 4;  // class 3 draws first
    t.bench.Run(4000);
    t.bench.inputs().backpressure[1] = 0;
    t.bench.Run(4000);
    for (const ReceivedFrame& frame : t.From(1)) {
      if (frame.bytes[15] >> 2 == 32) marks[discarded].push_back((frame.bytes[15] & 3) == 3);
    }
    EXPECT_EQ(t.Drops(1, DropReason::kStorm), discarded == 1 ? 7U : 0U);
    EXPECT_EQ(t.Read(regs::QueueMarked(1, 3)) == 0, discarded == 1) << "sent ones count";
  }
  EXPECT_EQ(marks[0].size(), 7U);
  EXPECT_EQ(marks[0], marks[1]);
  EXPECT_THAT(marks[0], testing::Contains(true));
  EXPECT_THAT(marks[0], testing::Contains(false));
}

TEST_F(StormTest, EndsAfterTheRestoreTimeWithoutPause) {
  Pause(0xFFFF);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(400);
  ASSERT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  const std::int64_t start = s.bench.now();
  Pause(0);
  while (s.Read(regs::PortStorm(1)) != 0) ASSERT_LT(s.bench.now(), start + 400);
  EXPECT_GE(s.bench.now() - start, 300 - 8);
  EXPECT_LE(s.bench.now() - start, 300 + 2 + 8 + 8);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.size(), 1U);
}

TEST_F(StormTest, SwitchingTheWatchdogOffEndsItWithinAScan) {
  Pause(0xFFFF);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(400);
  ASSERT_EQ(s.Read(regs::PortStorm(1)), 1U << 3);
  s.Write(regs::kWatchdogDetect, 0);
  s.bench.Run(8);
  EXPECT_EQ(s.Read(regs::PortStorm(1)), 0U);
}

TEST_F(StormTest, APauseWithGapsIsNoStorm) {
  for (int round = 0; round < 20; ++round) {
    Pause(60);  // 92 ticks, then the queue drains
    s.bench.Send(0, ClassFrame(1, 3));
    s.bench.Run(120);
  }
  EXPECT_EQ(s.Read(regs::Storms(1, 3)), 0U);
  EXPECT_EQ(s.bench.received.size(), 20U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
