// SPDX-License-Identifier: Apache-2.0
// The arithmetic against a reference made differently: values as exact doubles, every rounding done
// by searching the neighbours on the target's grid.
#include "systemc_models/scaleup_switch/reduction_math.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "foundation/random/stream.h"

namespace linkwright::scaleup_switch {
namespace {

using spec::scaleup_switch::DataType;

struct Format {
  DataType type;
  int bits;
  int exponent_bits;
  int mantissa_bits;
  std::uint32_t quiet_nan;
};
constexpr Format kFp32{DataType::kFp32, 32, 8, 23, 0x7FC00000};
constexpr Format kBf16{DataType::kBf16, 16, 8, 7, 0x7FC0};
constexpr Format kFp16{DataType::kFp16, 16, 5, 10, 0x7E00};

// The number that the bits stand for, by definition; every format here fits a double exactly.
double Value(const Format& f, std::uint32_t bits) {
  const std::uint32_t mantissa = bits & ((1U << f.mantissa_bits) - 1);
  const int exponent = static_cast<int>(bits >> f.mantissa_bits & ((1U << f.exponent_bits) - 1));
  const int bias = (1 << (f.exponent_bits - 1)) - 1;
  const double sign = (bits >> (f.bits - 1) & 1) != 0 ? -1.0 : 1.0;
  if (exponent == (1 << f.exponent_bits) - 1) {
    return mantissa != 0 ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  }
  if (exponent == 0) return sign * std::ldexp(mantissa, 1 - bias - f.mantissa_bits);
  return sign * std::ldexp((1U << f.mantissa_bits) + mantissa, exponent - bias - f.mantissa_bits);
}

// Nearest value of the format, ties to the even code: a binary search over the codes of
// non-negative numbers, which are ordered as the numbers are. `sticky` tells on which side of
// `value` the exact number lies (0: exactly there).
std::uint32_t Round(const Format& f, double value, int sticky) {
  if (std::isnan(value)) return f.quiet_nan;
  const std::uint32_t sign = std::signbit(value) ? 1U << (f.bits - 1) : 0;
  const double magnitude = std::fabs(value);
  if (std::signbit(value)) sticky = -sticky;
  const std::uint32_t infinity = ((1U << f.exponent_bits) - 1) << f.mantissa_bits;
  if (std::isinf(magnitude)) return sign | infinity;
  std::uint32_t low = 0;
  std::uint32_t high = infinity;
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    (Value(f, middle) <= magnitude ? low : high) = middle;
  }
  if (Value(f, low) == magnitude && sticky == 0) return sign | low;
  // One step beyond the largest finite number stands for infinity when it comes to rounding.
  const double below = Value(f, low);
  const double above = high == infinity ? below + (below - Value(f, low - 1)) : Value(f, high);
  const double to_low = magnitude - below;
  const double to_high = above - magnitude;
  if (to_low < to_high) return sign | low;
  if (to_low > to_high) return sign | high;
  if (sticky != 0) return sign | (sticky > 0 ? high : low);
  return sign | ((low & 1) == 0 ? low : high);
}

// Sum of two FP32 codes. The double sum may itself be rounded; two-sum finds the side on which the
// exact sum lies.
std::uint32_t AddFp32(std::uint32_t a, std::uint32_t b) {
  const double x = Value(kFp32, a);
  const double y = Value(kFp32, b);
  const double sum = x + y;
  if (std::isnan(sum) || std::isinf(sum)) return Round(kFp32, sum, 0);
  const double y_seen = sum - x;
  const double error = (x - (sum - y_seen)) + (y - y_seen);
  return Round(kFp32, sum, error > 0 ? 1 : error < 0 ? -1 : 0);
}

std::uint32_t Reference(const Format& f, const std::vector<std::uint32_t>& operands) {
  const auto widen = [&](std::uint32_t bits) { return Round(kFp32, Value(f, bits), 0); };
  std::uint32_t sum = widen(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i) sum = AddFp32(sum, widen(operands[i]));
  return Round(f, Value(kFp32, sum), 0);
}

// Every lane of a flit gets the operands rotated by its number, so that lanes differ.
void ExpectSum(const Format& f, const std::vector<std::vector<std::uint32_t>>& lanes) {
  const std::size_t lane_count = 512 / f.bits;
  const std::size_t members = lanes[0].size();
  std::vector<FlitData> flits(members);
  std::vector<const FlitData*> pointers;
  for (std::size_t member = 0; member < members; ++member) {
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      const std::uint32_t bits = lanes[lane % lanes.size()][member];
      std::memcpy(reinterpret_cast<char*>(flits[member].data()) + lane * f.bits / 8, &bits,
                  f.bits / 8);
    }
    pointers.push_back(&flits[member]);
  }
  const FlitData sum = ReduceFlits(f.type, pointers);
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, reinterpret_cast<const char*>(sum.data()) + lane * f.bits / 8, f.bits / 8);
    ASSERT_EQ(bits, Reference(f, lanes[lane % lanes.size()]))
        << Name(f.type) << " lane " << lane << " first operand " << std::hex
        << lanes[lane % lanes.size()][0];
  }
}

