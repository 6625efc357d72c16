// SPDX-License-Identifier: Apache-2.0
// Cells: who is charged, who is refused, what comes back.
#include "fabric/routing/frame_arithmetic.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

TEST(Threshold, AlphaCodesArePowersOfTwo) {
  using routing::kNoLimit;
  using routing::ThresholdLimit;
  EXPECT_EQ(ThresholdLimit(0, 1000, 0), 0U);
  EXPECT_EQ(ThresholdLimit(15, 0, 1000), kNoLimit);
  EXPECT_EQ(ThresholdLimit(8, 1000, 200), 800U);
  EXPECT_EQ(ThresholdLimit(8, 200, 1000), 0U) << "overdrawn";
  for (int code = 1; code < 8; ++code) {
    EXPECT_EQ(ThresholdLimit(code, 1000, 1), 999U >> (8 - code)) << code;
  }
  for (int code = 9; code < 15; ++code) {
    EXPECT_EQ(ThresholdLimit(code, 0xFFFFF, 0), std::uint64_t{0xFFFFF} << (code - 8)) << code;
  }
}

// Charges and releases of one priority group and queue, without the switch around them.
struct MmuTest : testing::Test {
  MmuTest() : control(*FindVariant("p4")), counters(4), mmu(4) {
    control.shared_cells = 100;
    control.egress_shared_cells = 100;
    control.pg_alpha.fill(15);
    control.queue_alpha.fill(15);
  }
  bool Charge(int input = 0, int output = 1, int c = 0) {
    const bool headroom = mmu.Charge(control, counters, input, output, c);
    mmu.Commit(counters, occupancy);
    return headroom;
  }
  void Release(std::uint32_t cells, int input = 0, int output = 1, int c = 0) {
    mmu.Release(input, output, c, cells);
    mmu.Commit(counters, occupancy);
  }
  Control control;
  Counters counters;
  Mmu mmu;
  std::vector<std::uint32_t> occupancy = std::vector<std::uint32_t>(4 * kClasses);
};

TEST_F(MmuTest, ReservedCellsGoFirstThenSharedThenHeadroom) {
  control.pg_reserved[0] = 2;
  control.pg_alpha[0] = 8;
  control.shared_cells = 5;
  control.pfc_classes = 1;
  std::vector<bool> headroom;
  std::vector<std::uint32_t> shared;
  for (int n = 0; n < 8; ++n) {
    headroom.push_back(Charge());
    shared.push_back(mmu.shared());
  }
  // Shared: s < free, that is 0 < 5, 1 < 4, 2 < 3, not 3 < 2.
  EXPECT_THAT(shared, testing::ElementsAre(0, 0, 1, 2, 3, 3, 3, 3));
  EXPECT_THAT(headroom, testing::ElementsAre(false, false, false, false, false, true, true, true));
  EXPECT_EQ(mmu.GroupCells(0, 0), 8U);
  EXPECT_EQ(counters.port[0].pg_watermark[0], 8U);
  EXPECT_EQ(counters.port[0].pg_headroom_watermark[0], 3U);
  EXPECT_EQ(counters.shared_watermark, 3U);
}

TEST_F(MmuTest, LossyClassesOvershootIntoTheSharedPool) {
  control.pg_alpha[0] = 0;
  for (int n = 0; n < 4; ++n) EXPECT_FALSE(Charge());
  EXPECT_EQ(mmu.shared(), 4U) << "an admitted frame is never refused later";
}

TEST_F(MmuTest, CellsComeBackFromHeadroomFirstAndReservedLast) {
  control.pg_reserved[0] = 2;
  control.pg_alpha[0] = 8;
  control.shared_cells = 5;
  control.pfc_classes = 1;
  for (int n = 0; n < 8; ++n) Charge();  // 2 reserved, 3 shared, 3 headroom
  Release(2);
  EXPECT_EQ(mmu.shared(), 3U);
  Release(2);  // the last of the headroom and one shared
  EXPECT_EQ(mmu.shared(), 2U);
  Release(3);
  EXPECT_EQ(mmu.shared(), 0U);
  EXPECT_EQ(mmu.GroupCells(0, 0), 1U);
  EXPECT_EQ(occupancy[0], 1U);
  Release(1);
  EXPECT_EQ(mmu.used(), 0U);
}

