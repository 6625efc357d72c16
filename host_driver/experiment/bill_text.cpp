// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/bill_text.h"

#include <fmt/format.h>

#include <cmath>

#include "foundation/telemetry/table.h"
#include "foundation/units/readable.h"

namespace linkwright::experiment {
namespace {

using bill_of_materials::Line;
using bill_of_materials::Scope;
using units::FourDigits;

using Map = telemetry::Value::Map;

// Whole things are counted; shares of racks and shelves are not whole.
std::string CountText(double count) {
  return count == std::floor(count) ? units::Grouped(static_cast<long long>(count))
                                    : FourDigits(count);
}

telemetry::Value ValueOf(const parts::Estimate& e) {
  return Map{{"low", e.low},       {"mode", e.mode}, {"high", e.high}, {"unit", e.unit},
             {"source", e.source}, {"date", e.date}, {"note", e.note}};
}

}  // namespace

std::string BillText(const scoring::PriceTag& tag, const telemetry::Page& page) {
  using Align = telemetry::Table::Align;
  telemetry::Table table(
      {{.title = "part", .align = Align::kLeft},
       {.title = "count"},
       {.title = "price", .unit = "$ each", .priority = 1},
       {.title = "low", .unit = "$ each", .priority = 3},
       {.title = "high", .unit = "$ each", .priority = 3},
       {.title = "total", .unit = "$"},
       {.title = "typical", .unit = "W", .priority = 2},
       {.title = "maximum", .unit = "W", .priority = 4},
       {.title = "source of the price", .align = Align::kLeft, .priority = 5, .wraps = true}});
  bool apart = false;
  for (const Line& line : tag.bom.lines) {
    const bool counted = line.scope != Scope::kAccelerators;
    apart |= !counted;
    table.AddRow({line.part + (counted ? "" : " *"), CountText(line.count),
                  FourDigits(line.price.mode), FourDigits(line.price.low),
                  FourDigits(line.price.high), FourDigits(line.price.mode * line.count),
                  FourDigits(line.power_typical.mode * line.count),
                  FourDigits(line.power_max.mode * line.count),
                  fmt::format("{}, {}", line.price.source, line.price.date)});
  }
  return table.ToText(page) + (apart ? "(* not in the network's total)\n" : "");
}

telemetry::Value BillOf(const scoring::PriceTag& tag) {
  telemetry::Value::List lines;
  for (const Line& line : tag.bom.lines) {
    lines.push_back(Map{{"part", line.part},
                        {"title", line.title},
                        {"scope", line.scope == Scope::kNetwork ? "network" : "accelerators"},
                        {"count", line.count},
                        {"how", line.how},
                        {"price", ValueOf(line.price)},
                        {"power_typical", ValueOf(line.power_typical)},
                        {"power_max", ValueOf(line.power_max)}});
  }
  return lines;
}

}  // namespace linkwright::experiment
