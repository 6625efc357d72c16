// SPDX-License-Identifier: Apache-2.0
// What a run hands to everybody after it: terminal, JSON, CSV, comparisons, cost models.
//
// Deterministic by contract: the same scenario and seed give the same bytes. So there are no wall
// clock times and no host names in here, order is insertion order, and doubles are printed so that
// they read back to the same value.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/telemetry/metric.h"

namespace linkwright::telemetry {

using Json = nlohmann::ordered_json;

class RunReport {
 public:
  /// Tool version, build facts, scenario hash, resolved scenario, seed, parts used ... A key given
  /// twice is an InternalError. A plain string converts to Json.
  void SetProvenance(std::string key, Json value);
  /// A duplicate name, an empty unit or definition, or a value that is not finite is an
  /// InternalError.
  void Add(Metric metric);
  void Add(std::string name, std::int64_t value, std::string unit, std::string definition);
  void Add(std::string name, double value, std::string unit, std::string definition);
  /// One row of the optional results table (`bench`, `sweep`): an object; rows may differ in keys.
  void AddRow(Json row);
  /// One sentence naming an effect that the models used do not contain.
  void LeaveOut(std::string sentence);

  const std::vector<std::pair<std::string, Json>>& provenance() const { return provenance_; }
  const std::vector<Metric>& metrics() const { return metrics_; }
  const std::vector<Json>& results() const { return results_; }
  const std::vector<std::string>& what_is_left_out() const { return left_out_; }
  /// nullptr when absent.
  const Metric* Find(std::string_view name) const;
  /// Null when absent.
  Json Provenance(std::string_view key) const;

  /// {"provenance": {...}, "metrics": {name: {value, unit, definition}}, "results": [...] when
  /// there are rows, "what_is_left_out": [...]}.
  Json ToJson() const;
  /// ToJson(), indented by two, with a newline at the end.
  std::string ToText() const;
  /// RFC 4180: name,value,unit,definition.
  std::string ToCsv() const;
  /// RFC 4180: the results table; columns in order of first appearance, empty where a row has none.
  std::string ResultsToCsv() const;

  /// The inverse of ToJson. Throws UserError naming `file` when the JSON is no run report.
  static RunReport FromJson(const Json& json, const std::string& file);

 private:
  std::vector<std::pair<std::string, Json>> provenance_;
  std::vector<Metric> metrics_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<Json> results_;
  std::vector<std::string> left_out_;
};

}  // namespace linkwright::telemetry
