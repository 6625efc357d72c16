// SPDX-License-Identifier: Apache-2.0
// How many channels and which protocol a built-in algorithm is given when the user does not say.
#pragma once

#include <cstdint>

#include "foundation/units/bit_rate.h"
#include "host_driver/executor/cost_model.h"
#include "workloads/collectives/registry.h"

namespace linkwright::executor {

/// LL up to 256 KiB for FIFO algorithms on any number of ranks (NCCL prefers it up to about 1 MiB),
/// Simple above; in-network algorithms are Simple. Channels: enough thread blocks for their rate to
/// exceed `injection_rate` (of all ports of one accelerator together, one direction), at most 64,
/// and never so many that a chunk falls below 4 KiB (1 channel at least).
collectives::ProgramShape ChooseShape(const collectives::Algorithm& algorithm, int ranks,
                                      uint64_t size_bytes, units::BitRate injection_rate,
                                      const CostModel& cost);

}  // namespace linkwright::executor
