// SPDX-License-Identifier: Apache-2.0
#include "tco/cost/cost.h"

#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::cost {

using bill_of_materials::Scope;
using parts::Range;

double Annuity(double price, double yearly_rate, double years, double salvage) {
  constexpr int kMonths = 12;
  LINKWRIGHT_CHECK(years > 0) << "a life of " << years << " years";
  const double months = kMonths * years;
  const double monthly_rate = yearly_rate / kMonths;
  if (monthly_rate == 0) return kMonths * (price - salvage) / months;
  const double discount = std::pow(1 + monthly_rate, -months);
  return kMonths * (price - salvage * discount) * monthly_rate / (1 - discount);
}

namespace {

// Cheapest: lowest price and interest over the longest life.
Range AnnuityRange(const Range& price, const Range& interest_percent, const Range& life) {
  return {Annuity(price.low, interest_percent.low / 100, life.high),
          Annuity(price.mode, interest_percent.mode / 100, life.mode),
          Annuity(price.high, interest_percent.high / 100, life.low)};
}

}  // namespace

Cost CostOf(const bill_of_materials::BillOfMaterials& bom, const power::Power& power,
            const parts::Catalog& catalog, const Assumptions& assumptions) {
  Cost cost;
  for (const bill_of_materials::Line& line : bom.lines) {
    const Range total = line.price.range() * line.count;
    const Range annual = AnnuityRange(total, assumptions.interest.range(),
                                      catalog.part_class(line.part_class).life.range());
    cost.lines.push_back({.scope = line.scope,
                          .part = line.part,
                          .title = line.title,
                          .count = line.count,
                          .how = line.how,
                          .unit_price = line.price.range(),
                          .total = total,
                          .annual = annual});
    if (line.scope == Scope::kAccelerators) {
      cost.accelerators_capex += total;
      continue;
    }
    cost.network_capex += total;
    cost.annual_capital += annual;
  }
  cost.annual_kilowatt_hours =
      power.network_typical * assumptions.pue.range() * assumptions.hours_per_year.range() * 1e-3;
  cost.annual_energy = cost.annual_kilowatt_hours * assumptions.energy_price.range();
  cost.annual_maintenance = cost.network_capex * assumptions.maintenance.range() * 0.01;
  cost.annual_total = cost.annual_capital + cost.annual_energy + cost.annual_maintenance;
  return cost;
}

}  // namespace linkwright::cost
