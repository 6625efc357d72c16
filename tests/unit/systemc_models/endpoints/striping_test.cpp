// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/striping.h"

#include <gtest/gtest.h>

namespace linkwright::endpoints {
namespace {

TEST(Striping, EveryByteBelongsToExactlyOnePlane) {
  for (const int planes : {1, 2, 3, 18}) {
    for (const uint64_t bytes : {1u, 63u, 64u, 65u, 1000u, 1152u, 1153u, 1u << 20}) {
      uint64_t next = 0;
      for (int plane = 0; plane < planes; ++plane) {
        const ByteRange range = StripeRange(bytes, planes, plane);
        EXPECT_EQ(range.begin, next) << bytes << " bytes, plane " << plane << " of " << planes;
        EXPECT_LE(range.end - range.begin, StripeBytes(bytes, planes));
        next = range.end;
      }
      EXPECT_EQ(next, bytes);
    }
  }
}

TEST(Striping, StripesAreWholeFlitsAndNoLargerThanNeeded) {
  EXPECT_EQ(StripeBytes(1, 18), 64u);
  EXPECT_EQ(StripeBytes(18 * 64, 18), 64u);
  EXPECT_EQ(StripeBytes(18 * 64 + 1, 18), 128u);
  EXPECT_EQ(StripeBytes(1 << 20, 1), uint64_t{1} << 20);
}

TEST(Striping, APacketCarriesFourDataFlitsBehindOneHeader) {
  EXPECT_EQ(FlitsOf(64), 2u);
  EXPECT_EQ(FlitsOf(256), 5u);
  EXPECT_EQ(FlitsOf(320), 7u);
  EXPECT_EQ(FlitsOf(1 << 20), (uint64_t{1} << 20) / 64 * 5 / 4);
}

}  // namespace
}  // namespace linkwright::endpoints
