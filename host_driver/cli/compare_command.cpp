// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "foundation/telemetry/progress.h"
#include "foundation/units/text.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/options.h"
#include "host_driver/experiment/compare.h"
#include "host_driver/report/report_text.h"

namespace linkwright::cli {
namespace {

struct CompareOptions {
  std::vector<std::string> subjects;  // ready pods, or scenario files
  ScenarioOptions scenario;
  OutputOptions output;
};

bool IsScenarioFile(const std::string& subject) {
  return subject.ends_with(".yaml") || subject.ends_with(".yml") ||
         subject.find('/') != std::string::npos;
}

planning::Plan PlanOf(const std::string& subject, ScenarioOptions scenario,
                      const OutputOptions& output) {
  const bool file = IsScenarioFile(subject);
  if (!file) scenario.pod = subject;
  const config::Document document = scenario.ToDocument(file ? subject : "");
  planning::Plan plan = planning::MakePlan(scenario::ReadScenario(document), document);
  scenario.ExpectCollectiveOf(plan.program());
  output.RefuseInputs(ScenarioOptions::InputsOf(document, plan.scenario.collective.algorithm));
  if (file) plan.pod_name = plan.scenario.name;
  return plan;
}

void Compare(const CompareOptions& options, Session& session) {
  std::vector<planning::Plan> plans;
  for (const std::string& subject : options.subjects) {
    plans.push_back(PlanOf(subject, options.scenario, options.output));
    for (size_t earlier = 0; earlier + 1 < plans.size(); ++earlier) {
      if (plans[earlier].pod_name == plans.back().pod_name) {
        throw diagnostics::UserError({"command line", 0, 0},
                                     fmt::format("'{}' is given twice", plans.back().pod_name));
      }
    }
  }
  options.output.ExpectWritable();
  experiment::Comparison comparison;
  {
    telemetry::Progress progress("compare");
    comparison =
        experiment::Compare(plans, {.progress = &progress, .interrupted = session.interrupted});
  }
  report::WriteReportFiles(comparison.report, options.output.json_path, options.output.csv_path);
  const planning::Plan& first = plans.front();
  fmt::print("{} of {}, {}, one rank per accelerator, fidelity {}, symmetry {}\n\n",
             first.program().name, units::Format(first.scenario.collective.size),
             numerics::ToString(first.scenario.collective.type), options.scenario.fidelity,
             options.scenario.symmetry);
  fmt::print("{}", experiment::ComparisonText(comparison));
  if (options.output.details) fmt::print("\n{}", report::ReportText(comparison.report, true));
  if (comparison.wrong > 0) {
    fmt::print(stderr, "failure: {} elements are wrong\n", comparison.wrong);
    session.exit_code = diagnostics::ExitCode::kRunFailure;
  }
}

}  // namespace

void AddCompare(CLI::App& app, Session& session) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* compare = app.add_subcommand(
      "compare", "one collective on several pods: performance beside price and power");
  compare
      ->add_option("PODS", options->subjects, "ready pods (linkwright list pods) or scenario files")
      ->required()
      ->expected(2, 64);
  options->scenario.fidelity = "cycle";
  options->scenario.symmetry = "exploit";
  options->scenario.AddTo(*compare, "");
  compare->add_option("--size", options->scenario.size, "bytes of the collective")
      ->type_name("SIZE");
  options->output.AddTo(*compare);
  compare->callback([options, &session] { Compare(*options, session); });
}

}  // namespace linkwright::cli
