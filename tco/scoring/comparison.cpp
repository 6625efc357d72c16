// SPDX-License-Identifier: Apache-2.0
#include "tco/scoring/comparison.h"

#include <utility>

#include "foundation/diagnostics/check.h"

namespace linkwright::scoring {

namespace {

using telemetry::Metric;

// Taken over from the tag, without their "tco.".
constexpr const char* kBefore[] = {"accelerators"};
constexpr const char* kAfter[] = {
    "switches",
    "trays",
    "links",
    "ports_used",
    "ports_bought",
    "network_capex",
    "network_capex.low",
    "network_capex.high",
    "network_power",
    "network_power.low",
    "network_power.high",
    "network_power_max",
    "capex_per_accelerator",
    "power_per_accelerator",
    "capex_per_injected_gbps",
    "energy_per_bit",
    "annual_cost",
    "accelerators_capex",
};

Metric Taken(const std::vector<Metric>& tag, const std::string& name) {
  for (const Metric& metric : tag) {
    if (metric.name != "tco." + name) continue;
    Metric taken = metric;
    taken.name = name;
    return taken;
  }
  LINKWRIGHT_CHECK(false) << "the price tag has no " << name;
  return {};
}

// Nobody is at least as good in both and better in one.
bool OnFront(const std::vector<ComparisonRow>& rows, const ComparisonRow& row,
             std::string_view price) {
  for (const ComparisonRow& other : rows) {
    const double time = other.Value("time") - row.Value("time");
    const double money = other.Value(price) - row.Value(price);
    if (time <= 0 && money <= 0 && (time < 0 || money < 0)) return false;
  }
  return true;
}

}  // namespace

double ComparisonRow::Value(std::string_view name) const {
  for (const Metric& metric : metrics) {
    if (metric.name == name) return AsDouble(metric);
  }
  LINKWRIGHT_CHECK(false) << "a comparison has no column " << name;
  return 0;
}

ComparisonRow MakeRow(const PriceTag& tag, const Performance& performance) {
  ComparisonRow row;
  row.pod = tag.pod;
  const std::vector<Metric> all = Metrics(tag);
  for (const char* name : kBefore) row.metrics.push_back(Taken(all, name));
  row.metrics.push_back({"time", performance.time.picoseconds(), "ps",
                         "simulated time of the collective, first start to last completion"});
  row.metrics.push_back({"busbw", performance.busbw_gigabytes_per_second, "GB/s",
                         "bus bandwidth of the collective as nccl-tests defines it"});
  for (const char* name : kAfter) row.metrics.push_back(Taken(all, name));
  const parts::Range joules =
      power::EnergyOf(tag.power, tag.bom.counts, performance.time, performance.bytes_sent);
  row.metrics.push_back(
      {"energy_per_collective", joules.mode, "J",
       "network_power times time, and the accelerators' ends for the bytes sent"});
  // busbw is a figure per accelerator, so it is held against one accelerator's share of the
  // network.
  const double busbw = performance.busbw_gigabytes_per_second;
  row.metrics.push_back({"busbw_per_kilodollar", busbw * 1e3 / row.Value("capex_per_accelerator"),
                         "GB/s/k$", "busbw / capex_per_accelerator in thousands"});
  row.metrics.push_back({"busbw_per_kilowatt", busbw * 1e3 / row.Value("power_per_accelerator"),
                         "GB/s/kW", "busbw / power_per_accelerator in kilowatts"});
  return row;
}

void MarkParetoFronts(std::vector<ComparisonRow>& rows) {
  for (ComparisonRow& row : rows) {
    row.best_for_cost = OnFront(rows, row, "capex_per_accelerator");
    row.best_for_power = OnFront(rows, row, "power_per_accelerator");
  }
}

}  // namespace linkwright::scoring
