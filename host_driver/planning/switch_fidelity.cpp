// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/switch_fidelity.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/diagnostics/suggest.h"

namespace linkwright::planning {

using diagnostics::UserError;
using scenario::Fidelity;

std::vector<Fidelity> ChooseFidelities(const scenario::Scenario& scenario,
                                       const topology::Topology& topology,
                                       const std::function<std::string(int)>& missing_rtl,
                                       const config::Document& document) {
  std::vector<Fidelity> by_switch(topology.switches(), scenario.network.fidelity);
  std::vector<std::string> paths;
  for (int s = 0; s < topology.switches(); ++s) {
    paths.push_back(topology.PathOf(topology.switch_node(s)));
  }
  for (const auto& [path, fidelity] : scenario.network.switches) {
    const auto found = std::find(paths.begin(), paths.end(), path);
    if (found == paths.end()) {
      throw UserError(document.LocationOf("network.switches"),
                      fmt::format("no switch '{}' in this pod", path),
                      diagnostics::Suggest(path, paths));
    }
    by_switch[found - paths.begin()] = fidelity;
  }
  for (int s = 0; s < topology.switches(); ++s) {
    if (by_switch[s] != Fidelity::kRtl) continue;
    const std::string missing = missing_rtl(s);
    if (!missing.empty()) throw UserError(document.LocationOf("network.fidelity"), missing);
  }
  return by_switch;
}

}  // namespace linkwright::planning
