// SPDX-License-Identifier: Apache-2.0
// Priority flow control: pausing and being paused.
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

using traffic::ReadField;

void PcpIdentity(SwitchUnderTest& s) {
  for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
}

// ---- being paused

TEST(SwitchPause, LastsAsManyTicksAsTheLineNeedsForTheQuanta) {
  for (const char* name : {"p4", "p8_wide"}) {
    SwitchUnderTest s(name);
    PcpIdentity(s);
    for (const int quanta : {1, 7, 100}) {
      std::array<std::uint16_t, 8> timers{};
      timers[3] = static_cast<std::uint16_t>(quanta);
      s.bench.Send(1, MakePfcFrame(1 << 3, timers));
      s.bench.Tick();  // captured; forwarded in the next one
      s.bench.Tick();
      int paused = 0;
      while (s.Read(regs::PortPaused(1)) == 1 << 3) ++paused;
      const int line = s.bench.variant().line_bytes;
      EXPECT_EQ(paused, (64 * quanta + line - 1) / line) << name << " " << quanta;
      EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U);
    }
    EXPECT_EQ(s.Read(regs::RxPfc(1, 3)), 3U);
    EXPECT_EQ(s.Read(regs::RxPfc(1, 2)), 0U);
  }
}

TEST(SwitchPause, HoldsTheClassAtThatPortOnlyAndAfterTheFrameInService) {
  SwitchUnderTest s("p4");
  PcpIdentity(s);
  std::array<std::uint16_t, 8> timers{};
  timers[3] = 1000;
  s.bench.Send(0, ClassFrame(1, 3, 1500));
  s.bench.Run(50);  // it is leaving
  s.bench.Send(1, MakePfcFrame(1 << 3, timers));
  s.bench.Send(0, ClassFrame(1, 3, 200));
  s.bench.Send(0, ClassFrame(1, 4, 200));
  s.bench.Send(0, ClassFrame(2, 3, 200));
  s.bench.Run(300);
  ASSERT_EQ(s.bench.received.size(), 3U);
  EXPECT_EQ(s.From(1).size(), 2U);
  EXPECT_EQ(s.From(1)[0].bytes.size(), 1500U);
  EXPECT_EQ(s.From(1)[1].bytes, ClassFrame(1, 4, 200));
  EXPECT_EQ(s.From(2).size(), 1U);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.From(1).size(), 3U);
}

TEST(SwitchPause, ATimerOfZeroEndsIt) {
  SwitchUnderTest s("p4");
  std::array<std::uint16_t, 8> timers{};
  timers.fill(0xFFFF);
  s.bench.Send(1, MakePfcFrame(0x81, timers));
  s.bench.Run(5);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0x81U);
  timers.fill(0);
  s.bench.Send(1, MakePfcFrame(0x01, timers));
  s.bench.Run(5);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0x80U) << "classes not named keep their timers";
}

TEST(SwitchPause, APfcFrameIsUsedUpByDropPfcAndForwardedByNobody) {
  SwitchUnderTest s("p4");
  std::array<std::uint16_t, 8> timers{};
  timers.fill(100);
  s.Write(regs::kErrorInject, 2U << 10 | 1);
  s.bench.Send(1, MakePfcFrame(0xFF, timers));
  s.bench.Run(6);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U);
  EXPECT_EQ(s.Read(regs::RxPfc(1, 0)), 0U);
  EXPECT_EQ(s.Read(regs::PortRxFrames(1)), 1U);
  s.bench.Send(1, MakePfcFrame(0xFF, timers));
  s.bench.Run(6);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0xFFU);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.empty());
  for (int r = 0; r < spec::ethernet_switch::kDropReasons; ++r) {
    EXPECT_EQ(s.Read(regs::PortDrops(1, r)), 0U);
  }
}

// ---- pausing

// Class 3 lossless without a shared pool, so that every cell is headroom.
void AllHeadroom(SwitchUnderTest& s, std::uint32_t cells) {
  PcpIdentity(s);
  s.Write(regs::kPfcClasses, 1 << 3);
  s.Write(regs::PgAlpha(3), 0);
  for (int port = 0; port < s.ports(); ++port) s.Write(regs::PgHeadroom(port, 3), cells);
}

TEST(SwitchXoff, AHeadroomCellSendsAPfcFrameWithTheSettings) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.Write(regs::kPfcQuanta, 0x1234);
  s.Write(regs::kPfcClasses, 1 << 3 | 1 << 5);
  s.bench.inputs().hold[1] = 0xFF;
  const std::int64_t sent = s.bench.now();
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(20);
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 1U << 3);
  ASSERT_EQ(s.bench.received.size(), 1U);
  const ReceivedFrame& pfc = s.bench.received[0];
  EXPECT_EQ(pfc.port, 0);
  // Two beats (68 bytes): charged at the first. Captured, forwarded, written, chosen, moved.
  EXPECT_EQ(pfc.head - sent, 4);
  FrameBytes expected(64);
  traffic::WriteField(expected, 0, 6, 0x0180C2000001);
  traffic::WriteField(expected, 6, 6, kRouterMac);
  traffic::WriteField(expected, 12, 2, 0x8808);
  traffic::WriteField(expected, 14, 2, 0x0101);
  traffic::WriteField(expected, 16, 2, 1 << 3 | 1 << 5);
  traffic::WriteField(expected, 18 + 6, 2, 0x1234);
  EXPECT_EQ(pfc.bytes, expected);
  EXPECT_FALSE(pfc.error);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 3)), 1U);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 5)), 1U);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 4)), 0U);
  EXPECT_EQ(s.Read(regs::PortTxFrames(0)), 1U);
  EXPECT_EQ(s.Read(regs::PortTxBytes(0)), 64U);
  EXPECT_EQ(s.Read(regs::PgHeadroomWatermark(0, 3)), 1U);
}

