// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::telemetry {
namespace {

std::string Dump(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// RFC 4180: quotes around a field that needs them, quotes inside doubled.
std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + "\"";
}

std::string CsvValue(const Json& value) {
  if (value.is_null()) return "";
  return CsvField(value.is_string() ? value.get<std::string>() : Dump(value));
}

Json ValueOf(const Metric& metric) {
  return std::visit([](auto value) { return Json(value); }, metric.value);
}

const Json& Member(const Json& json, const char* key, const std::string& file) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  if (!json.is_object() || found == json.end()) {
    throw diagnostics::UserError({file, 0, 0},
                                 fmt::format("not a run report: '{}' is missing", key));
  }
  return *found;
}

std::string Text(const Json& json, const char* key, const std::string& file) {
  const Json& member = Member(json, key, file);
  if (!member.is_string()) {
    throw diagnostics::UserError({file, 0, 0},
                                 fmt::format("not a run report: '{}' is no text", key));
  }
  return member.get<std::string>();
}

Metric MetricFrom(const std::string& name, const Json& json, const std::string& file) {
  const Json& value = Member(json, "value", file);
  const bool fits = value.is_number_integer()
                        ? !value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX
                        : value.is_number_float();
  if (!fits) {
    throw diagnostics::UserError(
        {file, 0, 0}, fmt::format("not a run report: the value of '{}' is no number", name));
  }
  Metric metric{name, std::int64_t{0}, Text(json, "unit", file), Text(json, "definition", file)};
  if (metric.unit.empty() || metric.definition.empty()) {
    throw diagnostics::UserError(
        {file, 0, 0}, fmt::format("not a run report: '{}' lacks a unit or definition", name));
  }
  if (value.is_number_integer()) {
    metric.value = value.get<std::int64_t>();
  } else {
    metric.value = value.get<double>();
  }
  return metric;
}

}  // namespace

void RunReport::SetProvenance(std::string key, Json value) {
  LINKWRIGHT_CHECK(std::ranges::find(
                       provenance_, key, [](const auto& entry) -> const auto& {
                         return entry.first;
                       }) == provenance_.end())
      << "provenance '" << key << "' is set twice";
  provenance_.emplace_back(std::move(key), std::move(value));
}

void RunReport::Add(Metric metric) {
  LINKWRIGHT_CHECK(!metric.name.empty() && !metric.unit.empty() && !metric.definition.empty())
      << "metric '" << metric.name << "' needs a name, a unit and a definition";
  LINKWRIGHT_CHECK(std::isfinite(AsDouble(metric)))
      << "metric '" << metric.name << "' is " << AsDouble(metric);
  const bool added = index_.emplace(metric.name, metrics_.size()).second;
  LINKWRIGHT_CHECK(added) << "metric '" << metric.name << "' is reported twice";
  metrics_.push_back(std::move(metric));
}

void RunReport::Add(std::string name, std::int64_t value, std::string unit,
                    std::string definition) {
  Add(Metric{std::move(name), value, std::move(unit), std::move(definition)});
}

void RunReport::Add(std::string name, double value, std::string unit, std::string definition) {
  Add(Metric{std::move(name), value, std::move(unit), std::move(definition)});
}

void RunReport::AddRow(Json row) {
  LINKWRIGHT_CHECK(row.is_object()) << "a row of results is " << row.type_name();
  results_.push_back(std::move(row));
}

void RunReport::LeaveOut(std::string sentence) { left_out_.push_back(std::move(sentence)); }

const Metric* RunReport::Find(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &metrics_[found->second];
}

Json RunReport::Provenance(std::string_view key) const {
  for (const auto& [name, value] : provenance_) {
    if (name == key) return value;
  }
  return nullptr;
}

Json RunReport::ToJson() const {
  Json json = Json::object();
  Json provenance = Json::object();
  for (const auto& [key, value] : provenance_) provenance[key] = value;
  json["provenance"] = std::move(provenance);
  Json metrics = Json::object();
  for (const Metric& metric : metrics_) {
    // emplace_back of a pair, not operator[], which searches all earlier keys.
    metrics.get_ref<Json::object_t&>().emplace_back(
        metric.name,
        Json{{"value", ValueOf(metric)}, {"unit", metric.unit}, {"definition", metric.definition}});
  }
  json["metrics"] = std::move(metrics);
  if (!results_.empty()) json["results"] = results_;
  json["what_is_left_out"] = left_out_;
  return json;
}

std::string RunReport::ToText() const { return Dump(ToJson(), 2) + "\n"; }

std::string RunReport::ToCsv() const {
  std::string csv = "name,value,unit,definition\r\n";
  for (const Metric& metric : metrics_) {
    csv += fmt::format("{},{},{},{}\r\n", CsvField(metric.name), Dump(ValueOf(metric)),
                       CsvField(metric.unit), CsvField(metric.definition));
  }
  return csv;
}

std::string RunReport::ResultsToCsv() const {
  std::vector<std::string> columns;
  for (const Json& row : results_) {
    for (const auto& [key, value] : row.items()) {
      if (std::ranges::find(columns, key) == columns.end()) columns.push_back(key);
    }
  }
  std::string csv;
  for (const std::string& column : columns) csv += (csv.empty() ? "" : ",") + CsvField(column);
  csv += "\r\n";
  for (const Json& row : results_) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line += ',';
      const auto found = row.find(columns[i]);
      if (found != row.end()) line += CsvValue(*found);
    }
    csv += line + "\r\n";
  }
  return csv;
}

RunReport RunReport::FromJson(const Json& json, const std::string& file) {
  RunReport report;
  for (const auto& [key, value] : Member(json, "provenance", file).items()) {
    report.SetProvenance(key, value);
  }
  for (const auto& [name, metric] : Member(json, "metrics", file).items()) {
    report.Add(MetricFrom(name, metric, file));
  }
  if (json.contains("results")) {
    for (const Json& row : json["results"]) {
      if (!row.is_object()) {
        throw diagnostics::UserError({file, 0, 0}, "not a run report: a row of results is no map");
      }
      report.AddRow(row);
    }
  }
  for (const Json& sentence : Member(json, "what_is_left_out", file)) {
    if (sentence.is_string()) report.LeaveOut(sentence.get<std::string>());
  }
  return report;
}

}  // namespace linkwright::telemetry
