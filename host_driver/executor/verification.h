// SPDX-License-Identifier: Apache-2.0
// Is the result right? Expected values are computed from the input pattern alone, in double (int32:
// 64-bit integers) with Eigen, by no code that the run itself uses.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "foundation/numerics/data_type.h"
#include "host_driver/executor/data_pattern.h"
#include "host_driver/executor/rank_memory.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

struct Verdict {
  uint64_t wrong = 0;  // elements, over all ranks
  // Of an all-reduce: elements of ranks other than 0 that have not the bits of rank 0's.
  uint64_t differing = 0;
  std::string first_wrong;  // "rank 3, element 17: expected 4, found 5"; empty when none
};

/// Compares every element of every rank's output that the collective defines. kExact: bit by bit.
/// kRandom: sums of floats may differ by what rounding after every addition in any order can do,
/// n * epsilon * sum of magnitudes; the rest bit by bit. `poll` is called for every few thousand
/// elements and may throw.
Verdict CheckResult(const collectives::KernelProgram& program, const RankMemory& memory,
                    const InputPattern& input, numerics::ReduceOp op,
                    const std::function<void()>& poll);

}  // namespace linkwright::executor
