// SPDX-License-Identifier: Apache-2.0
// Frames whose beats stop: how long the switch waits for them, and what it does then.
#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

constexpr int kGap = spec::ethernet_switch::kFrameGapTicks;

struct GapTest : testing::Test {
  GapTest() : s("p4") { s.bench.paced = false; }
  // One beat of `frame` at `port` in one tick.
  void Beat(const FrameBytes& frame, int beat, int port = 0) {
    s.bench.before_tick = [&](interfaces::SwitchInputs& in) {
      traffic::DriveBeat(frame, static_cast<std::size_t>(beat) * 64, false, in.port[port].flit);
    };
    s.bench.Tick();
    s.bench.before_tick = nullptr;
  }
  void Beats(const FrameBytes& frame, int from, int to) {
    for (int beat = from; beat < to; ++beat) Beat(frame, beat);
  }
  SwitchUnderTest s;
};

TEST_F(GapTest, TheLongestGapDoesNoHarmAndEveryBeatStartsAnew) {
  const FrameBytes frame = SwitchedFrame(1, 64 * 5);
  for (int beat = 0; beat < 5; ++beat) {
    Beat(frame, beat);
    s.bench.Run(kGap);
  }
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(s.bench.received.size(), 1U);
  EXPECT_EQ(s.bench.received[0].bytes, frame);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 0U);
}

TEST_F(GapTest, OneTickMoreEndsTheFrameAndWhatFollowsIsOutsideAnyFrame) {
  const FrameBytes frame = SwitchedFrame(1, 64 * 5);
  Beats(frame, 0, 2);
  s.bench.Run(kGap + 1);
  Beats(frame, 2, 5);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.empty());
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kFraming), 3U);
  EXPECT_EQ(s.Read(regs::PortRxFrames(0)), 1U);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 128U);
  EXPECT_EQ(s.twin.resident_beats(), 0U);
  EXPECT_EQ(s.Read(regs::kCellsUsed), 0U);
}

TEST_F(GapTest, TheDropCountsAtTheTickInWhichTheWriteStageLearnsOfIt) {
  Beats(SwitchedFrame(1, 64 * 5), 0, 2);
  // Forwarded in the next tick, then FrameGapTicks + 1 without a beat, then the write stage.
  s.bench.Run(1 + kGap + 1);
  EXPECT_EQ(s.Read(regs::kCellsUsed), 1U) << "it is given back at the end of this tick";
  EXPECT_EQ(s.Read(regs::kCellsUsed), 0U);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 1U);
}

TEST_F(GapTest, AnIgnoredFrameEndsTooButCountsNothingMore) {
  MacFrameSpec nowhere;
  nowhere.destination = 0x02FFFFFFFFFF;
  nowhere.bytes = 64 * 4;
  const FrameBytes frame = MakeMacFrame(nowhere);
  Beat(frame, 0);
  s.bench.Run(kGap);
  Beat(frame, 1);
  s.bench.Run(kGap + 1);
  Beat(frame, 2);  // outside a frame
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(0, DropReason::kNoRoute), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 0U);
  EXPECT_EQ(s.Drops(0, DropReason::kFraming), 1U);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 128U);
}

TEST_F(GapTest, ACutThroughOutputAndItsPfcFrameAreFreeAgain) {
  s.Write(regs::kCutThrough, 1);
  // Port 1 owes XOFF while the frame without an end leaves there.
  for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
  s.Write(regs::kPfcClasses, 1 << 3);
  s.Write(regs::PgAlpha(3), 0);
  s.Write(regs::PgHeadroom(1, 3), 10);
  s.bench.inputs().backpressure[2] = 0xFF;
  const FrameBytes frame = SwitchedFrame(1, 64 * 9);
  Beats(frame, 0, 3);
  const std::int64_t last = s.bench.now() - 1;  // the tick of the last beat
  s.bench.Send(1, ClassFrame(2, 3));
  while (s.bench.received.empty()) {
    ASSERT_LT(s.bench.now(), last + 400);
    s.bench.Tick();
  }
  const ReceivedFrame poisoned = s.bench.received[0];
  EXPECT_EQ(poisoned.port, 1);
  EXPECT_TRUE(poisoned.error);
  EXPECT_EQ(poisoned.bytes, FrameBytes(frame.begin(), frame.begin() + 192));
  // XOFF is decided in the third tick after the last beat, the line is busy with the beats before
  // it for one more, then it is empty for eight; the end is known at the output two ticks later.
  EXPECT_EQ(poisoned.tail - last, 3 + 1 + 1 + spec::ethernet_switch::kPauseWaitTicks + 2);
  EXPECT_EQ(s.Read(regs::PortPoisoned(0)), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 0U) << "it was not dropped";
  ASSERT_EQ(s.bench.received.size(), 2U);
  EXPECT_EQ(s.bench.received[1].port, 1);
  EXPECT_EQ(s.bench.received[1].head, poisoned.tail + 1) << "XOFF follows at once";
  EXPECT_EQ(traffic::ReadField(s.bench.received[1].bytes, 12, 2), 0x8808U);
}

