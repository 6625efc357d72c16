// SPDX-License-Identifier: Apache-2.0
// Eigen's half and bfloat16 are the independent witness.
#include "foundation/numerics/float_formats.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace linkwright::numerics {
namespace {

constexpr std::uint32_t kPatterns = 1U << 16;

std::uint32_t BitsOf(float value) { return std::bit_cast<std::uint32_t>(value); }

float EigenHalf(std::uint16_t bits) {
  return Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(bits));
}

float EigenBf16(std::uint16_t bits) {
  return static_cast<float>(Eigen::numext::bit_cast<Eigen::bfloat16>(bits));
}

TEST(Fp16, WidensAll65536PatternsLikeEigen) {
  for (std::uint32_t bits = 0; bits < kPatterns; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const float expected = EigenHalf(pattern);
    if (std::isnan(expected)) {
      ASSERT_EQ(BitsOf(Fp16ToFloat(pattern)), 0x7FC00000U) << bits;
    } else {
      ASSERT_EQ(BitsOf(Fp16ToFloat(pattern)), BitsOf(expected)) << bits;
    }
  }
}

TEST(Bf16, WidensAll65536PatternsLikeEigen) {
  for (std::uint32_t bits = 0; bits < kPatterns; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const float expected = EigenBf16(pattern);
    if (std::isnan(expected)) {
      ASSERT_TRUE(std::isnan(Bf16ToFloat(pattern))) << bits;
    } else {
      ASSERT_EQ(BitsOf(Bf16ToFloat(pattern)), BitsOf(expected)) << bits;
    }
  }
}

TEST(Fp16, NarrowsBackToEveryPatternWithCanonicalNan) {
  for (std::uint32_t bits = 0; bits < kPatterns; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const bool is_nan = (bits & 0x7FFFU) > 0x7C00U;
    ASSERT_EQ(FloatToFp16(Fp16ToFloat(pattern)), is_nan ? kFp16QuietNan : pattern) << bits;
  }
}

TEST(Bf16, NarrowsBackToEveryPatternWithCanonicalNan) {
  for (std::uint32_t bits = 0; bits < kPatterns; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const bool is_nan = (bits & 0x7FFFU) > 0x7F80U;
    ASSERT_EQ(FloatToBf16(Bf16ToFloat(pattern)), is_nan ? kBf16QuietNan : pattern) << bits;
  }
}

/// Every fp16/bf16 boundary region: each value of the upper half with the low halves that decide
/// rounding, for both signs: 65536 * 9 floats.
std::vector<float> FloatsAroundEveryRoundingBoundary() {
  std::vector<float> floats;
  for (std::uint32_t high = 0; high < kPatterns; ++high) {
    for (const std::uint32_t low : {0x0000U, 0x0001U, 0x0FFFU, 0x1000U, 0x1001U, 0x3000U, 0x7FFFU,
                                    0x8000U, 0x8001U, 0xEFFFU, 0xF000U, 0xFFFFU}) {
      floats.push_back(std::bit_cast<float>(high << 16 | low));
    }
  }
  return floats;
}

TEST(Fp16, RoundsLikeEigenAroundEveryBoundary) {
  for (const float value : FloatsAroundEveryRoundingBoundary()) {
    if (std::isnan(value)) {
      ASSERT_EQ(FloatToFp16(value), kFp16QuietNan) << BitsOf(value);
    } else {
      ASSERT_EQ(FloatToFp16(value), Eigen::half_impl::float_to_half_rtne(value).x)
          << std::hex << BitsOf(value);
    }
  }
}

TEST(Bf16, RoundsLikeEigenAroundEveryBoundary) {
  for (const float value : FloatsAroundEveryRoundingBoundary()) {
    if (std::isnan(value)) {
      ASSERT_EQ(FloatToBf16(value), kBf16QuietNan) << BitsOf(value);
    } else {
      ASSERT_EQ(FloatToBf16(value),
                Eigen::bfloat16_impl::float_to_bfloat16_rtne<false>(value).value)
          << std::hex << BitsOf(value);
    }
  }
}

TEST(Fp16, RoundsTiesToEvenAtTheEdgesOfTheRange) {
  EXPECT_EQ(FloatToFp16(65504.0F), 0x7BFF);
  EXPECT_EQ(FloatToFp16(65519.99F), 0x7BFF);
  EXPECT_EQ(FloatToFp16(65520.0F), 0x7C00);
  EXPECT_EQ(FloatToFp16(-65520.0F), 0xFC00);
  EXPECT_EQ(FloatToFp16(0x1p-25F), 0x0000);  // half the smallest subnormal: tie to even
  EXPECT_EQ(FloatToFp16(0x1.000002p-25F), 0x0001);
  EXPECT_EQ(FloatToFp16(0x1.8p-24F), 0x0002);
  EXPECT_EQ(FloatToFp16(-0.0F), 0x8000);
  EXPECT_EQ(FloatToFp16(std::numeric_limits<float>::denorm_min()), 0x0000);
}

TEST(Bf16, OverflowsToInfinityAndKeepsSubnormals) {
  EXPECT_EQ(FloatToBf16(std::numeric_limits<float>::max()), 0x7F80);
  EXPECT_EQ(FloatToBf16(-std::numeric_limits<float>::max()), 0xFF80);
  EXPECT_EQ(FloatToBf16(0x1p-133F), 0x0001);
  EXPECT_EQ(FloatToBf16(std::numeric_limits<float>::signaling_NaN()), kBf16QuietNan);
}

}  // namespace
}  // namespace linkwright::numerics