TEST_F(MmuTest, ChargesAndReleasesOfATickBothSeeTheStateBefore) {
  control.pg_reserved[0] = 1;
  control.queue_reserved[0] = 1;
  Charge();
  // The reserved cell comes back at the edge at which the new one is charged: to the shared pool.
  mmu.Release(0, 1, 0, 1);
  mmu.Charge(control, counters, 0, 1, 0);
  mmu.Commit(counters, occupancy);
  EXPECT_EQ(mmu.shared(), 1U);
  EXPECT_EQ(mmu.egress_shared(), 1U);
  EXPECT_EQ(mmu.used(), 1U);
}

TEST_F(MmuTest, InputsThatChargeOneQueueAtOneEdgeAllTakeReservedCells) {
  control.queue_reserved[0] = 1;
  for (const int input : {0, 2, 3}) mmu.Charge(control, counters, input, 1, 0);
  EXPECT_EQ(counters.port[1].queue_watermark[0], 3U);
  mmu.Commit(counters, occupancy);
  EXPECT_EQ(mmu.egress_shared(), 0U);
  EXPECT_EQ(mmu.Depth(1, 0), 3U);
  for (const int input : {0, 2, 3}) EXPECT_EQ(occupancy[input * kClasses], 1U) << input;
  EXPECT_EQ(mmu.PortCells(1), 3U);
  Charge();
  EXPECT_EQ(mmu.egress_shared(), 1U);
  mmu.Release(0, 1, 0, 1);
  mmu.Release(2, 1, 0, 1);
  mmu.Commit(counters, occupancy);
  EXPECT_EQ(mmu.egress_shared(), 0U) << "shared cells first";
  EXPECT_EQ(mmu.Depth(1, 0), 2U);
}

TEST_F(MmuTest, AGroupIsRefusedAtItsLimitAndNotBelow) {
  control.pg_alpha[0] = 7;  // half of what is free
  control.shared_cells = 30;
  int admitted = 0;
  while (!mmu.RefusesInput(control, 0, 0)) {
    Charge();
    ++admitted;
  }
  EXPECT_EQ(admitted, 10) << "alpha B / (1 + alpha) = 30 / 3";
  Release(1);
  EXPECT_FALSE(mmu.RefusesInput(control, 0, 0));
}

TEST_F(MmuTest, ThePoolsSizeLimitsEvenWithoutAThreshold) {
  control.shared_cells = 3;
  for (int n = 0; n < 3; ++n) {
    EXPECT_FALSE(mmu.RefusesInput(control, n, 0));
    Charge(n);
  }
  EXPECT_TRUE(mmu.RefusesInput(control, 0, 0));
  EXPECT_FALSE(mmu.RefusesOutput(control, 1, 0));
  control.egress_shared_cells = 3;
  EXPECT_TRUE(mmu.RefusesOutput(control, 1, 0));
  control.queue_reserved[0] = 1;
  EXPECT_FALSE(mmu.RefusesOutput(control, 1, 0)) << "reserved cells are left";
  control.queue_reserved[0] = 0;
  control.pfc_classes = 1;
  EXPECT_FALSE(mmu.RefusesOutput(control, 1, 0)) << "lossless: no limit at the output";
}

TEST_F(MmuTest, LosslessClassesAreRefusedWhenHeadroomIsUsedUp) {
  control.shared_cells = 0;
  control.pfc_classes = 1;
  control.port[0].headroom[0] = 2;
  for (int n = 0; n < 2; ++n) {
    EXPECT_FALSE(mmu.RefusesInput(control, 0, 0));
    EXPECT_TRUE(Charge());
  }
  EXPECT_TRUE(mmu.RefusesInput(control, 0, 0));
  EXPECT_TRUE(mmu.RefusesInput(control, 2, 0)) << "headroom is per port";
}

