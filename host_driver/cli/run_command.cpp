// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "foundation/telemetry/progress.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/options.h"
#include "host_driver/experiment/run.h"
#include "host_driver/report/fabric_text.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/retry_text.h"

namespace linkwright::cli {
namespace {

struct RunOptions {
  std::string scenario;
  ScenarioOptions overrides;
  OutputOptions output;
};

void Run(const RunOptions& options, Session& session) {
  const config::Document document = options.overrides.ToDocument(options.scenario);
  const experiment::RunPlan plan = experiment::MakePlan(experiment::ReadScenario(document), document);
  options.output.RefuseInputs(ScenarioOptions::InputsOf(document, plan.scenario.collective.algorithm));
  options.output.ExpectWritable();
  for (const std::string& warning : plan.warnings) fmt::print(stderr, "{}\n", warning);
  experiment::Outcome outcome;
  {
    telemetry::Progress progress(plan.scenario.name);
    outcome = experiment::RunPlanOnce(plan, {.progress = &progress, .interrupted = session.interrupted});
  }
  report::WriteReportFiles(outcome.report, options.output.json_path, options.output.csv_path);
  fmt::print("{}: {} on {} ({} accelerators, {} planes), fidelity {}\n\n", plan.scenario.name, plan.program.name,
             plan.pod_name, plan.pod.accelerators, plan.pod.planes,
             experiment::ResolvedScenario(plan)["network"]["fidelity"].get<std::string>());
  if (const std::string retry = report::RetryText(outcome.report); !retry.empty()) fmt::print("{}\n", retry);
  if (const std::string fabric = report::FabricText(outcome.report); !fabric.empty()) fmt::print("{}\n", fabric);
  fmt::print("{}", report::ReportText(outcome.report, options.output.details));
  if (outcome.result.wrong > 0) {
    fmt::print(stderr, "failure: {} elements are wrong; first: {}\n", outcome.result.wrong, outcome.result.first_wrong);
    session.exit_code = diagnostics::ExitCode::kRunFailure;
  }
}

}  // namespace

void AddRun(CLI::App& app, Session& session) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* run = app.add_subcommand("run", "run one scenario file and print its report");
  run->add_option("SCENARIO", options->scenario, "scenario file (YAML)")->required();
  options->overrides.AddSeedAndSets(*run);
  options->output.AddTo(*run);
  run->callback([options, &session] { Run(*options, session); });
}

}  // namespace linkwright::cli
