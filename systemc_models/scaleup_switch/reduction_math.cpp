// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/reduction_math.h"

#include <array>
#include <bit>
#include <cstdint>

#include "foundation/numerics/float_formats.h"

namespace linkwright::scaleup_switch {
namespace {

constexpr std::uint32_t kFp32QuietNan = 0x7FC00000U;

std::uint32_t Fp32Bits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return (bits & 0x7FFFFFFFU) > 0x7F800000U ? kFp32QuietNan : bits;
}

// Lane 0 is the lowest-addressed element, as little-endian memory has it.
FlitData ReduceFp32(std::span<const FlitData* const> members) {
  using Lanes = std::array<float, 16>;
  Lanes sum = std::bit_cast<Lanes>(*members.front());
  for (const FlitData* member : members.subspan(1)) {
    const Lanes operand = std::bit_cast<Lanes>(*member);
    for (std::size_t lane = 0; lane < sum.size(); ++lane) sum[lane] += operand[lane];
  }
  std::array<std::uint32_t, 16> result;
  for (std::size_t lane = 0; lane < sum.size(); ++lane) result[lane] = Fp32Bits(sum[lane]);
  return std::bit_cast<FlitData>(result);
}

template <float (*kWiden)(std::uint16_t), std::uint16_t (*kRound)(float)>
FlitData Reduce16(std::span<const FlitData* const> members) {
  using Lanes = std::array<std::uint16_t, 32>;
  const Lanes first = std::bit_cast<Lanes>(*members.front());
  std::array<float, 32> sum;
  for (std::size_t lane = 0; lane < sum.size(); ++lane) sum[lane] = kWiden(first[lane]);
  for (const FlitData* member : members.subspan(1)) {
    const Lanes operand = std::bit_cast<Lanes>(*member);
    for (std::size_t lane = 0; lane < sum.size(); ++lane) sum[lane] += kWiden(operand[lane]);
  }
  Lanes result;
  for (std::size_t lane = 0; lane < sum.size(); ++lane) result[lane] = kRound(sum[lane]);
  return std::bit_cast<FlitData>(result);
}

}  // namespace

FlitData ReduceFlits(spec::scaleup_switch::DataType type,
                     std::span<const FlitData* const> members) {
  switch (type) {
    case spec::scaleup_switch::DataType::kBf16:
      return Reduce16<numerics::Bf16ToFloat, numerics::FloatToBf16>(members);
    case spec::scaleup_switch::DataType::kFp16:
      return Reduce16<numerics::Fp16ToFloat, numerics::FloatToFp16>(members);
    default:
      return ReduceFp32(members);
  }
}

}  // namespace linkwright::scaleup_switch
