// SPDX-License-Identifier: Apache-2.0
// A circle of steps of one rank that wait for each other, by dependence and by program order.
#pragma once

#include <vector>

#include "workloads/collectives/kernel_program.h"

namespace linkwright::collectives {

struct StepId {
  int thread_block = 0;
  int step = 0;

  friend bool operator==(const StepId&, const StepId&) = default;
};

/// The steps of a circle that wait for another thread block, in order: each waits for a step that
/// is the next one of the result or comes after it in its thread block; the last closes the circle.
/// Empty when there is no circle. Dependences name steps that exist and are published.
std::vector<StepId> FindDependenceCycle(const RankProgram& rank);

}  // namespace linkwright::collectives
