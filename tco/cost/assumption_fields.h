// SPDX-License-Identifier: Apache-2.0
// How assumptions are read and written (foundation/config).
#pragma once

#include <string_view>

#include "foundation/config/config.h"
#include "tco/cost/cost.h"

namespace linkwright::config {

template <>
struct Describe<cost::Assumptions> {
  using Assumptions = cost::Assumptions;
  static constexpr std::string_view kName = "assumptions";
  static constexpr std::string_view kDoc = "economic inputs";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("pue", &Assumptions::pue, "power at the meter / power of the equipment").Required();
    v.Field("energy_price", &Assumptions::energy_price, "of a kilowatt-hour").Required();
    v.Field("interest", &Assumptions::interest, "cost of capital a year").Required();
    v.Field("maintenance", &Assumptions::maintenance, "of the purchase price a year").Required();
    v.Field("hours_per_year", &Assumptions::hours_per_year, "hours switched on").Required();
  }
  static void Check(const Assumptions& a, const Node& at, Diagnostics& d);
};

}  // namespace linkwright::config
