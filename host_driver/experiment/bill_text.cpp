// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/bill_text.h"

#include <fmt/format.h>

#include "host_driver/report/text_table.h"

namespace linkwright::experiment {
namespace {

using bill_of_materials::Line;
using bill_of_materials::Scope;
using report::FourDigits;
using report::TextTable;

telemetry::Json EstimateJson(const parts::Estimate& e) {
  return {{"low", e.low},       {"mode", e.mode}, {"high", e.high}, {"unit", e.unit},
          {"source", e.source}, {"date", e.date}, {"note", e.note}};
}

}  // namespace

std::string BillText(const scoring::PriceTag& tag) {
  TextTable table({{"part", "", TextTable::Align::kLeft},
                   {"count", ""},
                   {"price", "$ each"},
                   {"low", "$ each"},
                   {"high", "$ each"},
                   {"total", "$"},
                   {"typical", "W"},
                   {"maximum", "W"},
                   {"source of the price", "", TextTable::Align::kLeft}});
  for (const Line& line : tag.bom.lines) {
    table.AddRow(
        {line.part + (line.scope == Scope::kAccelerators ? " (not in the network's total)" : ""),
         FourDigits(line.count), FourDigits(line.price.mode), FourDigits(line.price.low),
         FourDigits(line.price.high), FourDigits(line.price.mode * line.count),
         FourDigits(line.power_typical.mode * line.count),
         FourDigits(line.power_max.mode * line.count),
         fmt::format("{:.40}, {}", line.price.source, line.price.date)});
  }
  return table.ToText();
}

telemetry::Json BillJson(const scoring::PriceTag& tag) {
  telemetry::Json lines = telemetry::Json::array();
  for (const Line& line : tag.bom.lines) {
    lines.push_back({{"part", line.part},
                     {"title", line.title},
                     {"scope", line.scope == Scope::kNetwork ? "network" : "accelerators"},
                     {"count", line.count},
                     {"how", line.how},
                     {"price", EstimateJson(line.price)},
                     {"power_typical", EstimateJson(line.power_typical)},
                     {"power_max", EstimateJson(line.power_max)}});
  }
  return lines;
}

}  // namespace linkwright::experiment
