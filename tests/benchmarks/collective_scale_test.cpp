// SPDX-License-Identifier: Apache-2.0
// Collectives of thousands of ranks on the flow network, sizes only: time and memory of each are
// held below what docs/models/collectives.md promises. One rank stands for all where it may.
#include <gtest/gtest.h>

#include "tests/benchmarks/collective_cost.h"

namespace linkwright {
namespace {

TEST(CollectiveScale, RingAllReduceOf8192RanksTakesLessThanAMinuteAndFourGigabytes) {
  const Cost cost = Measure("all_reduce_ring", 8192, uint64_t{1} << 30, 4, true);
  EXPECT_LT(cost.seconds, 60);
  EXPECT_LT(cost.gigabytes, 4);
}

TEST(CollectiveScale, AllToAllOf4096RanksTakesLessThanTwoMinutesAndFourGigabytes) {
  const Cost cost = Measure("all_to_all_allpairs", 4096, uint64_t{1} << 30, 1, true);
  EXPECT_LT(cost.seconds, 120);
  EXPECT_LT(cost.gigabytes, 4);
}

}  // namespace
}  // namespace linkwright
