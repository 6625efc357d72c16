// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <set>

#include "foundation/random/stream.h"
#include "systemc_models/scaleup_switch/route_hash.h"
#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

// Bit by bit, as the definition has it.
std::uint16_t BitwiseHash(std::uint16_t seed, unsigned src, unsigned dst, std::uint64_t address) {
  std::uint16_t crc = seed;
  const auto add = [&](std::uint64_t value, int bits) {
    for (int bit = bits - 1; bit >= 0; --bit) {
      const unsigned top = crc >> 15;
      crc = static_cast<std::uint16_t>(crc << 1);
      if (top != (value >> bit & 1)) crc ^= 0x1021;
    }
  };
  add(src, 10);
  add(dst, 10);
  add(address >> 8, 49);
  add(0, 8);
  return crc;
}

TEST(RouteHash, IsTheCrcOfSourceDestinationAndRegion) {
  random::Stream random(11);
  for (int i = 0; i < 2000; ++i) {
    const auto seed = static_cast<std::uint16_t>(random.Next());
    const auto src = static_cast<unsigned>(random.Below(1024));
    const auto dst = static_cast<unsigned>(random.Below(1024));
    const std::uint64_t address = random.Next() >> 7;
    ASSERT_EQ(RouteHash(seed, src, dst, address), BitwiseHash(seed, src, dst, address));
  }
}

TEST(RouteHash, IsConstantWithinARegion) {
  for (std::uint64_t address = 0x1200; address < 0x1300; ++address) {
    EXPECT_EQ(RouteHash(0xFFFF, 3, 9, address), RouteHash(0xFFFF, 3, 9, 0x1200));
  }
  EXPECT_NE(RouteHash(0xFFFF, 3, 9, 0x1300), RouteHash(0xFFFF, 3, 9, 0x1200));
}

// Three degrees of freedom: chi-square stays below 16.27 with probability 0.999.
TEST(RouteHash, SpreadsRegionsEvenlyOverFourWays) {
  for (const auto& [src, dst] : {std::pair<unsigned, unsigned>{0, 1}, {5, 900}, {1023, 512}}) {
    std::array<int, 4> count{};
    constexpr int kRegions = 4096;
    for (std::uint64_t region = 0; region < kRegions; ++region) {
      ++count[RouteHash(0xFFFF, src, dst, region << 8) * 4U >> 16];
    }
    double chi_square = 0;
    for (const int n : count)
      chi_square += (n - kRegions / 4.0) * (n - kRegions / 4.0) / (kRegions / 4.0);
    EXPECT_LT(chi_square, 16.27) << "source " << src;
  }
}

// Accelerator 40 stands behind ports 1, 2, 3 and 5.
void RouteFourWays(Bench& bench) {
  bench.Write(regs::RouteWays(40), 5U << 24 | 3U << 16 | 2U << 8 | 1U);
  bench.Write(regs::RouteCount(40), 4);
}

int PortTaken(Bench& bench, std::uint64_t address) {
  Header header = Read(0, 40);
  header.address = address;
  bench.Send(header);
  bench.deliveries.clear();
  EXPECT_TRUE(bench.Drain());
  return bench.deliveries.empty() ? -1 : bench.deliveries[0].port;
}

TEST(SwitchRouting, ARegionKeepsItsWayAndRegionsUseAllWays) {
  SwitchUnderTest s("p8");
  RouteFourWays(s.bench);
  std::set<int> used;
  for (std::uint64_t region = 0; region < 32; ++region) {
    const int port = PortTaken(s.bench, region << 8);
    EXPECT_EQ(PortTaken(s.bench, region << 8 | 0x80), port);
    used.insert(port);
  }
  EXPECT_THAT(used, testing::ElementsAre(1, 2, 3, 5));
}

TEST(SwitchRouting, TheChosenWayIsTheHashScaledToTheLiveWays) {
  SwitchUnderTest s("p8");
  RouteFourWays(s.bench);
  s.bench.Write(regs::kHashSeed, 0x1D0F);
  s.bench.inputs().link_up[2] = 0;
  s.bench.Run(2);
  const std::array<int, 3> live = {1, 3, 5};
  for (std::uint64_t region = 0; region < 32; ++region) {
    const unsigned way = BitwiseHash(0x1D0F, 0, 40, region << 8) * 3U >> 16;
    EXPECT_EQ(PortTaken(s.bench, region << 8), live[way]) << "region " << region;
  }
}

TEST(SwitchRouting, ALinkThatComesBackIsUsedAgain) {
  SwitchUnderTest s("p8");
  RouteFourWays(s.bench);
  std::set<int> used;
  s.bench.inputs().link_up[5] = 0;
  s.bench.Run(2);
  for (std::uint64_t region = 0; region < 32; ++region)
    used.insert(PortTaken(s.bench, region << 8));
  EXPECT_THAT(used, testing::ElementsAre(1, 2, 3));
  s.bench.inputs().link_up[5] = 1;
  s.bench.Run(2);
  for (std::uint64_t region = 0; region < 32; ++region)
    used.insert(PortTaken(s.bench, region << 8));
  EXPECT_THAT(used, testing::ElementsAre(1, 2, 3, 5));
}

TEST(SwitchRouting, AWayThatNamesNoPortIsNotLive) {
  SwitchUnderTest s("p8");
  s.bench.Write(regs::RouteWays(40), 200U << 8 | 6U);
  s.bench.Write(regs::RouteCount(40), 2);
  for (std::uint64_t region = 0; region < 16; ++region)
    EXPECT_EQ(PortTaken(s.bench, region << 8), 6);
}

}  // namespace
}  // namespace linkwright::scaleup_switch
