// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/report_text.h"

#include <filesystem>
#include <optional>

#include "foundation/diagnostics/atomic_file.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/report/text_table.h"

namespace linkwright::report {
namespace {

std::string ValueText(const telemetry::Metric& metric) {
  if (const auto* whole = std::get_if<int64_t>(&metric.value)) return Grouped(*whole);
  return FourDigits(std::get<double>(metric.value));
}

// What most people look for first; the rest is a --details away.
bool InShortForm(const std::string& name) {
  for (const char* prefix :
       {"collective.", "switches.packets_dropped", "network.payload_bytes_sent.total"}) {
    if (name.starts_with(prefix)) return true;
  }
  return name == "tco.switches" || name == "tco.links" || name == "tco.network_capex" ||
         name == "tco.network_power" || name == "tco.capex_per_accelerator" ||
         name == "tco.energy_per_bit" || name == "tco.energy_per_collective";
}

}  // namespace

std::string ReportText(const telemetry::RunReport& report, bool details) {
  std::vector<TextTable::Column> columns = {{"metric", "", TextTable::Align::kLeft},
                                            {"value", "", TextTable::Align::kRight},
                                            {"unit", "", TextTable::Align::kLeft}};
  if (details) columns.push_back({"definition", "", TextTable::Align::kLeft});
  TextTable table(columns);
  for (const telemetry::Metric& metric : report.metrics()) {
    if (!details && !InShortForm(metric.name)) continue;
    std::vector<std::string> cells = {metric.name, ValueText(metric), metric.unit};
    if (details) cells.push_back(metric.definition);
    table.AddRow(std::move(cells));
  }
  std::string text = table.ToText();
  if (!details)
    text += "(--details: every metric with its definition; --json FILE: the whole report)\n";
  if (!report.what_is_left_out().empty()) text += "\nLeft out by the models used:\n";
  for (const std::string& sentence : report.what_is_left_out()) text += "  - " + sentence + "\n";
  return text;
}

void ExpectWritable(const std::string& json_path, const std::string& csv_path) {
  const bool both = !json_path.empty() && !csv_path.empty();
  if (both &&
      std::filesystem::weakly_canonical(json_path) == std::filesystem::weakly_canonical(csv_path)) {
    throw diagnostics::UserError({csv_path, 0, 0},
                                 "JSON and CSV cannot be written to the same file");
  }
  for (const std::string& path : {json_path, csv_path}) {
    if (!path.empty()) diagnostics::ExpectWritable(path);
  }
}

void WriteReportFiles(const telemetry::RunReport& report, const std::string& json_path,
                      const std::string& csv_path) {
  ExpectWritable(json_path, csv_path);
  std::optional<diagnostics::AtomicFile> json, csv;
  if (!json_path.empty()) json.emplace(json_path).Write(report.ToText());
  if (!csv_path.empty()) {
    csv.emplace(csv_path).Write(report.results().empty() ? report.ToCsv() : report.ResultsToCsv());
  }
  if (json) json->Prepare();
  if (csv) csv->Prepare();
  if (json) json->Commit();
  if (csv) csv->Commit();
}

}  // namespace linkwright::report
