// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/scenario.h"

#include "host_driver/experiment/scenario_fields.h"

namespace linkwright::experiment {

bool IsAlgorithmFile(const std::string& algorithm) {
  return algorithm.ends_with(".xml") || algorithm.find('/') != std::string::npos;
}

std::string FullAlgorithmName(const std::string& collective, const std::string& algorithm) {
  if (IsAlgorithmFile(algorithm) || collective.empty()) return algorithm;
  const auto kind = collectives::ParseCollective(collective);
  if (!kind) return algorithm;
  const std::string prefix = std::string(collectives::ToString(*kind)) + "_";
  return algorithm.starts_with(prefix) ? algorithm : prefix + algorithm;
}

Scenario ReadScenario(const config::Document& document) {
  config::Diagnostics problems;
  Scenario scenario = config::Read<Scenario>(document, problems);
  for (const auto& [path, fidelity] : scenario.network.switches) {
    const auto at = document.LocationOf("network.switches");
    if (fidelity == Fidelity::kFlow) {
      problems.Error(at, "switch '" + path + "' cannot be of fidelity flow: a flow network has no switches");
    } else if (scenario.network.fidelity == Fidelity::kFlow) {
      problems.Error(at, "a flow network has no switches to choose a fidelity for; found '" + path + "'");
    } else if (scenario.network.symmetry == Symmetry::kExploit) {
      problems.Error(at, "symmetry: exploit simulates one plane only, so no switch can be chosen; found '" + path + "'");
    }
  }
  problems.ThrowIfAny();
  return scenario;
}

}  // namespace linkwright::experiment
