// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace linkwright::telemetry {

/// One measured or computed number. No number leaves the program without unit and definition.
struct Metric {
  std::string name;  ///< "pod0.switch3.flits_sent"
  std::variant<std::int64_t, double> value;
  std::string unit;        ///< "flits", "ps", "GB/s"; "1" for a pure ratio
  std::string definition;  ///< one sentence: what is counted, over what, between which instants
  /// What tells it from others of its name in one report: {"size", "1024"}, {"job", "a"}.
  std::vector<std::pair<std::string, std::string>> labels = {};

  /// Unique in a report: the name, with labels "collective.time{size=1024,job=a}".
  std::string key() const {
    if (labels.empty()) return name;
    std::string text = name;
    for (const auto& [label, of] : labels)
      text += (text.size() == name.size() ? "{" : ",") + label + "=" + of;
    return text + "}";
  }

  friend bool operator==(const Metric&, const Metric&) = default;
};

/// The value as a double, whichever alternative it is.
inline double AsDouble(const Metric& metric) {
  return std::visit([](auto value) { return static_cast<double>(value); }, metric.value);
}

}  // namespace linkwright::telemetry
