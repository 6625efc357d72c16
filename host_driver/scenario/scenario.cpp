// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/scenario.h"

#include <fmt/format.h>

#include <array>
#include <cctype>

namespace linkwright::scenario {
namespace {

using collectives::Collective;

constexpr std::array kCollectives = {Collective::kAllReduce,     Collective::kAllGather,
                                     Collective::kReduceScatter, Collective::kBroadcast,
                                     Collective::kReduce,        Collective::kAllToAll,
                                     Collective::kGather,        Collective::kScatter};

std::string LettersOf(std::string_view name) {
  std::string letters;
  for (const unsigned char c : name) {
    if (c != '_' && c != '-') letters += static_cast<char>(std::tolower(c));
  }
  return letters;
}

}  // namespace

bool IsAlgorithmFile(const std::string& algorithm) {
  return algorithm.ends_with(".xml") || algorithm.find('/') != std::string::npos;
}

std::optional<collectives::Collective> CollectiveNamed(std::string_view name) {
  const std::string wanted = LettersOf(name);
  for (const collectives::Collective collective : kCollectives) {
    if (LettersOf(collectives::ToString(collective)) == wanted) return collective;
  }
  return std::nullopt;
}

std::string FullAlgorithmName(collectives::Collective collective, const std::string& algorithm) {
  if (IsAlgorithmFile(algorithm)) return algorithm;
  for (const collectives::Collective known : kCollectives) {
    if (algorithm.starts_with(std::string(collectives::ToString(known)) + "_")) return algorithm;
  }
  return fmt::format("{}_{}", collectives::ToString(collective), algorithm);
}

Scenario ReadScenario(const config::Document& document) {
  config::Diagnostics problems;
  Scenario scenario = config::Read<Scenario>(document, problems);
  for (const auto& [path, fidelity] : scenario.network.switches) {
    const auto at = document.LocationOf("network.switches");
    if (fidelity == Fidelity::kFlow) {
      problems.Error(
          at, "switch '" + path + "' cannot be of fidelity flow: a flow network has no switches");
    } else if (scenario.network.fidelity == Fidelity::kFlow) {
      problems.Error(
          at, "a flow network has no switches to choose a fidelity for; found '" + path + "'");
    } else if (scenario.network.symmetry == Symmetry::kExploit) {
      problems.Error(
          at, "symmetry: exploit simulates one plane only, so no switch can be chosen; found '" +
                  path + "'");
    }
  }
  problems.ThrowIfAny();
  return scenario;
}

}  // namespace linkwright::scenario
