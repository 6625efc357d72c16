// SPDX-License-Identifier: Apache-2.0
// Frames that leave before they have arrived.
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

struct CutThroughTest : testing::Test {
  CutThroughTest() : s("p4") {
    s.Write(regs::kCutThrough, 1);
    s.bench.paced = false;
  }
  // Sends all but the last `missing` beats, then what `end` makes of the wires.
  void SendPart(const FrameBytes& frame, int beats) {
    for (int beat = 0; beat < beats; ++beat) DriveBeatOf(frame, beat, beat == 0);
  }
  void DriveBeatOf(const FrameBytes& frame, int beat, bool head) {
    s.bench.before_tick = [&, beat, head](interfaces::SwitchInputs& in) {
      traffic::DriveBeat(frame, static_cast<std::size_t>(beat) * 64, false, in.port[0].flit);
      in.port[0].flit.head = head;
    };
    s.bench.Tick();
    s.bench.before_tick = nullptr;
  }
  SwitchUnderTest s;
};

TEST_F(CutThroughTest, TheHeadLeavesWhileTheFrameArrives) {
  const std::int64_t start = s.bench.now();
  const FrameBytes frame = SwitchedFrame(1, 1500);
  s.bench.Send(0, frame);
  ASSERT_TRUE(s.bench.Drain());
  const ReceivedFrame& out = s.bench.received.at(0);
  EXPECT_EQ(out.head - start, 4);
  EXPECT_EQ(out.bytes, frame);
  EXPECT_FALSE(out.error);
}

TEST_F(CutThroughTest, TheSwitchIsStoreAndForwardAfterReset) {
  s.Write(regs::kCutThrough, 0);
  const std::int64_t start = s.bench.now();
  s.bench.Send(0, SwitchedFrame(1, 1500));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.at(0).head - start, 23 + 4);
}

TEST_F(CutThroughTest, ABeatWaitsUntilItIsKnownNotToBeTheLast) {
  const FrameBytes frame = SwitchedFrame(1, 64 * 4);
  SendPart(frame, 2);
  s.bench.Run(30);
  EXPECT_EQ(s.twin.resident_beats(), 1U) << "the first has left, the second waits";
  DriveBeatOf(frame, 2, false);
  DriveBeatOf(frame, 3, false);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.at(0).bytes, frame);
}

TEST_F(CutThroughTest, ABadTailGoesOnPoisoned) {
  const FrameBytes frame = SwitchedFrame(1, 1500);
  s.bench.Send(0, frame, true);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.at(0).error);
  EXPECT_EQ(s.bench.received[0].bytes, frame);
  EXPECT_EQ(s.Read(regs::PortPoisoned(0)), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kBadFcs), 0U);
  EXPECT_EQ(s.Read(regs::PortTxFrames(1)), 1U);
}

TEST_F(CutThroughTest, AnInjectedBadFcsAndABadLengthPoisonToo) {
  s.Write(regs::kErrorInject, 1U << 10 | 0);
  s.bench.Send(0, SwitchedFrame(1, 700));
  FrameBytes lying = MakeIpv4Frame(RoutedSpec(1, 700));
  traffic::WriteField(lying, 16, 2, 700 - 17);
  traffic::WriteHeaderChecksum(lying);
  s.bench.Send(0, lying);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.at(0).error);
  EXPECT_TRUE(s.bench.received.at(1).error);
  EXPECT_EQ(s.Read(regs::PortPoisoned(0)), 2U);
}

TEST_F(CutThroughTest, AFrameOfOneBeatIsJudgedBeforeItIsQueued) {
  s.bench.Send(0, SwitchedFrame(1, 64), true);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.empty());
  EXPECT_EQ(s.Drops(0, DropReason::kBadFcs), 1U);
}

