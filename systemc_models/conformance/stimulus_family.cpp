// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/stimulus_family.h"

namespace linkwright::conformance {

std::string_view ToString(Family family) {
  constexpr std::array<std::string_view, kAllFamilies.size()> kNames = {
      "uniform", "permutation", "hotspot", "bursty", "multicast", "reduction", "mixed"};
  return kNames[static_cast<std::size_t>(family)];
}

std::optional<Family> ParseFamily(std::string_view name) {
  for (const Family family : kAllFamilies) {
    if (ToString(family) == name) return family;
  }
  return std::nullopt;
}

}  // namespace linkwright::conformance
