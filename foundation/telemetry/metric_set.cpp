// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/metric_set.h"

#include <algorithm>

#include "foundation/diagnostics/check.h"
#include "foundation/telemetry/run_report.h"

namespace linkwright::telemetry {

Instrument::Instrument(MetricSet& set, std::string_view name, std::string_view unit,
                       std::string_view doc)
    : set_(set), name_(name), unit_(unit), doc_(doc) {
  LINKWRIGHT_CHECK(!name_.empty() && !unit_.empty() && !doc_.empty())
      << "instrument '" << name_ << "' needs a name, a unit and a definition";
  set_.Register(this);
}

Instrument::~Instrument() { set_.Deregister(this); }

void MetricSet::Register(const Instrument* instrument) { instruments_.push_back(instrument); }

void MetricSet::Deregister(const Instrument* instrument) {
  // Members usually die in reverse order, so the search starts at the end.
  const auto found = std::find(instruments_.rbegin(), instruments_.rend(), instrument);
  if (found != instruments_.rend()) instruments_.erase(std::next(found).base());
}

std::vector<Metric> MetricSet::Collect() const {
  std::vector<Metric> all;
  for (const Instrument* instrument : instruments_) {
    for (Metric& metric : instrument->Collect()) {
      if (!path_.empty()) metric.name = path_ + "." + metric.name;
      all.push_back(std::move(metric));
    }
  }
  return all;
}

void MetricSet::AppendTo(RunReport& report) const {
  for (Metric& metric : Collect()) report.Add(std::move(metric));
}

std::vector<Metric> Counter::Collect() const {
  return {{name(), static_cast<std::int64_t>(value_), unit(), doc()}};
}

}  // namespace linkwright::telemetry
