// SPDX-License-Identifier: Apache-2.0
// In-network reduction bit for bit: members in ascending port order, accumulated in binary32,
// rounded once to nearest even, NaN canonical. The expected values are worked out here with the
// host's float adder and rounding in double; no code is shared with twin or RTL.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "foundation/random/stream.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "tests/conformance/reduction_bench.h"

namespace linkwright::lockstep::scaleup {
namespace {

namespace sw = spec::scaleup_switch;

struct Format {
  sw::DataType type;
  int bits;
  int fraction;
  int bias;
};

constexpr Format kFormats[] = {{sw::DataType::kFp32, 32, 23, 127},
                               {sw::DataType::kBf16, 16, 7, 127},
                               {sw::DataType::kFp16, 16, 10, 15}};

std::uint32_t Infinity(const Format& f) {
  return static_cast<std::uint32_t>(2 * f.bias + 1) << f.fraction;
}
std::uint32_t QuietNan(const Format& f) { return Infinity(f) | 1U << (f.fraction - 1); }

float Widen(const Format& f, std::uint32_t bits) {
  const std::uint32_t magnitude = bits & ((1U << (f.bits - 1)) - 1);
  const bool negative = (bits >> (f.bits - 1)) != 0;
  const int exponent = static_cast<int>(magnitude >> f.fraction);
  const double fraction = magnitude & ((1U << f.fraction) - 1);
  double value = 0;
  if (magnitude > Infinity(f)) return std::nanf("");
  if (magnitude == Infinity(f)) {
    value = INFINITY;
  } else if (exponent == 0) {
    value = std::ldexp(fraction, 1 - f.bias - f.fraction);
  } else {
    value = std::ldexp(fraction + std::ldexp(1.0, f.fraction), exponent - f.bias - f.fraction);
  }
  return static_cast<float>(negative ? -value : value);
}

// Nearest even by std::nearbyint on a value scaled to the format's last place; exact in double.
std::uint32_t Narrow(const Format& f, float value) {
  if (std::isnan(value)) return QuietNan(f);
  const std::uint32_t sign = std::signbit(value) ? 1U << (f.bits - 1) : 0;
  const double magnitude = std::fabs(static_cast<double>(value));
  if (std::isinf(magnitude)) return sign | Infinity(f);
  int exponent = magnitude == 0 ? 1 - f.bias : std::max(std::ilogb(magnitude), 1 - f.bias);
  double digits = std::nearbyint(std::ldexp(magnitude, f.fraction - exponent));
  if (digits >= std::ldexp(1.0, f.fraction + 1)) {
    digits /= 2;
    ++exponent;
  }
  if (exponent > f.bias) return sign | Infinity(f);
  const bool normal = digits >= std::ldexp(1.0, f.fraction);
  const auto bits = static_cast<std::uint32_t>(digits);
  const auto biased = static_cast<std::uint32_t>(exponent + f.bias);
  return sign | (normal ? (biased << f.fraction) + (bits - (1U << f.fraction)) : bits);
}

std::uint32_t Expected(const Format& f, const std::vector<std::uint32_t>& operands) {
  volatile float sum = Widen(f, operands.front());
  for (std::size_t i = 1; i < operands.size(); ++i) sum = sum + Widen(f, operands[i]);
  return Narrow(f, sum);
}

std::vector<std::uint32_t> Specials(const Format& f) {
  const std::uint32_t one = static_cast<std::uint32_t>(f.bias) << f.fraction;
  const std::uint32_t ones = (1U << f.fraction) - 1;
  std::vector<std::uint32_t> values = {0,
                                       1,
                                       ones,
                                       ones + 1,
                                       one,
                                       one + 1,
                                       Infinity(f) - 1,
                                       Infinity(f),
                                       QuietNan(f) | 1,
                                       Infinity(f) | 1};
  const std::size_t positive = values.size();
  for (std::size_t i = 0; i < positive; ++i) values.push_back(values[i] | 1U << (f.bits - 1));
  return values;
}

std::uint32_t Lane(const Format& f, const PayloadFlit& flit, int lane) {
  const int per_word = 64 / f.bits;
  const std::uint64_t word = flit[static_cast<std::size_t>(lane / per_word)];
  return static_cast<std::uint32_t>(word >> (lane % per_word * f.bits) &
                                    ((std::uint64_t{1} << f.bits) - 1));
}

void SetLane(const Format& f, PayloadFlit& flit, int lane, std::uint32_t value) {
  const int per_word = 64 / f.bits;
  flit[static_cast<std::size_t>(lane / per_word)] |= std::uint64_t{value}
                                                     << (lane % per_word * f.bits);
}

using Case = std::tuple<std::string, int>;  // twin or rtl, index of the format

class Reduction : public testing::TestWithParam<Case> {
 protected:
  const Format& format() const { return kFormats[std::get<1>(GetParam())]; }
  std::unique_ptr<interfaces::ClockedSwitch> MakeSwitch() const {
    const sw::Variant& variant = *sw::FindVariant("p4");
    if (std::get<0>(GetParam()) == "twin") return scaleup_switch::MakeScaleUpSwitch(variant);
    return plugins::MakeRtl(plugins::kScaleUpSwitch, variant.name);
  }

