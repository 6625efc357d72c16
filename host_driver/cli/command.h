// SPDX-License-Identifier: Apache-2.0
// The commands of linkwright. Each Add...() registers its options with the application and a
// callback that does the work and sets the exit code; what it throws becomes an exit code in Main.
#pragma once

#include <CLI/CLI.hpp>
#include <atomic>

#include "foundation/diagnostics/exit_code.h"

namespace linkwright::cli {

// What commands share: the exit code to return and the flag that SIGINT sets.
struct Session {
  diagnostics::ExitCode exit_code = diagnostics::ExitCode::kSuccess;
  const std::atomic<bool>* interrupted = nullptr;
};

void AddRun(CLI::App& app, Session& session);
void AddBench(CLI::App& app, Session& session);
void AddCompare(CLI::App& app, Session& session);
void AddVerify(CLI::App& app, Session& session);
void AddRegress(CLI::App& app, Session& session);
void AddConform(CLI::App& app, Session& session);
void AddList(CLI::App& app, Session& session);
void AddExplain(CLI::App& app, Session& session);
void AddSchema(CLI::App& app, Session& session);
void AddHelp(CLI::App& app, Session& session);
void AddCompletion(CLI::App& app, Session& session);

// The whole program.
int Main(int argc, const char* const* argv);

}  // namespace linkwright::cli
