// SPDX-License-Identifier: Apache-2.0
// Counters and histograms as owned members that register themselves.
//
//   struct Port {
//     explicit Port(MetricSet& metrics)
//         : flits_sent(metrics, "flits_sent", "flits", "flits accepted by the link") {}
//     Counter flits_sent;
//   };
//   ++port.flits_sent;                 // a plain integer increment, no lookup
//   metrics.AppendTo(report);          // while the members live
//
// The set outlives its members; a member that dies leaves the set. Members neither copy nor move.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/telemetry/metric.h"

namespace linkwright::telemetry {

class MetricSet;
class RunReport;

/// Something that can turn itself into metrics when the run is over.
class Instrument {
 public:
  /// `name`, `unit` and `doc` are not empty.
  Instrument(MetricSet& set, std::string_view name, std::string_view unit, std::string_view doc);
  virtual ~Instrument();
  Instrument(const Instrument&) = delete;
  Instrument& operator=(const Instrument&) = delete;

  const std::string& name() const { return name_; }
  const std::string& unit() const { return unit_; }
  const std::string& doc() const { return doc_; }
  /// Metrics with names relative to the set.
  virtual std::vector<Metric> Collect() const = 0;

 private:
  MetricSet& set_;
  std::string name_;
  std::string unit_;
  std::string doc_;
};

class MetricSet {
 public:
  /// `path` ("pod0.switch3") is put before every name, with a dot; "" adds nothing.
  explicit MetricSet(std::string path = "") : path_(std::move(path)) {}
  MetricSet(const MetricSet&) = delete;
  MetricSet& operator=(const MetricSet&) = delete;

  const std::string& path() const { return path_; }
  /// In order of registration.
  const std::vector<const Instrument*>& instruments() const { return instruments_; }
  std::vector<Metric> Collect() const;
  void AppendTo(RunReport& report) const;

 private:
  friend class Instrument;
  void Register(const Instrument* instrument);
  void Deregister(const Instrument* instrument);

  std::string path_;
  std::vector<const Instrument*> instruments_;
};

class Counter final : public Instrument {
 public:
  using Instrument::Instrument;

  Counter& operator++() {
    ++value_;
    return *this;
  }
  Counter& operator+=(std::uint64_t n) {
    value_ += n;
    return *this;
  }
  std::uint64_t value() const { return value_; }
  void Reset() { value_ = 0; }

  std::vector<Metric> Collect() const override;

 private:
  std::uint64_t value_ = 0;
};

}  // namespace linkwright::telemetry
