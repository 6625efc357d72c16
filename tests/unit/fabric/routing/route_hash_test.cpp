// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/route_hash.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "foundation/diagnostics/check.h"

namespace linkwright::routing {
namespace {

TEST(RouteHash, Crc16HasTheCatalogueCheckValue) {
  uint16_t crc = 0xFFFF;
  for (const char c : std::string_view("123456789")) crc = Crc16(crc, static_cast<uint8_t>(c), 8);
  EXPECT_EQ(crc, 0x29B1);
}

// From long division of the 77-bit message by x^16+x^12+x^5+1 over GF(2), not from this code.
TEST(RouteHash, AgreesWithPolynomialDivision) {
  EXPECT_EQ(RouteHash(0, 0, 0), 0x3E23);
  EXPECT_EQ(RouteHash(0, 1, 0), 0xB185);
  EXPECT_EQ(RouteHash(5, 2, 0x1000), 0xBC3E);
  EXPECT_EQ(RouteHash(71, 0, 256), 0x0E65);
  EXPECT_EQ(RouteHash(63, 7, 0x123456789AB00), 0xEFE7);
  EXPECT_EQ(RouteHash(1023, 1023, (1ULL << 57) - 1), 0xC828);
  EXPECT_EQ(RouteHash(5, 2, 0x1000, 0x1234), 0xA447);
}

TEST(RouteHash, IsEqualInsideA256ByteRegionOnly) {
  EXPECT_EQ(RouteHash(63, 7, 0x123456789AB00), RouteHash(63, 7, 0x123456789ABFF));
  EXPECT_NE(RouteHash(63, 7, 0x123456789AB00), RouteHash(63, 7, 0x123456789AC00));
}

TEST(RouteHash, SpreadsConsecutiveRegionsEvenlyOverFourNextHops) {
  std::array<int, 4> hits{};
  for (uint64_t region = 0; region < 4096; ++region) {
    ++hits[static_cast<std::size_t>(ChooseNextHop(RouteHash(3, 9, region * 256), 4))];
  }
  for (const int count : hits) EXPECT_NEAR(count, 1024, 103);
}

TEST(RouteHash, ChoosesNextHopsFromFirstToLast) {
  EXPECT_EQ(ChooseNextHop(0x0000, 3), 0);
  EXPECT_EQ(ChooseNextHop(0x5555, 3), 0);
  EXPECT_EQ(ChooseNextHop(0x5556, 3), 1);
  EXPECT_EQ(ChooseNextHop(0xFFFF, 3), 2);
  EXPECT_EQ(ChooseNextHop(0xFFFF, 1), 0);
  EXPECT_THROW(ChooseNextHop(0, 0), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::routing
