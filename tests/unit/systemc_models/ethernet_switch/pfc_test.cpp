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
    s.Write(regs::kPfcClasses, 1 << 3);
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
  s.Write(regs::kPfcClasses, 1 << 3);
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
  s.Write(regs::kPfcClasses, 0xFF);
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
  s.Write(regs::kPfcClasses, 0xFF);
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

TEST(SwitchPause, StopsOnlyClassesOfPfcButCountsWhatTheFrameNames) {
  SwitchUnderTest s("p4");
  s.Write(regs::kPfcClasses, 1 << 3 | 1 << 5);
  std::array<std::uint16_t, 8> timers{};
  timers.fill(0xFFFF);
  s.bench.Send(1, MakePfcFrame(1 << 2 | 1 << 3, timers));
  s.bench.Run(5);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 1U << 3);
  EXPECT_EQ(s.Read(regs::RxPfc(1, 2)), 1U);
  EXPECT_EQ(s.Read(regs::RxPfc(1, 3)), 1U);
  EXPECT_EQ(s.Read(regs::RxPfc(1, 5)), 0U);
}

TEST(SwitchPause, AClassThatLeavesPfcFinishesItsPauseAndHearsNoMore) {
  SwitchUnderTest s("p4");
  s.Write(regs::kPfcClasses, 1 << 3);
  std::array<std::uint16_t, 8> timers{};
  timers[3] = 50;
  s.bench.Send(1, MakePfcFrame(1 << 3, timers));
  s.bench.Run(2);  // forwarded in the second one
  s.Write(regs::kPfcClasses, 0);
  timers[3] = 0;
  s.bench.Send(1, MakePfcFrame(1 << 3, timers));  // does not end it
  timers[3] = 1000;
  s.bench.Send(1, MakePfcFrame(1 << 3, timers));  // nor prolong it
  int paused = 1;                                 // the tick of the write
  while (s.Read(regs::PortPaused(1)) == 1 << 3) ++paused;
  EXPECT_EQ(paused, (64 * 50 + 41) / 42);
  EXPECT_EQ(s.Read(regs::RxPfc(1, 3)), 3U);
}

TEST(SwitchPause, EndsWithTheLink) {
  SwitchUnderTest s("p4");
  s.Write(regs::kPfcClasses, 0xFF);
  std::array<std::uint16_t, 8> timers{};
  timers.fill(0xFFFF);
  for (const int port : {1, 2}) s.bench.Send(port, MakePfcFrame(0xFF, timers));
  s.bench.Run(5);
  s.bench.inputs().link_up[1] = 0;
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0xFFU) << "sampled at the end of this tick";
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0xFFU) << "link_q is 0 for the first time";
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U);
  EXPECT_EQ(s.Read(regs::PortPaused(2)), 0xFFU) << "others keep theirs";
  s.bench.inputs().link_up[1] = 1;
  s.bench.Run(5);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U);
  s.bench.Send(1, MakePfcFrame(1, timers));
  s.bench.Run(5);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 1U) << "a new one counts";
}

TEST(SwitchPause, ALinkThatIsDownForOneTickForgetsToo) {
  SwitchUnderTest s("p4");
  s.Write(regs::kPfcClasses, 0xFF);
  std::array<std::uint16_t, 8> timers{};
  timers.fill(0xFFFF);
  s.bench.Send(1, MakePfcFrame(0xFF, timers));
  s.bench.Run(5);
  s.bench.inputs().link_up[1] = 0;
  s.bench.Tick();
  s.bench.inputs().link_up[1] = 1;
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0xFFU);
  EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U);
}

