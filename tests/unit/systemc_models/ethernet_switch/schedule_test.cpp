// SPDX-License-Identifier: Apache-2.0
// Which frame an output takes next: strict priority, deficit round robin, holds.
#include <numeric>

#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

struct ScheduleTest : testing::Test {
  ScheduleTest() : s("p4") {
    for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
    s.Write(regs::kStrictClasses, 0);
  }
  // Fills queues of output 1 behind a hold, then lets them go. `frames`: classes in order of
  // sending.
  void Fill(const std::vector<std::pair<int, int>>& class_and_bytes) {
    s.bench.inputs().backpressure[1] = 0xFF;
    s.bench.paced = false;
    for (const auto& [c, bytes] : class_and_bytes) s.bench.Send(0, ClassFrame(1, c, bytes));
    while (s.bench.Sending(0)) s.bench.Tick();
    s.bench.Run(10);
  }
  std::vector<int> Release() {
    s.bench.inputs().backpressure[1] = 0;
    EXPECT_TRUE(s.bench.Drain());
    std::vector<int> classes;
    for (const ReceivedFrame& frame : s.From(1)) classes.push_back(frame.bytes[14] >> 5);
    return classes;
  }
  SwitchUnderTest s;
};

TEST_F(ScheduleTest, StrictQueuesGoByNumberHighestFirst) {
  s.Write(regs::kStrictClasses, 0xFF);
  Fill({{0, 100}, {3, 100}, {7, 100}, {3, 100}, {5, 100}});
  EXPECT_THAT(Release(), testing::ElementsAre(7, 5, 3, 3, 0));
}

TEST_F(ScheduleTest, StrictQueuesGoBeforeSharingOnesWhateverTheirNumber) {
  s.Write(regs::kStrictClasses, 1 << 2);
  Fill({{7, 100}, {2, 100}, {7, 100}, {2, 100}});
  EXPECT_THAT(Release(), testing::ElementsAre(2, 2, 7, 7));
}

TEST_F(ScheduleTest, EqualQuantaOfAFrameTakeTurns) {
  for (int c = 0; c < kClasses; ++c) s.Write(regs::QueueQuantum(c), 100);
  Fill({{1, 100}, {1, 100}, {1, 100}, {4, 100}, {4, 100}, {6, 100}});
  EXPECT_THAT(Release(), testing::ElementsAre(1, 4, 6, 1, 4, 1));
}

TEST_F(ScheduleTest, ADeficitIsCarriedUntilItCoversTheFrame) {
  s.Write(regs::QueueQuantum(1), 100);
  s.Write(regs::QueueQuantum(2), 100);
  // Queue 1 needs three turns for each frame of 300, queue 2 one for each of 100. The queue whose
  // turn it is visited once at the end of a round.
  Fill({{1, 300}, {1, 300}, {2, 100}, {2, 100}, {2, 100}, {2, 100}, {2, 100}, {2, 100}, {2, 100}});
  EXPECT_THAT(Release(), testing::ElementsAre(2, 2, 1, 2, 2, 2, 1, 2, 2));
}

TEST_F(ScheduleTest, AQuantumBelowTheFrameTakesTicksNotForEver) {
  s.Write(regs::QueueQuantum(1), 70);
  Fill({{1, 700}});
  s.bench.inputs().backpressure[1] = 0;
  const std::int64_t start = s.bench.now();
  ASSERT_TRUE(s.bench.Drain());
  // The hold is sampled in the first tick; turn 0 visits queue 1 once in each tick: 10 ticks.
  EXPECT_EQ(s.From(1).at(0).head - start, 1 + 10);
}

TEST_F(ScheduleTest, TheQueueOfTheTurnGainsOncePerRoundOnly) {
  s.Write(regs::QueueQuantum(0), 70);
  Fill({{0, 700}});
  s.bench.inputs().backpressure[1] = 0;
  const std::int64_t start = s.bench.now();
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.From(1).at(0).head - start, 1 + 10);
}

TEST_F(ScheduleTest, AQuantumBelowABeatActsAsOne) {
  for (const std::uint32_t quantum : {0U, 1U, 63U, 64U}) {
    s.Write(regs::QueueQuantum(1), quantum);
    Fill({{1, 640}});
    s.bench.inputs().backpressure[1] = 0;
    const std::int64_t start = s.bench.now();
    ASSERT_TRUE(s.bench.Drain());
    EXPECT_EQ(s.From(1).back().head - start, 1 + 10) << quantum;
  }
}