TEST_F(MmuTest, ResumesBelowTheLimitByTheOffsetOrAtXonInAnyCase) {
  control.pfc_classes = 1;
  control.pg_alpha[0] = 8;
  control.shared_cells = 20;
  for (int n = 0; n < 8; ++n) Charge();  // limit 12
  control.pg_xon_offset[0] = 4;
  EXPECT_TRUE(mmu.MayResume(control, 0, 0)) << "8 <= 12 - 4";
  control.pg_xon_offset[0] = 5;
  EXPECT_FALSE(mmu.MayResume(control, 0, 0));
  control.pg_xon[0] = 8;
  EXPECT_TRUE(mmu.MayResume(control, 0, 0));
  control.pg_xon[0] = 7;
  EXPECT_FALSE(mmu.MayResume(control, 0, 0));
  control.pg_xon_offset[0] = 1000;  // more than the limit
  EXPECT_FALSE(mmu.MayResume(control, 0, 0));
  Release(8);
  control.pg_xon[0] = 0;
  EXPECT_TRUE(mmu.MayResume(control, 0, 0));
}

// ---- in the switch

TEST(SwitchBuffer, ARefusedFrameCountsItsReasonAndItsClass) {
  SwitchUnderTest s("p4");
  for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
  s.Write(regs::PgAlpha(3), 0);
  s.bench.Send(0, ClassFrame(1, 3));
  s.bench.Send(0, ClassFrame(1, 2));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.size(), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kIngressLimit), 1U);
  EXPECT_EQ(s.Read(regs::PgDrops(0, 3)), 1U);
  EXPECT_EQ(s.Read(regs::PgDrops(0, 2)), 0U);
  s.Write(regs::QueueAlpha(2), 0);
  s.bench.Send(0, ClassFrame(1, 2, 900));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(0, DropReason::kEgressLimit), 1U);
  EXPECT_EQ(s.Read(regs::QueueDrops(1, 2)), 1U) << "at the output";
  EXPECT_EQ(s.Read(regs::QueueDrops(0, 2)), 0U);
  EXPECT_EQ(s.Read(regs::QueueDrops(1, 3)), 0U) << "that one was over the input's limit";
  EXPECT_EQ(s.Read(regs::PgDrops(0, 2)), 0U);
  EXPECT_EQ(s.bench.received.size(), 1U);
}

TEST(SwitchBuffer, InputsThatRefuseForOneQueueInOneTickAddUp) {
  SwitchUnderTest s("p4");
  for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
  s.Write(regs::QueueAlpha(2), 0);
  for (const int port : {0, 1, 3}) s.bench.Send(port, ClassFrame(2, 2));
  s.bench.Run(2);
  EXPECT_EQ(s.Read(regs::QueueDrops(2, 2)), 0U) << "the write stage counts at the end of this tick";
  EXPECT_EQ(s.Read(regs::QueueDrops(2, 2)), 3U);
  ASSERT_TRUE(s.bench.Drain());
  for (const int port : {0, 1, 3}) {
    EXPECT_EQ(s.Drops(port, DropReason::kEgressLimit), 1U) << port;
    EXPECT_EQ(s.Read(regs::PgDrops(port, 2)), 0U) << port;
  }
  EXPECT_EQ(s.Drops(2, DropReason::kEgressLimit), 0U);
}

TEST(SwitchBuffer, ARefusalWinsOverAWriteToItsQueuesDropsInTheSameTick) {
  SwitchUnderTest s("p4");
  s.Write(regs::QueueAlpha(0), 0);
  for (const int port : {0, 1}) s.bench.Send(port, SwitchedFrame(2));
  s.bench.Run(2);
  s.Write(regs::QueueDrops(2, 0), 500);
  EXPECT_EQ(s.Read(regs::QueueDrops(2, 0)), 2U);
  s.Write(regs::QueueDrops(2, 0), 500);
  EXPECT_EQ(s.Read(regs::QueueDrops(2, 0)), 500U);
}

TEST(SwitchBuffer, ABufferWithoutCellsIsNeitherTheGroupsNorTheQueuesDrop) {
  SwitchUnderTest s("p4");
  s.bench.paced = false;
  s.bench.inputs().backpressure[1] = 0xFF;
  for (int n = 0; n < 600; ++n) {
    for (int port = 0; port < 4; ++port) s.bench.Send(port, SwitchedFrame(1, 9216));
  }
  while (s.Drops(0, DropReason::kNoCells) == 0) s.bench.Run(100);
  EXPECT_EQ(s.Read(regs::PgDrops(0, 0)), 0U);
  EXPECT_EQ(s.Read(regs::QueueDrops(1, 0)), 0U);
}

