// SPDX-License-Identifier: Apache-2.0
// The ranks' buffers, the places of slices on their way, and the queues they stand in.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "foundation/random/stream.h"
#include "host_driver/executor/buffer_pool.h"
#include "host_driver/executor/connection.h"
#include "host_driver/executor/rank_memory.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::executor {
namespace {

using collectives::Collective;
using collectives::Input;
using collectives::KernelProgram;
using collectives::Output;
using collectives::Scratch;

KernelProgram ProgramOf(Collective collective, int chunks, int scratch, bool in_place) {
  collectives::ProgramBuilder builder("buffers", collective, {.ranks = 4}, chunks);
  builder.SetBuffers(1, 1, scratch);
  KernelProgram program = builder.Finish();
  program.in_place = in_place;
  return program;
}

RankMemory MemoryOf(const KernelProgram& program, uint64_t bytes) {
  const Geometry geometry = MakeGeometry(program, bytes, numerics::DataType::kFp32, {});
  return {program, geometry, {.ranks = 4}, [] {}};
}

TEST(RankMemory, NeedsInputOutputAndScratchOfEveryRank) {
  const auto needed = [](Collective collective, int scratch, bool in_place) {
    const KernelProgram program = ProgramOf(collective, 8, scratch, in_place);
    return MemoryNeeded(program, MakeGeometry(program, 800, numerics::DataType::kFp32, {}));
  };
  EXPECT_EQ(needed(Collective::kAllReduce, 0, false), 4U * (800 + 800));
  EXPECT_EQ(needed(Collective::kAllReduce, 3, false), 4U * (800 + 800 + 300));
  EXPECT_EQ(needed(Collective::kAllReduce, 3, true), 4U * (800 + 300));
  EXPECT_EQ(needed(Collective::kAllGather, 0, false), 4U * (200 + 800)) << "a quarter goes in";
  EXPECT_EQ(needed(Collective::kAllGather, 0, true), 4U * 800);
  EXPECT_EQ(needed(Collective::kReduceScatter, 1, false), 4U * (800 + 200 + 100));
}

TEST(RankMemory, InPlaceTheSmallerBufferIsTheRanksPartOfTheLarger) {
  const KernelProgram gather = ProgramOf(Collective::kAllGather, 8, 1, true);
  RankMemory gathered = MemoryOf(gather, 800);
  const KernelProgram scatter = ProgramOf(Collective::kReduceScatter, 8, 1, true);
  RankMemory scattered = MemoryOf(scatter, 800);
  const KernelProgram reduce = ProgramOf(Collective::kAllReduce, 8, 1, true);
  RankMemory reduced = MemoryOf(reduce, 800);
  for (int rank = 0; rank < 4; ++rank) {
    EXPECT_EQ(gathered.At(rank, Input(0)), gathered.At(rank, Output(2 * rank)));
    EXPECT_EQ(scattered.At(rank, Output(1)), scattered.At(rank, Input(2 * rank + 1)));
    EXPECT_EQ(reduced.At(rank, Input(5), 3), reduced.At(rank, Output(5), 3));
    EXPECT_EQ(gathered.At(rank, Scratch(0)) - gathered.At(rank, Output(0)), 800);
  }
}

TEST(RankMemory, OutOfPlaceEveryChunkStandsByItselfAndOnlyInputsAreFilled) {
  const KernelProgram program = ProgramOf(Collective::kAllReduce, 8, 2, false);
  RankMemory memory = MemoryOf(program, 800);
  for (int rank = 0; rank < 4; ++rank) {
    EXPECT_EQ(memory.At(rank, Input(7)) - memory.At(rank, Input(0)), 700);
    EXPECT_EQ(memory.At(rank, Output(0)) - memory.At(rank, Input(0)), 800);
    EXPECT_EQ(memory.At(rank, Scratch(1)) - memory.At(rank, Output(0)), 900);
    const std::byte* rest = memory.At(rank, Output(0));
    EXPECT_TRUE(std::all_of(rest, rest + 1'000, [](std::byte b) { return b == std::byte{0xFF}; }));
    std::vector<std::byte> wanted(800);
    FillInput({.ranks = 4}, rank, 0, wanted);
    EXPECT_TRUE(std::equal(wanted.begin(), wanted.end(), memory.At(rank, Input(0)))) << rank;
  }
}

// 4 MiB are filled at a time; the pattern must not begin anew.
TEST(RankMemory, APatternGoesOnBeyondTheBlocksItIsFilledIn) {
  const KernelProgram program = ProgramOf(Collective::kAllReduce, 4, 0, true);
  RankMemory memory = MemoryOf(program, 5 << 20);
  std::vector<std::byte> wanted(4096);
  FillInput({.ranks = 4}, 3, ((4 << 20) - 2048) / 4, wanted);
  EXPECT_TRUE(
      std::equal(wanted.begin(), wanted.end(), memory.At(3, Input(0), (uint64_t{4} << 20) - 2048)));
}

TEST(RankMemory, FillingCanBeInterrupted) {
  const KernelProgram program = ProgramOf(Collective::kAllReduce, 4, 0, true);
  const Geometry geometry = MakeGeometry(program, 5 << 20, numerics::DataType::kFp32, {});
  int looks = 0;
  const auto poll = [&] {
    if (++looks == 3) throw std::runtime_error("enough");
  };
  EXPECT_THROW(RankMemory(program, geometry, {.ranks = 4}, poll), std::runtime_error);
}

TEST(BufferPool, GivesOutAgainWhatWasGivenBackForSizesThatItFits) {
  BufferPool pool;
  BufferPool::Buffer buffer = pool.Take(1000);
  const std::byte* place = buffer.get();
  pool.Give(std::move(buffer), 1000);
  BufferPool::Buffer larger = pool.Take(1025);
  EXPECT_NE(larger.get(), place) << "has 1,024 bytes only";
  BufferPool::Buffer half = pool.Take(512);
  EXPECT_NE(half.get(), place) << "of another class";
  EXPECT_EQ(pool.Take(1024).get(), place);
  for (const uint64_t bytes :
       std::vector<uint64_t>{0, 1, 2, 3, 1023, 1024}) {  // the sanitizer sees one too short
    BufferPool::Buffer any = pool.Take(bytes);
    std::fill_n(any.get(), bytes, std::byte{1});
    pool.Give(std::move(any), bytes);
  }
}

TEST(RingQueue, IsAQueueHoweverItTurnsAndGrows) {
  random::Stream random(1, "ring queue");
  RingQueue<std::unique_ptr<int>> queue;
  std::deque<int> model;
  for (int step = 0; step < 5'000; ++step) {
    // Fills and empties in long turns, so that it wraps around and grows while wrapped.
    if (random.Below(100) < (step / 500 % 2 == 0 ? 60U : 40U)) {
      queue.push_back(std::make_unique<int>(step));
      model.push_back(step);
    } else if (!model.empty()) {
      queue.pop_front();
      model.pop_front();
    }
    ASSERT_EQ(queue.size(), model.size());
    ASSERT_EQ(queue.empty(), model.empty());
    if (model.empty()) continue;
    ASSERT_EQ(*queue.front(), model.front());
    ASSERT_EQ(*queue.back(), model.back());
    const auto at = static_cast<std::size_t>(random.Below(model.size()));
    ASSERT_EQ(*queue[at], model[at]);
  }
}

TEST(Connection, IsSpareWhenItIsEmptyUnusedAndItsPlacesAreBack) {
  Connection connection;
  EXPECT_TRUE(connection.Unused());
  EXPECT_EQ(connection.SpareFrom(), units::SimTime::Zero());
  connection.users = 1;
  EXPECT_FALSE(connection.Unused());
  connection.users = 0;
  connection.slots.push_back({});
  EXPECT_FALSE(connection.Unused()) << "a slice is on its way";
  connection.slots.pop_front();
  connection.signals.push_back(units::SimTime::Picoseconds(5));
  EXPECT_FALSE(connection.Unused()) << "a signal is not seen yet";
  connection.signals.pop_front();
  connection.credits.push_back({units::SimTime::Picoseconds(7), 1});
  connection.credits.push_back({units::SimTime::Picoseconds(9), 2});
  EXPECT_TRUE(connection.Unused());
  EXPECT_EQ(connection.SpareFrom(), units::SimTime::Picoseconds(9)) << "the last to come back";
}

}  // namespace
}  // namespace linkwright::executor
