// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>

#include "foundation/telemetry/progress.h"
#include "foundation/units/readable.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"
#include "host_driver/cli/options.h"
#include "host_driver/cli/outputs.h"
#include "host_driver/cli/plan_warnings.h"
#include "host_driver/cli/sizes.h"
#include "host_driver/experiment/run.h"
#include "host_driver/report/bench_table.h"
#include "host_driver/report/report_text.h"

namespace linkwright::cli {
namespace {

using planning::Plan;

struct BenchOptions {
  std::string sizes = "1KiB:1MiB:4";
  ScenarioOptions scenario;
  OutputOptions output;
};

// One size of the sweep: its plan, or why there is none.
struct Step {
  uint64_t size = 0;
  std::optional<Plan> plan;
  std::string refusal;
};

// As nccl-tests calls them.
std::string TypeName(numerics::DataType type) {
  switch (type) {
    case numerics::DataType::kFp32:
      return "float";
    case numerics::DataType::kBf16:
      return "bfloat16";
    case numerics::DataType::kFp16:
      return "half";
    case numerics::DataType::kInt32:
      return "int32";
  }
  return "";
}

bool HasRoot(collectives::Collective collective) {
  using collectives::Collective;
  return collective == Collective::kBroadcast || collective == Collective::kReduce ||
         collective == Collective::kGather || collective == Collective::kScatter;
}

// A row before its run.
report::BenchRow RowOf(const Plan& plan) {
  const bool reduces = collectives::IsReduction(plan.program().collective);
  return {
      .size_bytes = plan.scenario.collective.size.count(),
      .count =
          plan.scenario.collective.size.count() / numerics::SizeOf(plan.scenario.collective.type),
      .type = TypeName(plan.scenario.collective.type),
      .redop = reduces ? std::string(numerics::ToString(plan.scenario.collective.redop)) : "none",
      .root = HasRoot(plan.program().collective) ? plan.program().root : -1};
}

report::BenchRow RowOf(const Plan& plan, const experiment::Outcome& outcome) {
  report::BenchRow row = RowOf(plan);
  row.size_bytes = outcome.result().size_bytes;
  row.count = outcome.result().count;
  row.time_ps = outcome.result().time.picoseconds();
  row.cycles = outcome.cycles();
  row.algbw_GBps = outcome.result().algbw_GBps;
  row.busbw_GBps = outcome.result().busbw_GBps;
  row.wrong = outcome.result().wrong;
  row.checked = outcome.result().checked;
  return row;
}

// `asked`: the size of the sweep, by which rows of different runs join.
telemetry::Value::Map ResultsRow(const report::BenchRow& row, uint64_t asked) {
  return {{"size_bytes", row.size_bytes},
          {"count", row.count},
          {"type", row.type},
          {"redop", row.redop},
          {"root", row.root},
          {"time_ps", row.time_ps},
          {"cycles", row.cycles},
          {"algbw_GBps", row.algbw_GBps},
          {"busbw_GBps", row.busbw_GBps},
          {"wrong", row.checked ? telemetry::Value(row.wrong) : telemetry::Value("N/A")},
          {"size_asked_bytes", asked}};
}

// The message when every mistake is about this size alone; others are for the whole sweep.
std::optional<std::string> RefusalOfSize(const diagnostics::UserError& error) {
  std::string text;
  for (const diagnostics::Diagnostic& d : error.diagnostics()) {
    if (!d.location.file.starts_with("--set collective.size=")) return std::nullopt;
    text += (text.empty() ? "" : "; ") + d.message;
  }
  return text;
}

// Every size becomes a plan before the first runs: a mistake shows before an hour of simulation. A
// size that alone cannot run keeps the others; when none can, the first mistake is thrown.
std::vector<Step> PlanSizes(const BenchOptions& options, const std::vector<uint64_t>& sizes) {
  std::vector<Step> steps;
  std::optional<diagnostics::UserError> first;
  bool any = false;
  for (const uint64_t size : sizes) {
    Step& step = steps.emplace_back(Step{size, {}, {}});
    ScenarioOptions scenario = options.scenario;
    scenario.size = std::to_string(size);
    const config::Document document = scenario.ToDocument("");
    try {
      step.plan = planning::MakePlan(scenario::ReadScenario(document), document);
      any = true;
    } catch (const diagnostics::UserError& error) {
      const std::optional<std::string> refusal = RefusalOfSize(error);
      if (!refusal) throw;
      step.refusal = *refusal;
      if (!first) first = error;
      continue;
    }
    scenario.ExpectCollectiveOf(step.plan->program());
    options.output.RefuseInputs(ScenarioOptions::InputsOf(document, options.scenario.algorithm));
  }
  if (!any) {
    throw diagnostics::UserError({"--sizes " + options.sizes, 1, 1}, *RefusalOfSize(*first));
  }
  return steps;
}

class Sweep {
 public:
  Sweep(const BenchOptions& options, std::vector<Step> steps, Session& session)
      : output_(options.output),
        steps_(std::move(steps)),
        session_(session),
        table_(Largest(),
               First().hardware.clock_period > units::Duration::Picoseconds(1) &&
                   First().scenario.network.fidelity != scenario::Fidelity::kFlow,
               output_.page()) {
    experiment::AppendProvenance(First(), report_);
  }

  void Run() {
    PrintHeading();
    output_.WriteEvenIfItFails(report_, [&] {
      try {
        RunAll();
      } catch (const std::exception&) {
        output_.Print(table_.Trailer());  // of the rows that are finished
        std::fflush(stdout);
        throw;
      }
    });
    output_.Print(table_.Trailer());
    output_.Write(report_);
    if (output_.details) output_.Print("\n" + report::ReportText(report_, output_.page()));
  }