// The frame is captured in the first tick and takes effect in the second.
TEST(SwitchPause, WhatIsTakenWhileTheLinkIsDownCountsButDoesNotStop) {
  for (const int down : {0, 1, 2}) {
    SwitchUnderTest s("p4");
    s.Write(regs::kPfcClasses, 0xFF);
    std::array<std::uint16_t, 8> timers{};
    timers.fill(0xFFFF);
    s.bench.Send(1, MakePfcFrame(1, timers));
    for (int tick = 0; tick < 2; ++tick) {
      if (tick == down) s.bench.inputs().link_up[1] = 0;
      s.bench.Tick();
    }
    if (down == 2) s.bench.inputs().link_up[1] = 0;
    const std::uint32_t first = s.Read(regs::PortPaused(1));
    const std::uint32_t second = s.Read(regs::PortPaused(1));
    EXPECT_EQ(first, down == 0 ? 0U : 1U) << down;
    EXPECT_EQ(second, down == 2 ? 1U : 0U) << down;
    EXPECT_EQ(s.Read(regs::PortPaused(1)), 0U) << down;
    EXPECT_EQ(s.Read(regs::RxPfc(1, 0)), 1U) << down;
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
  s.bench.inputs().backpressure[1] = 0xFF;
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
  traffic::WriteField(expected, 16, 2, 1 << 3);
  traffic::WriteField(expected, 18 + 6, 2, 0x1234);
  EXPECT_EQ(pfc.bytes, expected);
  EXPECT_FALSE(pfc.error);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 3)), 1U);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 5)), 0U) << "it has nothing to say";
  EXPECT_EQ(s.Read(regs::PortTxFrames(0)), 1U);
  EXPECT_EQ(s.Read(regs::PortTxBytes(0)), 64U);
  EXPECT_EQ(s.Read(regs::PgHeadroomWatermark(0, 3)), 1U);
}

TEST(SwitchXoff, XonFollowsInTheScanOfTheClassOnceTheCellsAreBack) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.bench.inputs().backpressure[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(40);
  ASSERT_EQ(s.bench.received.size(), 1U);
  s.bench.inputs().backpressure[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 0U);
  const std::vector<ReceivedFrame> frames = s.From(0);
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(ReadField(frames[1].bytes, 24, 2), 0U) << "timer 0: go on";
  EXPECT_EQ(ReadField(frames[1].bytes, 16, 2), 1U << 3);
  // The frame's cell was given back with its tail; the scan of class 3 comes within 8 ticks, and is
  // the fourth of eight from the tick after XOFF on.
  const std::int64_t tail = s.From(1)[0].tail;
  const std::int64_t scan = frames[1].head - 2;
  const std::int64_t xoff = frames[0].head - 2;
  EXPECT_EQ((scan - (xoff + 1)) % 8, 3);
  EXPECT_GT(scan, tail);
  EXPECT_LE(scan, tail + 8);
}

TEST(SwitchXoff, IsRefreshedUntilXon) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.Write(regs::kPfcRefresh, 100);
  s.bench.inputs().backpressure[1] = 0xFF;
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
  s.bench.Run(6);
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
  s.bench.inputs().backpressure[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(40);
  s.Write(regs::kPfcClasses, 1 << 1);
  s.bench.Run(20);
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 0U);
  ASSERT_EQ(s.From(0).size(), 2U);
  EXPECT_EQ(ReadField(s.From(0)[1].bytes, 16, 2), 1U << 3) << "the peer had been told to stop it";
  EXPECT_EQ(ReadField(s.From(0)[1].bytes, 24, 2), 0U);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 3)), 2U);
}

TEST(SwitchXoff, APfcFrameGoesBeforeDataAndIgnoresPauseAndClassHold) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 100);
  s.bench.inputs().backpressure[1] = 0xFF;
  std::array<std::uint16_t, 8> timers{};
  timers.fill(0xFFFF);
  s.bench.Send(0, MakePfcFrame(0xFF, timers));  // port 0 is paused
  s.bench.inputs().backpressure[0] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(20);
  ASSERT_EQ(s.From(0).size(), 1U);
  // But not a hold of the output itself.
  s.bench.inputs().backpressure[2] = 0x100;
  s.bench.Send(2, ClassFrame(1, 3));
  s.bench.Run(40);
  EXPECT_EQ(s.From(2).size(), 0U);
  s.bench.inputs().backpressure[2] = 0;
  s.bench.Run(4);
  EXPECT_EQ(s.From(2).size(), 1U);
}

