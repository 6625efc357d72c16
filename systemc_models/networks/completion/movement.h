// SPDX-License-Identifier: Apache-2.0
// Moves bytes that no simulated flit carried: whole transfers in the flow network, the stripes of
// unsimulated planes in the cycle network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/numerics/data_type.h"
#include "systemc_models/endpoints/striping.h"
#include "systemc_models/endpoints/transfer_table.h"

namespace linkwright::completion {

// Performs the transfer on [range.begin, range.end) of its bytes, unless it is a size only. For
// reductions the range holds whole elements.
void Move(const endpoints::TransferRecord& transfer, endpoints::ByteRange range);

// For bytes [offset, offset + bytes): result = sum over `operands`, in order, as the switch
// computes it (docs/models/scaleup_switch.md, In-network reduction): widened exactly to FP32, acc =
// operand 0, then acc = RNE(acc + operand); 16-bit types are rounded once at the end; every NaN
// result is the canonical quiet NaN. Pointers name offset 0 and have any alignment; `result` may be
// one of them. Written against that page, not against the switch models, so that it is a witness
// for them. FP32, BF16 and FP16.
void SumAsSwitch(numerics::DataType type, std::span<const std::byte* const> operands, size_t offset,
                 size_t bytes, std::byte* result);

}  // namespace linkwright::completion
