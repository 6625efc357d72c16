// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/report_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "foundation/telemetry/table.h"
#include "foundation/units/readable.h"

namespace linkwright::report {
namespace {

units::ReadableValue ValueOf(const telemetry::Metric& metric) {
  if (const auto* whole = std::get_if<int64_t>(&metric.value))
    return units::Readable(static_cast<long long>(*whole), metric.unit);
  return units::Readable(std::get<double>(metric.value), metric.unit);
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

// The subject of a sentence: "price" of "price: accelerators are shown apart ...".
std::string SubjectOf(const std::string& sentence) {
  return sentence.substr(0, std::min(sentence.find(": "), sentence.find(" (")));
}

}  // namespace

telemetry::Table MetricsTable(const std::vector<telemetry::Metric>& metrics, bool definitions) {
  using Align = telemetry::Table::Align;
  std::vector<telemetry::Table::Column> columns = {{.title = "metric", .align = Align::kLeft},
                                                   {.title = "value"},
                                                   {.title = "unit", .align = Align::kLeft}};
  if (definitions) columns.push_back({.title = "definition", .align = Align::kLeft, .wraps = true});
  telemetry::Table table(columns);
  for (const telemetry::Metric& metric : metrics) {
    const units::ReadableValue value = ValueOf(metric);
    std::vector<std::string> cells = {metric.key(), value.numeral, value.unit};
    if (definitions) cells.push_back(metric.definition);
    table.AddRow(std::move(cells));
  }
  return table;
}

std::string ReportText(const telemetry::RunReport& report, const telemetry::Page& page) {
  std::vector<telemetry::Metric> shown;
  for (const telemetry::Metric& metric : report.metrics()) {
    if (page.details || InShortForm(metric.name)) shown.push_back(metric);
  }
  std::string text = MetricsTable(shown, page.details).ToText(page);
  if (!page.details) {
    text += telemetry::Paragraph(
        "(--details: every metric with its definition; --json FILE: the whole report)",
        page.columns());
  }
  const std::string left_out = LeftOutText(report.what_is_left_out(), page);
  return left_out.empty() ? text : text + "\n" + left_out;
}

std::string LeftOutText(const std::vector<std::string>& sentences, const telemetry::Page& page) {
  if (sentences.empty()) return {};
  if (page.details) {
    std::string text = "Left out by the models used:\n";
    for (const std::string& sentence : sentences)
      text += telemetry::Paragraph(sentence, page.columns(), "  - ", "    ");
    return text;
  }
  std::vector<std::pair<std::string, int>> subjects;
  for (const std::string& sentence : sentences) {
    const std::string subject = SubjectOf(sentence);
    const auto known = std::find_if(subjects.begin(), subjects.end(),
                                    [&](const auto& s) { return s.first == subject; });
    if (known == subjects.end()) {
      subjects.emplace_back(subject, 1);
    } else {
      ++known->second;
    }
  }
  std::vector<std::string> words;
  for (const auto& [subject, count] : subjects)
    words.push_back(count == 1 ? subject : fmt::format("{} ({} points)", subject, count));
  return telemetry::Paragraph(
      fmt::format("Left out by the models used: {} (--details says each in full)",
                  fmt::join(words, "; ")),
      page.columns());
}

}  // namespace linkwright::report
