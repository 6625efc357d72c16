// SPDX-License-Identifier: Apache-2.0
// Element-wise reduction of raw buffers, one step at a time, as a GPU kernel or a switch does it.
#pragma once

#include <cstddef>
#include <span>

#include "foundation/numerics/data_type.h"

namespace linkwright::numerics {

/// accumulator[i] = accumulator[i] op operand[i].
///
/// fp16 and bf16 elements are widened to float, combined, and rounded back to nearest even after
/// every step; since float has more than twice their digits, that equals the correctly rounded
/// 16-bit operation. int32 sums wrap. min and max prefer the number when exactly one side is NaN,
/// and keep the accumulator's element when both sides compare equal.
///
/// Both spans have the same length, a multiple of SizeOf(type); any alignment. They may be the same
/// buffer but must not overlap partially. Throws std::invalid_argument otherwise.
void Reduce(DataType type, ReduceOp op, std::span<std::byte> accumulator,
            std::span<const std::byte> operand);

}  // namespace linkwright::numerics