 private:
  const Plan& First() const {
    return *std::find_if(steps_.begin(), steps_.end(), [](const Step& s) { return s.plan; })->plan;
  }

  // Wide enough for every row.
  report::BenchRow Largest() const {
    report::BenchRow largest;
    for (const Step& step : steps_) {
      if (!step.plan) continue;
      const report::BenchRow row = RowOf(*step.plan);
      const uint64_t bytes = std::max(row.size_bytes, largest.size_bytes);
      largest = row;
      largest.size_bytes = bytes;
      largest.count = bytes / numerics::SizeOf(step.plan->scenario.collective.type);
    }
    return largest;
  }

  void PrintHeading() const {
    const Plan& plan = First();
    std::vector<std::string> told;
    for (const Step& step : steps_) {
      if (step.plan) PrintWarnings(*step.plan, told);
    }
    const auto comment = [&](const std::string& text) {
      output_.Print(telemetry::Paragraph(text, output_.page().columns(), "# ", "#   "));
    };
    comment(fmt::format("linkwright bench: {} ({}), {} {}, protocol {}", plan.program().name,
                        collectives::ToString(plan.program().collective), plan.ranks(),
                        plan.ranks() == 1 ? "rank" : "ranks",
                        collectives::ToString(plan.program().protocol)));
    comment(fmt::format(
        "pod {}: {} {}, {}, switch variant {}, {} per {}, {}", plan.pod_name, plan.pod.accelerators,
        plan.pod.accelerators == 1 ? "accelerator" : "accelerators", ShapeOf(plan.pod),
        plan.hardware.variant_names(), units::Readable(plan.hardware.clock_period),
        plan.hardware.unit, NameOf(plan.scenario.network.fidelity)));
    output_.Print(table_.Header());
  }

  void RunAll() {
    telemetry::Progress progress("bench", output_.show_progress());
    const double whole = std::accumulate(
        steps_.begin(), steps_.end(), 0.0,
        [](double sum, const Step& s) { return sum + (s.plan ? static_cast<double>(s.size) : 0); });
    const bool several =
        std::count_if(steps_.begin(), steps_.end(), [](const Step& s) { return s.plan; }) > 1;
    double before = 0;
    for (size_t i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      if (!step.plan) {
        Skip(step, progress);
        continue;
      }
      const double after = before + static_cast<double>(step.size) / whole;
      progress.BeginPart(fmt::format("{} ({} of {})", units::Readable(units::Bytes(step.size)),
                                     i + 1, steps_.size()),
                         before, after);
      before = after;
      Finish(step,
             experiment::RunPlanOnce(*step.plan,
                                     {.progress = &progress, .interrupted = session_.interrupted}),
             several, progress);
    }
  }

  void Skip(const Step& step, telemetry::Progress& progress) {
    progress.Clear();
    output_.Print(telemetry::Paragraph(fmt::format("{} B: {}", step.size, step.refusal),
                                       output_.page().columns(), "# ", "#   "));
    report_.AddRow({{"size_bytes", step.size}, {"refused", step.refusal}});
  }

  void Finish(const Step& step, experiment::Outcome outcome, bool several,
              telemetry::Progress& progress) {
    progress.Clear();
    const report::BenchRow row = RowOf(*step.plan, outcome);
    report_.AddRow(ResultsRow(row, step.size));
    if (!output_.json_path.empty() || output_.details) experiment::AddPrice(*step.plan, outcome);
    if (several) {
      report_.Merge(outcome.report, {"size", std::to_string(step.size)});
    } else {
      for (const telemetry::Metric& metric : outcome.report.metrics()) report_.Add(metric);
      for (const std::string& sentence : outcome.report.what_is_left_out())
        report_.LeaveOut(sentence);
    }
    AddProvenanceOnce(outcome.report);
    output_.Print(table_.Row(row, step.size));
    std::fflush(stdout);
    if (outcome.result().wrong == 0) return;
    report::PrintError("failure: {} elements are wrong; first: {}\n", outcome.result().wrong,
                       outcome.result().first_wrong);
    session_.exit_code = diagnostics::ExitCode::kRunFailure;
  }

  // What only a run knows, such as the bill of materials; the scenario is that of the first size.
  void AddProvenanceOnce(const telemetry::RunReport& part) {
    for (const auto& [key, value] : part.provenance()) {
      if (report_.Provenance(key) == nullptr) report_.SetProvenance(key, value);
    }
  }

  const OutputOptions& output_;
  std::vector<Step> steps_;
  Session& session_;
  report::BenchTable table_;
  telemetry::RunReport report_;
};

void Bench(const BenchOptions& options, Session& session) {
  const std::vector<uint64_t> sizes = ParseSizes(options.sizes);
  for (const std::string& set : options.scenario.sets) {
    if (set.starts_with("collective.size=")) {
      throw diagnostics::UserError({"--set " + set, 1, 1}, "bench takes its sizes from --sizes");
    }
  }
  std::vector<Step> steps = PlanSizes(options, sizes);
  options.output.ExpectWritable();
  Sweep(options, std::move(steps), session).Run();
}

}  // namespace

void AddBench(CLI::App& app, Session& session) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* bench =
      app.add_subcommand("bench", "time a collective over sizes; prints a table like nccl-tests");
  options->scenario.AddTo(*bench, "--on");
  bench->get_option("--algorithm")->required();
  bench
      ->add_option("--sizes", options->sizes,
                   "first:last:factor, first:last:+step, or a comma-separated list; 8, 64K and 1G "
                   "as nccl-tests writes them")
      ->type_name("SIZES")
      ->capture_default_str();
  options->output.AddTo(*bench);
  bench->callback([options, &session] { Bench(*options, session); });
}

}  // namespace linkwright::cli
