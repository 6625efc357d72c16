// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/stimulus_family.h"

namespace linkwright::ethernet_conformance {

std::string_view ToString(Family family) {
  constexpr std::array<std::string_view, kFamilies.size()> kNames = {
      "uniform", "permutation", "incast", "bursty", "pfc_storm", "balance",
      "errored", "thresholds",  "flood",  "mixed",  "endurance"};
  return kNames[static_cast<std::size_t>(family)];
}

std::optional<Family> ParseFamily(std::string_view name) {
  for (const Family family : kFamilies) {
    if (ToString(family) == name) return family;
  }
  return std::nullopt;
}

}  // namespace linkwright::ethernet_conformance
