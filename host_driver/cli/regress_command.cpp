// SPDX-License-Identifier: Apache-2.0
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ctime>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <random>

#include "foundation/diagnostics/atomic_file.h"
#include "foundation/diagnostics/printable.h"
#include "foundation/telemetry/progress.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/outputs.h"
#include "host_driver/cli/plan_warnings.h"
#include "host_driver/experiment/build_facts.h"
#include "host_driver/regression/result_files.h"
#include "host_driver/regression/result_text.h"
#include "host_driver/report/report_file.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {
namespace {

using diagnostics::ExitCode;
using diagnostics::UserError;
using regression::Result;
using regression::Verdict;

struct RegressOptions {
  std::string file;
  std::vector<std::string> only;
  bool accept = false;
  std::string reason;
  int seeds = 0;
  std::optional<uint64_t> seed_from, seed;
  bool require_all = false;
  std::string json_path, junit_path;
  bool details = false, quiet = false;

  // Nothing for people on stdout.
  bool silent() const { return quiet || json_path == "-" || junit_path == "-"; }
};

void RefuseContradictions(const RegressOptions& o) {
  const auto refuse = [](const char* option, const std::string& message) {
    throw UserError({option, 0, 0}, message);
  };
  if (o.accept && o.reason.find_first_not_of(" \t") == std::string::npos)
    refuse("--accept", "new goldens need a reason: --reason \"what changed them\"");
  if (!o.accept && !o.reason.empty()) refuse("--reason", "it is the reason of an --accept");
  if (o.reason.find('\n') != std::string::npos || diagnostics::FirstControlCharacter(o.reason))
    refuse("--reason", "expected one line of text");
  if (o.accept && (o.seeds > 0 || o.seed))
    refuse("--accept", "goldens are of the entries' own seeds; not with --seeds or --seed");
  if (o.seed && o.seeds > 0) refuse("--seed", "it is the only seed; not with --seeds");
  if (o.seed_from && o.seeds == 0) refuse("--seed-from", "it is for seeds that --seeds draws");
}

void ExpectOutputs(const RegressOptions& options, const std::vector<std::string>& inputs) {
  RefuseInputAsOutput("--json", options.json_path, inputs);
  RefuseInputAsOutput("--junit", options.junit_path, inputs);
  report::ExpectWritable({{"JSON", options.json_path}, {"JUnit", options.junit_path}});
}

class Regression {
 public:
  Regression(const RegressOptions& options, Session& session)
      : options_(options),
        session_(session),
        regressions_(regression::ReadRegressions(options.file)),
        golden_path_(regression::GoldenPath(options.file)),
        goldens_(regression::ReadGoldens(golden_path_)),
        runs_(regression::PlanRuns(regressions_, options.only)) {
    std::vector<std::string> inputs = regression::InputsOf(regressions_, runs_);
    inputs.push_back(golden_path_);
    ExpectOutputs(options, inputs);
    if (options.accept) {
      diagnostics::ExpectWritable(golden_path_);
    } else if (!options.seed) {
      regression::ExpectGoldens(goldens_, regressions_, Planned());
    }
    record_.file = options.file;
    record_.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    DrawSeeds();
  }

  void Run() {
    std::vector<std::string> told;
    for (const regression::PlannedRun& run : runs_) {
      if (run.plan) PrintWarnings(*run.plan, told);
    }
    try {
      RunAll();
    } catch (const UserError&) {
      throw;
    } catch (const std::exception& error) {
      record_.cut_short = true;
      WriteFailed(error);
      throw;
    }
    if (options_.accept) return Accept();
    record_.failure = regression::FailureOf(record_.results, options_.require_all);
    Write();
    Print(regression::SummaryLine(record_.results) + "\n");
    if (record_.failure.empty()) return;
    session_.exit_code = ExitCode::kRunFailure;
    if (regression::Count(record_.results)[Verdict::kChanged] == 0) {
      if (AllLinesAreWarnings()) report::PrintError("failure: {}\n", record_.failure);
      return;
    }
    Print(fmt::format("if that is meant: linkwright regress {} --accept --reason \"WHY\"\n",
                      options_.file));
  }

 private:
  std::vector<std::string> Planned() const {
    std::vector<std::string> names;
    for (const regression::PlannedRun& run : runs_) {
      if (run.plan) names.push_back(run.name);
    }
    return names;
  }

  void DrawSeeds() {
    if (options_.seed) record_.drawn = {*options_.seed};
    if (options_.seeds == 0) return;
    record_.drawn_from = options_.seed_from ? *options_.seed_from : std::random_device()();
    record_.drawn = regression::DrawSeeds(record_.drawn_from, options_.seeds);
    Print(fmt::format("drawn seeds: {} (again: --seeds {} --seed-from {})\n",
                      fmt::join(record_.drawn, ", "), options_.seeds, record_.drawn_from));
  }

  void RunAll() {
    telemetry::Progress progress("regress", options_.quiet
                                                ? telemetry::Progress::Show::kNever
                                                : telemetry::Progress::Show::kWhenTerminal);
    regression::Request request{.regressions = &regressions_,
                                .goldens = &goldens_,
                                .own_seeds = !options_.seed,
                                .seeds = record_.drawn,
                                .progress = &progress,
                                .interrupted = session_.interrupted,
                                .finished = [&](const Result& result) { Tell(result); }};
    regression::RunAll(request, runs_, record_.results);
  }

