// SPDX-License-Identifier: Apache-2.0
// Is a kernel program possible at all? Strict once, so that nothing behind it checks again.
//
// A send without a matching receive (or the other way round) is no finding: it is a deadlock, found
// and explained when the program runs.
#pragma once

#include <string>
#include <vector>

#include "workloads/collectives/kernel_program.h"

namespace linkwright::collectives {

/// -1 where the finding is about something larger.
struct Finding {
  int rank = -1;
  int thread_block = -1;
  int step = -1;
  std::string message;  // one sentence, lower case, without rank, thread block and step

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// "rank 3, thread block 1, step 4: ..."
std::string ToString(const Finding& finding);

/// Empty for a program the executor can run. Checks: buffers fit the collective, chunks inside
/// their buffers, counts, peers, one thread block per (peer, channel) and direction, dependences
/// that exist, are published and have no cycle (which is spelled out), k-th send and k-th receive
/// of a connection equally long.
std::vector<Finding> Validate(const KernelProgram& program);

/// The step of `block` whose completion satisfies a wait for `step`: the first at or after it that
/// is published, or -1.
int PublishingStep(const ThreadBlock& block, int step);

/// Chunks a rank's input and output can have, given the collective and chunks_per_loop.
int InputCapacity(const KernelProgram& program);
int OutputCapacity(const KernelProgram& program);

}  // namespace linkwright::collectives
