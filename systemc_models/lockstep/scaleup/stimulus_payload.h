// SPDX-License-Identifier: Apache-2.0
// Payload flits. Operands of reductions are drawn so that rounding, cancellation and every special
// value of the type occur in most flits.
#pragma once

#include <array>
#include <cstdint>

#include "foundation/random/stream.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::lockstep::scaleup {

using FlitData = std::array<std::uint64_t, interfaces::kFlitWords>;

/// 512 random bits.
void FillRandom(FlitData& data, random::Stream& random);

/// Elements of data type `dtype` (coding of the header field): a mixture of close magnitudes, wide
/// magnitudes, random bits and special values (zeros of both signs, infinities, quiet and
/// signalling NaNs, subnormals, largest and smallest normal numbers).
void FillOperand(FlitData& data, unsigned dtype, random::Stream& random);

}  // namespace linkwright::lockstep::scaleup
