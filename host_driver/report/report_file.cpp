// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/report_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "foundation/diagnostics/atomic_file.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::report {
namespace {

using telemetry::Metric;
using telemetry::Value;

struct AsJson {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(const Value::List& list) const {
    Json json = Json::array();
    for (const Value& item : list) json.push_back(ToJson(item));
    return json;
  }
  Json operator()(const Value::Map& map) const {
    Json json = Json::object();
    for (const auto& [key, value] : map)
      json.get_ref<Json::object_t&>().emplace_back(key, ToJson(value));
    return json;
  }
  template <class Plain>
  Json operator()(const Plain& value) const {
    return value;
  }
};

std::string Dump(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json ValueOf(const Metric& metric) {
  return std::visit([](auto value) { return Json(value); }, metric.value);
}

// RFC 4180: quotes around a field that needs them, quotes inside doubled.
std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + "\"";
}

std::string CsvValue(const Value& value) {
  if (value.is_null()) return "";
  const auto* text = std::get_if<std::string>(&value.alternatives());
  return CsvField(text != nullptr ? *text : Dump(ToJson(value)));
}

bool IsStandardOutput(const std::string& path) { return path == "-" || path == "/dev/stdout"; }

std::string File(const std::string& path) { return path == "-" ? "/dev/stdout" : path; }

// Behind what is there already: opened as a file, standard output would lose what others wrote.
void WriteStandardOutput(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw std::system_error(errno, std::generic_category(), "standard output");
}

}  // namespace

Json ToJson(const Value& value) { return std::visit(AsJson{}, value.alternatives()); }

Value FromJson(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    Value::List list;
    for (const Json& item : json) list.push_back(FromJson(item));
    return list;
  }
  if (!json.is_object()) return {};
  Value::Map map;
  for (const auto& [key, value] : json.items()) map.emplace_back(key, FromJson(value));
  return map;
}

Json ToJson(const telemetry::RunReport& report) {
  Json json = Json::object();
  json["status"] = report.failure().empty() ? "complete" : "failed";
  if (!report.failure().empty()) json["failure"] = report.failure();
  json["provenance"] = ToJson(Value(report.provenance()));
  Json metrics = Json::object();
  for (const Metric& metric : report.metrics()) {
    Json entry = {
        {"value", ValueOf(metric)}, {"unit", metric.unit}, {"definition", metric.definition}};
    if (!metric.labels.empty()) {
      entry["name"] = metric.name;
      for (const auto& [label, of] : metric.labels) entry["labels"][label] = of;
    }
    // emplace_back of a pair, not operator[], which searches all earlier keys.
    metrics.get_ref<Json::object_t&>().emplace_back(metric.key(), std::move(entry));
  }
  json["metrics"] = std::move(metrics);
  for (const Value::Map& row : report.results()) json["results"].push_back(ToJson(Value(row)));
  json["what_is_left_out"] = report.what_is_left_out();
  return json;
}

std::string JsonText(const telemetry::RunReport& report) { return Dump(ToJson(report), 2) + "\n"; }

std::string MetricsCsv(const telemetry::RunReport& report) {
  std::string csv = "name,value,unit,definition\r\n";
  for (const Metric& metric : report.metrics()) {
    csv += fmt::format("{},{},{},{}\r\n", CsvField(metric.key()), Dump(ValueOf(metric)),
                       CsvField(metric.unit), CsvField(metric.definition));
  }
  return csv;
}

std::string ResultsCsv(const telemetry::RunReport& report) {
  std::vector<std::string> columns;
  for (const Value::Map& row : report.results()) {
    for (const auto& [key, value] : row) {
      if (std::ranges::find(columns, key) == columns.end()) columns.push_back(key);
    }
  }
  std::string csv;
  for (const std::string& column : columns) csv += (csv.empty() ? "" : ",") + CsvField(column);
  csv += "\r\n";
  for (const Value::Map& row : report.results()) {
    const Value map(row);
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line += ',';
      if (const Value* value = map.Find(columns[i])) line += CsvValue(*value);
    }
    csv += line + "\r\n";
  }
  return csv;
}

void ExpectWritable(std::initializer_list<NamedOutput> outputs) {
  // Where standard output is a pipe, its name leads to no file: then the names are compared.
  const auto place = [](const std::string& path) {
    std::error_code none;
    const std::filesystem::path whole = std::filesystem::absolute(File(path));
    std::filesystem::path found = std::filesystem::weakly_canonical(whole, none);
    return none ? whole.lexically_normal() : found;
  };
  for (auto one = outputs.begin(); one != outputs.end(); ++one) {
    if (one->path.empty()) continue;
    for (auto other = outputs.begin(); other != one; ++other) {
      if (other->path.empty() || place(other->path) != place(one->path)) continue;
      throw diagnostics::UserError(
          {one->path, 0, 0},
          fmt::format("{} and {} cannot be written to the same file", other->kind, one->kind));
    }
  }
  for (const auto& [kind, path] : outputs) {
    if (!path.empty() && !IsStandardOutput(path)) diagnostics::ExpectWritable(path);
  }
}

void WriteTextFile(const std::string& path, const std::string& text) {
  if (IsStandardOutput(path)) {
    WriteStandardOutput(text);
  } else {
    diagnostics::WriteFileAtomically(path, text);
  }
}

void WriteReportFiles(const telemetry::RunReport& report, const std::string& json_path,
                      const std::string& csv_path) {
  ExpectWritable({{"JSON", json_path}, {"CSV", csv_path}});
  std::optional<diagnostics::AtomicFile> json, csv;
  std::string out;
  const auto write = [&out](const std::string& path, const std::string& text,
                            std::optional<diagnostics::AtomicFile>& file) {
    if (IsStandardOutput(path)) {
      out = text;
    } else {
      file.emplace(path).Write(text);
    }
  };
  if (!json_path.empty()) write(json_path, JsonText(report), json);
  if (!csv_path.empty())
    write(csv_path, report.results().empty() ? MetricsCsv(report) : ResultsCsv(report), csv);
  if (json) json->Prepare();
  if (csv) csv->Prepare();
  if (json) json->Commit();
  if (csv) csv->Commit();
  if (!out.empty()) WriteStandardOutput(out);
}

}  // namespace linkwright::report
