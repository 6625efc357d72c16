// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_payload.h"

namespace linkwright::lockstep::scaleup {
namespace {

// What distinguishes the three formats: width of the fraction and of the exponent.
struct Format {
  int bits;
  int fraction;
  std::uint32_t max_exponent;
};

constexpr Format FormatOf(unsigned dtype) {
  if (dtype == 1) return {16, 7, 0xFF};
  if (dtype == 2) return {16, 10, 0x1F};
  return {32, 23, 0xFF};
}

std::uint32_t Special(const Format& format, std::uint32_t draw) {
  const std::uint32_t infinity = format.max_exponent << format.fraction;
  const std::uint32_t quiet = 1U << (format.fraction - 1);
  const std::uint32_t ones = (1U << format.fraction) - 1;
  switch (draw % 12) {
    case 0:
      return 0;
    case 1:
      return infinity;
    case 2:
      return infinity | quiet | (draw >> 8 & (ones >> 1));  // quiet NaN with a payload
    case 3:
      return infinity | 1;  // signalling NaN
    case 4:
      return 1;  // smallest subnormal
    case 5:
      return ones;  // largest subnormal
    case 6:
      return ones + 1;  // smallest normal
    case 7:
      return infinity - 1;  // largest finite
    case 8:
      return (draw >> 8) & ones;  // some subnormal
    case 9:
      return ((format.max_exponent >> 1) << format.fraction);  // one
    case 10:
      return (1U << format.fraction) | ((draw >> 8) & ones);  // close above the subnormals
    default:
      return ((format.max_exponent - 1) << format.fraction) | ((draw >> 8) & ones);
  }
}

std::uint32_t Element(const Format& format, unsigned mode, std::uint64_t draw) {
  const std::uint32_t ones = (1U << format.fraction) - 1;
  const auto bits = static_cast<std::uint32_t>(draw);
  const auto upper = static_cast<std::uint32_t>(draw >> 32);
  const std::uint32_t sign = (upper >> 31) << (format.bits - 1);
  const std::uint32_t bias = format.max_exponent >> 1;
  if (mode == 3 || (mode == 2 && (upper & 3U) == 0)) return Special(format, bits) | sign;
  if (mode == 1) return format.bits == 32 ? bits : bits & 0xFFFFU;
  // Exponents within a few of each other: sums round, carry and cancel.
  const std::uint32_t exponent = bias - 4 + (upper & 7U);
  return (exponent << format.fraction) | (bits & ones) | sign;
}

}  // namespace

void FillRandom(FlitData& data, random::Stream& random) {
  for (std::uint64_t& word : data) word = random.Next();
}

void FillOperand(FlitData& data, unsigned dtype, random::Stream& random) {
  const Format format = FormatOf(dtype);
  const auto mode = static_cast<unsigned>(random.Below(4));
  const int lanes = 64 / format.bits;
  for (std::uint64_t& word : data) {
    word = 0;
    for (int lane = 0; lane < lanes; ++lane) {
      word |= static_cast<std::uint64_t>(Element(format, mode, random.Next()))
              << (lane * format.bits);
    }
  }
}

}  // namespace linkwright::lockstep::scaleup
