// SPDX-License-Identifier: Apache-2.0
// The set-up of the conformance cases: what they take for granted.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "systemc_models/conformance/bench/faults.h"
#include "systemc_models/conformance/cases/case_run.h"

namespace linkwright::conformance {
namespace {

using link::ControlKind;
using link::LinkWire;
using link::LlrCounter;

BenchOptions WithRetry() {
  BenchOptions options;
  options.retry = true;
  return options;
}

// Ticks of the ACKs on the wire, where they are driven and where they arrive.
TEST(ConformanceBench, DelayedControlsArriveThatMuchLaterAndAllOfThem) {
  constexpr int kDelay = 700;
  std::array<std::int64_t, 2> done{};
  for (const bool delayed : {false, true}) {
    Bench bench(ModelsOf("twin"), WithRetry());
    ASSERT_TRUE(bench.BringUp());
    if (delayed) bench.DelayControls(2, kDelay);
    Flow flow;
    flow.frames = 1;
    bench.Start(flow);
    const link::LinkDevice& port = bench.device().link(2);
    ASSERT_TRUE(bench.RunUntil([&] { return port.counter(LlrCounter::kTxOk) == 1; }, 1000));
    ASSERT_TRUE(bench.RunUntil([&] { return port.Outstanding() == 0; }, 10000));
    done[delayed ? 1 : 0] = bench.now();
    EXPECT_EQ(port.counter(LlrCounter::kRxAckCtlOs), 1U);
  }
  EXPECT_EQ(done[1] - done[0], kDelay);
}

TEST(ConformanceBench, FramesOfEveryHeaderComeOutAsTheyWereSent) {
  for (const Header header : {Header::kIpv4, Header::kIpv6, Header::kTagged}) {
    Bench bench(ModelsOf("twin"), BenchOptions());
    ASSERT_TRUE(bench.BringUp());
    Flow flow;
    flow.header = header;
    flow.bytes = 300;
    flow.frames = 5;
    const int sent = bench.Start(flow);
    ASSERT_TRUE(bench.Settle());
    EXPECT_EQ(bench.count(sent).received, 5);
    EXPECT_EQ(bench.count(sent).bad, 0);
    EXPECT_EQ(bench.count(sent).out_of_order, 0);
  }
}

TEST(ConformanceBench, AStationSeesLossDamageDoublesAndOrder) {
  Bench bench(ModelsOf("twin"), BenchOptions());
  ASSERT_TRUE(bench.BringUp());
  // Without retry whatever is lost stays lost; a frame that comes twice is seen.
  bench.OnWayFromDevice(2, [n = 0, last = LinkWire{}](LinkWire& wire) mutable {
    if (!wire.beat.flit.valid) return;
    ++n;
    if (n == 3) wire.beat.flit.valid = false;
    if (n == 5) wire.beat.flit.data[7] ^= 1;
    if (n == 8) wire = last;
    last = wire;
  });
  Flow flow;
  flow.frames = 10;
  const int sent = bench.Start(flow);
  ASSERT_TRUE(bench.Settle());
  const FlowCount& count = bench.count(sent);
  EXPECT_EQ(count.sent, 10);
  EXPECT_EQ(count.received, 8);
  EXPECT_EQ(count.bad, 1);
  EXPECT_EQ(count.out_of_order, 1);
}

TEST(ConformanceBench, AStationThatGetsMoreThanItAdvertisedSaysSo) {
  BenchOptions options;
  options.lossless = 1;
  options.largest_frame = 64;
  Bench bench(ModelsOf("twin"), options);
  bench.station(2).SetBuffer(0, 5);
  ASSERT_TRUE(bench.BringUp());
  bench.station(2).SetDrain(0, 0);
  Flow flow;
  flow.frames = 8;
  const int sent = bench.Start(flow);
  bench.Settle();
  EXPECT_EQ(bench.count(sent).overrun, 3);
}

TEST(ConformanceBench, AStationDrainsAtItsShareOfTheLine) {
  for (const double share : {1.0, 0.5, 0.2}) {
    BenchOptions options;
    options.lossless = 1;
    options.largest_frame = 512;
    options.device_credits = options.station_credits = 200;
    Bench bench(ModelsOf("twin"), options);
    ASSERT_TRUE(bench.BringUp());
    bench.station(2).SetDrain(0, share);
    Flow flow;
    flow.bytes = 512;
    EXPECT_NEAR(PercentOfLine(bench, bench.Start(flow), 300, 500, 100000), 100 * share, 0.5);
  }
}

TEST(ConformanceFaults, FrozenAcksAcknowledgeNothing) {
  Bench bench(ModelsOf("twin"), WithRetry());
  bench.OnWayToDevice(2, FreezeAcks());
  ASSERT_TRUE(bench.BringUp());
  Flow flow;
  flow.frames = 10;
  bench.Start(flow);
  bench.Run(1000);
  EXPECT_GE(bench.device().link(2).counter(LlrCounter::kRxAckCtlOs), 1U);
  EXPECT_EQ(bench.device().link(2).Outstanding(), 10U);
  EXPECT_EQ(bench.device().link(2).counter(LlrCounter::kRxAckNackSeqError), 0U);
}

TEST(ConformanceSizes, AreThoseOfTheStandardAndTheirNeighbours) {
  std::set<int> sizes;
  for (const int size : {64, 128, 256, 512, 1518, 2048, 4096, 9216}) {
    for (const int near : {size - 1, size, size + 1}) {
      if (near >= 64 && near <= 9216) sizes.insert(near);
    }
  }
  EXPECT_EQ(std::set<int>(AllSizes().begin(), AllSizes().end()), sizes);
}

TEST(ConformanceRecord, ARowPassesIfEveryValueDoesAndThereIsOne) {
  TestRecord row;
  EXPECT_FALSE(row.passed());
  row.measurements.push_back({"LLR_RX_OK", "3", "3", true});
  EXPECT_TRUE(row.passed());
  row.measurements.push_back({"lost", "0", "1", false});
  EXPECT_FALSE(row.passed());
  EXPECT_EQ(row.expected(), "LLR_RX_OK=3; lost=0");
  EXPECT_EQ(row.measured(), "LLR_RX_OK=3; lost=1");
  CaseResult result;
  EXPECT_FALSE(result.passed()) << "nothing was measured";
  result.records = {row};
  EXPECT_EQ(result.telling()->name, "lost");
}

TEST(ConformanceRecord, SimulatedTimeIsADate) {
  EXPECT_EQ(Timestamp(0), "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ(Timestamp(61'002'000'003'999'000), "1970-01-01T16:56:42.000003999Z");
}

}  // namespace
}  // namespace linkwright::conformance
