// SPDX-License-Identifier: Apache-2.0
// What a run hands to everybody after it: terminal, JSON, CSV, comparisons, cost models.
//
// Deterministic by contract: the same scenario and seed give the same bytes. So there are no wall
// clock times and no host names in here, and order is insertion order. How it is written is said in
// host_driver/report.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/telemetry/metric.h"
#include "foundation/telemetry/value.h"

namespace linkwright::telemetry {

class RunReport {
 public:
  /// Tool version, build facts, scenario hash, resolved scenario, seed, parts used ... A key given
  /// twice is an InternalError.
  void SetProvenance(std::string key, Value value);
  /// A duplicate key (name and labels), an empty unit or definition, or a value that is not finite
  /// is an InternalError.
  void Add(Metric metric);
  void Add(std::string name, std::int64_t value, std::string unit, std::string definition);
  void Add(std::string name, double value, std::string unit, std::string definition);
  /// One row of the optional results table (`bench`, `sweep`); rows may differ in keys.
  void AddRow(Value::Map row) { results_.push_back(std::move(row)); }
  /// One sentence naming an effect that the models used do not contain.
  void LeaveOut(std::string sentence);
  /// The run did not end well: why. A report without is complete.
  void SetFailure(std::string why) { failure_ = std::move(why); }
  /// The metrics of `part` with `label` added, and what it leaves out unless that is known already.
  void Merge(const RunReport& part, const std::pair<std::string, std::string>& label);

  const std::vector<std::pair<std::string, Value>>& provenance() const { return provenance_; }
  const std::vector<Metric>& metrics() const { return metrics_; }
  const std::vector<Value::Map>& results() const { return results_; }
  const std::vector<std::string>& what_is_left_out() const { return left_out_; }
  /// Empty for a run that ended well.
  const std::string& failure() const { return failure_; }
  /// By key; nullptr when absent.
  const Metric* Find(std::string_view key) const;
  /// nullptr when absent.
  const Value* Provenance(std::string_view key) const;
  /// "key value unit", a line for each metric; a double so that it reads back to the same value.
  std::string ToText() const;

 private:
  std::vector<std::pair<std::string, Value>> provenance_;
  std::vector<Metric> metrics_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<Value::Map> results_;
  std::vector<std::string> left_out_;
  std::string failure_;
};

}  // namespace linkwright::telemetry