TEST_F(GapTest, ADisabledPortEndsItsFrameInTheFirstTickWithoutABeat) {
  const FrameBytes frame = SwitchedFrame(1, 64 * 6);
  Beats(frame, 0, 3);
  s.Write(regs::PortControl(0), 0);         // in the tick that forwards the third beat
  EXPECT_EQ(s.Read(regs::kCellsUsed), 1U);  // no beat
  EXPECT_EQ(s.Read(regs::kCellsUsed), 2U) << "the write stage gives back at the end of this tick";
  EXPECT_EQ(s.Read(regs::kCellsUsed), 0U);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 1U);
  Beats(frame, 3, 6);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(0, DropReason::kFraming), 3U);
}

TEST_F(GapTest, BeatsWithoutAGapAreTakenAlthoughThePortIsDisabledOrTheLinkDown) {
  const FrameBytes frame = SwitchedFrame(1, 64 * 8);
  for (const bool link : {false, true}) {
    s.bench.received.clear();
    Beats(frame, 0, 3);
    if (link) {
      s.bench.inputs().link_up[0] = 0;
    } else {
      s.bench.inputs().bus = {true, true, regs::PortControl(0), 0};
    }
    Beats(frame, 3, 8);
    s.bench.inputs().bus = {};
    ASSERT_TRUE(s.bench.Drain());
    EXPECT_EQ(s.bench.received.size(), 1U) << link;
    EXPECT_EQ(s.Drops(0, DropReason::kAborted), 0U);
    s.Write(regs::PortControl(0), 1);
  }
}

// Gaps of every length around the limit at all ports at once, against a count of ticks.
TEST_F(GapTest, EveryPortCountsForItself) {
  random::Stream random(3);
  struct Port {
    int beats = 0;  // of the open frame, sent; 0: none
    int silent = 0;
    int wait = 0;
    std::uint32_t aborted = 0, framing = 0, passed = 0;
  };
  constexpr int kBeats = 4;
  std::vector<Port> model(4);
  const FrameBytes frame = SwitchedFrame(1, 64 * kBeats);
  bool last = false;
  s.bench.before_tick = [&](interfaces::SwitchInputs& in) {
    for (int port = 0; port < 4; ++port) {
      Port& p = model[port];
      const bool over = p.beats != 0 && p.silent > kGap;
      if (over) ++p.aborted;
      if (over) p.beats = 0;
      if (p.wait-- > 0 || (last && p.beats == 0)) {
        ++p.silent;
        continue;
      }
      // A beat that comes too late is one outside any frame; it has no head.
      const int beat = over ? 1 : p.beats;
      traffic::DriveBeat(frame, static_cast<std::size_t>(beat) * 64, false, in.port[port].flit);
      p.framing += over ? 1 : 0;
      p.beats = over ? 0 : (beat + 1) % kBeats;
      p.passed += !over && p.beats == 0 ? 1 : 0;
      p.silent = 0;
      const bool near = random.Bernoulli(0.5);
      p.wait = static_cast<int>(near ? kGap - 2 + random.Below(5) : random.Below(300));
      if (last) p.wait = 0;
    }
  };
  s.bench.Run(200000);
  last = true;
  s.bench.Run(1000);
  s.bench.before_tick = nullptr;
  ASSERT_TRUE(s.bench.Drain());
  std::uint32_t passed = 0;
  for (int port = 0; port < 4; ++port) {
    EXPECT_EQ(s.Drops(port, DropReason::kAborted), model[port].aborted);
    EXPECT_EQ(s.Drops(port, DropReason::kFraming), model[port].framing);
    EXPECT_GT(model[port].aborted, 100U);
    passed += model[port].passed;
  }
  EXPECT_EQ(s.Read(regs::PortTxFrames(1)), passed);
  EXPECT_GT(passed, 400U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
