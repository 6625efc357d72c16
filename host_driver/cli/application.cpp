// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/options.h"
#include "host_driver/experiment/build_facts.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {
namespace {

using diagnostics::ExitCode;

// The one piece of global state: a signal handler can reach nothing else. The first Ctrl-C ends the
// run cleanly (no output file is touched); a second one ends the process.
std::atomic<bool> interrupted{false};

extern "C" void OnInterrupt(int) {
  if (interrupted.exchange(true)) std::_Exit(130);
}

std::string VersionText() {
  std::string text = "linkwright " + experiment::Version();
  for (const auto& [name, value] : experiment::BuildFacts()) text += "\n  " + name + ": " + value;
  return text;
}

int Report(const char* kind, const char* text, ExitCode code) {
  report::PrintError("{}{}\n", kind, text);
  return static_cast<int>(code);
}

// CLI11 would only say that a command is missing.
void ExpectCommand(const CLI::App& app, int argc, const char* const* argv) {
  if (argc < 2) return;
  if (argv[1][0] == '-') {
    const std::vector<std::string> options = {"-h", "--help", "--version"};
    if (std::find(options.begin(), options.end(), argv[1]) != options.end()) return;
    throw diagnostics::UserError(
        {"command line", 0, 0},
        fmt::format("no option is called '{}' in front of a command; there are {}", argv[1],
                    fmt::join(options, ", ")),
        diagnostics::Suggest(argv[1], options));
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return;
  throw diagnostics::UserError(
      {"command line", 0, 0},
      fmt::format("no command is called '{}'; there are {}", argv[1], fmt::join(names, ", ")),
      diagnostics::Suggest(argv[1], names));
}

int Run(CLI::App& app, int argc, const char* const* argv, const Session& session) {
  try {
    ExpectCommand(app, argc, argv);
    app.parse(argc, argv);
    std::fflush(stdout);
    if (std::ferror(stdout))
      return Report("error: ", "standard output cannot be written", ExitCode::kUserError);
    return static_cast<int>(session.exit_code);
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" with exit code 0; everything else is the user's mistake.
    std::ostringstream out, err;
    const int code = app.exit(error, out, err);
    report::PrintFitted("{}", out.str());
    report::PrintError("{}", err.str());
    return code == 0 ? 0 : static_cast<int>(ExitCode::kUserError);
  } catch (const diagnostics::UserError& error) {
    const std::vector<std::string> typed(argv, argv + argc);
    return Report("", AsTyped(error, typed).what(), ExitCode::kUserError);
  } catch (const std::system_error& error) {
    return Report("error: standard output cannot be written: ", error.code().message().c_str(),
                  ExitCode::kUserError);
  } catch (const diagnostics::RunFailure& error) {
    return Report("failure: ", error.what(), ExitCode::kRunFailure);
  } catch (const diagnostics::InternalError& error) {
    return Report("internal error (please report it): ", error.what(), ExitCode::kInternalError);
  } catch (const std::bad_alloc&) {
    return Report(
        "error: ",
        "out of memory: a smaller size or pod is needed, or links that are shorter in time",
        ExitCode::kUserError);
  } catch (const std::exception& error) {
    return Report("internal error (please report it): ", error.what(), ExitCode::kInternalError);
  }
}

}  // namespace

int Main(int argc, const char* const* argv) {
  // Not std::signal, which restarts calls: a file that is a pipe without a writer could then only
  // be left with a second Ctrl-C.
  struct sigaction on_interrupt {};
  on_interrupt.sa_handler = OnInterrupt;
  sigaction(SIGINT, &on_interrupt, nullptr);
  Session session{.interrupted = &interrupted};
  CLI::App app{"Hardware/software co-design emulator for the links between AI accelerators",
               "linkwright"};
  app.set_version_flag("--version", VersionText());
  app.require_subcommand(1);
  app.get_formatter()->column_width(telemetry::kValueColumn);
  app.footer(
      "Exit codes: 0 success, 1 the run found a failure, 2 a mistake in the input, 3 a bug of "
      "ours.\nMore: linkwright help TOPIC (linkwright help lists the topics).");
  AddRun(app, session);
  AddBench(app, session);
  AddCompare(app, session);
  AddVerify(app, session);
  AddRegress(app, session);
  AddConform(app, session);
  AddList(app, session);
  AddExplain(app, session);
  AddSchema(app, session);
  AddHelp(app, session);
  AddCompletion(app, session);
  RefuseEmptyWords(app);
  return Run(app, argc, argv, session);
}

}  // namespace linkwright::cli