TEST(SwitchXoff, ADeadPortOwesItsPfcFrameUntilItIsBack) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 10);
  s.bench.inputs().backpressure[1] = 0xFF;
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(3);  // stored in the third tick
  s.bench.inputs().link_up[0] = 0;
  s.bench.Run(3);
  const std::size_t before = s.From(0).size();
  s.bench.inputs().backpressure[1] = 0;
  s.bench.Run(100);
  EXPECT_EQ(s.From(0).size(), before);
  EXPECT_TRUE(s.bench.outputs().idle) << "it waits for an event of the wires, not for a clock";
  s.bench.inputs().link_up[0] = 1;
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().idle);
  s.bench.Run(10);
  EXPECT_EQ(s.From(0).size(), before + 1);
  EXPECT_TRUE(s.bench.outputs().idle);
}

TEST(SwitchXoff, ADisabledPortOwesItsPfcFrameUntilItIsEnabled) {
  SwitchUnderTest s("p4");
  AllHeadroom(s, 0);
  s.Write(regs::PortControl(0), 1);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Run(2);
  s.Write(regs::PortControl(0), 0);  // the refusal is of this tick
  s.bench.Run(20);
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 0U) << "XOFF and XON";
  s.bench.Tick();
  EXPECT_EQ(s.From(0).size(), 0U);
  EXPECT_TRUE(s.bench.outputs().idle);
  s.Write(regs::PortControl(0), 1);
  EXPECT_FALSE(s.bench.outputs().idle);
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().idle) << "owed by a live port";
  s.bench.Run(10);
  EXPECT_EQ(s.From(0).size(), 1U);
  EXPECT_TRUE(s.bench.outputs().idle);
}

// ---- what a PFC frame names

struct VectorTest : testing::Test {
  VectorTest() : s("p4") {
    PcpIdentity(s);
    s.Write(regs::kPfcClasses, 0xFF);
    for (int c = 0; c < kClasses; ++c) {
      s.Write(regs::PgAlpha(c), 0);
      s.Write(regs::PgHeadroom(0, c), 100);
    }
    s.Write(regs::kPfcRefresh, 0);
    s.bench.inputs().backpressure[1] = 0xFF;
  }
  void Stop(int c) {
    s.bench.Send(0, ClassFrame(1, c));
    s.bench.Run(20);
  }
  // Lets the frames of class `c` go and XON with them.
  void Go(int c) {
    s.bench.inputs().backpressure[1] = static_cast<std::uint16_t>(0xFF & ~(1 << c));
    s.bench.Run(30);
    s.bench.inputs().backpressure[1] = 0xFF;
  }
  // Classes named by the newest of `count` PFC frames, and those of them with a timer.
  void ExpectNewest(std::size_t count, unsigned named, unsigned stopped) {
    const std::vector<ReceivedFrame> frames = s.From(0);
    ASSERT_EQ(frames.size(), count);
    const FrameBytes& bytes = frames.back().bytes;
    EXPECT_EQ(ReadField(bytes, 16, 2), named);
    for (int c = 0; c < kClasses; ++c) {
      EXPECT_EQ(ReadField(bytes, 18 + 2 * c, 2), (stopped >> c & 1) != 0 ? 0xFFFFU : 0U) << c;
    }
  }
  SwitchUnderTest s;
};

TEST_F(VectorTest, ClassesAreNamedWhileTheyAreToStopAndOnceWhenTheyMayGoOn) {
  Stop(3);
  ExpectNewest(1, 1 << 3, 1 << 3);
  Stop(5);
  ExpectNewest(2, 1 << 3 | 1 << 5, 1 << 3 | 1 << 5);
  Go(3);
  ExpectNewest(3, 1 << 3 | 1 << 5, 1 << 5);
  Stop(6);
  ExpectNewest(4, 1 << 5 | 1 << 6, 1 << 5 | 1 << 6);
  Go(5);
  ExpectNewest(5, 1 << 5 | 1 << 6, 1 << 6);
  Go(6);
  ExpectNewest(6, 1 << 6, 0);
  Stop(0);
  ExpectNewest(7, 1, 1);
  const std::uint32_t expected[] = {1, 0, 0, 3, 0, 4, 3, 0};
  for (int c = 0; c < kClasses; ++c) EXPECT_EQ(s.Read(regs::TxPfc(0, c)), expected[c]) << c;
}

