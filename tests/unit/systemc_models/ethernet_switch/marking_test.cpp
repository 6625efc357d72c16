// SPDX-License-Identifier: Apache-2.0
// Congestion marks and trimming, and the checksums behind them.
#include "systemc_models/ethernet_switch/marking.h"

#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

using traffic::CompactFrameSpec;
using traffic::HeaderResidue;
using traffic::ReadField;

TEST(Marking, IsNeverAtOrBelowKminAlwaysFromKmaxAndByChanceBetween) {
  Control control(*FindVariant("p4"));
  RandomBank random(1, 5);
  const auto marked = [&](std::uint32_t depth) {
    int count = 0;
    for (int n = 0; n < 4000; ++n) count += DecideMark(control, 2, depth, random, 0) ? 1 : 0;
    return count;
  };
  EXPECT_EQ(marked(1000), 0) << "KMAX 0: never";
  control.ecn_kmin[2] = 100;
  control.ecn_kmax[2] = 200;
  control.ecn_pmax[2] = 0x8000;
  EXPECT_EQ(marked(100), 0);
  EXPECT_GT(marked(101), 0);
  EXPECT_NEAR(marked(150), 1000, 120) << "half way to Pmax = 1/2";
  EXPECT_LT(marked(199), 2300);
  EXPECT_EQ(marked(200), 4000);
  control.ecn_kmin[2] = 300;  // a step
  EXPECT_EQ(marked(199), 0);
  EXPECT_EQ(marked(200), 4000);
}

TEST(Marking, DrawsOnTheRampOnlyAndComparesExactly) {
  Control control(*FindVariant("p4"));
  control.ecn_kmin[0] = 10;
  control.ecn_kmax[0] = 0xFFFFF;
  control.ecn_pmax[0] = 0xFFFF;
  RandomBank random(1, 5);
  RandomBank reference(1, 5);
  DecideMark(control, 0, 10, random, 0);
  DecideMark(control, 0, 0xFFFFF, random, 0);
  for (int n = 0; n < 1000; ++n) {
    const std::uint32_t depth = 11 + 1000 * static_cast<std::uint32_t>(n);
    const bool expected =
        std::uint64_t{reference.Draw(0)} * (0xFFFFF - 10) < std::uint64_t{0xFFFF} * (depth - 10);
    EXPECT_EQ(DecideMark(control, 0, depth, random, 0), expected);
  }
}

struct MarkTest : testing::Test {
  MarkTest() : s("p4") {
    s.Write(regs::EcnKmax(0), 3);
    s.Write(regs::EcnKmin(0), 3);
  }
  void SendFrames(int count, int ecn) {
    Ipv4FrameSpec spec = RoutedSpec(1, 128);
    spec.ecn = ecn;
    for (int n = 0; n < count; ++n) s.bench.Send(0, MakeIpv4Frame(spec));
  }
  // ECN fields as they came out of port 1.
  std::vector<int> Fields() {
    std::vector<int> fields;
    for (const ReceivedFrame& frame : s.From(1)) {
      fields.push_back(frame.bytes[15] & 3);
      EXPECT_EQ(HeaderResidue(frame.bytes), 0U);
    }
    return fields;
  }
  SwitchUnderTest s;
};