TEST_F(ScheduleTest, AnEmptiedQueueForgetsItsDeficit) {
  s.Write(regs::QueueQuantum(1), 9000);
  s.Write(regs::QueueQuantum(2), 68);
  Fill({{1, 100}});
  EXPECT_THAT(Release(), testing::ElementsAre(1));
  s.bench.received.clear();
  // With 8,900 bytes left queue 1 would send all of its frames in its first turn.
  s.Write(regs::QueueQuantum(1), 68);
  Fill({{1, 68}, {1, 68}, {1, 68}, {2, 68}, {2, 68}});
  EXPECT_THAT(Release(), testing::ElementsAre(2, 1, 2, 1, 1)) << "turn stands at 1, spent";
}

TEST_F(ScheduleTest, SharesFollowTheQuanta) {
  s.Write(regs::QueueQuantum(1), 300);
  s.Write(regs::QueueQuantum(2), 600);
  s.Write(regs::QueueQuantum(3), 900);
  std::vector<std::pair<int, int>> frames;
  for (int n = 0; n < 300; ++n) {
    for (int c = 1; c <= 3; ++c) frames.emplace_back(c, 68 + (n * 37 + c * 11) % 900);
  }
  Fill(frames);
  s.bench.inputs().backpressure[1] = 0;
  s.bench.Run(2000);
  std::array<int, 4> bytes{};
  for (const ReceivedFrame& frame : s.From(1)) {
    bytes[frame.bytes[14] >> 5] += static_cast<int>(frame.bytes.size());
  }
  const double round = bytes[2] / 600.0;
  EXPECT_GT(round, 20);
  EXPECT_NEAR(bytes[1], 300 * round, 300 + 968);
  EXPECT_NEAR(bytes[3], 900 * round, 900 + 968);
}

TEST_F(ScheduleTest, AHeldClassStartsNoFrameAndOthersPass) {
  Fill({{3, 100}, {4, 100}, {3, 100}});
  s.bench.inputs().backpressure[1] = 1 << 3;
  s.bench.Run(50);
  EXPECT_EQ(s.bench.received.size(), 1U);
  EXPECT_THAT(Release(), testing::ElementsAre(4, 3, 3));
}

TEST_F(ScheduleTest, AHeldOutputStopsInTheMiddleOfAFrame) {
  s.bench.paced = false;
  s.bench.Send(0, ClassFrame(1, 3, 1000));
  while (!s.bench.outputs().port[1].flit.valid) s.bench.Tick();
  s.bench.inputs().backpressure[1] = 0x100;
  s.bench.Run(2);  // sampled, then acts
  for (int tick = 0; tick < 50; ++tick) {
    s.bench.Tick();
    EXPECT_FALSE(s.bench.outputs().port[1].flit.valid);
  }
  EXPECT_THAT(Release(), testing::ElementsAre(3));
}

TEST_F(ScheduleTest, TheLineIsBusyFor20BytesMoreThanTheFrame) {
  for (const int bytes : {64, 65, 127, 128, 500}) {
    s.bench.received.clear();
    s.bench.inputs().backpressure[1] = 0xFF;
    const int count = 201;
    for (int n = 0; n < count; ++n) s.bench.Send(0, SwitchedFrame(1, bytes));
    while (s.bench.Sending(0)) s.bench.Tick();
    s.bench.Run(10);
    s.bench.inputs().backpressure[1] = 0;
    ASSERT_TRUE(s.bench.Drain());
    const auto frames = s.From(1);
    ASSERT_EQ(frames.size(), static_cast<std::size_t>(count));
    const double ticks = static_cast<double>(frames.back().head - frames.front().head);
    const double ideal = (count - 1) * (bytes + 20) / 42.0;
    EXPECT_NEAR(ticks, ideal, 2) << bytes << ": a line that has work is never idle";
  }
}

TEST_F(ScheduleTest, ADeadOutputIsEmptiedFromTheHighestClassDown) {
  s.Write(regs::QueueQuantum(1), 68);
  Fill({{1, 68}, {2, 300}, {1, 68}});
  s.bench.inputs().link_up[1] = 0;
  s.bench.Run(4);
  EXPECT_LT(s.Read(regs::QueueCells(1, 2)), 3U) << "queue 2 goes first";
  EXPECT_EQ(s.Read(regs::QueueCells(1, 1)), 2U);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(1, DropReason::kEgressDead), 3U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
