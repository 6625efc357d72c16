// SPDX-License-Identifier: Apache-2.0
// Dollars: purchase price, and what a year costs (annuity, energy, maintenance). Formulas:
// docs/models/tco.md.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "tco/bill_of_materials/bill_of_materials.h"
#include "tco/power/power.h"

namespace linkwright::cost {

// Economic inputs, each with range and source (tco/cost/data/assumptions.yaml, compiled in).
struct Assumptions {
  parts::Estimate pue;             // 1
  parts::Estimate energy_price;    // USD/kWh
  parts::Estimate interest;        // %/y
  parts::Estimate maintenance;     // %/y of purchase price
  parts::Estimate hours_per_year;  // 1
};

// The built-in assumptions with the files' `assumptions:` laid over them; errors as
// parts::LoadCatalog.
Assumptions LoadAssumptions(std::span<const std::string> overrides = {});

// Rows of the table in docs/models/tco.md: name, low, mode, high, unit, source, note.
std::string AssumptionsMarkdown(const Assumptions& assumptions);

struct Line {
  bill_of_materials::Scope scope = bill_of_materials::Scope::kNetwork;
  std::string part;
  std::string title;
  double count = 0;
  std::string how;
  parts::Range unit_price;  // USD
  parts::Range total;       // USD
  parts::Range annual;      // USD/y, annuity over the life of the part's class
};

struct Cost {
  std::vector<Line> lines;
  parts::Range network_capex;       // USD
  parts::Range accelerators_capex;  // USD
  // Network only, USD/y:
  parts::Range annual_capital;
  parts::Range annual_energy;
  parts::Range annual_maintenance;
  parts::Range annual_total;
  parts::Range annual_kilowatt_hours;  // kWh/y at the meter, PUE included
};

// Constant yearly payment, monthly compounding: 12 * (price - salvage/(1+m)^n) * m / (1 -
// (1+m)^-n), m = rate/12, n = 12*years; straight line when the rate is 0. years > 0.
double Annuity(double price, double yearly_rate, double years, double salvage = 0);

Cost CostOf(const bill_of_materials::BillOfMaterials& bom, const power::Power& power,
            const parts::Catalog& catalog, const Assumptions& assumptions);

}  // namespace linkwright::cost