TEST(SwitchXoff, XonFollowsInTheScanOfTheClassOnceTheCellsAreBack) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.bench.inputs().hold[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(40);
  ASSERT_EQ(s.bench.received.size(), 1U);
  s.bench.inputs().hold[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 0U);
  const std::vector<ReceivedFrame> frames = s.From(0);
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(ReadField(frames[1].bytes, 24, 2), 0U) << "timer 0: go on";
  EXPECT_EQ(ReadField(frames[1].bytes, 16, 2), 1U << 3);
  // The frame's cell was given back with its tail; the scan of class 3 comes within 8 ticks. `now`
  // is the time of the tick before.
  const std::int64_t tail = s.From(1)[0].tail;
  const std::int64_t scan = frames[1].head - 2;
  EXPECT_EQ((scan - 1) % 8, 3);
  EXPECT_GT(scan, tail);
  EXPECT_LE(scan, tail + 8);
}

TEST(SwitchXoff, IsRefreshedUntilXon) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.Write(regs::kPfcRefresh, 100);
  s.bench.inputs().hold[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(1000);
  const std::vector<ReceivedFrame> frames = s.From(0);
  ASSERT_GE(frames.size(), 9U);
  for (std::size_t n = 1; n < frames.size(); ++n) {
    const std::int64_t gap = frames[n].head - frames[n - 1].head;
    EXPECT_GE(gap, 100) << n;
    EXPECT_LE(gap, 100 + 8) << n;
    EXPECT_EQ(ReadField(frames[n].bytes, 24, 2), 0xFFFFU);
  }
  s.Write(regs::kPfcRefresh, 0);
  s.bench.Run(20);
  const std::size_t until_now = s.From(0).size();
  s.bench.Run(1000);
  EXPECT_EQ(s.From(0).size(), until_now) << "0: never";
}

TEST(SwitchXoff, ARefusalAtTheInputDoesItToo) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 0);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(9);
  EXPECT_EQ(s.Drops(0, DropReason::kIngressLimit), 1U);
  EXPECT_EQ(s.From(0).size(), 1U);
  // A lossy class asks for nothing.
  s.Write(regs::PgAlpha(2), 0);
  s.bench.Send(2, ClassFrame(1, 2));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(2, DropReason::kIngressLimit), 1U);
  EXPECT_EQ(s.From(2).size(), 0U);
}

TEST(SwitchXoff, AClassThatIsNoLongerLosslessIsReleased) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.bench.inputs().hold[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(40);
  s.Write(regs::kPfcClasses, 1 << 1);
  s.bench.Run(20);
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 0U);
  ASSERT_EQ(s.From(0).size(), 2U);
  EXPECT_EQ(ReadField(s.From(0)[1].bytes, 16, 2), 1U << 1);
}

TEST(SwitchXoff, APfcFrameGoesBeforeDataAndIgnoresPauseAndClassHold) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 100);
  s.bench.inputs().hold[1] = 0xFF;
  std::array<std::uint16_t, 8> timers{};
  timers.fill(0xFFFF);
  s.bench.Send(0, MakePfcFrame(0xFF, timers));  // port 0 is paused
  s.bench.inputs().hold[0] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(20);
  ASSERT_EQ(s.From(0).size(), 1U);
  // But not a hold of the output itself.
  s.bench.inputs().hold[2] = 0x100;
  s.bench.Send(2, ClassFrame(1, 3));
  s.bench.Run(40);
  EXPECT_EQ(s.From(2).size(), 0U);
  s.bench.inputs().hold[2] = 0;
  s.bench.Run(4);
  EXPECT_EQ(s.From(2).size(), 1U);
}

TEST(SwitchXoff, ADeadPortOwesItsPfcFrameUntilItIsBack) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.bench.inputs().hold[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(3);  // stored in the third tick
  s.bench.inputs().link_up[0] = 0;
  s.bench.Run(3);
  const std::size_t before = s.From(0).size();
  s.bench.inputs().hold[1] = 0;
  s.bench.Run(100);
  EXPECT_EQ(s.From(0).size(), before);
  EXPECT_FALSE(s.bench.outputs().idle);
  s.bench.inputs().link_up[0] = 1;
  s.bench.Run(10);
  EXPECT_EQ(s.From(0).size(), before + 1);
  EXPECT_TRUE(s.bench.outputs().idle);
}

// ---- storms

struct StormTest : testing::Test {
  StormTest() : s("p4") {
    PcpIdentity(s);
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

TEST_F(StormTest, DropAlsoRefusesNewFrames) {
  for (const std::uint32_t action : {2U, 3U}) {
    s.bench.received.clear();
    s.Write(regs::kClearCounters, 1);
    s.Write(regs::kWatchdogAction, action);
    Pause(0xFFFF);
    s.bench.Send(0, ClassFrame(1, 3));
    s.bench.Run(400);
    EXPECT_EQ(s.bench.received.size(), 1U);
    s.bench.Send(0, ClassFrame(1, 3));
    s.bench.Send(0, ClassFrame(1, 2));
    s.bench.Send(0, ClassFrame(2, 3));
    s.bench.Run(50);
    EXPECT_EQ(s.bench.received.size(), 3U);
    EXPECT_EQ(s.Drops(0, DropReason::kStorm), 1U);
    EXPECT_EQ(s.Read(regs::PgDrops(0, 3)), 1U);
    Pause(0);
    s.bench.Run(400);
    EXPECT_EQ(s.Read(regs::PortStorm(1)), 0U);
  }
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