  // What is well goes to stdout; what is not to stderr, where --quiet leaves it.
  void Tell(const Result& result) {
    const std::string line = regression::ResultLine(result, options_.details);
    const bool changed = result.verdict == Verdict::kChanged && !options_.accept;
    std::fflush(stdout);
    if (result.verdict == Verdict::kNotRun) {
      report::PrintError("{}: {}\n", options_.require_all ? "failure" : "warning", line);
    } else if (changed || result.verdict == Verdict::kFailed) {
      report::PrintError("failure: {}{}\n", line, Again(result));
    } else {
      Print(line + "\n");
      std::fflush(stdout);
    }
  }

  // How a seed that somebody drew is run once more.
  std::string Again(const Result& result) const {
    if (!result.drawn || options_.seed) return {};
    return fmt::format("; again: linkwright regress {} --only {} --seed {}", options_.file,
                       regressions_.file.entries[result.entry].name, *result.drawn);
  }

  bool AllLinesAreWarnings() const {
    return !options_.require_all && regression::Count(record_.results)[Verdict::kFailed] == 0;
  }

  void Accept() {
    const regression::Golden record{
        .reason = options_.reason,
        .date = fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))),
        .version = experiment::Version()};
    regression::Acceptance acceptance;
    try {
      acceptance = regression::AcceptResults(record_.results, options_.require_all,
                                             regressions_.file, record, goldens_);
    } catch (const diagnostics::RunFailure& failure) {
      WriteFailed(failure);
      throw;
    }
    const auto [accepted, dropped] = acceptance;
    if (accepted + dropped > 0) regression::WriteGoldens(goldens_, golden_path_);
    Write();
    Print(regression::SummaryLine(record_.results) + "\n");
    Print(accepted + dropped == 0
              ? fmt::format("nothing to accept: {} stays as it is\n", golden_path_)
              : fmt::format("accepted {} and dropped {} in {}\n", accepted, dropped, golden_path_));
  }

  void WriteFailed(const std::exception& error) {
    record_.failure = error.what();
    Write();
  }

  void Write() const {
    if (!options_.json_path.empty()) {
      report::WriteTextFile(options_.json_path,
                            regression::ToJson(record_, regressions_.file).dump(2) + "\n");
    }
    if (!options_.junit_path.empty()) {
      report::WriteTextFile(options_.junit_path,
                            report::JUnitText(regression::ToJUnit(record_, options_.require_all)));
    }
  }

  void Print(const std::string& text) const {
    if (!options_.silent()) report::PrintText(stdout, text);
  }

  const RegressOptions& options_;
  Session& session_;
  regression::Regressions regressions_;
  std::string golden_path_;
  regression::GoldenFile goldens_;
  std::vector<regression::PlannedRun> runs_;
  regression::Record record_;
};

void AddOutputs(CLI::App& app, RegressOptions& options) {
  app.add_option("--junit", options.junit_path,
                 "write a test case for every run as JUnit XML to this file; -: to standard output "
                 "alone")
      ->type_name("FILE");
  app.add_option("--json", options.json_path,
                 "write every run with its figures, changes and wall time as JSON to this file; "
                 "-: likewise")
      ->type_name("FILE");
  app.add_flag("--details", options.details, "name every counter that changed");
  app.add_flag("--quiet", options.quiet, "print failures and warnings only");
}

}  // namespace

void AddRegress(CLI::App& app, Session& session) {
  constexpr uint64_t kLargest = std::numeric_limits<int64_t>::max();
  auto options = std::make_shared<RegressOptions>();
  CLI::App* regress = app.add_subcommand(
      "regress", "run scenarios and hold their cycles and counters against accepted ones");
  regress->add_option("FILE", options->file, "regression file (YAML)")
      ->type_name("FILE.yaml")
      ->required();
  regress->add_option("--only", options->only, "this entry alone; may be given several times")
      ->type_name("ENTRY")
      ->allow_extra_args(false)
      ->take_all();
  regress->add_flag("--accept", options->accept,
                    "take what comes out as the goldens; needs --reason");
  regress->add_option("--reason", options->reason, "why, for those who read the goldens later")
      ->type_name("TEXT");
  regress
      ->add_option("--seeds", options->seeds,
                   "draw N more seeds and run everything with each of them, too; with those only "
                   "wrong data, deadlocks and RTL that differs from its twin are failures")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000));
  regress->add_option("--seed-from", options->seed_from, "draw the same seeds again")
      ->type_name("N")
      ->check(CLI::Range(uint64_t{0}, kLargest));
  regress
      ->add_option("--seed", options->seed,
                   "this seed instead of the entries' own; failures as with --seeds")
      ->type_name("N")
      ->check(CLI::Range(uint64_t{0}, kLargest));
  regress->add_flag("--require-all", options->require_all,
                    "an entry whose RTL is not built is a failure, not a warning");
  AddOutputs(*regress, *options);
  regress->callback([options, &session] {
    RefuseContradictions(*options);
    Regression(*options, session).Run();
  });
}

}  // namespace linkwright::cli