TEST_F(MarkTest, AtEnqueueJudgesTheDepthThatIncludesTheFrameItself) {
  s.bench.inputs().backpressure[1] = 0xFF;
  SendFrames(5, 2);  // one cell each
  s.bench.Run(60);
  s.bench.inputs().backpressure[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_THAT(Fields(), testing::ElementsAre(2, 2, 3, 3, 3));
  EXPECT_EQ(s.Read(regs::QueueMarked(1, 0)), 3U);
  EXPECT_EQ(s.Read(regs::QueueFrames(1, 0)), 5U);
}

TEST_F(MarkTest, AtDequeueJudgesTheDepthWhenTheFrameIsChosen) {
  s.Write(regs::kEcnAtDequeue, 1);
  s.bench.inputs().backpressure[1] = 0xFF;
  SendFrames(5, 1);
  s.bench.Run(60);
  s.bench.inputs().backpressure[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  // Each is chosen while the one before still holds its cell, in the tick of its last move: 5, 5,
  // 4, 3, 2.
  EXPECT_THAT(Fields(), testing::ElementsAre(3, 3, 3, 3, 1));
  EXPECT_EQ(s.Read(regs::QueueMarked(1, 0)), 4U);
}

TEST_F(MarkTest, OnlyTransportsThatAskForItAreMarked) {
  for (const int ecn : {0, 3}) {
    s.bench.inputs().backpressure[1] = 0xFF;
    SendFrames(4, ecn);
    s.bench.Run(60);
    s.bench.inputs().backpressure[1] = 0;
    ASSERT_TRUE(s.bench.Drain());
  }
  EXPECT_THAT(Fields(), testing::ElementsAre(0, 0, 0, 0, 3, 3, 3, 3));
  EXPECT_EQ(s.Read(regs::QueueMarked(1, 0)), 0U) << "3 was 3 before";
}

TEST_F(MarkTest, CompactFramesAreMarkedOthersNever) {
  s.AddHost(7, kTargetValid | 1);
  s.bench.inputs().backpressure[1] = 0xFF;
  CompactFrameSpec compact;
  compact.destination = 7;
  compact.ecn = 1;
  compact.dscp = 0;
  for (int n = 0; n < 4; ++n) s.bench.Send(0, MakeCompactFrame(compact));
  s.bench.Send(0, SwitchedFrame(1));
  s.bench.Run(60);
  s.bench.inputs().backpressure[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  const auto frames = s.From(1);
  // A frame of one beat is queued at the edge at which its cell is charged: it does not see itself.
  EXPECT_EQ(frames[2].bytes[14], 1);
  EXPECT_EQ(frames[3].bytes[14], 3);
  EXPECT_EQ(frames[3].bytes[15], 7) << "hop limit";
  EXPECT_EQ(frames[4].bytes, SwitchedFrame(1));
  EXPECT_EQ(s.Read(regs::QueueMarked(1, 0)), 1U);
}

TEST_F(MarkTest, ASwitchedFrameIsMarkedAndOtherwiseUnchanged) {
  Ipv4FrameSpec spec;
  spec.destination_mac = HostMac(1);
  spec.ecn = 1;
  spec.bytes = 128;
  s.Write(regs::EcnKmax(0), 1);
  FrameBytes frame = MakeIpv4Frame(spec);
  s.bench.Send(0, frame);
  ASSERT_TRUE(s.bench.Drain());
  frame[15] |= 3;
  traffic::WriteHeaderChecksum(frame);
  EXPECT_EQ(s.From(1).at(0).bytes, frame);
}

// ---- trimming

struct TrimTest : testing::Test {
  TrimTest() : s("p4") {
    for (int d = 0; d < 64; ++d) s.Write(regs::DscpClass(d), static_cast<std::uint32_t>(d / 8));
    s.Write(regs::PgAlpha(1), 0);
    s.Write(regs::kTrimClasses, 1 << 1);
    spec = RoutedSpec(2, 1500);
    spec.dscp = 8;  // class 1
  }
  ReceivedFrame SendOne(const FrameBytes& frame) {
    s.bench.received.clear();
    s.bench.Send(0, frame);
    EXPECT_TRUE(s.bench.Drain());
    EXPECT_EQ(s.bench.received.size(), 1U);
    return s.bench.received.empty() ? ReceivedFrame{} : s.bench.received[0];
  }
  SwitchUnderTest s;
  Ipv4FrameSpec spec;
};

TEST_F(TrimTest, KeepsTheFirstBeatsAndTheOriginalTotalLength) {
  for (const std::uint32_t beats : {2U, 1U, 7U, 0U}) {
    s.Write(regs::kTrimBeats, beats);
    const ReceivedFrame out = SendOne(MakeIpv4Frame(spec));
    EXPECT_EQ(out.bytes.size(), 64 * std::max(1U, beats));
    EXPECT_EQ(out.bytes[15] >> 2, 46);
    EXPECT_EQ(ReadField(out.bytes, 16, 2), 1500U - 18);
    EXPECT_EQ(HeaderResidue(out.bytes), 0U);
    EXPECT_FALSE(out.error);
  }
  EXPECT_EQ(s.Read(regs::PortTrimmed(0)), 4U);
  EXPECT_EQ(s.Drops(0, DropReason::kIngressLimit), 4U) << "the refusal counts all the same";
  EXPECT_EQ(s.Read(regs::PgDrops(0, 1)), 4U);
  EXPECT_EQ(s.Read(regs::QueueFrames(2, 6)), 4U) << "TRIM_CLASS";
  EXPECT_EQ(s.Read(regs::QueueBytes(2, 6)), 64U * (2 + 1 + 7 + 1));
}

TEST_F(TrimTest, AShortFrameKeepsItsBytes) {
  spec.bytes = 100;
  const ReceivedFrame out = SendOne(MakeIpv4Frame(spec));
  EXPECT_EQ(out.bytes.size(), 100U);
}

TEST_F(TrimTest, HappensToIpv4FramesOfTrimmedClassesWithRoomInTheTrimClass) {
  const auto refused = [&](const FrameBytes& frame) {
    const std::size_t before = s.bench.received.size();
    s.bench.Send(0, frame);
    EXPECT_TRUE(s.bench.Drain());
    return s.bench.received.size() == before;
  };
  EXPECT_FALSE(refused(MakeIpv4Frame(spec)));
  s.Write(regs::PgAlpha(6), 0);
  EXPECT_TRUE(refused(MakeIpv4Frame(spec)));
  s.Write(regs::PgReserved(6), 1);
  EXPECT_FALSE(refused(MakeIpv4Frame(spec)));
  s.Write(regs::QueueAlpha(6), 0);
  EXPECT_TRUE(refused(MakeIpv4Frame(spec)));
  s.Write(regs::QueueAlpha(6), 15);
  s.AddHost(7, kTargetValid | 1);
  traffic::CompactFrameSpec compact;
  compact.destination = 7;
  compact.dscp = 8;
  EXPECT_TRUE(refused(MakeCompactFrame(compact)));
  s.Write(regs::kTrimClasses, 0xFD);
  EXPECT_TRUE(refused(MakeIpv4Frame(spec)));
  EXPECT_EQ(s.Read(regs::PortTrimmed(0)), 2U);
}

TEST_F(TrimTest, AnOutputLimitTrimsToo) {
  s.Write(regs::PgAlpha(1), 15);
  s.Write(regs::QueueAlpha(1), 0);
  EXPECT_EQ(SendOne(MakeIpv4Frame(spec)).bytes.size(), 128U);
  EXPECT_EQ(s.Drops(0, DropReason::kEgressLimit), 1U);
  EXPECT_EQ(s.Read(regs::QueueDrops(2, 1)), 1U) << "of the class it came in";
  EXPECT_EQ(s.Read(regs::QueueDrops(2, 6)), 0U);
  EXPECT_EQ(s.Read(regs::PgDrops(0, 1)), 0U);
}

TEST_F(TrimTest, ALosslessOriginalStillAsksForXoff) {
  s.Write(regs::kPfcClasses, 1 << 1);
  s.bench.Send(0, MakeIpv4Frame(spec));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.From(2).size(), 1U);
  EXPECT_EQ(s.From(0).size(), 2U) << "XOFF and XON";
}

TEST_F(TrimTest, CutThroughEndsWithTheFrameOnTheWire) {
  s.Write(regs::kCutThrough, 1);
  s.bench.paced = false;
  const std::int64_t start = s.bench.now();
  const ReceivedFrame out = SendOne(MakeIpv4Frame(spec));
  EXPECT_EQ(out.bytes.size(), 128U);
  EXPECT_EQ(out.head - start, 4) << "its second beat is stored by then";
  EXPECT_EQ(out.tail - start, 23 + 3) << "24 beats; complete in the second tick after capture";
}

TEST_F(TrimTest, ATrimmedFrameOnTheWayPassesAsOne) {
  // What another switch has trimmed is shorter than its total length says.
  FrameBytes frame = MakeIpv4Frame(spec);
  frame.resize(128);
  frame[15] = 46 << 2;
  traffic::WriteHeaderChecksum(frame);
  EXPECT_EQ(SendOne(frame).bytes.size(), 128U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
