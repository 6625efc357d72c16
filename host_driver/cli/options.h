// SPDX-License-Identifier: Apache-2.0
// What every command that runs something accepts, and how it becomes a scenario document.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "foundation/config/document.h"
#include "foundation/diagnostics/diagnostic.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::cli {

// Options that stand for scenario fields; each is laid over the scenario as a --set would be, and
// --set comes last.
struct ScenarioOptions {
  std::string pod, algorithm, collective, size, type, redop, fidelity, symmetry, ranks, seed,
      channels, protocol, check, switch_library;
  std::vector<std::string> sets;

  // `pod_option`: name of the option that chooses the pod, empty for none.
  void AddTo(CLI::App& app, const std::string& pod_option);
  void AddSeedAndSets(CLI::App& app);

  // An empty scenario, or `file`, with these options laid over it.
  config::Document ToDocument(const std::string& file) const;

  // Files that a run reads: the scenario's and an algorithm's.
  static std::vector<std::string> InputsOf(const config::Document& document,
                                           const std::string& algorithm);

  // Throws UserError when --collective is given and `program`, which came out of these options, is
  // of another one.
  void ExpectCollectiveOf(const collectives::KernelProgram& program) const;
};

// Every option that takes a word refuses the empty one: it would mean "not given" and hide a shell
// variable that is not set.
void RefuseEmptyWords(CLI::App& app);

// Options become overrides of the scenario, and so do their mistakes ("--set
// collective.type=fp17:1:17"). Names the option instead ("--type fp17:1:1") unless that override
// itself is among the words `typed`.
diagnostics::UserError AsTyped(const diagnostics::UserError& error,
                               const std::vector<std::string>& typed);

}  // namespace linkwright::cli