TEST(SwitchBuffer, CellsForFramesInFlightAreKeptFree) {
  Variant variant = *FindVariant("p4");
  variant.cells = 4 * 72 + 6;  // six more than kept free
  SwitchUnderTest s(variant);
  s.bench.inputs().backpressure[1] = 0xFF;
  for (int n = 0; n < 12; ++n) s.bench.Send(0, SwitchedFrame(1, 64));
  s.bench.Run(60);
  EXPECT_EQ(s.Read(regs::kCellsUsed), 7U) << "refused from 6 more than kept free, by pre-state";
  EXPECT_EQ(s.Drops(0, DropReason::kNoCells), 5U);
}

TEST(SwitchBuffer, AFrameIsChargedCellByCell) {
  for (const char* name : {"p4", "p8", "p8_wide"}) {
    SwitchUnderTest s(name);
    const int cell = 64 * s.bench.variant().cell_beats;
    s.bench.inputs().backpressure[1] = 0xFF;
    for (const int bytes : {64, cell, cell + 1, 1500, 9216}) {
      const std::uint32_t before = s.Read(regs::kCellsUsed);
      s.bench.Send(0, SwitchedFrame(1, bytes));
      s.bench.Run(400);
      EXPECT_EQ(s.Read(regs::kCellsUsed) - before, (bytes + cell - 1U) / cell) << name << bytes;
    }
    EXPECT_EQ(s.Read(regs::PgCells(0, 0)), s.Read(regs::kCellsUsed));
    EXPECT_EQ(s.Read(regs::QueueCells(1, 0)), s.Read(regs::kCellsUsed));
    EXPECT_EQ(s.Read(regs::kSharedUsed), s.Read(regs::kCellsUsed));
    EXPECT_EQ(s.Read(regs::kEgressSharedUsed), s.Read(regs::kCellsUsed));
    s.bench.inputs().backpressure[1] = 0;
    ASSERT_TRUE(s.bench.Drain());
    EXPECT_EQ(s.Read(regs::kCellsUsed), 0U);
  }
}

TEST(SwitchBuffer, ACellComesBackWithItsLastBeat) {
  SwitchUnderTest s("p4");  // two beats a cell
  s.bench.paced = false;
  s.bench.Send(0, SwitchedFrame(1, 64 * 5));
  std::vector<std::uint32_t> used;
  std::vector<bool> moved;
  for (int tick = 0; tick < 24; ++tick) {
    used.push_back(s.Read(regs::kCellsUsed));  // before the tick
    moved.push_back(s.bench.outputs().port[1].flit.valid);
  }
  int beats = 0;
  for (std::size_t tick = 6; tick + 1 < used.size(); ++tick) {
    beats += moved[tick] ? 1 : 0;
    if (beats == 0) continue;
    EXPECT_EQ(used[tick + 1], beats < 2 ? 3U : beats < 4 ? 2U : beats < 5 ? 1U : 0U) << tick;
  }
  EXPECT_EQ(beats, 5);
}

TEST(SwitchBuffer, HeldWiresShowACellFromItsChargeUntilItIsGivenBack) {
  SwitchUnderTest s("p4");
  s.bench.paced = false;
  s.bench.Send(2, SwitchedFrame(1, 64));
  const auto occupancy = [&] { return s.bench.outputs().occupancy[2 * kClasses]; };
  for (int tick = 0; tick < 2; ++tick) {
    s.bench.Tick();
    EXPECT_EQ(occupancy(), 0U) << tick;
  }
  s.bench.Tick();
  EXPECT_EQ(occupancy(), 1U) << "charged in the tick after next";
  while (!s.bench.outputs().port[1].flit.valid) {
    EXPECT_EQ(occupancy(), 1U);
    s.bench.Tick();
  }
  EXPECT_EQ(occupancy(), 0U) << "given back at the edge of the move";
}

TEST(SwitchBuffer, ASecondFrameInTheSameTickDoesNotSeeTheFirst) {
  SwitchUnderTest s("p4");
  s.Write(regs::kSharedCells, 1);
  for (const int input : {0, 2, 3}) s.bench.Send(input, SwitchedFrame(1, 64));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.size(), 3U);
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 3U);
  EXPECT_THAT((std::vector<int>{s.bench.received[0].port, s.bench.received[1].port}),
              testing::Each(1));
}

}  // namespace
}  // namespace linkwright::ethernet_switch
