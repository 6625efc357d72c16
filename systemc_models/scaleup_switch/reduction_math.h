// SPDX-License-Identifier: Apache-2.0
// The arithmetic of in-network reduction: one flit of each member in, one flit out.
#pragma once

#include <span>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/scaleup_switch/flit_pool.h"

namespace linkwright::scaleup_switch {

/// Adds the members' lanes in the given order, accumulating in FP32 and rounding to nearest even
/// after every addition; 16-bit types round once more at the end. NaN results are the canonical
/// quiet NaN of the type. `members` is not empty.
FlitData ReduceFlits(spec::scaleup_switch::DataType type, std::span<const FlitData* const> members);

}  // namespace linkwright::scaleup_switch
