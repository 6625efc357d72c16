// SPDX-License-Identifier: Apache-2.0
// A RunReport for programs: JSON and CSV, whole on disk or not at all.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "foundation/telemetry/run_report.h"

namespace linkwright::report {

using Json = nlohmann::ordered_json;

Json ToJson(const telemetry::Value& value);
// The inverse; what the document holds as a number stays exact.
telemetry::Value FromJson(const Json& json);

// {"status": "complete" or "failed", "failure": why, "provenance": {...}, "metrics": {key: {value,
// unit, definition; with labels also name and labels}}, "results": [...] when there are rows,
// "what_is_left_out": [...]}. Integers stay exact, and doubles read back to the same value.
Json ToJson(const telemetry::RunReport& report);
// ToJson(), indented by two, with a newline at the end.
std::string JsonText(const telemetry::RunReport& report);

// RFC 4180: name,value,unit,definition.
std::string MetricsCsv(const telemetry::RunReport& report);
// RFC 4180: the results table; columns in order of first appearance, empty where a row has none.
std::string ResultsCsv(const telemetry::RunReport& report);

struct NamedOutput {
  const char* kind;  // "JSON"
  std::string path;  // empty: not wanted
};

// Throws diagnostics::UserError when a path that is given cannot be written to, or two are the same
// file. "-" and "/dev/stdout" are standard output, here and below: text goes behind what is
// there already.
void ExpectWritable(std::initializer_list<NamedOutput> outputs);

void WriteTextFile(const std::string& path, const std::string& text);

// Writes JSON and CSV where a path is given (empty: not wanted). Both are on disk under temporary
// names before either appears, so a full disk or a bad path leaves neither. Throws
// diagnostics::UserError.
void WriteReportFiles(const telemetry::RunReport& report, const std::string& json_path,
                      const std::string& csv_path);

}  // namespace linkwright::report