  // Reduces tuples of operands, as many as fit into a packet at a time, and checks every lane.
  void Check(std::uint32_t members, const std::vector<std::vector<std::uint32_t>>& tuples) {
    const auto device = MakeSwitch();
    ASSERT_NE(device, nullptr);
    ReductionBench bench(*device, members);
    const int lanes = 512 / format().bits;
    random::Stream random(7, "reduction delays");
    constexpr std::size_t kFlits = 4;
    const std::size_t batch = kFlits * static_cast<std::size_t>(lanes);
    for (std::size_t begin = 0; begin < tuples.size(); begin += batch) {
      std::array<std::vector<PayloadFlit>, 4> operands;
      std::array<int, 4> delay{};
      std::size_t member = 0;
      for (std::size_t port = 0; port < 4; ++port) {
        delay[port] = static_cast<int>(random.Below(12));  // arrival in any order
        if ((members >> port & 1U) == 0) continue;
        operands[port].resize(kFlits);
        for (std::size_t i = 0; i < std::min(batch, tuples.size() - begin); ++i) {
          SetLane(format(), operands[port][i / static_cast<std::size_t>(lanes)],
                  static_cast<int>(i) % lanes, tuples[begin + i][member]);
        }
        ++member;
      }
      const auto answer =
          bench.Reduce(static_cast<int>(begin / batch % 4), format().type, operands, delay);
      ASSERT_TRUE(answer.has_value()) << "no answer";
      ASSERT_EQ(answer->flits.size(), kFlits);
      EXPECT_EQ(answer->header.op, sw::Operation::kReduceResponse);
      for (std::size_t i = 0; i < std::min(batch, tuples.size() - begin); ++i) {
        const std::uint32_t actual =
            Lane(format(), answer->flits[i / static_cast<std::size_t>(lanes)],
                 static_cast<int>(i) % lanes);
        ASSERT_EQ(actual, Expected(format(), tuples[begin + i]))
            << std::hex << "operands " << testing::PrintToString(tuples[begin + i]);
      }
    }
  }
};

TEST_P(Reduction, OfEveryQuadrupleOfSpecialValuesIsBitExact) {
  // Half of the values per position keeps the cross at ten thousand; the halves overlap in sign.
  const std::vector<std::uint32_t> all = Specials(format());
  std::vector<std::vector<std::uint32_t>> tuples;
  for (const std::uint32_t a : all) {
    for (const std::uint32_t b : all) {
      for (std::size_t c = 0; c < all.size(); c += 2) {
        for (std::size_t d = 1; d < all.size(); d += 3) tuples.push_back({a, b, all[c], all[d]});
      }
    }
  }
  Check(0xF, tuples);
}

TEST_P(Reduction, OfOneMemberKeepsTheValueAndMakesNanCanonical) {
  std::vector<std::vector<std::uint32_t>> tuples;
  for (const std::uint32_t value : Specials(format())) tuples.push_back({value});
  Check(0x4, tuples);
}

TEST_P(Reduction, OfRandomNumbersIsBitExact) {
  random::Stream random(99, "reduction operands");
  const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << format().bits) - 1);
  const std::uint32_t one = static_cast<std::uint32_t>(format().bias) << format().fraction;
  std::vector<std::vector<std::uint32_t>> tuples;
  for (int i = 0; i < 20000; ++i) {
    std::vector<std::uint32_t> tuple;
    for (int m = 0; m < 3; ++m) {
      const auto bits = static_cast<std::uint32_t>(random.Next());
      // Half of them close to one, so that sums carry, cancel and round; half anywhere.
      const std::uint32_t near = (one ^ (bits & ((8U << format().fraction) - 1))) |
                                 (bits & 1U << 31) >> (32 - format().bits);
      tuple.push_back((i % 2 == 0 ? near : bits) & mask);
    }
    tuples.push_back(tuple);
  }
  Check(0xD, tuples);
}

TEST_P(Reduction, FollowsPortOrderNotArrivalOrder) {
  // 2^15 + 2^-10 is beyond binary32's digits, so that the small one survives in one order only.
  const auto power = [&](int exponent) {
    return static_cast<std::uint32_t>(format().bias + exponent) << format().fraction;
  };
  const std::uint32_t big = power(15);
  const std::uint32_t minus_big = big | 1U << (format().bits - 1);
  const std::uint32_t tiny = power(-10);
  Check(0x7, {{big, tiny, minus_big}, {big, minus_big, tiny}, {tiny, big, minus_big}});
  EXPECT_EQ(Expected(format(), {big, tiny, minus_big}), 0U);
  EXPECT_EQ(Expected(format(), {big, minus_big, tiny}), tiny);
}

TEST_P(Reduction, PoisonOfOneMemberPoisonsTheResult) {
  const auto device = MakeSwitch();
  ReductionBench bench(*device, 0xF);
  std::array<std::vector<PayloadFlit>, 4> operands;
  for (auto& operand : operands) operand.resize(1);
  const auto clean = bench.Reduce(1, format().type, operands, {});
  const auto poisoned = bench.Reduce(1, format().type, operands, {}, 0x4);
  ASSERT_TRUE(clean && poisoned);
  EXPECT_FALSE(clean->header.poison);
  EXPECT_TRUE(poisoned->header.poison);
}

std::string CaseName(const testing::TestParamInfo<Case>& test) {
  constexpr const char* kNames[] = {"fp32", "bf16", "fp16"};
  return std::get<0>(test.param) + "_" + kNames[std::get<1>(test.param)];
}

INSTANTIATE_TEST_SUITE_P(AllTypes, Reduction,
                         testing::Combine(testing::Values("twin", "rtl"), testing::Values(0, 1, 2)),
                         CaseName);

}  // namespace
}  // namespace linkwright::lockstep::scaleup
