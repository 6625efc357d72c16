// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "foundation/diagnostics/atomic_file.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/telemetry/progress.h"
#include "foundation/units/duration.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/outputs.h"
#include "host_driver/experiment/build_facts.h"
#include "host_driver/report/conform_report.h"
#include "host_driver/report/report_file.h"
#include "host_driver/report/terminal.h"
#include "systemc_models/conformance/cases/cases.h"

namespace linkwright::cli {
namespace {

using diagnostics::UserError;

struct ConformOptions {
  std::string which;
  std::vector<std::string> switches = {"twin"};
  std::string timestamp, junit_path;
  OutputOptions output;
};

conformance::Request RequestOf(const ConformOptions& options) {
  const std::vector<std::string> known = {"llr", "cbfc", "all"};
  if (std::find(known.begin(), known.end(), options.which) == known.end()) {
    throw UserError({"conform " + options.which, 1, 1},
                    fmt::format("'{}' is neither llr nor cbfc nor all", options.which),
                    diagnostics::Suggest(options.which, known));
  }
  conformance::Request request;
  request.llr = options.which != "cbfc";
  request.cbfc = options.which != "llr";
  for (const std::string& what : options.switches) {
    for (const conformance::Models& other : request.models) {
      if (other.name == what)
        throw UserError({"--switch " + what, 1, 1}, fmt::format("'{}' is there twice", what));
    }
    request.models.push_back(conformance::ModelsOf(what));
  }
  return request;
}

// What the standard wants to be asked for before a run.
telemetry::Value CapabilitiesOf(const conformance::Models& models) {
  return telemetry::Value::Map{
      {"switch", models.name},
      {"llr_timer_resolution_ps", int64_t{models.variant->clock_period_ps}},
      {"control_set_spacing_resolution_bytes", int64_t{link::kBeatBytes}}};
}

telemetry::RunReport ReportOf(std::span<const conformance::CaseResult> results,
                              const conformance::Request& request, const ConformOptions& options) {
  telemetry::RunReport report = report::ConformReport(results, options.timestamp);
  report.SetProvenance("tool", "linkwright " + experiment::Version());
  const auto facts = experiment::BuildFacts();
  report.SetProvenance("build", telemetry::Value::Map(facts.begin(), facts.end()));
  report.SetProvenance("standard", "SONiC Scale-Up Test Standard, draft 0.4");
  telemetry::Value::List capabilities;
  for (const conformance::Models& models : request.models)
    capabilities.push_back(CapabilitiesOf(models));
  report.SetProvenance("capabilities", capabilities);
  return report;
}

void Conform(const ConformOptions& options, Session& session) {
  conformance::Request request = RequestOf(options);
  report::ExpectWritable({{"JSON", options.output.json_path},
                          {"CSV", options.output.csv_path},
                          {"JUnit", options.junit_path}});
  std::vector<conformance::CaseResult> results;  // finished
  const auto write = [&](const std::string& ended) {
    telemetry::RunReport report = ReportOf(results, request, options);
    if (!ended.empty()) report.SetFailure(ended);
    options.output.Write(report);
    if (!options.junit_path.empty())
      report::WriteTextFile(options.junit_path, report::ConformJunit(results, ended));
    return report;
  };
  telemetry::Progress progress("conform " + options.which, options.output.show_progress());
  const auto cases =
      static_cast<int64_t>(request.models.size() * conformance::CasesOf(request).size());
  request.poll = [&] {
    if (session.interrupted->load()) throw diagnostics::RunFailure("interrupted");
  };
  request.on_case = [&](const conformance::CaseResult& result) {
    results.push_back(result);
    const int64_t now = result.records.empty() ? 0 : result.records.back().end_ps;
    progress.Poll(units::SimTime::Picoseconds(now), static_cast<int64_t>(results.size()), cases);
    request.poll();
  };
  try {
    conformance::RunCases(request);
  } catch (const diagnostics::UserError&) {
    throw;  // nothing ran: outputs stay as they are
  } catch (const std::exception& error) {
    write(error.what());
    throw;
  }
  const telemetry::RunReport report = write("");
  if (options.junit_path != "-")
    options.output.Print(report::ConformText(results, options.output.page()));
  if (report.failure().empty()) return;
  report::PrintError("failure: {}\n", report.failure());
  session.exit_code = diagnostics::ExitCode::kRunFailure;
}

}  // namespace

void AddConform(CLI::App& app, Session& session) {
  auto options = std::make_shared<ConformOptions>();
  CLI::App* conform = app.add_subcommand(
      "conform", "the 22 cases of the SONiC Scale-Up Test Standard on an Ethernet switch");
  conform->add_option("WHICH", options->which, "llr, cbfc or all")->type_name("CASES")->required();
  conform
      ->add_option(
          "--switch", options->switches,
          "twin, rtl, or a shared library with an Ethernet switch or a link's end; several "
          "run one after another")
      ->type_name("MODEL")
      ->capture_default_str();
  conform
      ->add_option("--timestamp", options->timestamp,
                   "stands in every row of the record; default: the simulated time, from 1970 on")
      ->type_name("TEXT");
  conform
      ->add_option("--junit", options->junit_path, "write the verdicts as JUnit XML to this file")
      ->type_name("FILE");
  options->output.AddTo(*conform);
  conform->callback([options, &session] { Conform(*options, session); });
}

}  // namespace linkwright::cli
