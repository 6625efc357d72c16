// SPDX-License-Identifier: Apache-2.0
// Performance against price: one row per pod, the same columns for all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/units/duration.h"
#include "tco/scoring/price_tag.h"

namespace linkwright::scoring {

// What a run of one collective showed.
struct Performance {
  units::Duration time;
  double busbw_gigabytes_per_second = 0;  // nccl-tests' definition
  uint64_t bytes_sent = 0;                // on the links by all accelerators together
};

struct ComparisonRow {
  std::string pod;
  std::vector<telemetry::Metric> metrics;  // the same names in the same order in every row
  bool best_for_cost = false;   // no other row is as fast for less money, or faster for the same
  bool best_for_power = false;  // likewise for watts

  // The value of a metric that exists.
  double Value(std::string_view metric) const;
};

// Names in order: accelerators, time, busbw, switches, trays, links, ports_used, ports_bought,
// network_capex (and .low, .high), network_power (and .low, .high), network_power_max,
// capex_per_accelerator, power_per_accelerator, capex_per_injected_gbps, energy_per_bit,
// annual_cost, accelerators_capex, energy_per_collective, busbw_per_kilodollar, busbw_per_kilowatt.
// Bus bandwidth is a figure per accelerator, so the last two hold it against one accelerator's
// share of the network: pods of different size compare.
ComparisonRow MakeRow(const PriceTag& tag, const Performance& performance);

// Sets best_for_cost and best_for_power: the Pareto fronts of (time, capex_per_accelerator) and
// (time, power_per_accelerator).
void MarkParetoFronts(std::vector<ComparisonRow>& rows);

}  // namespace linkwright::scoring
