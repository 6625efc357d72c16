// SPDX-License-Identifier: Apache-2.0
// The cost model's equations on programs small enough to add up by hand, and its closed forms.
#include <gtest/gtest.h>

#include "host_driver/executor/choose_shape.h"
#include "host_driver/executor/collective_run.h"
#include "host_driver/executor/geometry.h"
#include "tests/unit/host_driver/executor/ideal_network.h"
#include "tests/unit/host_driver/executor/round_costs.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"
#include "workloads/collectives/validate.h"

namespace linkwright::executor {
namespace {

using collectives::Collective;
using collectives::Input;
using collectives::KernelProgram;
using collectives::Output;
using collectives::ProgramBuilder;
using collectives::Protocol;
using units::BitRate;
using units::Bytes;
using units::Duration;

Duration TimeOf(const KernelProgram& program, uint64_t size, const CostModel& cost) {
  EXPECT_TRUE(collectives::Validate(program).empty());
  IdealNetwork network(program.rank_count(), kRate, kLatency);
  const CollectiveResult result =
      RunCollective(network, {.program = &program, .size_bytes = size, .cost = cost});
  EXPECT_EQ(result.wrong, 0U) << result.first_wrong;
  return result.time;
}

TEST(CollectiveTiming, OneMessageIsTheSumOfItsStages) {
  const CostModel cost = RoundCosts();
  // launch, decode, send work, wire, latency, signal, wait, decode, receive work.
  const Duration expected = Duration::Nanoseconds(1'000 + 3 + 10 + 20 + 200 + 11 + 17 + 3 + 10);
  EXPECT_EQ(TimeOf(Broadcast(1), 1000, cost), expected);
}

TEST(CollectiveTiming, ASliceCostsAtLeastThePrimitivesFloor) {
  const CostModel cost = RoundCosts();
  // 400 bytes are 4 ns of work, below the floor of 7; 8 ns on the wire.
  EXPECT_EQ(TimeOf(Broadcast(1), 400, cost),
            Duration::Nanoseconds(1'000 + 3 + 7 + 8 + 200 + 11 + 17 + 3 + 7));
}

TEST(CollectiveTiming, SlicesOverlapSendingWireAndReceiving) {
  CostModel cost = RoundCosts();
  cost.simple.slices_per_message = 10;
  cost.simple.fifo_slices = 10;
  // Ten slices of 1,600 bytes: the first through all stages (work 16 ns, wire 32), nine more at the
  // pace of the wire, the slowest stage.
  EXPECT_EQ(TimeOf(Broadcast(1), 16'000, cost),
            Duration::Nanoseconds(1'000 + 3 + 16 + 32 + 9 * 32 + 200 + 11 + 17 + 16));
}

TEST(CollectiveTiming, AFifoOfOnePlaceSendsOneSlicePerRoundTrip) {
  CostModel cost = RoundCosts();
  cost.simple.fifo_slices = 1;
  const Duration one = TimeOf(Broadcast(1), 1'000, cost);
  // Each further message waits for the place to come back: receive work done, 13 ns back, then
  // decode, work, wire, latency, signal, wait, decode, work.
  const Duration round = Duration::Nanoseconds(13 + 3 + 10 + 20 + 200 + 11 + 17 + 3 + 10);
  EXPECT_EQ(TimeOf(Broadcast(2), 2'000, cost), one + round);
  EXPECT_EQ(TimeOf(Broadcast(5), 5'000, cost), one + round * 4);
}

TEST(CollectiveTiming, BackPressureEndsWhereTheFifoCoversTheRoundTrip) {
  CostModel cost = RoundCosts();
  // A message passes every 20 ns and its place is back after 287 ns: fifteen places last 300 ns, so
  // the wire never waits; fourteen last 280 ns, so every fourteenth message waits 7 ns.
  const KernelProgram program = Broadcast(200);
  const auto time = [&](int places) {
    cost.simple.fifo_slices = places;
    return TimeOf(program, 200'000, cost);
  };
  EXPECT_EQ(time(15), time(100));
  EXPECT_EQ(time(14), time(100) + Duration::Nanoseconds(7 * (199 / 14)));
}

TEST(CollectiveTiming, ADependenceCostsItsLatency) {
  ProgramBuilder builder("two", Collective::kBroadcast, {.ranks = 1}, 1);
  builder.SetBuffers(1, 1, 1);
  auto first = builder.AddThreadBlock(0, 0);
  auto second = builder.AddThreadBlock(0, 0);
  const collectives::Step copied = first.Copy(Input(0), collectives::Scratch(0));
  second.WaitFor(copied);
  second.Copy(collectives::Scratch(0), Output(0));
  const KernelProgram program = builder.Finish();
  EXPECT_EQ(TimeOf(program, 1'000, RoundCosts()),
            Duration::Nanoseconds(1'000 + 3 + 10 + 40 + 3 + 10));
}

TEST(CollectiveTiming, ThreadBlocksShareTheMemory) {
  CostModel cost = RoundCosts();
  // A copy touches 2 bytes per byte. 1,600 Gb/s serve one thread block's 800 Gb/s exactly; four of
  // them take turns: each starts later in line than the one before and is rated at that moment.
  cost.memory_rate = BitRate::GigabitsPerSecond(1'600);
  const auto copies = [](int blocks) {
    ProgramBuilder builder("copies", Collective::kBroadcast, {.ranks = 1}, blocks);
    builder.SetBuffers(blocks, blocks);
    for (int i = 0; i < blocks; ++i) builder.AddThreadBlock(0, 0).Copy(Input(i), Output(i));
    return builder.Finish();
  };
  EXPECT_EQ(TimeOf(copies(1), 1'000, cost), Duration::Nanoseconds(1'000 + 3 + 10));
  EXPECT_EQ(TimeOf(copies(4), 4'000, cost), Duration::Nanoseconds(1'000 + 3 + 40));
}

TEST(CollectiveTiming, FusedReductionsPayTheirFloorOnce) {
  CostModel cost = RoundCosts();
  cost.reduce.floor = Duration::Nanoseconds(1'000);
  ProgramBuilder builder("fused", Collective::kBroadcast, {.ranks = 1}, 4);
  builder.SetBuffers(4, 4, 4);
  auto block = builder.AddThreadBlock(0, 0);
  block.Copy(Input(0), Output(0), 4);
  // Minimum with itself three times changes nothing.
  for (int i = 0; i < 3; ++i) block.Reduce(Output(0), Output(0), 4);
  const KernelProgram program = builder.Finish();
  IdealNetwork network(1, kRate, kLatency);
  const CollectiveResult result = RunCollective(
      network,
      {.program = &program, .size_bytes = 400, .op = numerics::ReduceOp::kMin, .cost = cost});
  EXPECT_EQ(result.wrong, 0U);
  EXPECT_EQ(result.steps, 4U);
  EXPECT_EQ(result.time, Duration::Nanoseconds(1'000 + 3 + 7 + 3 + 1'000));
}

TEST(CollectiveTiming, ABarrierReleasesEverybodyTogether) {
  ProgramBuilder builder("barrier", Collective::kBroadcast, {.ranks = 3}, 1);
  builder.SetBuffers(1, 1);
  for (int rank = 0; rank < 3; ++rank) builder.AddThreadBlock(rank, 0).Barrier();
  const KernelProgram program = builder.Finish();
  IdealNetwork network(3, kRate, kLatency);
  const CollectiveResult result = RunCollective(
      network, {.program = &program, .size_bytes = 4, .cost = RoundCosts(), .data = false});
  for (const RankResult& rank : result.ranks) {
    EXPECT_EQ(rank.finish, Duration::Nanoseconds(1'500));
  }
}

TEST(CollectiveTiming, PutThenSignalTellsWhenTheDataIsThere) {
  ProgramBuilder builder("put", Collective::kBroadcast, {.ranks = 2}, 1);
  builder.SetBuffers(1, 1);
  builder.AddThreadBlock(0, 1).Copy(Input(0), Output(0));
  auto giver = builder.AddThreadBlock(0, 0);
  giver.Put(1, Input(0), Output(0));
  giver.Signal(1);
  builder.AddThreadBlock(1, 0).Wait(0);
  // launch, decode, work, wire, latency, signal.
  EXPECT_EQ(TimeOf(builder.Finish(), 1'000, RoundCosts()),
            Duration::Nanoseconds(1'000 + 3 + 10 + 20 + 200 + 500));
}

// Closed form of the ring: 2 (n-1) (alpha + S/n beta), with the link as the bottleneck.
TEST(CollectiveTiming, RingAllReduceIsWithinTwoPercentOfItsClosedForm) {
  collectives::Registry registry;
  algorithms::RegisterAll(registry);
  CostModel cost = RoundCosts();
  cost.launch_latency = Duration::Zero();
  cost.simple.slices_per_message = 16;
  cost.simple.fifo_slices = 32;
  for (const int ranks : {4, 8, 16}) {
    const KernelProgram program = registry.Generate("ring", {.ranks = ranks, .channels = 1});
    constexpr uint64_t kSize = 16 << 20;
    const double seconds = units::ToSeconds(TimeOf(program, kSize, cost));
    const double beta = 1.0 / kRate.bytes_per_second();
    const double closed = 2.0 * (ranks - 1) / ranks * kSize * beta;
    EXPECT_GE(seconds, closed);
    EXPECT_LE(seconds, closed * 1.02) << ranks << " ranks";
  }
}

// Closed form of in-network all-reduce on a network whose ports carry (S + S/n) each way; here the
// double charges each initiator for S/n read and S/n stored.
TEST(CollectiveTiming, NvlsAllReduceOverlapsReadingAndStoring) {
  collectives::Registry registry;
  algorithms::RegisterAll(registry);
  CostModel cost = RoundCosts();
  cost.launch_latency = cost.barrier_latency = Duration::Zero();
  cost.multimem_outstanding = 16;
  const KernelProgram program = registry.Generate("nvls", {.ranks = 8, .channels = 1});
  constexpr uint64_t kSize = 16 << 20;
  const double seconds = units::ToSeconds(TimeOf(program, kSize, cost));
  const double closed = 2.0 * kSize / 8 / kRate.bytes_per_second();
  EXPECT_GE(seconds, closed);
  EXPECT_LE(seconds, closed * 1.05);
}

TEST(ChooseShape, TakesLlForSmallBuffersAndEnoughChannelsForTheLinks) {
  collectives::Registry registry;
  algorithms::RegisterAll(registry);
  const collectives::Algorithm& ring = registry.Get("ring");
  const CostModel cost;
  const BitRate injection = BitRate::GigabitsPerSecond(3'600);  // 450 GB/s
  const auto small = ChooseShape(ring, 8, 8 << 10, injection, cost);
  EXPECT_EQ(small.protocol, Protocol::kLl);
  EXPECT_EQ(small.channels, 1);
  const auto large = ChooseShape(ring, 8, 256 << 20, injection, cost);
  EXPECT_EQ(large.protocol, Protocol::kSimple);
  // A byte of S costs the thread block 1/8 of send, receive and 6 + 1 + 6 forwardings with their
  // rates, 58.3 ps, and the port 1.75 / 450 GB/s, 3.89 ps; a tenth more than the ratio.
  EXPECT_EQ(ChooseShape(ring, 8, (256 << 20) + 17, injection, cost).channels, 17);
  EXPECT_EQ(large.channels, 16) << "17 channels would lose the remainder of 256 MiB";
  const auto in_network = ChooseShape(registry.Get("nvls"), 8, 8 << 10, injection, cost);
  EXPECT_EQ(in_network.protocol, Protocol::kSimple);
  EXPECT_EQ(in_network.channels, 1) << "chunks of 1 KiB are small enough";
  EXPECT_EQ(ChooseShape(registry.Get("nvls"), 8, 16 << 20, injection, cost).channels, 4);
  // 143 thread blocks a channel on 72 ranks: one channel is all a GPU has room for.
  EXPECT_EQ(
      ChooseShape(registry.Get("all_to_all_allpairs"), 72, 64 << 20, injection, cost).channels, 1);
}

// Powers of two stay what they are on 2 to 16 ranks, so that tables join on their size.
TEST(ChooseShape, KeepsTheSizesThatNcclTestsAskFor) {
  const BitRate injection = BitRate::GigabitsPerSecond(3'600);
  for (const char* name : {"ring", "halving_doubling", "all_gather_ring", "broadcast_chain"}) {
    const collectives::Algorithm& algorithm = algorithms::BuiltIn().Get(name);
    for (const int ranks : {2, 4, 8, 16}) {
      for (uint64_t size = 1 << 10; size <= 1 << 30; size *= 2) {
        const KernelProgram program =
            algorithm.generate(ChooseShape(algorithm, ranks, size, injection, CostModel{}, 4));
        EXPECT_EQ(MakeGeometry(program, size, numerics::DataType::kFp32, {}).size_bytes, size)
            << name << " on " << ranks;
      }
    }
  }
}

// docs/models/collectives.md: a message takes slices_per_message places however short it is.
TEST(CollectiveTiming, AShortMessageTakesThePlacesOfALongOne) {
  const CostModel cost;
  EXPECT_EQ(PlacesOf(cost.simple, 1, 0), 8);
  EXPECT_EQ(PlacesOf(cost.simple, 2 << 20, 0), 1) << "eight slices, a place each";
  EXPECT_EQ(PlacesOf(cost.simple, 64 << 10, 0), 7) << "two slices";
  EXPECT_EQ(PlacesOf(cost.simple, 64 << 10, 32 << 10), 1);
  EXPECT_EQ(PlacesOf(cost.ll, 16, 0), 4);
  EXPECT_EQ(cost.simple.fifo_slices / 8, 2) << "two messages";
  EXPECT_EQ(cost.ll.fifo_slices / 4, 8);
  EXPECT_EQ(cost.ll128.fifo_slices / 4, 8);
}

}  // namespace
}  // namespace linkwright::executor
