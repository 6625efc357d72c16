// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/reed_solomon.h"

#include <gtest/gtest.h>

#include <cmath>

namespace linkwright::channel {
namespace {

// The binomial tail term by term, from logarithms in long double: written without the beta
// function.
double TailByLogSum(double symbol_error, int symbols, int correctable) {
  const long double p = symbol_error;
  long double sum = 0;
  for (int wrong = symbols; wrong > correctable; --wrong) {  // smallest terms first
    const long double log_term = std::lgammal(symbols + 1.0L) - std::lgammal(wrong + 1.0L) -
                                 std::lgammal(symbols - wrong + 1.0L) + wrong * std::log(p) +
                                 (symbols - wrong) * std::log1p(-p);
    sum += std::exp(log_term);
  }
  return static_cast<double>(sum);
}

struct Published {
  double ber;
  double failure;  // two digits, the last line one
};
constexpr Published kPublished[] = {{1e-3, 1.5e-4},    {5e-4, 2.8e-8},  {3e-4, 2.1e-11},
                                    {2.4e-4, 8.2e-13}, {2e-4, 5.4e-14}, {1e-4, 1.4e-18},
                                    {1e-5, 2e-34}};

double RoundedTo(int digits, double value) {
  const double scale = std::pow(10, std::floor(std::log10(value)) - digits + 1);
  return std::round(value / scale) * scale;
}

TEST(Rs544, CorrectsFifteenOfFiveHundredFortyFourSymbols) {
  EXPECT_EQ(kRs544.correctable(), 15);
  EXPECT_EQ(kRs544.bits(), 5440);
}

TEST(Rs544, FailureIsThatOfTheTable) {
  for (const auto& [ber, failure] : kPublished) {
    const double computed = CodewordFailureProbability(SymbolErrorProbability(ber));
    const int digits = failure < 1e-30 ? 1 : 2;
    EXPECT_NEAR(RoundedTo(digits, computed) / failure, 1, 1e-9) << ber << ": " << computed;
  }
}

TEST(Rs544, FailureIsTheSumOfItsTerms) {
  for (const double ber : {1e-2, 3e-3, 1e-3, 5e-4, 3e-4, 2.4e-4, 2e-4, 1e-4, 1e-5, 1e-7, 1e-10}) {
    const double symbol = SymbolErrorProbability(ber);
    const double sum = TailByLogSum(symbol, 544, 15);
    EXPECT_NEAR(CodewordFailureProbability(symbol) / sum, 1, 1e-10) << ber;
  }
}

TEST(Rs544, OtherCodesAreTheirOwn) {
  constexpr ReedSolomon kKr4{.symbols = 528, .data_symbols = 514};
  EXPECT_EQ(kKr4.correctable(), 7);
  const double symbol = SymbolErrorProbability(1e-5, kKr4);
  EXPECT_NEAR(CodewordFailureProbability(symbol, kKr4) / TailByLogSum(symbol, 528, 7), 1, 1e-10);
}

TEST(Rs544, EndsOfTheScale) {
  EXPECT_EQ(CodewordFailureProbability(0), 0);
  EXPECT_EQ(CodewordFailureProbability(1), 1);
  EXPECT_EQ(SymbolErrorProbability(0), 0);
  EXPECT_NEAR(SymbolErrorProbability(1e-15), 1e-14, 1e-27) << "no cancellation";
}

}  // namespace
}  // namespace linkwright::channel
