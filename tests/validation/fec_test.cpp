// SPDX-License-Identifier: Apache-2.0
// Codewords with drawn bit errors against the closed forms. Every figure is printed with the
// interval it must fall into: four standard deviations of the sampling error either side.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "systemc_models/channel/bursts.h"
#include "systemc_models/channel/codeword_sampler.h"
#include "systemc_models/channel/error_process.h"
#include "systemc_models/channel/frame_errors.h"

namespace linkwright::channel {
namespace {

constexpr double kDeviations = 4;

double IndependentFailure(double ber) {
  return CodewordFailureProbability(SymbolErrorProbability(ber));
}

struct Case {
  int lanes;
  int interleave;
  BitErrors errors;
  int groups;
};

struct Sampled {
  std::int64_t codewords = 0;
  std::int64_t failures = 0;
  std::int64_t groups_failed = 0;
  std::vector<std::int64_t> by_wrong_symbols = std::vector<std::int64_t>(545);
  double sum_of_squares = 0;  // of failures per group
};

Sampled Sample(const Case& c, std::uint64_t seed) {
  const std::vector<BitErrors> lanes(static_cast<std::size_t>(c.lanes), c.errors);
  CodewordSampler sampler(lanes, c.interleave, seed, "link0");
  Sampled out;
  for (int i = 0; i < c.groups; ++i) {
    int failed = 0;
    for (const int wrong : sampler.NextGroup()) {
      ++out.by_wrong_symbols[static_cast<std::size_t>(wrong)];
      failed += wrong > kRs544.correctable() ? 1 : 0;
    }
    out.codewords += c.interleave;
    out.failures += failed;
    out.groups_failed += failed > 0 ? 1 : 0;
    out.sum_of_squares += failed * failed;
  }
  return out;
}

TEST(FecSampling, IndependentErrorsAtOneInAThousand) {
  const Sampled sampled = Sample({1, 1, {1e-3, 1}, 4'000'000}, 1);
  const double expected = IndependentFailure(1e-3) * static_cast<double>(sampled.codewords);
  const double interval = kDeviations * std::sqrt(expected);
  fmt::print("BER 1e-3: {} of {} codewords uncorrectable, expected {:.1f} +- {:.1f}\n",
             sampled.failures, sampled.codewords, expected, interval);
  EXPECT_NEAR(static_cast<double>(sampled.failures), expected, interval);
}

// The number of wrong symbols is binomial: cells of at least 20 expected codewords.
TEST(FecSampling, WrongSymbolsAreBinomial) {
  const Sampled sampled = Sample({1, 1, {1e-3, 1}, 1'000'000}, 2);
  const double p = SymbolErrorProbability(1e-3);
  double chi_squared = 0;
  double expected = 0;
  double seen = 0;
  int cells = 0;
  for (int wrong = 0; wrong <= 544; ++wrong) {
    expected +=
        1e6 * std::exp(std::lgamma(545.0) - std::lgamma(wrong + 1.0) - std::lgamma(545.0 - wrong) +
                       wrong * std::log(p) + (544 - wrong) * std::log1p(-p));
    seen += static_cast<double>(sampled.by_wrong_symbols[static_cast<std::size_t>(wrong)]);
    if (expected < 20 && wrong < 544) continue;
    chi_squared += std::pow(seen - expected, 2) / std::max(expected, 1.0);
    expected = seen = 0;
    ++cells;
  }
  const boost::math::chi_squared law(cells - 1);
  const double chance = boost::math::cdf(boost::math::complement(law, chi_squared));
  fmt::print("wrong symbols: chi-square {:.1f} over {} cells, p = {:.3f}\n", chi_squared, cells,
             chance);
  EXPECT_GT(chance, 1e-3);
}

// Bits are drawn at a higher rate q, where failures are common, and each failure is weighted with
// how much rarer its bits are at p: (p/q)^k ((1-p)/(1-q))^(5440-k) for k wrong bits.
TEST(FecSampling, RareFailuresByImportance) {
  constexpr int kCodewords = 200'000;
  for (const double ber : {1e-3, 5e-4, 3e-4, 2.4e-4, 2e-4, 1e-4, 1e-5}) {
    const double drawn = 0.0031;  // 16.6 wrong symbols on average
    const std::vector<BitErrors> lane{{drawn, 1}};
    CodewordSampler sampler(lane, 1, 3, fmt::format("link at {}", ber));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kCodewords; ++i) {
      if (sampler.NextGroup()[0] <= kRs544.correctable()) continue;
      const auto wrong = static_cast<double>(sampler.bit_errors());
      const double weight =
          std::exp(wrong * std::log(ber / drawn) +
                   (kRs544.bits() - wrong) * (std::log1p(-ber) - std::log1p(-drawn)));
      sum += weight;
      squares += weight * weight;
    }
    const double mean = sum / kCodewords;
    const double deviation = std::sqrt((squares / kCodewords - mean * mean) / kCodewords);
    const double exact = IndependentFailure(ber);
    fmt::print("BER {:.1e}: sampled {:.4e} +- {:.1e}, exact {:.4e} ({:+.2f} deviations)\n", ber,
               mean, kDeviations * deviation, exact, (mean - exact) / deviation);
    EXPECT_NEAR(mean, exact, kDeviations * deviation);
    EXPECT_LT(deviation, 0.02 * exact) << "sharp enough to see an error of 8 %";
  }
}

// Bursts, lanes and interleaving: the recursion against the drawn chain. Codewords of a group fail
// together, so the deviation is that of failures per group.
TEST(FecSampling, BurstsOverLanesAndInterleavedCodewords) {
  const Case cases[] = {{1, 1, {5e-4, 16}, 2'000'000}, {1, 1, {1e-3, 32}, 400'000},
                        {1, 2, {1e-3, 32}, 1'000'000}, {4, 1, {1e-3, 16}, 1'000'000},
                        {4, 2, {4e-3, 8}, 400'000},    {8, 4, {4e-3, 32}, 200'000},
                        {3, 2, {4e-3, 4}, 400'000},    {1, 4, {3e-3, 2}, 400'000}};
  for (const Case& c : cases) {
    const std::vector<BitErrors> lanes(static_cast<std::size_t>(c.lanes), c.errors);
    const double exact = CodewordFailureProbability(lanes, c.interleave);
    const Sampled sampled = Sample(c, 4);
    const double per_group = static_cast<double>(sampled.failures) / c.groups;
    const double variance = sampled.sum_of_squares / c.groups - per_group * per_group;
    const double interval =
        kDeviations * std::sqrt(variance * c.groups) / static_cast<double>(sampled.codewords);
    const double mean =
        static_cast<double>(sampled.failures) / static_cast<double>(sampled.codewords);
    fmt::print(
        "{} lanes, interleave {}, BER {:.0e}, bursts of {}: {} failures, {:.3e} +- {:.0e}, exact "
        "{:.3e}; {:.2f} failures per failed group\n",
        c.lanes, c.interleave, c.errors.rate, c.errors.burst, sampled.failures, mean, interval,
        exact, static_cast<double>(sampled.failures) / static_cast<double>(sampled.groups_failed));
    EXPECT_GT(sampled.failures, 30);
    EXPECT_NEAR(mean, exact, interval);
  }
}

// From bits to frames: 1,504 B frames on a link at a bit-error rate of 1e-3, their codewords drawn
// by geometric runs.
TEST(FecSampling, FramesLostAtOneInAThousand) {
  const double failure = IndependentFailure(1e-3);
  constexpr std::int64_t kFrame = 1504;
  constexpr std::int64_t kStep = 1528;
  constexpr std::int64_t kFrames = 10'000'000;
  ErrorProcess process(failure, 6, "link0");
  std::int64_t lost = 0;
  std::int64_t last_bad = -1;  // codeword
  std::int64_t next_bad = static_cast<std::int64_t>(process.good_ahead());
  for (std::int64_t i = 0; i < kFrames; ++i) {
    const std::int64_t first = i * kStep / 640;
    const std::int64_t last = (i * kStep + kFrame - 1) / 640;
    while (next_bad <= last) {
      last_bad = next_bad;
      process.StepMany(process.good_ahead() + 1);
      next_bad += 1 + static_cast<std::int64_t>(process.good_ahead());
    }
    lost += last_bad >= first ? 1 : 0;
  }
  const double expected = FrameErrorRate(failure, kFrame, 1) * static_cast<double>(kFrames);
  const double interval = kDeviations * std::sqrt(2 * expected);  // neighbours share codewords
  fmt::print("frames of 1,504 B at BER 1e-3: {} of {} lost, expected {:.0f} +- {:.0f}\n", lost,
             kFrames, expected, interval);
  EXPECT_NEAR(static_cast<double>(lost), expected, interval);
}

}  // namespace
}  // namespace linkwright::channel
