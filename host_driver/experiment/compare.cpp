// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "foundation/telemetry/progress.h"
#include "foundation/telemetry/table.h"
#include "foundation/units/readable.h"
#include "foundation/units/text.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/report/report_file.h"
#include "host_driver/report/report_text.h"
#include "workloads/collectives/describe.h"

namespace linkwright::experiment {
namespace {

scoring::Performance PerformanceOf(const executor::CollectiveResult& result) {
  uint64_t bytes = 0;
  for (const executor::RankResult& rank : result.ranks) bytes += rank.wire_sent;
  return {
      .time = result.time, .busbw_gigabytes_per_second = result.busbw_GBps, .bytes_sent = bytes};
}

telemetry::Value::Map ResultsRow(const scoring::ComparisonRow& row) {
  telemetry::Value::Map values = {{"pod", row.pod}};
  for (const telemetry::Metric& metric : row.metrics)
    std::visit([&](auto value) { values.emplace_back(metric.name, value); }, metric.value);
  values.emplace_back("best_for_cost", row.best_for_cost);
  values.emplace_back("best_for_power", row.best_for_power);
  return values;
}

// "8 x sue_switch_51t", "4 x ethernet_switch_8 + 4 x ethernet_switch_4": in order of the switches.
std::string SwitchesText(const topology::Topology& topology) {
  std::vector<std::pair<std::string, int>> parts;
  for (int s = 0; s < topology.switches(); ++s) {
    const std::string& part = topology.part(topology.node(topology.switch_node(s)).part);
    if (parts.empty() || parts.back().first != part) parts.emplace_back(part, 0);
    ++parts.back().second;
  }
  std::string text;
  for (const auto& [part, count] : parts)
    text += fmt::format("{}{} x {}", text.empty() ? "" : " + ", count, part);
  return text;
}

// What any of the runs leaves out, once.
void LeaveOutOnce(const std::vector<std::string>& sentences, telemetry::RunReport& report) {
  for (const std::string& sentence : sentences) {
    const auto& known = report.what_is_left_out();
    if (std::find(known.begin(), known.end(), sentence) == known.end()) report.LeaveOut(sentence);
  }
}

}  // namespace

Comparison Compare(const std::vector<planning::Plan>& plans, const planning::RunContext& context) {
  Comparison comparison;
  telemetry::Value::Map pods;
  double begun = 0;
  for (const planning::Plan& plan : plans) {
    const auto count = static_cast<double>(plans.size());
    if (context.progress != nullptr)
      context.progress->BeginPart(plan.pod_name, begun / count, (begun + 1) / count);
    begun += 1;
    Outcome outcome = RunPlanOnce(plan, context);
    const scoring::PriceTag tag = AddPrice(plan, outcome);
    comparison.wrong += outcome.wrong();
    LeaveOutOnce(outcome.report.what_is_left_out(), comparison.report);
    comparison.rows.push_back(scoring::MakeRow(tag, PerformanceOf(outcome.result())));
    comparison.rows.back().pod = plan.pod_name;
    pods.emplace_back(
        plan.pod_name,
        telemetry::Value::Map{{"scenario", report::FromJson(planning::ResolvedScenario(plan))},
                              {"bill_of_materials", BillOf(tag)}});
    comparison.notes.push_back(
        fmt::format("{}: {} (variant {}), links {}, {} per {}, {} channels, protocol {}, {} B",
                    plan.pod_name, SwitchesText(plan.topology), plan.hardware.variant_names(),
                    plan.pod.link, units::Format(plan.hardware.clock_period), plan.hardware.unit,
                    collectives::Summarize(plan.program()).channels,
                    collectives::ToString(plan.program().protocol), outcome.result().size_bytes));
  }
  scoring::MarkParetoFronts(comparison.rows);
  AppendProvenance(plans.front(), comparison.report);
  comparison.report.SetProvenance("pods", std::move(pods));
  for (const scoring::ComparisonRow& row : comparison.rows) {
    for (telemetry::Metric metric : row.metrics) {
      metric.name = row.pod + "." + metric.name;
      comparison.report.Add(std::move(metric));
    }
    comparison.report.AddRow(ResultsRow(row));
  }
  return comparison;
}

std::string ComparisonText(const Comparison& comparison, const telemetry::Page& page) {
  struct Shown {
    const char* metric;
    const char* title;
    const char* unit;
    double scale;
    bool in_short;
  };
  static constexpr std::array<Shown, 14> kShown = {{
      {"accelerators", "accelerators", "", 1, true},
      {"time", "time", "us", 1e-6, true},
      {"busbw", "busbw", "GB/s", 1, true},
      {"switches", "switches", "", 1, true},
      {"links", "links", "", 1, true},
      {"network_capex", "price of the network", "k$", 1e-3, true},
      {"capex_per_accelerator", "... per accelerator", "$", 1, true},
      {"annual_cost", "cost per year", "k$/y", 1e-3, true},
      {"network_power", "power of the network", "W", 1, true},
      {"power_per_accelerator", "... per accelerator", "W", 1, true},
      {"energy_per_bit", "energy per bit", "pJ/bit", 1, true},
      {"energy_per_collective", "energy per collective", "mJ", 1e3, true},
      {"busbw_per_kilodollar", "busbw per k$", "GB/s/k$", 1, false},
      {"busbw_per_kilowatt", "busbw per kW", "GB/s/kW", 1, false},
  }};
  using Align = telemetry::Table::Align;
  std::vector<telemetry::Table::Column> columns = {{.title = "", .align = Align::kLeft},
                                                   {.title = "", .align = Align::kLeft}};
  for (const scoring::ComparisonRow& row : comparison.rows) columns.push_back({.title = row.pod});
  telemetry::Table table(columns);
  for (const Shown& shown : kShown) {
    if (!shown.in_short && !page.details) continue;
    std::vector<std::string> cells = {shown.title, shown.unit};
    for (const scoring::ComparisonRow& row : comparison.rows) {
      const double value = row.Value(shown.metric) * shown.scale;
      const bool count = shown.scale == 1 && value == std::floor(value) && value < 1e6;
      cells.push_back(count ? units::Grouped(static_cast<long long>(value))
                            : units::FourDigits(value));
    }
    table.AddRow(std::move(cells));
  }
  std::vector<std::string> front = {"front", ""};
  for (const scoring::ComparisonRow& row : comparison.rows) {
    front.push_back(
        fmt::format("{}{}", row.best_for_cost ? "$" : "", row.best_for_power ? "W" : ""));
  }
  table.AddRow(std::move(front));
  std::string text = table.ToText(page) + "\n";
  const auto paragraph = [&](std::string_view sentences) {
    text += telemetry::Paragraph(sentences, page.columns());
  };
  for (const std::string& note : comparison.notes)
    text += telemetry::Paragraph(note, page.columns(), "", "  ");
  text += "\n";
  paragraph(
      "front $, W: no other pod here is both as fast and cheaper (draws less) per accelerator, at "
      "this size; a small lead in time is enough.");
  paragraph(
      "Prices and watts are the modes of wide ranges, power is typical; --json has low, high and "
      "sources of every part.");
  if (page.details) {
    paragraph(
        "busbw of in-network algorithms may exceed the link rate: fewer bytes cross a port than "
        "nccl-tests' factor assumes. Switches of scale-up pods are assumed to reduce.");
    paragraph(
        "Network only (switches, trays, NICs of Ethernet fabrics, cables, shares of racks and "
        "power shelves); accelerators and hosts are not in it.");
  }
  return text + report::LeftOutText(comparison.report.what_is_left_out(), page);
}

}  // namespace linkwright::experiment
