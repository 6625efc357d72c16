// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::telemetry {

void RunReport::SetProvenance(std::string key, Value value) {
  LINKWRIGHT_CHECK(Provenance(key) == nullptr) << "provenance '" << key << "' is set twice";
  provenance_.emplace_back(std::move(key), std::move(value));
}

void RunReport::Add(Metric metric) {
  LINKWRIGHT_CHECK(!metric.name.empty() && !metric.unit.empty() && !metric.definition.empty())
      << "metric '" << metric.name << "' needs a name, a unit and a definition";
  LINKWRIGHT_CHECK(std::isfinite(AsDouble(metric)))
      << "metric '" << metric.name << "' is " << AsDouble(metric);
  const bool added = index_.emplace(metric.key(), metrics_.size()).second;
  LINKWRIGHT_CHECK(added) << "metric '" << metric.key() << "' is reported twice";
  metrics_.push_back(std::move(metric));
}

void RunReport::Add(std::string name, std::int64_t value, std::string unit,
                    std::string definition) {
  Add(Metric{std::move(name), value, std::move(unit), std::move(definition)});
}

void RunReport::Add(std::string name, double value, std::string unit, std::string definition) {
  Add(Metric{std::move(name), value, std::move(unit), std::move(definition)});
}

void RunReport::LeaveOut(std::string sentence) { left_out_.push_back(std::move(sentence)); }

void RunReport::Merge(const RunReport& part, const std::pair<std::string, std::string>& label) {
  for (Metric metric : part.metrics()) {
    metric.labels.push_back(label);
    Add(std::move(metric));
  }
  for (const std::string& sentence : part.what_is_left_out()) {
    if (std::ranges::find(left_out_, sentence) == left_out_.end()) LeaveOut(sentence);
  }
}

const Metric* RunReport::Find(std::string_view key) const {
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &metrics_[found->second];
}

const Value* RunReport::Provenance(std::string_view key) const {
  for (const auto& [name, value] : provenance_) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string RunReport::ToText() const {
  std::string text;
  for (const Metric& metric : metrics_) {
    const std::string value =
        std::visit([](auto number) { return fmt::format("{}", number); }, metric.value);
    text += fmt::format("{} {} {}\n", metric.key(), value, metric.unit);
  }
  return text;
}

}  // namespace linkwright::telemetry
