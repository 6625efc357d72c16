// SPDX-License-Identifier: Apache-2.0
// The same collectives with every rank simulated, in the long regression.
#include <gtest/gtest.h>

#include "tests/benchmarks/collective_cost.h"

namespace linkwright {
namespace {

TEST(CollectiveScale, RingAllReduceOf8192RanksRankByRankStaysBelowFourGigabytes) {
  const Cost cost = Measure("all_reduce_ring", 8192, uint64_t{64} << 20, 1, false);
  EXPECT_LT(cost.gigabytes, 4);
}

TEST(CollectiveScale, AllToAllOf1024RanksRankByRankStaysBelowFourGigabytes) {
  const Cost cost = Measure("all_to_all_allpairs", 1024, uint64_t{64} << 20, 1, false);
  EXPECT_LT(cost.gigabytes, 4);
}

}  // namespace
}  // namespace linkwright
