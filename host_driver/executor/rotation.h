// SPDX-License-Identifier: Apache-2.0
// May one rank stand for all? When every rank does what rank 0 does with its peers turned round by
// its number (rank r sends to r + d where rank 0 sends to d), all start together and the network's
// endpoints are alike, then at every instant all ranks are in the same state, and simulating one
// whose messages come back to itself gives every rank's times.
//
// What could break that is a choice that depends on the order of events within an instant, which
// differs from rank to rank. There are three: how many thread blocks share an accelerator's memory
// when a slice starts, dependences between thread blocks, and in-network operations. Programs in
// which one of them can make a difference do not rotate.
#pragma once

#include "host_driver/executor/cost_model.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

/// True when one rank can stand for all, to the picosecond.
bool Rotates(const collectives::KernelProgram& program, const CostModel& cost);

}  // namespace linkwright::executor
