// SPDX-License-Identifier: Apache-2.0
// What is worth a word before a plan runs, on stderr.
#pragma once

#include <string>
#include <vector>

#include "host_driver/planning/plan.h"

namespace linkwright::cli {

// The plan's own warnings, and one when the size lies outside the range that the algorithm's file
// says it is meant for (MSCCL would not choose it there).
std::vector<std::string> WarningsOf(const planning::Plan& plan);

// Prints those that are not among `told` yet, and remembers them there.
void PrintWarnings(const planning::Plan& plan, std::vector<std::string>& told);

}  // namespace linkwright::cli
