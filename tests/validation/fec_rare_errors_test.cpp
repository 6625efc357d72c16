// SPDX-License-Identifier: Apache-2.0
// A bit-error rate of 5e-4, where one codeword in 36 million fails, without any variance reduction:
// a thousand million codewords, drawn error by error.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "systemc_models/channel/bursts.h"
#include "systemc_models/channel/codeword_sampler.h"

namespace linkwright::channel {
namespace {

TEST(FecSampling, IndependentErrorsAtOneInTwoThousand) {
  constexpr std::int64_t kCodewords = 1'000'000'000;
  const std::vector<BitErrors> lane{{5e-4, 1}};
  CodewordSampler sampler(lane, 1, 1, "link0");
  std::int64_t failures = 0;
  std::int64_t wrong_bits = 0;
  for (std::int64_t i = 0; i < kCodewords; ++i) {
    failures += sampler.NextGroup()[0] > kRs544.correctable() ? 1 : 0;
    wrong_bits += sampler.bit_errors();
  }
  const double expected =
      CodewordFailureProbability(SymbolErrorProbability(5e-4)) * static_cast<double>(kCodewords);
  const double interval = 3 * std::sqrt(expected);
  fmt::print("BER 5e-4: {} of {} codewords uncorrectable, expected {:.1f} +- {:.1f}; bits {:.6e}\n",
             failures, kCodewords, expected, interval,
             static_cast<double>(wrong_bits) / (5440.0 * static_cast<double>(kCodewords)));
  EXPECT_NEAR(static_cast<double>(failures), expected, interval);
  const double bits = 5440.0 * static_cast<double>(kCodewords);
  EXPECT_NEAR(static_cast<double>(wrong_bits), 5e-4 * bits, 4 * std::sqrt(5e-4 * bits));
}

}  // namespace
}  // namespace linkwright::channel
