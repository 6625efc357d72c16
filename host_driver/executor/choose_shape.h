// SPDX-License-Identifier: Apache-2.0
// How many channels and which protocol a built-in algorithm is given when the user does not say.
#pragma once

#include <cstdint>

#include "foundation/units/bit_rate.h"
#include "host_driver/executor/cost_model.h"
#include "workloads/collectives/registry.h"

namespace linkwright::executor {

/// Protocol: LL for up to 1 MiB (what NCCL picks on H200 below its in-network algorithm), Simple
/// above and for in-network algorithms.
/// Channels: so many that the busiest thread block's work takes less time than the data takes
/// through the accelerator's ports at `injection_rate` (all ports together, one direction), 16 or
/// more for in-network algorithms; but at most 64, no chunk below 4 KiB and no more than 128 thread
/// blocks per rank (a GPU of today has that many processors), and at least 1. Where that number
/// would not cut the buffer into whole elements of `element_bytes`, the nearest one that does,
/// if any. `ranks` is a number the algorithm accepts.
collectives::ProgramShape ChooseShape(const collectives::Algorithm& algorithm, int ranks,
                                      uint64_t size_bytes, units::BitRate injection_rate,
                                      const CostModel& cost, uint64_t element_bytes = 1);

}  // namespace linkwright::executor
