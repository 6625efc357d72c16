// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "foundation/units/text.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/report/text_table.h"
#include "workloads/collectives/describe.h"

namespace linkwright::experiment {
namespace {

scoring::Performance PerformanceOf(const executor::CollectiveResult& result) {
  uint64_t bytes = 0;
  for (const executor::RankResult& rank : result.ranks) bytes += rank.wire_sent;
  return {
      .time = result.time, .busbw_gigabytes_per_second = result.busbw_GBps, .bytes_sent = bytes};
}

telemetry::Json RowJson(const scoring::ComparisonRow& row) {
  telemetry::Json json;
  json["pod"] = row.pod;
  for (const telemetry::Metric& metric : row.metrics) {
    std::visit([&](auto value) { json[metric.name] = value; }, metric.value);
  }
  json["best_for_cost"] = row.best_for_cost;
  json["best_for_power"] = row.best_for_power;
  return json;
}

// "8 x sue_switch_51t", "4 x ethernet_switch_8 + 4 x ethernet_switch_4": in order of the switches.
std::string SwitchesText(const topology::Topology& topology) {
  std::vector<std::pair<std::string, int>> parts;
  for (int s = 0; s < topology.switches(); ++s) {
    const std::string& part = topology.node(topology.switch_node(s)).part;
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
  telemetry::Json pods;
  for (const planning::Plan& plan : plans) {
    Outcome outcome = RunPlanOnce(plan, context);
    const scoring::PriceTag tag = AddPrice(plan, outcome);
    comparison.wrong += outcome.wrong();
    LeaveOutOnce(outcome.report.what_is_left_out(), comparison.report);
    comparison.rows.push_back(scoring::MakeRow(tag, PerformanceOf(outcome.result())));
    comparison.rows.back().pod = plan.pod_name;
    pods[plan.pod_name] = {{"scenario", planning::ResolvedScenario(plan)},
                           {"bill_of_materials", BillJson(tag)}};
    comparison.notes.push_back(
        fmt::format("{}: {} (variant {}), links {}, {} per {}, {} channels, protocol {}, {} B",
                    plan.pod_name, SwitchesText(plan.topology), plan.fabric->variant_names(),
                    plan.pod.link, units::Format(plan.fabric->clock_period()), plan.fabric->unit(),
                    collectives::Summarize(plan.program()).channels,
                    collectives::ToString(plan.program().protocol), outcome.result().size_bytes));
  }
  scoring::MarkParetoFronts(comparison.rows);
  AppendProvenance(plans.front(), comparison.report);
  comparison.report.SetProvenance("pods", pods);
  for (const scoring::ComparisonRow& row : comparison.rows) {
    for (telemetry::Metric metric : row.metrics) {
      metric.name = row.pod + "." + metric.name;
      comparison.report.Add(std::move(metric));
    }
    comparison.report.AddRow(RowJson(row));
  }
  return comparison;
}

std::string ComparisonText(const Comparison& comparison) {
  struct Shown {
    const char* metric;
    const char* title;
    const char* unit;
    double scale;
  };
  static constexpr std::array<Shown, 14> kShown = {{
      {"accelerators", "accel.", "", 1},
      {"time", "time", "us", 1e-6},
      {"busbw", "busbw", "GB/s", 1},
      {"switches", "switches", "", 1},
      {"links", "links", "", 1},
      {"network_capex", "network", "k$", 1e-3},
      {"network_power", "power", "kW", 1e-3},
      {"capex_per_accelerator", "$/accel.", "$", 1},
      {"power_per_accelerator", "W/accel.", "W", 1},
      {"energy_per_bit", "energy", "pJ/bit", 1},
      {"energy_per_collective", "energy", "J/coll.", 1},
      {"annual_cost", "annual", "k$/y", 1e-3},
      {"busbw_per_kilodollar", "busbw/$", "GB/s/k$", 1},
      {"busbw_per_kilowatt", "busbw/W", "GB/s/kW", 1},
  }};
  std::vector<report::TextTable::Column> columns = {{"pod", "", report::TextTable::Align::kLeft}};
  for (const Shown& shown : kShown) columns.push_back({shown.title, shown.unit});
  columns.push_back({"front", "", report::TextTable::Align::kLeft});
  report::TextTable table(columns);
  for (const scoring::ComparisonRow& row : comparison.rows) {
    std::vector<std::string> cells = {row.pod};
    for (const Shown& shown : kShown) {
      const double value = row.Value(shown.metric) * shown.scale;
      const bool count = shown.scale == 1 && value == std::floor(value) && value < 1e6;
      cells.push_back(count ? report::Grouped(static_cast<long long>(value))
                            : report::FourDigits(value));
    }
    cells.push_back(
        fmt::format("{}{}", row.best_for_cost ? "$" : " ", row.best_for_power ? "W" : ""));
    table.AddRow(std::move(cells));
  }
  std::string text = table.ToText();
  text += "\n";
  for (const std::string& note : comparison.notes) text += note + "\n";
  text +=
      "\nfront $, W: no other pod here is both as fast and cheaper (draws less) per accelerator, "
      "at this size; a small lead in time is enough.\n"
      "Prices and watts are the modes of wide ranges, power is typical; --json has low, high and "
      "sources of every part. busbw of in-network\n"
      "algorithms may exceed the link rate: fewer bytes cross a port than nccl-tests' factor "
      "assumes. Switches of scale-up pods are assumed to reduce.\n"
      "Network only (switches, trays, NICs of Ethernet fabrics, cables, shares of racks and power "
      "shelves); accelerators and hosts are not in it. Left out:\n";
  for (const std::string& sentence : comparison.report.what_is_left_out())
    text += "  - " + sentence + "\n";
  return text;
}

}  // namespace linkwright::experiment
