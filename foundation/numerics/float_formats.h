// SPDX-License-Identifier: Apache-2.0
// fp16 (IEEE 754 binary16) and bf16 (the upper half of binary32) to and from float.
//
// To float is exact; from float rounds to nearest, ties to even, with subnormals and overflow to
// infinity. Every NaN becomes the canonical quiet NaN, as a GPU's conversion instructions produce
// it on request: 0x7E00 for fp16, 0x7FC0 for bf16. All four are branch-free selections, so loops
// over them vectorise.
#pragma once

#include <bit>
#include <cstdint>

namespace linkwright::numerics {

inline constexpr std::uint16_t kFp16QuietNan = 0x7E00;
inline constexpr std::uint16_t kBf16QuietNan = 0x7FC0;

constexpr float Bf16ToFloat(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

constexpr std::uint16_t FloatToBf16(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  // Adding 0x7FFF, or 0x8000 when the kept part is odd, carries exactly when rounding up is due;
  // a carry out of the mantissa increments the exponent, and out of the largest one gives infinity.
  const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  const bool is_nan = (bits & 0x7FFFFFFFU) > 0x7F800000U;
  return static_cast<std::uint16_t>(is_nan ? std::uint32_t{kBf16QuietNan} : rounded);
}

constexpr float Fp16ToFloat(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
  const std::uint32_t magnitude = bits & 0x7FFFU;
  // Normal numbers: move the fields and re-bias the exponent from 15 to 127.
  const std::uint32_t normal = (magnitude << 13) + ((127U - 15U) << 23);
  // Infinity and NaN: the all-ones exponent stays all ones; the NaN payload is dropped.
  const std::uint32_t special = magnitude > 0x7C00U ? 0x7FC00000U : 0x7F800000U;
  // Subnormals are multiples of 2^-24: place the digits below an implicit one and subtract it.
  const float subnormal = std::bit_cast<float>((magnitude << 13) + ((127U - 14U) << 23)) - 0x1p-14F;
  const std::uint32_t chosen = magnitude >= 0x7C00U   ? special
                               : magnitude >= 0x0400U ? normal
                                                      : std::bit_cast<std::uint32_t>(subnormal);
  const std::uint32_t kept_sign = magnitude > 0x7C00U ? 0U : sign;
  return std::bit_cast<float>(chosen | kept_sign);
}

constexpr std::uint16_t FloatToFp16(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
  // Normal results: re-bias, then round off 13 bits with the carry trick of FloatToBf16.
  const std::uint32_t rebiased = magnitude - ((127U - 15U) << 23);
  const std::uint32_t normal = (rebiased + 0xFFFU + ((rebiased >> 13) & 1U)) >> 13;
  // Subnormal results: adding 0.5 aligns the sum's last place with 2^-24, so the float adder itself
  // rounds to nearest even; the low bits of the sum are the answer.
  const float aligned = std::bit_cast<float>(magnitude < 0x38800000U ? magnitude : 0U) + 0.5F;
  const std::uint32_t subnormal = std::bit_cast<std::uint32_t>(aligned) - 0x3F000000U;
  // 65520 and above round to infinity.
  const std::uint32_t finite = magnitude < 0x38800000U ? subnormal : normal;
  const std::uint32_t ranged = magnitude >= 0x477FF000U ? 0x7C00U : finite;
  const std::uint32_t result = magnitude > 0x7F800000U ? kFp16QuietNan : (ranged | sign);
  return static_cast<std::uint16_t>(result);
}

}  // namespace linkwright::numerics
