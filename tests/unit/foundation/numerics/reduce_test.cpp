// SPDX-License-Identifier: Apache-2.0
#include "foundation/numerics/reduce.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <vector>

#include "foundation/numerics/float_formats.h"

namespace linkwright::numerics {
namespace {

template <class T>
std::vector<T> Reduced(DataType type, ReduceOp op, std::vector<T> a, const std::vector<T>& b) {
  Reduce(type, op, std::as_writable_bytes(std::span(a)), std::as_bytes(std::span(b)));
  return a;
}

/// Correctly rounded 16-bit result of an exact double: double -> 16 bits directly, by searching the
/// neighbours, so that no rounding through float is involved.
template <class Widen>
std::uint16_t NearestEven(double exact, std::uint16_t guess, std::uint16_t infinity, Widen widen) {
  std::uint16_t best = guess;
  for (int step = -1; step <= 1; ++step) {
    const auto candidate = static_cast<std::uint16_t>(guess + step);
    if ((candidate & 0x7FFFU) >= infinity) continue;
    const double distance = std::abs(widen(candidate) - exact);
    const double best_distance = std::abs(widen(best) - exact);
    const bool tie_to_even = distance == best_distance && (candidate & 1U) == 0;
    if (distance < best_distance || tie_to_even) best = candidate;
  }
  return best;
}

TEST(Reduce, RoundsFp16SumsCorrectlyForAllOperandsOfAGrid) {
  std::vector<std::uint16_t> a;
  std::vector<std::uint16_t> b;
  for (std::uint32_t i = 0; i < 0x7C00; i += 37) {
    for (std::uint32_t j = 0; j < 0x7C00; j += 41) {
      a.push_back(static_cast<std::uint16_t>(i));
      b.push_back(static_cast<std::uint16_t>(j | ((i + j) % 2 == 0 ? 0x8000U : 0U)));
    }
  }
  const auto sum = Reduced(DataType::kFp16, ReduceOp::kSum, a, b);
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double exact = static_cast<double>(Fp16ToFloat(a[i])) + Fp16ToFloat(b[i]);
    if (std::abs(exact) >= 65520.0) {
      ASSERT_EQ(sum[i] & 0x7FFFU, 0x7C00U);
      continue;
    }
    if (exact == 0.0) {
      ASSERT_EQ(sum[i] & 0x7FFFU, 0U);
      continue;
    }
    ASSERT_EQ(sum[i], NearestEven(exact, sum[i], 0x7C00, Fp16ToFloat)) << a[i] << " + " << b[i];
  }
}

TEST(Reduce, RoundsBf16SumsCorrectlyForAllOperandsOfAGrid) {
  std::vector<std::uint16_t> a;
  std::vector<std::uint16_t> b;
  for (std::uint32_t i = 0; i < 0x7F00; i += 37) {
    for (std::uint32_t j = i > 2000 ? i - 2000 : 0; j < i + 2000 && j < 0x7F00; j += 13) {
      a.push_back(static_cast<std::uint16_t>(i));
      b.push_back(static_cast<std::uint16_t>(j | ((i + j) % 2 == 0 ? 0x8000U : 0U)));
    }
  }
  const auto sum = Reduced(DataType::kBf16, ReduceOp::kSum, a, b);
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double exact = static_cast<double>(Bf16ToFloat(a[i])) + Bf16ToFloat(b[i]);
    if (exact == 0.0) {
      ASSERT_EQ(sum[i] & 0x7FFFU, 0U);
      continue;
    }
    ASSERT_EQ(sum[i], NearestEven(exact, sum[i], 0x7F80, Bf16ToFloat)) << a[i] << " + " << b[i];
  }
}

TEST(Reduce, AddsFloatsLikeOneRoundingOfTheExactSum) {
  const std::vector<float> a = {1.0F, 0x1p24F, -3.5F, 1e38F, 0.1F};
  const std::vector<float> b = {2.0F, 1.0F, 3.5F, 3e38F, 0.2F};
  const auto sum = Reduced(DataType::kFp32, ReduceOp::kSum, a, b);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(sum[i], static_cast<float>(static_cast<double>(a[i]) + static_cast<double>(b[i])));
  }
}

