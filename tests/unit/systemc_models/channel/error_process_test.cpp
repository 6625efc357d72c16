// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/error_process.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <vector>

namespace linkwright::channel {
namespace {

std::vector<std::uint64_t> Failures(double p, std::uint64_t seed, std::uint64_t codewords) {
  ErrorProcess process(p, seed, "link0");
  std::vector<std::uint64_t> at;
  for (std::uint64_t i = 0; i < codewords; ++i) {
    if (process.Step()) at.push_back(i);
  }
  return at;
}

TEST(ErrorProcess, SameSeedSameFailuresAndOtherSeedOthers) {
  EXPECT_EQ(Failures(1e-3, 1, 100000), Failures(1e-3, 1, 100000));
  EXPECT_NE(Failures(1e-3, 1, 100000), Failures(1e-3, 2, 100000));
}

TEST(ErrorProcess, IsPinned) {  // part of reproducibility: the same on every machine and version
  ErrorProcess process(1e-3, 1, "link0");
  std::array<std::uint64_t, 4> runs{};
  for (auto& run : runs) {
    run = process.good_ahead();
    process.StepMany(run + 1);
  }
  EXPECT_EQ(process.failures(), 4u);
  EXPECT_EQ(runs, (std::array<std::uint64_t, 4>{613, 2751, 281, 2369}));
}

TEST(ErrorProcess, ManyStepsAreTheSameAsOneByOne) {
  for (const double p : {0.5, 1e-2, 1e-4}) {
    ErrorProcess one(p, 3, "link0");
    ErrorProcess many(p, 3, "link0");
    for (const std::uint64_t n : {1, 2, 3, 1000, 0, 77, 50000}) {
      std::uint64_t failed = 0;
      for (std::uint64_t i = 0; i < n; ++i) failed += one.Step() ? 1 : 0;
      EXPECT_EQ(many.StepMany(n), failed) << p;
      EXPECT_EQ(many.good_ahead(), one.good_ahead());
    }
    EXPECT_EQ(many.codewords(), one.codewords());
    EXPECT_EQ(many.failures(), one.failures());
  }
}

TEST(ErrorProcess, FailsAtItsRate) {
  for (const double p : {0.3, 1e-2, 1e-4, 2.8e-8, 1e-15}) {
    ErrorProcess process(p, 11, "link0");
    const double expected = 10000;
    process.StepMany(static_cast<std::uint64_t>(expected / p));
    EXPECT_NEAR(static_cast<double>(process.failures()), expected, 4 * std::sqrt(expected)) << p;
  }
}

// Runs of good codewords fall into 20 cells of (nearly) equal probability of the geometric law.
TEST(ErrorProcess, RunsBetweenFailuresAreGeometric) {
  constexpr double kP = 1e-3;
  constexpr int kCells = 20;
  constexpr int kRuns = 100000;
  ErrorProcess process(kP, 17, "link0");
  std::array<int, kCells> counts{};
  std::array<double, kCells> probability{};
  std::array<std::uint64_t, kCells> first{};  // of each cell
  for (int cell = 1; cell < kCells; ++cell) {
    const double quantile = std::log1p(-static_cast<double>(cell) / kCells) / std::log1p(-kP);
    first[static_cast<std::size_t>(cell)] = static_cast<std::uint64_t>(quantile);
  }
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const double above =
        cell + 1 < kCells ? std::pow(1 - kP, static_cast<double>(first[cell + 1])) : 0;
    probability[cell] = std::pow(1 - kP, static_cast<double>(first[cell])) - above;
  }
  for (int i = 0; i < kRuns; ++i) {
    const std::uint64_t run = process.good_ahead();
    process.StepMany(run + 1);
    std::size_t cell = kCells - 1;
    while (run < first[cell]) --cell;
    ++counts[cell];
  }
  double chi_squared = 0;
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const double expected = probability[cell] * kRuns;
    chi_squared += std::pow(counts[cell] - expected, 2) / expected;
  }
  const boost::math::chi_squared law(kCells - 1);
  EXPECT_GT(boost::math::cdf(boost::math::complement(law, chi_squared)), 1e-3) << chi_squared;
  EXPECT_LT(boost::math::cdf(boost::math::complement(law, chi_squared)), 0.999) << chi_squared;
}

TEST(ErrorProcess, AChangeOfRateTakesEffectAtOnce) {
  ErrorProcess process(0, 19, "link0");
  EXPECT_EQ(process.good_ahead(), ErrorProcess::kNever);
  EXPECT_EQ(process.StepMany(1'000'000'000'000), 0u);
  process.SetFailureProbability(1);
  EXPECT_TRUE(process.Step());
  EXPECT_TRUE(process.Step());
  process.SetFailureProbability(1e-2);
  process.StepMany(1'000'000);
  EXPECT_NEAR(static_cast<double>(process.failures()), 10002, 400);
  process.SetFailureProbability(0);
  const auto before = process.failures();
  process.StepMany(1'000'000);
  EXPECT_EQ(process.failures(), before);
}

}  // namespace
}  // namespace linkwright::channel
