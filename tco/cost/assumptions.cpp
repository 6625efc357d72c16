// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>

#include "fabric/parts/embedded_text.h"
#include "foundation/config/config.h"
#include "foundation/diagnostics/check.h"
#include "tco/cost/assumption_fields.h"
#include "tco/cost/cost.h"

namespace linkwright::cost {

// Generated from tco/cost/data by cmake/EmbedText.cmake.
std::span<const parts::EmbeddedText> EmbeddedAssumptions();

Assumptions LoadAssumptions(std::span<const std::string> overrides) {
  const config::Node root = parts::LoadOverlaid(EmbeddedAssumptions(), overrides);
  const config::Node* section = root.Find("assumptions");
  LINKWRIGHT_CHECK(section != nullptr) << "the built-in assumptions are missing";
  config::Diagnostics diagnostics;
  Assumptions assumptions = config::Read<Assumptions>(*section, diagnostics);
  diagnostics.ThrowIfAny();
  return assumptions;
}

std::string AssumptionsMarkdown(const Assumptions& assumptions) {
  std::string rows;
  const config::Json json = config::Write(assumptions);
  for (const auto& [name, value] : json.items()) {
    fmt::format_to(std::back_inserter(rows), "| {} | {} | {} | {} | {} | {} | {} |\n", name,
                   value["low"].get<double>(), value["mode"].get<double>(),
                   value["high"].get<double>(), value["unit"].get<std::string>(),
                   value["source"].get<std::string>(), value["note"].get<std::string>());
  }
  return rows;
}

}  // namespace linkwright::cost

namespace linkwright::config {

void Describe<cost::Assumptions>::Check(const Assumptions& a, const Node& at, Diagnostics& d) {
  parts::ExpectUnit(a.pue, "1", at, "pue", d);
  parts::ExpectUnit(a.energy_price, "USD/kWh", at, "energy_price", d);
  parts::ExpectUnit(a.interest, "%/y", at, "interest", d);
  parts::ExpectUnit(a.maintenance, "%/y", at, "maintenance", d);
  parts::ExpectUnit(a.hours_per_year, "1", at, "hours_per_year", d);
  if (a.pue.low < 1) d.Error(at.LocationOf("pue.low"), "expected a PUE of at least 1");
}

}  // namespace linkwright::config
