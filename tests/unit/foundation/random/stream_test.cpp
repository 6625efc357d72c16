// SPDX-License-Identifier: Apache-2.0
#include "foundation/random/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace linkwright::random {
namespace {

TEST(Mix, GivesThePublishedSplitMix64Sequence) {
  // First outputs of splitmix64.c (Vigna) for the seed 1234567.
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected :
       {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL}) {
    EXPECT_EQ(Mix(state), expected);
    state += 0x9E3779B97F4A7C15ULL;
  }
}

TEST(Stream, GivesThePublishedXoshiro256StarStarSequence) {
  Stream stream(std::array<std::uint64_t, 4>{1, 2, 3, 4});
  for (const std::uint64_t expected :
       {11520ULL, 0ULL, 1509978240ULL, 1215971899390074240ULL, 1216172134540287360ULL,
        607988272756665600ULL, 16172922978634559625ULL}) {
    EXPECT_EQ(stream.Next(), expected);
  }
}

TEST(HashPath, IsFixedForever) {
  // FNV-1a of "" and "a" are published; mixing with the seed is two rounds of SplitMix64.
  EXPECT_EQ(HashPath(0, ""), Mix(Mix(0) ^ 0xCBF29CE484222325ULL));
  EXPECT_EQ(HashPath(7, "a"), Mix(Mix(7) ^ 0xAF63DC4C8601EC8CULL));
}

TEST(HashPath, DependsOnSeedAndPath) {
  EXPECT_NE(HashPath(1, "pod0.switch0"), HashPath(2, "pod0.switch0"));
  EXPECT_NE(HashPath(1, "pod0.switch0"), HashPath(1, "pod0.switch1"));
}

/// What each component draws first in a run.
std::map<std::string, std::uint64_t> FirstDraws(const std::vector<std::string>& components) {
  std::map<std::string, std::uint64_t> draws;
  for (const std::string& path : components) draws[path] = Stream(42, path).Next();
  return draws;
}

TEST(Stream, OfOneComponentIgnoresTheOthers) {
  const auto before = FirstDraws({"a", "b"});
  const auto after = FirstDraws({"new", "a", "b"});
  EXPECT_EQ(before.at("a"), after.at("a"));
  EXPECT_EQ(before.at("b"), after.at("b"));
}

TEST(Stream, RepeatsForTheSameSeedAndDiffersForAnother) {
  Stream first(1, "x");
  Stream again(1, "x");
  Stream other(2, "x");
  int equal = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t value = first.Next();
    EXPECT_EQ(value, again.Next());
    equal += value == other.Next() ? 1 : 0;
  }
  EXPECT_EQ(equal, 0);
}

TEST(Stream, BelowIsUniform) {
  Stream stream(1, "below");
  std::array<int, 10> counts{};
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) ++counts.at(stream.Below(10));
  double chi_squared = 0;
  for (const int count : counts) {
    chi_squared += (count - kDraws / 10.0) * (count - kDraws / 10.0) / (kDraws / 10.0);
  }
  EXPECT_LT(chi_squared, 27.9);  // 0.1 % quantile of 9 degrees of freedom
  EXPECT_GT(chi_squared, 0.5);
}

TEST(Stream, BelowHasNoBiasForHugeRanges) {
  // Taking 64 bits modulo 3 * 2^62 would favour the lowest third two to one.
  Stream stream(1, "huge");
  constexpr std::uint64_t kThird = std::uint64_t{1} << 62;
  int lowest = 0;
  for (int i = 0; i < 30'000; ++i) lowest += stream.Below(3 * kThird) < kThird ? 1 : 0;
  EXPECT_NEAR(lowest, 10'000, 400);
  EXPECT_EQ(stream.Below(1), 0U);
}

TEST(Stream, BetweenIncludesBothEnds) {
  Stream stream(3, "between");
  std::map<std::int64_t, int> seen;
  for (int i = 0; i < 1000; ++i) ++seen[stream.Between(-1, 1)];
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_TRUE(seen.contains(-1) && seen.contains(1));
  EXPECT_NO_THROW(stream.Between(INT64_MIN, INT64_MAX));
}

TEST(Stream, RealLiesInTheUnitIntervalWithMeanOneHalf) {
  Stream stream(1, "real");
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double value = stream.Real();
    ASSERT_TRUE(value >= 0.0 && value < 1.0);
    sum += value;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.004);
}

TEST(Stream, BernoulliAndExponentialHaveTheirMeans) {
  Stream stream(1, "variates");
  int hits = 0;
  double gaps = 0;
  for (int i = 0; i < 100'000; ++i) {
    hits += stream.Bernoulli(0.3) ? 1 : 0;
    gaps += stream.Exponential(2.5);
    ASSERT_FALSE(stream.Bernoulli(0.0));
    ASSERT_TRUE(stream.Bernoulli(1.0));
  }
  EXPECT_NEAR(hits / 1e5, 0.3, 0.006);
  EXPECT_NEAR(gaps / 1e5, 2.5, 0.035);
}

TEST(Stream, ShufflesIntoEveryOrderEquallyOften) {
  Stream stream(1, "shuffle");
  std::map<std::string, int> orders;
  for (int i = 0; i < 6000; ++i) {
    std::string items = "abc";
    stream.Shuffle(std::span<char>(items));
    ++orders[items];
  }
  ASSERT_EQ(orders.size(), 6U);
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, 1000, 130) << order;
}

}  // namespace
}  // namespace linkwright::random
