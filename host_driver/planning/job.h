// SPDX-License-Identifier: Apache-2.0
// One collective of a run: a kernel program, built in or read from a file, and the accelerators
// that its ranks are on.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "foundation/config/document.h"
#include "host_driver/executor/cost_model.h"
#include "host_driver/scenario/scenario.h"
#include "workloads/collectives/kernel_program.h"
#include "workloads/collectives/registry.h"

namespace linkwright::planning {

struct Job {
  scenario::JobConfig config;  // with a name
  std::string path;            // where the document says it: "collective", "jobs.1"
  collectives::KernelProgram program;
  std::vector<int> endpoints;  // rank -> accelerator

  int ranks() const { return static_cast<int>(endpoints.size()); }
};

// One more than the highest of the jobs.
int Priorities(const std::vector<Job>& jobs);

struct AlgorithmChoice {
  collectives::KernelProgram program;                // of a file
  const collectives::Algorithm* built_in = nullptr;  // otherwise
  std::vector<std::string> warnings;

  bool from_file() const { return built_in == nullptr; }
};

// Throws UserError with a position: unknown names, files that cannot be read, settings that a file
// says itself.
AlgorithmChoice ChooseAlgorithm(const scenario::NamedJob& job, const config::Document& document);

// Accelerators that a job asks for when no pod says how many there are.
int AcceleratorsWanted(const scenario::NamedJob& job, const AlgorithmChoice& algorithm);

// The program for the job's ranks (default: all accelerators of the pod). Throws UserError with a
// position: shapes that the algorithm does not have, ranks without an accelerator, too small a
// size.
//
// `own`: the topology that the scenario describes, or null. Where its scale-up domains part the
// ranks, a hierarchical algorithm takes its domains from there.
Job MakeJob(scenario::NamedJob job, AlgorithmChoice algorithm, const parts::PodSpec& pod,
            const topology::Topology* own, const parts::Catalog& catalog,
            const executor::CostModel& cost, const config::Document& document);

}  // namespace linkwright::planning