TEST_F(CutThroughTest, AnAbortedFrameEndsWithItsLastBeat) {
  const FrameBytes frame = SwitchedFrame(1, 1500);
  SendPart(frame, 5);
  s.bench.inputs().link_up[0] = 0;
  s.bench.Run(30);
  ASSERT_EQ(s.bench.received.size(), 1U);
  EXPECT_TRUE(s.bench.received[0].error);
  EXPECT_EQ(s.bench.received[0].bytes, FrameBytes(frame.begin(), frame.begin() + 320));
  EXPECT_EQ(s.Read(regs::PortPoisoned(0)), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 0U) << "it was not dropped";
  EXPECT_EQ(s.twin.resident_beats(), 0U);
}

TEST_F(CutThroughTest, AnOversizeFrameEndsBeforeTheBeatThatExceeds) {
  s.Write(regs::kMaxFrame, 300);
  s.bench.Send(0, SwitchedFrame(1, 301));
  s.bench.Send(0, SwitchedFrame(1, 300));
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(s.bench.received.size(), 2U);
  EXPECT_TRUE(s.bench.received[0].error);
  EXPECT_EQ(s.bench.received[0].bytes.size(), 256U);
  EXPECT_FALSE(s.bench.received[1].error);
}

TEST_F(CutThroughTest, AHeadInsideEndsTheFrameToo) {
  const FrameBytes frame = SwitchedFrame(1, 300);
  SendPart(frame, 2);
  DriveBeatOf(frame, 0, true);
  DriveBeatOf(frame, 4, false);  // the real tail
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(s.bench.received.size(), 1U);
  EXPECT_EQ(s.bench.received[0].bytes.size(), 128U);
  EXPECT_TRUE(s.bench.received[0].error);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 64U * 3 + 44);
}

TEST_F(CutThroughTest, ModeIsThatOfTheFirstBeat) {
  const FrameBytes frame = SwitchedFrame(1, 64 * 6);
  SendPart(frame, 3);
  s.Write(regs::kCutThrough, 0);
  s.bench.Run(20);
  EXPECT_EQ(s.twin.resident_beats(), 1U) << "still on its way";
  for (int beat = 3; beat < 6; ++beat) DriveBeatOf(frame, beat, false);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.at(0).bytes, frame);
}

TEST_F(CutThroughTest, AFrameLongerThanKnownIsChargedToItsQueueAfterwards) {
  // Queue 1 is served when 64 bytes of its frame are known; the rest is taken at its end.
  for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
  for (const int c : {1, 2}) s.Write(regs::QueueQuantum(c), 1000);
  s.bench.Send(0, ClassFrame(1, 1, 1000));
  s.bench.Run(12);  // it is leaving; more of both classes arrive at other inputs
  for (int n = 0; n < 6; ++n) {
    s.bench.Send(2, ClassFrame(1, 1, 1000));
    s.bench.Send(3, ClassFrame(1, 2, 1000));
  }
  ASSERT_TRUE(s.bench.Drain());
  std::vector<int> classes;
  for (const ReceivedFrame& frame : s.From(1)) classes.push_back(frame.bytes[14] >> 5);
  // Frame by frame in turns: nobody gains from being served early.
  EXPECT_EQ(std::count(classes.begin(), classes.begin() + 6, 1), 3);
}

TEST_F(CutThroughTest, EveryByteComesOutUnderRandomGaps) {
  std::uint32_t x = 1;
  for (int round = 0; round < 200; ++round) {
    const int bytes = 64 + static_cast<int>((x = x * 1664525 + 1013904223) >> 8) % 2000;
    const FrameBytes frame = SwitchedFrame(1, bytes);
    s.bench.received.clear();
    for (int beat = 0; beat * 64 < bytes; ++beat) {
      DriveBeatOf(frame, beat, beat == 0);
      s.bench.Run((x = x * 1664525 + 1013904223) >> 30);
    }
    ASSERT_TRUE(s.bench.Drain());
    ASSERT_EQ(s.bench.received.size(), 1U);
    ASSERT_EQ(s.bench.received[0].bytes, frame);
  }
}

}  // namespace
}  // namespace linkwright::ethernet_switch
