// SPDX-License-Identifier: Apache-2.0
// What the ranks' inputs hold. Element i of rank r is a pure function of (seed, pattern, r, i), so
// inputs that a run has overwritten can be had again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/numerics/data_type.h"

namespace linkwright::executor {

enum class DataPattern : uint8_t {
  // Small integers whose sums are exact in every order and data type: the result is compared bit by
  // bit. int32: all 32 bits, sums wrap.
  kExact,
  // Uniform in [-1, 1) (int32: all 32 bits): compared within the rounding error any order can have.
  kRandom,
};

struct InputPattern {
  DataPattern pattern = DataPattern::kExact;
  numerics::DataType type = numerics::DataType::kFp32;
  uint64_t seed = 1;
  int ranks = 1;
};

/// Writes elements [first, first + n) of `rank`'s input; `out` is n elements long.
void FillInput(const InputPattern& input, int rank, uint64_t first, std::span<std::byte> out);

}  // namespace linkwright::executor