TEST_F(VectorTest, AClassThatLeavesPfcIsNamedInTheNextFrameWhateverItsXoff) {
  Stop(3);
  Stop(5);
  // XOFF of class 5 asks for a frame that moves two ticks after the write stage; class 3 is no
  // longer of PFC by then, and its scan may not have come.
  s.Write(regs::kPfcClasses, 1 << 5 | 1 << 6);
  s.bench.Run(30);
  ExpectNewest(3, 1 << 3 | 1 << 5, 1 << 5);
  Stop(6);
  ExpectNewest(4, 1 << 5 | 1 << 6, 1 << 5 | 1 << 6);
}

TEST_F(VectorTest, ItIsOfTheTickInWhichTheFrameMoves) {
  s.bench.inputs().backpressure[0] = 0x100;  // chosen, but it may not move
  Stop(3);
  Stop(4);
  s.bench.inputs().backpressure[0] = 0;
  s.bench.Run(30);
  // XOFF of class 4 came after the choice: the first frame has it already, the second repeats it.
  const std::vector<ReceivedFrame> frames = s.From(0);
  ASSERT_EQ(frames.size(), 2U);
  for (const ReceivedFrame& frame : frames) {
    EXPECT_EQ(ReadField(frame.bytes, 16, 2), 1U << 3 | 1U << 4);
  }
}

TEST_F(VectorTest, StoppedAndLetGoBeforeTheFrameWentOutNamesNobody) {
  s.bench.inputs().backpressure[0] = 0x100;
  Stop(3);
  Go(3);
  EXPECT_EQ(s.Read(regs::PortXoff(0)), 0U);
  s.bench.inputs().backpressure[0] = 0;
  s.bench.Run(30);
  ExpectNewest(2, 0, 0);
  EXPECT_EQ(s.Read(regs::TxPfc(0, 3)), 0U);
  EXPECT_EQ(s.Read(regs::PortTxFrames(0)), 2U);
}

// ---- links that come up

TEST_F(VectorTest, ALinkThatComesUpHearsAgainWhatHasToStop) {
  Stop(3);
  ASSERT_EQ(s.From(0).size(), 1U);
  s.bench.inputs().link_up[0] = 0;
  s.bench.Run(50);
  EXPECT_EQ(s.From(0).size(), 1U);
  const std::int64_t up = s.bench.now();
  s.bench.inputs().link_up[0] = 1;
  s.bench.Run(50);
  ExpectNewest(2, 1 << 3, 1 << 3);
  EXPECT_EQ(s.From(0)[1].head - up, 2) << "sampled, chosen, moved";
}

TEST_F(VectorTest, ALinkThatFlapsForOneTickHearsAgainToo) {
  Stop(3);
  s.bench.inputs().link_up[0] = 0;
  s.bench.Tick();
  s.bench.inputs().link_up[0] = 1;
  s.bench.Run(50);
  ExpectNewest(2, 1 << 3, 1 << 3);
}

TEST_F(VectorTest, ALinkThatComesUpHearsNothingWithoutXoff) {
  Stop(3);  // at port 0
  for (const int port : {1, 2}) {
    s.bench.inputs().link_up[port] = 0;
    s.bench.Run(50);
    s.bench.inputs().link_up[port] = 1;
    s.bench.Run(50);
    EXPECT_TRUE(s.From(port).empty() || port == 1);
  }
  EXPECT_EQ(s.From(0).size(), 2U) << "port 1 was down and dropped the frame: XOFF and XON";
  EXPECT_EQ(s.From(2).size(), 0U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
