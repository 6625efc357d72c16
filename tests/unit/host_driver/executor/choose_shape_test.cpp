// SPDX-License-Identifier: Apache-2.0
// What a built-in algorithm is given when the user does not say.
#include "host_driver/executor/choose_shape.h"

#include <gtest/gtest.h>

#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/describe.h"

namespace linkwright::executor {
namespace {

using collectives::Protocol;
using units::BitRate;

collectives::ProgramShape Shape(const char* algorithm, int ranks, uint64_t bytes,
                                int64_t gigabits) {
  return ChooseShape(algorithms::BuiltIn().Get(algorithm), ranks, bytes,
                     BitRate::GigabitsPerSecond(gigabits), {});
}

TEST(ChosenShape, IsOneThatEveryAlgorithmAccepts) {
  for (const collectives::Algorithm& algorithm : algorithms::BuiltIn().all()) {
    for (const int ranks : {2, 4, 8, 16}) {
      if (algorithm.refuses(ranks)) continue;
      for (uint64_t bytes = 64; bytes <= uint64_t{1} << 30; bytes *= 8) {
        const auto shape =
            ChooseShape(algorithm, ranks, bytes, BitRate::GigabitsPerSecond(800), {});
        EXPECT_EQ(shape.ranks, ranks);
        EXPECT_GE(shape.channels, 1) << algorithm.name << " " << bytes;
        EXPECT_LE(shape.channels, 64) << algorithm.name << " " << bytes;
        const auto program = algorithm.generate(shape);
        EXPECT_LE(collectives::Summarize(program).ranks[0].thread_blocks, 128) << algorithm.name;
      }
    }
  }
}

TEST(ChosenShape, TakesLlUpToAMebibyteAndSimpleAbove) {
  EXPECT_EQ(Shape("all_reduce_ring", 8, 1 << 20, 400).protocol, Protocol::kLl);
  EXPECT_EQ(Shape("all_reduce_ring", 8, (1 << 20) + 64, 400).protocol, Protocol::kSimple);
  EXPECT_EQ(Shape("all_reduce_nvls", 8, 1 << 20, 400).protocol, Protocol::kSimple);
}

TEST(ChosenShape, HasMoreChannelsForFasterPorts) {
  int last = 0;
  for (const int64_t gigabits : {100, 400, 1600, 7200}) {
    const int channels = Shape("all_reduce_ring", 8, 256 << 20, gigabits).channels;
    EXPECT_GE(channels, last) << gigabits;
    last = channels;
  }
  EXPECT_GT(last, Shape("all_reduce_ring", 8, 256 << 20, 100).channels);
}

TEST(ChosenShape, OfATinyBufferIsOneChannel) {
  EXPECT_EQ(Shape("all_reduce_ring", 8, 64, 7200).channels, 1);
}

}  // namespace
}  // namespace linkwright::executor
