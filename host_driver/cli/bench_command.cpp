// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "foundation/telemetry/progress.h"
#include "foundation/units/text.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"
#include "host_driver/cli/options.h"
#include "host_driver/experiment/run.h"
#include "host_driver/report/bench_table.h"
#include "host_driver/report/report_text.h"

namespace linkwright::cli {
namespace {

struct BenchOptions {
  std::string sizes = "1KiB:1MiB:4";
  ScenarioOptions scenario;
  OutputOptions output;
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

report::BenchRow RowOf(const planning::Plan& plan, const experiment::Outcome& outcome) {
  const bool reduces = collectives::IsReduction(plan.program().collective);
  const bool rooted = plan.program().collective == collectives::Collective::kBroadcast ||
                      plan.program().collective == collectives::Collective::kReduce;
  return {
      .size_bytes = outcome.result().size_bytes,
      .count = outcome.result().count,
      .type = TypeName(plan.scenario.collective.type),
      .redop = reduces ? std::string(numerics::ToString(plan.scenario.collective.redop)) : "none",
      .root = rooted ? plan.program().root : -1,
      .time_ps = outcome.result().time.picoseconds(),
      .cycles = outcome.cycles(),
      .algbw_GBps = outcome.result().algbw_GBps,
      .busbw_GBps = outcome.result().busbw_GBps,
      .wrong = outcome.result().wrong};
}

telemetry::Json RowJson(const report::BenchRow& row) {
  return {{"size_bytes", row.size_bytes},
          {"count", row.count},
          {"type", row.type},
          {"redop", row.redop},
          {"root", row.root},
          {"time_ps", row.time_ps},
          {"cycles", row.cycles},
          {"algbw_GBps", row.algbw_GBps},
          {"busbw_GBps", row.busbw_GBps},
          {"wrong", row.wrong}};
}

void PrintHeading(const planning::Plan& plan) {
  for (const std::string& warning : plan.warnings) fmt::print(stderr, "{}\n", warning);
  fmt::print(
      "# linkwright bench: {} ({}), {} ranks, protocol {}\n# pod {}: {} accelerators, {}, switch "
      "variant {}, "
      "{} per {}, {}\n",
      plan.program().name, collectives::ToString(plan.program().collective), plan.ranks(),
      collectives::ToString(plan.program().protocol), plan.pod_name, plan.pod.accelerators,
      ShapeOf(plan.pod), plan.fabric->variant_names(), units::Format(plan.fabric->clock_period()),
      plan.fabric->unit(),
      planning::ResolvedScenario(plan)["network"]["fidelity"].get<std::string>());
  fmt::print("{}", report::BenchTableHeader());
}

// The report of a table is that of its last size, with one results row per size and the table's own
// provenance.
telemetry::RunReport TableReport(const experiment::Outcome& last,
                                 const std::vector<report::BenchRow>& rows) {
  telemetry::RunReport table = last.report;
  for (const report::BenchRow& row : rows) table.AddRow(RowJson(row));
  return table;
}

void Bench(const BenchOptions& options, Session& session) {
  const std::vector<uint64_t> sizes = ParseSizes(options.sizes);
  for (const std::string& set : options.scenario.sets) {
    if (set.starts_with("collective.size=")) {
      throw diagnostics::UserError({"--set " + set, 1, 1}, "bench takes its sizes from --sizes");
    }
  }
  // Every size becomes a plan before the first runs: a mistake shows before an hour of simulation.
  std::vector<planning::Plan> plans;
  for (uint64_t size : sizes) {
    ScenarioOptions scenario = options.scenario;
    scenario.size = fmt::format("{} B", size);
    const config::Document document = scenario.ToDocument("");
    plans.push_back(planning::MakePlan(scenario::ReadScenario(document), document));
    scenario.ExpectCollectiveOf(plans.back().program());
    options.output.RefuseInputs(ScenarioOptions::InputsOf(document, options.scenario.algorithm));
  }
  options.output.ExpectWritable();
  PrintHeading(plans.front());
  std::vector<report::BenchRow> rows;
  experiment::Outcome outcome;
  for (const planning::Plan& plan : plans) {
    {
      telemetry::Progress progress(units::Format(plan.scenario.collective.size));
      outcome = experiment::RunPlanOnce(
          plan, {.progress = &progress, .interrupted = session.interrupted});
    }
    rows.push_back(RowOf(plan, outcome));
    fmt::print("{}", report::BenchTableRow(rows.back()));
    std::fflush(stdout);
    if (outcome.result().wrong > 0) {
      fmt::print(stderr, "failure: {} elements are wrong; first: {}\n", outcome.result().wrong,
                 outcome.result().first_wrong);
      session.exit_code = diagnostics::ExitCode::kRunFailure;
    }
  }
  fmt::print("{}", report::BenchTableTrailer(rows));
  if (!options.output.json_path.empty() || options.output.details)
    experiment::AddPrice(plans.back(), outcome);
  const telemetry::RunReport table = TableReport(outcome, rows);
  report::WriteReportFiles(table, options.output.json_path, options.output.csv_path);
  if (options.output.details) fmt::print("\n{}", report::ReportText(table, true));
}

}  // namespace

void AddBench(CLI::App& app, Session& session) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* bench =
      app.add_subcommand("bench", "time a collective over sizes; prints a table like nccl-tests");
  options->scenario.AddTo(*bench, "--on");
  bench->get_option("--algorithm")->required();
  bench->add_option("--sizes", options->sizes, "first:last:factor, or a comma-separated list")
      ->type_name("SIZES")
      ->capture_default_str();
  options->output.AddTo(*bench);
  bench->callback([options, &session] { Bench(*options, session); });
}

}  // namespace linkwright::cli
