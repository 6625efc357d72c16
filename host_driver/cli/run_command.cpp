// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "foundation/telemetry/progress.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"
#include "host_driver/cli/options.h"
#include "host_driver/cli/outputs.h"
#include "host_driver/cli/plan_warnings.h"
#include "host_driver/experiment/run.h"
#include "host_driver/report/fabric_text.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/retry_text.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {
namespace {

struct RunOptions {
  std::string scenario;
  ScenarioOptions overrides;
  OutputOptions output;
};

// A word that can be no file's name: most often a pod's.
void ExpectAFile(const std::string& scenario) {
  if (scenario.find_first_of("./") != std::string::npos || std::filesystem::exists(scenario))
    return;
  throw diagnostics::UserError(
      {scenario, 0, 0},
      "run reads a scenario file (*.yaml; ready ones are in workloads/scenarios), and there is "
      "none of "
      "this name; a ready pod runs without a file: linkwright bench --on POD --algorithm NAME");
}

void Run(const RunOptions& options, Session& session) {
  ExpectAFile(options.scenario);
  const config::Document document = options.overrides.ToDocument(options.scenario);
  const planning::Plan plan = planning::MakePlan(scenario::ReadScenario(document), document);
  for (const planning::Job& job : plan.jobs)
    options.output.RefuseInputs(ScenarioOptions::InputsOf(document, job.config.algorithm));
  options.output.ExpectWritable();
  std::vector<std::string> told;
  PrintWarnings(plan, told);
  experiment::Outcome outcome;
  telemetry::RunReport unfinished;
  experiment::AppendProvenance(plan, unfinished);
  options.output.WriteEvenIfItFails(unfinished, [&] {
    telemetry::Progress progress(plan.scenario.name, options.output.show_progress());
    outcome =
        experiment::RunPlanOnce(plan, {.progress = &progress, .interrupted = session.interrupted});
  });
  experiment::AddPrice(plan, outcome);
  options.output.Write(outcome.report);
  const telemetry::Page page = options.output.page();
  std::string text = telemetry::Paragraph(
      fmt::format(
          "{}: {} on {} ({} accelerators, {}), fidelity {}", plan.scenario.name,
          plan.jobs.size() == 1 ? plan.program().name : fmt::format("{} jobs", plan.jobs.size()),
          plan.pod_name, plan.pod.accelerators, ShapeOf(plan.pod),
          NameOf(plan.scenario.network.fidelity)),
      page.columns());
  for (const std::string& part :
       {experiment::JobsText(plan, outcome, page), report::RetryText(outcome.report, page),
        report::FabricText(outcome.report, page), report::ReportText(outcome.report, page)}) {
    if (!part.empty()) text += "\n" + part;
  }
  options.output.Print(text);
  for (const experiment::JobOutcome& job : outcome.jobs) {
    if (job.result.wrong == 0) continue;
    report::PrintError("failure: {}{} elements are wrong; first: {}\n",
                       outcome.jobs.size() == 1 ? "" : job.name + ": ", job.result.wrong,
                       job.result.first_wrong);
    session.exit_code = diagnostics::ExitCode::kRunFailure;
  }
}

}  // namespace

void AddRun(CLI::App& app, Session& session) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* run = app.add_subcommand("run", "run one scenario file and print its report");
  run->add_option("SCENARIO", options->scenario, "scenario file (YAML)")
      ->type_name("SCENARIO")
      ->required();
  options->overrides.AddSeedAndSets(*run);
  options->output.AddTo(*run);
  run->callback([options, &session] { Run(*options, session); });
}

}  // namespace linkwright::cli
