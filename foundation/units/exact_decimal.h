// SPDX-License-Identifier: Apache-2.0
// A decimal numeral times an integer scale, as an exact integer: "12.5" * 8e9 = 1e11, never
// 0.1+0.2.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "foundation/units/wide.h"

namespace linkwright::units {

enum class DecimalError {
  kNone,
  kSyntax,    ///< not [digits][.digits]
  kInexact,   ///< the product is not an integer
  kOverflow,  ///< the product does not fit in 64 bits
};

struct ExactDecimal {
  std::uint64_t value = 0;
  DecimalError error = DecimalError::kNone;
};

/// `numeral` (no sign, no exponent; digit separators ' are skipped) times `scale`, exactly.
constexpr ExactDecimal ScaleDecimal(std::string_view numeral, std::uint64_t scale) {
  using Wide = Uint128;
  constexpr Wide kMantissaLimit = static_cast<Wide>(1) << 63;
  Wide mantissa = 0;
  Wide denominator = 1;
  bool any_digit = false;
  bool after_point = false;
  // Trailing zeros of a fraction carry no value; dropping them keeps "1.000000000000000000" exact.
  if (numeral.find('.') != std::string_view::npos) {
    while (numeral.size() > 1 && numeral.back() == '0') {
      numeral.remove_suffix(1);
      any_digit = true;
    }
  }
  for (const char c : numeral) {
    if (c == '\'') continue;
    if (c == '.') {
      if (after_point) return {0, DecimalError::kSyntax};
      after_point = true;
      continue;
    }
    if (c < '0' || c > '9') return {0, DecimalError::kSyntax};
    any_digit = true;
    if (mantissa >= kMantissaLimit || denominator >= kMantissaLimit) {
      return {0, after_point ? DecimalError::kInexact : DecimalError::kOverflow};
    }
    mantissa = mantissa * 10 + static_cast<Wide>(c - '0');
    if (after_point) denominator *= 10;
  }
  if (!any_digit) return {0, DecimalError::kSyntax};
  // mantissa < 10 * 2^63 + 10: the product with a 64-bit scale can exceed 128 bits.
  if (scale != 0 && mantissa > ~static_cast<Wide>(0) / scale) return {0, DecimalError::kOverflow};
  const Wide product = mantissa * scale;
  if (product % denominator != 0) return {0, DecimalError::kInexact};
  const Wide value = product / denominator;
  if (value > std::numeric_limits<std::uint64_t>::max()) return {0, DecimalError::kOverflow};
  return {static_cast<std::uint64_t>(value), DecimalError::kNone};
}

}  // namespace linkwright::units
