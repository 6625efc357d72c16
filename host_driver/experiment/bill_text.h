// SPDX-License-Identifier: Apache-2.0
// A bill of materials as a table for people and as values of a report with the source of every
// price.
#pragma once

#include <string>

#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/text_layout.h"
#include "tco/scoring/price_tag.h"

namespace linkwright::experiment {

// Part, count, unit price with range, total, watts; network first, then accelerators.
std::string BillText(const scoring::PriceTag& tag, const telemetry::Page& page);

// One object per line: part, count, how it was counted, price and power with low, mode, high, unit,
// source and date.
telemetry::Value BillOf(const scoring::PriceTag& tag);

}  // namespace linkwright::experiment
