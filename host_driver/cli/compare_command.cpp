// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "foundation/telemetry/progress.h"
#include "foundation/units/text.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"
#include "host_driver/cli/options.h"
#include "host_driver/cli/outputs.h"
#include "host_driver/cli/plan_warnings.h"
#include "host_driver/experiment/compare.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/terminal.h"

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

// What all plans share, once; what differs, by pod.
template <class Value>
std::string Shared(const std::vector<planning::Plan>& plans, const Value& value) {
  std::string different;
  bool same = true;
  for (const planning::Plan& plan : plans) {
    same &= value(plan) == value(plans.front());
    different +=
        fmt::format("{}{} on {}", different.empty() ? "" : ", ", value(plan), plan.pod_name);
  }
  return same ? value(plans.front()) : different;
}

std::string Headline(const std::vector<planning::Plan>& plans) {
  using planning::Plan;
  return fmt::format(
      "{} of {}, {}, {}, fidelity {}, symmetry {}",
      Shared(plans, [](const Plan& p) { return p.program().name; }),
      Shared(plans, [](const Plan& p) { return units::Format(p.scenario.collective.size); }),
      Shared(plans,
             [](const Plan& p) {
               return std::string(numerics::ToString(p.scenario.collective.type));
             }),
      Shared(plans,
             [](const Plan& p) {
               return p.ranks() == p.pod.accelerators ? std::string("one rank per accelerator")
                                                      : fmt::format("{} ranks", p.ranks());
             }),
      Shared(plans, [](const Plan& p) { return std::string(NameOf(p.scenario.network.fidelity)); }),
      Shared(plans,
             [](const Plan& p) { return std::string(NameOf(p.scenario.network.symmetry)); }));
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
  std::vector<std::string> told;
  for (const planning::Plan& plan : plans) PrintWarnings(plan, told);
  experiment::Comparison comparison;
  telemetry::RunReport unfinished;
  experiment::AppendProvenance(plans.front(), unfinished);
  options.output.WriteEvenIfItFails(unfinished, [&] {
    telemetry::Progress progress("compare", options.output.show_progress());
    comparison =
        experiment::Compare(plans, {.progress = &progress, .interrupted = session.interrupted});
  });
  options.output.Write(comparison.report);
  const telemetry::Page page = options.output.page();
  options.output.Print(telemetry::Paragraph(Headline(plans), page.columns()) + "\n" +
                       experiment::ComparisonText(comparison, page));
  if (page.details) {
    options.output.Print("\n" +
                         report::MetricsTable(comparison.report.metrics(), true).ToText(page));
  }
  if (comparison.wrong > 0) {
    report::PrintError("failure: {} elements are wrong\n", comparison.wrong);
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
      ->type_name("POD|FILE")
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
