// SPDX-License-Identifier: Apache-2.0
// From the words of a scenario to a kernel program: built in, or read from a file.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "host_driver/scenario/scenario.h"
#include "workloads/collectives/kernel_program.h"
#include "workloads/collectives/registry.h"

namespace linkwright::planning {

struct AlgorithmChoice {
  collectives::KernelProgram program;                // of a file
  const collectives::Algorithm* built_in = nullptr;  // otherwise
  std::vector<std::string> warnings;
};

// Throws UserError with a position: unknown names, files that cannot be read, settings that a file
// says itself.
AlgorithmChoice ChooseAlgorithm(const scenario::Scenario& scenario,
                                const config::Document& document);

// The program of a built-in algorithm for the scenario's ranks (default: all accelerators of the
// pod) and size.
collectives::KernelProgram Generate(const scenario::Scenario& scenario,
                                    const collectives::Algorithm& algorithm,
                                    const parts::PodSpec& pod, const parts::Catalog& catalog,
                                    const config::Document& document);

// Throws UserError: too small a size for the program.
void ExpectSize(const scenario::Scenario& scenario, const collectives::KernelProgram& program,
                const config::Document& document);

}  // namespace linkwright::planning