std::vector<std::uint32_t> Specials(const Format& f) {
  const std::uint32_t sign = 1U << (f.bits - 1);
  const std::uint32_t infinity = ((1U << f.exponent_bits) - 1) << f.mantissa_bits;
  std::vector<std::uint32_t> values = {0,
                                       1,                            // least subnormal
                                       (1U << f.mantissa_bits) - 1,  // largest subnormal
                                       1U << f.mantissa_bits,        // least normal
                                       infinity - 1,                 // largest finite
                                       infinity,
                                       infinity + 1,  // signalling NaN
                                       f.quiet_nan,
                                       f.quiet_nan | 5,  // NaN with a payload
                                       (infinity >> 1) & ~((1U << f.mantissa_bits) - 1)};
  const std::size_t positive = values.size();
  for (std::size_t i = 0; i < positive; ++i) values.push_back(values[i] | sign);
  return values;
}

class ReductionMath : public testing::TestWithParam<Format> {};

TEST_P(ReductionMath, ASingleMemberComesBackWithCanonicalNans) {
  for (const std::uint32_t value : Specials(GetParam())) ExpectSum(GetParam(), {{value}});
}

TEST_P(ReductionMath, EveryPairOfSpecialValues) {
  for (const std::uint32_t a : Specials(GetParam())) {
    for (const std::uint32_t b : Specials(GetParam())) ExpectSum(GetParam(), {{a, b}});
  }
}

TEST_P(ReductionMath, EveryTripleOfSpecialValues) {
  const std::vector<std::uint32_t> values = Specials(GetParam());
  for (const std::uint32_t a : values) {
    for (const std::uint32_t b : values) {
      std::vector<std::vector<std::uint32_t>> lanes;
      for (const std::uint32_t c : values) lanes.push_back({a, b, c});
      lanes.resize(512 / GetParam().bits, lanes.front());
      ExpectSum(GetParam(), lanes);
    }
  }
}

TEST_P(ReductionMath, RandomBitPatternsOfUpTo16Members) {
  random::Stream random(21);
  for (int round = 0; round < 400; ++round) {
    const std::size_t members = 1 + random.Below(16);
    std::vector<std::vector<std::uint32_t>> lanes(512 / GetParam().bits);
    for (auto& lane : lanes) {
      for (std::size_t member = 0; member < members; ++member) {
        lane.push_back(static_cast<std::uint32_t>(random.Next() >> (64 - GetParam().bits)));
      }
    }
    ExpectSum(GetParam(), lanes);
  }
}

// Numbers of like size, so that roundings and ties happen in nearly every addition.
TEST_P(ReductionMath, RandomNumbersOfLikeSize) {
  random::Stream random(22);
  const Format& f = GetParam();
  const std::uint32_t bias = (1U << (f.exponent_bits - 1)) - 1;
  for (int round = 0; round < 400; ++round) {
    const std::size_t members = 2 + random.Below(8);
    std::vector<std::vector<std::uint32_t>> lanes(512 / f.bits);
    for (auto& lane : lanes) {
      for (std::size_t member = 0; member < members; ++member) {
        const auto exponent = static_cast<std::uint32_t>(bias + random.Below(4));
        const auto mantissa = static_cast<std::uint32_t>(random.Below(1U << f.mantissa_bits));
        const auto sign = static_cast<std::uint32_t>(random.Below(2));
        lane.push_back(sign << (f.bits - 1) | exponent << f.mantissa_bits | mantissa);
      }
    }
    ExpectSum(f, lanes);
  }
}

TEST(ReductionOrder, IsThatOfTheMembersGiven) {
  // (2^24 + 1) + 1 loses both ones, 1 + 1 + 2^24 keeps them.
  FlitData big{};
  FlitData one{};
  big[0] = 0x4B800000;
  one[0] = 0x3F800000;
  const FlitData* big_first[] = {&big, &one, &one};
  const FlitData* big_last[] = {&one, &one, &big};
  EXPECT_EQ(ReduceFlits(DataType::kFp32, big_first)[0], 0x4B800000U);
  EXPECT_EQ(ReduceFlits(DataType::kFp32, big_last)[0], 0x4B800001U);
}

INSTANTIATE_TEST_SUITE_P(Types, ReductionMath, testing::Values(kFp32, kBf16, kFp16),
                         [](const auto& test) { return std::string(Name(test.param.type)); });

}  // namespace
}  // namespace linkwright::scaleup_switch