TEST(Reduce, WrapsInt32) {
  constexpr std::int32_t kMax = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t kMin = std::numeric_limits<std::int32_t>::min();
  using Ints = std::vector<std::int32_t>;
  EXPECT_EQ(Reduced(DataType::kInt32, ReduceOp::kSum, Ints{kMax, kMin, 5}, Ints{1, -1, -7}),
            (Ints{kMin, kMax, -2}));
  EXPECT_EQ(Reduced(DataType::kInt32, ReduceOp::kMin, Ints{3, -3}, Ints{-4, 4}), (Ints{-4, -3}));
  EXPECT_EQ(Reduced(DataType::kInt32, ReduceOp::kMax, Ints{3, -3}, Ints{-4, 4}), (Ints{3, 4}));
}

TEST(Reduce, MinAndMaxPreferTheNumberToNan) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  using Floats = std::vector<float>;
  EXPECT_EQ(Reduced(DataType::kFp32, ReduceOp::kMin, Floats{nan, 2, 3}, Floats{1, nan, 5}),
            (Floats{1, 2, 3}));
  EXPECT_EQ(Reduced(DataType::kFp32, ReduceOp::kMax, Floats{nan, 2, 3}, Floats{1, nan, 5}),
            (Floats{1, 2, 5}));
  using Halves = std::vector<std::uint16_t>;
  EXPECT_EQ(
      Reduced(DataType::kFp16, ReduceOp::kMax, Halves{0x7FFF, 0x7FFF}, Halves{0x3C00, 0xFFFF}),
      (Halves{0x3C00, kFp16QuietNan}));
}

TEST(Reduce, KeepsTheAccumulatorWhenBothAreEqual) {
  using Floats = std::vector<float>;
  const auto result = Reduced(DataType::kFp32, ReduceOp::kMin, Floats{0.0F, -0.0F}, {-0.0F, 0.0F});
  EXPECT_FALSE(std::signbit(result[0]));
  EXPECT_TRUE(std::signbit(result[1]));
}

TEST(Reduce, WorksOnUnalignedBuffersOfAnyLength) {
  for (std::size_t count : {0U, 1U, 7U, 255U, 256U, 257U, 1000U}) {
    std::vector<std::byte> a(count * 4 + 1);
    std::vector<std::byte> b(count * 4 + 3);
    for (std::size_t i = 0; i < count; ++i) {
      const float x = static_cast<float>(i);
      const float y = 0.5F;
      std::memcpy(a.data() + 1 + i * 4, &x, 4);
      std::memcpy(b.data() + 3 + i * 4, &y, 4);
    }
    Reduce(DataType::kFp32, ReduceOp::kSum, std::span(a).subspan(1), std::span(b).subspan(3));
    for (std::size_t i = 0; i < count; ++i) {
      float sum = 0;
      std::memcpy(&sum, a.data() + 1 + i * 4, 4);
      ASSERT_EQ(sum, static_cast<float>(i) + 0.5F);
    }
  }
}

TEST(Reduce, MayDoubleABufferInPlace) {
  std::vector<std::int32_t> a = {1, 2, 3};
  Reduce(DataType::kInt32, ReduceOp::kSum, std::as_writable_bytes(std::span(a)),
         std::as_bytes(std::span(a)));
  EXPECT_EQ(a, (std::vector<std::int32_t>{2, 4, 6}));
}

TEST(Reduce, RefusesUnequalOrBrokenSizes) {
  std::vector<std::byte> four(4);
  std::vector<std::byte> eight(8);
  std::vector<std::byte> six(6);
  EXPECT_THROW(Reduce(DataType::kFp32, ReduceOp::kSum, four, eight), std::invalid_argument);
  EXPECT_THROW(Reduce(DataType::kFp32, ReduceOp::kSum, six, six), std::invalid_argument);
  EXPECT_NO_THROW(Reduce(DataType::kFp16, ReduceOp::kSum, six, six));
}

TEST(DataType, NamesReadBackAndNcclNamesAreKnown) {
  for (const DataType type : kAllDataTypes) EXPECT_EQ(ParseDataType(ToString(type)), type);
  for (const ReduceOp op : kAllReduceOps) EXPECT_EQ(ParseReduceOp(ToString(op)), op);
  EXPECT_EQ(ParseDataType("float"), DataType::kFp32);
  EXPECT_EQ(ParseDataType("half"), DataType::kFp16);
  EXPECT_EQ(ParseDataType("bfloat16"), DataType::kBf16);
  EXPECT_EQ(ParseDataType("double"), std::nullopt);
  EXPECT_EQ(SizeOf(DataType::kBf16), 2U);
  EXPECT_EQ(SizeOf(DataType::kInt32), 4U);
}

}  // namespace
}  // namespace linkwright::numerics
