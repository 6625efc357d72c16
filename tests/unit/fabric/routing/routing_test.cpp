// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "fabric/routing/route_hash.h"
#include "fabric/routing/routing_table.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::routing {
namespace {

using topology::Link;
using topology::Node;
using topology::NodeKind;
using topology::Topology;

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

TEST(RouteHash, SpreadsConsecutiveRegionsEvenlyOverFourWays) {
  std::array<int, 4> hits{};
  for (uint64_t region = 0; region < 4096; ++region) {
    ++hits[static_cast<std::size_t>(ChooseWay(RouteHash(3, 9, region * 256), 4))];
  }
  for (const int count : hits) EXPECT_NEAR(count, 1024, 103);
}

TEST(RouteHash, ChoosesWaysFromFirstToLast) {
  EXPECT_EQ(ChooseWay(0x0000, 3), 0);
  EXPECT_EQ(ChooseWay(0x5555, 3), 0);
  EXPECT_EQ(ChooseWay(0x5556, 3), 1);
  EXPECT_EQ(ChooseWay(0xFFFF, 3), 2);
  EXPECT_EQ(ChooseWay(0xFFFF, 1), 0);
  EXPECT_THROW(ChooseWay(0, 0), diagnostics::InternalError);
}

TEST(RoutingTable, SingleTierSendsToThePortOfTheDestinationsIndex) {
  const Topology pod =
      topology::BuildSingleTier({.accelerators = 5, .planes = 3, .switch_ports = 8});
  const RoutingTables tables = SingleTierRoutes(pod);
  ASSERT_EQ(tables.switches(), 3);
  for (int s = 0; s < 3; ++s) {
    ASSERT_EQ(tables.OfSwitch(s).size(), 5u);
    for (int a = 0; a < 5; ++a) {
      EXPECT_EQ(tables.At(s, a), (Route{1, {static_cast<uint8_t>(a)}}));
    }
  }
  EXPECT_THROW(tables.At(3, 0), diagnostics::InternalError);
  EXPECT_THROW(tables.At(0, 5), diagnostics::InternalError);
}

Topology ParallelLinks(int count) {
  const std::vector<Node> nodes = {{NodeKind::kAccelerator, "a0", 0, -1, count, ""},
                                   {NodeKind::kAccelerator, "a1", 1, -1, 1, ""},
                                   {NodeKind::kSwitch, "s0", 0, 0, 8, ""}};
  std::vector<Link> links;
  for (int i = 0; i < count; ++i) links.push_back({{0, i}, {2, 7 - i}, 0, ""});
  return Topology("parallel", nodes, links);
}

TEST(RoutingTable, ListsParallelLinksAsWaysInAscendingPortOrder) {
  const RoutingTables tables = SingleTierRoutes(ParallelLinks(4));
  EXPECT_EQ(tables.At(0, 0), (Route{4, {4, 5, 6, 7}}));
  EXPECT_EQ(tables.At(0, 1).count, 0) << "no link, so unreachable";
}

TEST(RoutingTable, RefusesMoreWaysThanASwitchCanHold) {
  EXPECT_THROW(SingleTierRoutes(ParallelLinks(5)), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::routing
