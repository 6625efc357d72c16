// SPDX-License-Identifier: Apache-2.0
// The flow hash as a throw of balls into bins: imbalance, avalanche, independence of two tiers.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "fabric/routing/frame_hash.h"
#include "foundation/random/stream.h"

namespace linkwright::routing {
namespace {

Ipv4Flow RandomFlow(random::Stream& random) {
  Ipv4Flow flow;
  flow.source = static_cast<std::uint32_t>(random.Next());
  flow.destination = static_cast<std::uint32_t>(random.Next());
  flow.source_port = static_cast<std::uint16_t>(random.Next());
  flow.destination_port = 4791;
  return flow;
}

// `link(random)`: where a flow goes.
template <typename Link>
double MeanOfMaximum(int flows, int links, int trials, const Link& link) {
  random::Stream random(static_cast<std::uint64_t>(flows * 1000 + links));
  std::vector<int> load(links);
  double sum = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::fill(load.begin(), load.end(), 0);
    for (int f = 0; f < flows; ++f) ++load[link(random)];
    sum += *std::max_element(load.begin(), load.end());
  }
  return sum / trials;
}

TEST(EcmpImbalance, IsThatOfBallsInBins) {
  struct Case {
    int flows;
    int links;
    double reference;  // a published table, two digits behind the point
  };
  for (const Case& c : {Case{8, 8, 2.60},
                        {16, 16, 3.07},
                        {32, 32, 3.52},
                        {64, 64, 3.94},
                        {256, 64, 9.33},
                        {1024, 64, 26.1}}) {
    const int trials = std::max(20'000, 12'000'000 / c.flows);
    const double hashed = MeanOfMaximum(c.flows, c.links, trials, [&](random::Stream& random) {
      return EcmpMember(FlowHash(RandomFlow(random).words(), 0x2F6B1D3), c.links);
    });
    const double thrown = MeanOfMaximum(c.flows, c.links, trials, [&](random::Stream& random) {
      return static_cast<int>(random.Below(static_cast<std::uint64_t>(c.links)));
    });
    fmt::print("{:4} flows over {:2} links: fullest link {:.3f}, balls in bins {:.3f} ({})\n",
               c.flows, c.links, hashed, thrown, c.reference);
    EXPECT_NEAR(hashed, thrown, 0.005 * thrown);
    EXPECT_NEAR(hashed, c.reference, 0.01 * c.reference);
  }
}

TEST(EcmpImbalance, LinksAreEquallyLikely) {
  constexpr int kLinks = 24;
  constexpr int kFlows = 240000;
  random::Stream random(77);
  std::array<int, kLinks> load{};
  // Not random: one server after the other, ports in a row, as real flows are.
  for (int f = 0; f < kFlows; ++f) {
    Ipv4Flow flow;
    flow.source = 0x0A000000 + static_cast<std::uint32_t>(f / 600);
    flow.destination = 0x0A100000 + static_cast<std::uint32_t>(f % 600 / 8);
    flow.source_port = static_cast<std::uint16_t>(49152 + f % 8);
    ++load[EcmpMember(FlowHash(flow.words(), 1), kLinks)];
  }
  double chi_square = 0;
  for (const int n : load) chi_square += std::pow(n - kFlows / kLinks, 2) / (kFlows / kLinks);
  fmt::print("structured flows over {} links: chi-square {:.1f} at {}\n", kLinks, chi_square,
             kLinks - 1);
  EXPECT_LT(chi_square, 54);  // 99.97 % of chi-square with 23 degrees of freedom
}

// Flipping any input bit flips each bit that chooses a link half the time.
TEST(FlowHashQuality, Avalanches) {
  constexpr int kFlows = 4000;
  double worst = 0;
  double sum = 0;
  for (int bit = 0; bit < 128; ++bit) {
    random::Stream random(static_cast<std::uint64_t>(bit));
    std::array<int, 16> flips{};
    for (int f = 0; f < kFlows; ++f) {
      FlowWords words;
      for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(random.Next());
      const std::uint32_t before = FlowHash(words, 0);
      words[bit / 32] ^= 1U << bit % 32;
      const std::uint32_t changed = (before ^ FlowHash(words, 0)) >> 16;
      for (int b = 0; b < 16; ++b) flips[b] += changed >> b & 1;
    }
    for (const int n : flips) {
      worst = std::max(worst, std::abs(n / double{kFlows} - 0.5));
      sum += n;
    }
  }
  fmt::print("avalanche: mean {:.4f}, largest distance from a half {:.4f}\n",
             sum / (128.0 * 16 * kFlows), worst);
  EXPECT_NEAR(sum / (128.0 * 16 * kFlows), 0.5, 0.01);
  EXPECT_LT(worst, 0.12);
}

TEST(FlowHashQuality, TwoTiersWithSpreadSeedsChooseIndependently) {
  constexpr int kWays = 8;
  constexpr int kFlows = 64000;
  random::Stream random(5);
  const auto joint = [&](std::uint32_t first_seed, std::uint32_t second_seed) {
    std::array<int, kWays * kWays> cell{};
    for (int f = 0; f < kFlows; ++f) {
      const FlowWords words = RandomFlow(random).words();
      ++cell[kWays * EcmpMember(FlowHash(words, first_seed), kWays) +
             EcmpMember(FlowHash(words, second_seed), kWays)];
    }
    double chi_square = 0;
    const double expected = double{kFlows} / cell.size();
    for (const int n : cell) chi_square += (n - expected) * (n - expected) / expected;
    return chi_square;
  };
  double worst = 0;
  for (std::uint32_t n = 0; n < 12; ++n) {
    for (std::uint32_t m = 0; m < n; ++m)
      worst = std::max(worst, joint(SpreadSeed(n), SpreadSeed(m)));
  }
  const double near = joint(1, 2);
  const double same = joint(7, 7);
  fmt::print(
      "two tiers, 63 degrees of freedom: chi-square at most {:.1f} with spread seeds, {:.0f} with "
      "seeds 1 and 2, {:.0f} with equal ones\n",
      worst, near, same);
  EXPECT_LT(worst, 115);  // the largest of 66, each below it with 99.994 %
  EXPECT_GT(near, 1000) << "seeds must be spread";
  EXPECT_GT(same, 100000) << "polarised, as it must be";
}

}  // namespace
}  // namespace linkwright::routing
