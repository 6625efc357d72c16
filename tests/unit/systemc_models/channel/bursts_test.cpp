// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/bursts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "systemc_models/channel/codeword_sampler.h"

namespace linkwright::channel {
namespace {

double FailureOf(int lanes, BitErrors errors, int interleave) {
  return CodewordFailureProbability(std::vector<BitErrors>(static_cast<std::size_t>(lanes), errors),
                                    interleave);
}

TEST(Bursts, OfOneBitAreIndependentErrors) {
  for (const double ber : {1e-3, 2.4e-4, 1e-4, 1e-5}) {
    const double binomial = CodewordFailureProbability(SymbolErrorProbability(ber));
    for (const int lanes : {1, 2, 4, 8}) {
      for (const int interleave : {1, 2, 4}) {
        EXPECT_NEAR(FailureOf(lanes, {ber, 1}, interleave) / binomial, 1, 1e-10)
            << ber << ", " << lanes << " lanes, interleave " << interleave;
      }
    }
  }
}

TEST(Bursts, ChainHasTheStatedRateAndRun) {
  constexpr BitErrors kErrors{1e-3, 4};
  const double balance = (1 - kErrors.rate) * kErrors.start() - kErrors.rate * kErrors.end();
  EXPECT_NEAR(balance, 0, 1e-18) << "stationary: as many runs begin as end";
  EXPECT_NEAR(kErrors.stay() + kErrors.end(), 1, 1e-15);
  EXPECT_NEAR(kErrors.mean_run(), 4 / 0.999, 1e-12);
  EXPECT_EQ((BitErrors{0.2, 1}.stay()), 0.2) << "no memory";
}

// The chain written out bit by bit for a code small enough to enumerate: 4 symbols of 2 bits, t
// = 1.
TEST(Bursts, RecursionIsTheSumOverAllErrorPatterns) {
  constexpr ReedSolomon kTiny{.symbols = 4, .data_symbols = 2, .symbol_bits = 2};
  constexpr BitErrors kErrors{0.1, 3};
  for (const int interleave : {1, 2}) {
    const int bits = kTiny.bits() * interleave;
    double failure = 0;
    for (unsigned pattern = 0; pattern < 1U << bits; ++pattern) {
      double probability = (pattern & 1U) != 0 ? kErrors.rate : 1 - kErrors.rate;
      for (int bit = 1; bit < bits; ++bit) {
        const bool was = (pattern >> (bit - 1) & 1U) != 0;
        const bool is = (pattern >> bit & 1U) != 0;
        const double to_wrong = was ? kErrors.stay() : kErrors.start();
        probability *= is ? to_wrong : 1 - to_wrong;
      }
      int wrong = 0;
      for (int symbol = 0; symbol < kTiny.symbols; ++symbol) {
        wrong += (pattern >> (2 * symbol * interleave) & 3U) != 0 ? 1 : 0;
      }
      if (wrong > 1) failure += probability;
    }
    const std::vector<BitErrors> lane{kErrors};
    EXPECT_NEAR(CodewordFailureProbability(lane, interleave, kTiny), failure, 1e-12) << interleave;
  }
}

// A run inside a symbol costs one symbol however many bits it takes, so at a high and equal
// bit-error rate short runs even help; where sixteen independent errors practically never meet, one
// long run is likelier.
TEST(Bursts, HelpAtHighRatesAndHurtAtLowOnes) {
  EXPECT_LT(FailureOf(1, {1e-3, 4}, 1), FailureOf(1, {1e-3, 1}, 1));
  EXPECT_GT(FailureOf(1, {1e-5, 4}, 1), 1e6 * FailureOf(1, {1e-5, 1}, 1));
}

TEST(Bursts, AlwaysHurtAtEqualRateOfEvents) {
  for (const double events : {1e-4, 1e-5, 1e-6}) {
    double last = 0;
    for (const double burst : {1, 2, 4, 8, 16}) {
      const double failure = FailureOf(1, BitErrors::FromEvents(events, burst), 1);
      EXPECT_GT(failure, last) << events << ", " << burst;
      last = failure;
    }
  }
}

TEST(Interleaving, SpreadsLongRunsOverCodewords) {
  const double alone = FailureOf(1, {1e-5, 16}, 1);
  const double two = FailureOf(1, {1e-5, 16}, 2);
  const double four = FailureOf(1, {1e-5, 16}, 4);
  EXPECT_LT(two, alone / 10);
  EXPECT_LT(four, two / 10);
}

TEST(Lanes, CarryEverySymbolOnce) {
  for (int lanes = 1; lanes <= 16; ++lanes) {
    int symbols = 0;
    for (int lane = 0; lane < lanes; ++lane) symbols += SymbolsOnLane(lane, lanes);
    EXPECT_EQ(symbols, 544);
  }
  EXPECT_EQ(SymbolsOnLane(0, 8), 68);
  EXPECT_EQ(SymbolsOnLane(0, 3), 182);
  EXPECT_EQ(SymbolsOnLane(2, 3), 181);
}

// Independent errors of two rates: the sum of two binomials, convolved.
TEST(Lanes, MayErrDifferently) {
  const double good = SymbolErrorProbability(1e-4);
  const double bad = SymbolErrorProbability(2e-3);
  auto binomial = [](int n, int k, double p) {
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
  };
  double failure = 0;
  for (int a = 0; a <= 408; ++a) {
    for (int b = std::max(0, 16 - a); b <= 136; ++b) {
      failure += binomial(408, a, good) * binomial(136, b, bad);
    }
  }
  const std::vector<BitErrors> lanes{{1e-4, 1}, {2e-3, 1}, {1e-4, 1}, {1e-4, 1}};
  EXPECT_NEAR(CodewordFailureProbability(lanes, 1) / failure, 1, 1e-9);
}

TEST(Sampler, ErrsAtTheRateOfItsLanes) {
  const std::vector<BitErrors> lanes{{1e-3, 3}, {4e-3, 1}};
  CodewordSampler sampler(lanes, 4, 1, "link0");
  constexpr int kGroups = 20000;
  std::int64_t errors = 0;
  for (int i = 0; i < kGroups; ++i) {
    sampler.NextGroup();
    errors += sampler.bit_errors();
  }
  const double bits = 5440.0 * 4 * kGroups;  // half of them on each lane
  // Runs inflate the variance of a count about 2 b - 1 times.
  const double deviation = std::sqrt(bits / 2 * (1e-3 * 5 + 4e-3));
  EXPECT_NEAR(static_cast<double>(errors), bits / 2 * 5e-3, 4 * deviation);
}

TEST(Sampler, SameSeedSameErrors) {
  const std::vector<BitErrors> lanes(4, BitErrors{2e-3, 2});
  CodewordSampler a(lanes, 2, 7, "link0");
  CodewordSampler b(lanes, 2, 7, "link0");
  CodewordSampler other(lanes, 2, 7, "link1");
  int differ = 0;
  for (int i = 0; i < 200; ++i) {
    const auto of_a = a.NextGroup();
    const auto of_b = b.NextGroup();
    const auto of_other = other.NextGroup();
    EXPECT_TRUE(std::equal(of_a.begin(), of_a.end(), of_b.begin()));
    differ += std::equal(of_a.begin(), of_a.end(), of_other.begin()) ? 0 : 1;
  }
  EXPECT_GT(differ, 150);
}

}  // namespace
}  // namespace linkwright::channel
