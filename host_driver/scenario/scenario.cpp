// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>
#include <utility>

#include "host_driver/scenario/moved_keys.h"

namespace linkwright::scenario {
namespace {

std::string LettersOf(std::string_view name) {
  std::string letters;
  for (const unsigned char c : name) {
    if (c != '_' && c != '-') letters += static_cast<char>(std::tolower(c));
  }
  return letters;
}

// A key without anything behind it is a file cut short, not a wish for the default job. Beside
// `jobs`, `collective: null` takes away what an extended file says.
void RefuseTwoFormsOrNone(const Scenario& scenario, const config::Document& document,
                          config::Diagnostics& problems) {
  const config::Node* collective = document.root().Find("collective");
  const config::Node* jobs = document.root().Find("jobs");
  if (!scenario.jobs.empty()) {
    if (collective == nullptr || collective->IsNull()) return;
    problems.Error(jobs->location(),
                   "a scenario has either `collective`, which is one job, or `jobs`; found both");
    return;
  }
  for (const auto& [key, node] : {std::pair("collective", collective), std::pair("jobs", jobs)}) {
    const bool empty =
        node != nullptr && (node->IsNull() || (node->IsList() && node->items().empty()));
    // No jobs beside a collective: so a resolved scenario says it.
    const bool other = key == std::string_view("jobs") && collective != nullptr;
    if (!empty || other) continue;
    problems.Error(KeyLocation(document, key),
                   fmt::format("'{}' says nothing; without the key the default job runs", key));
  }
}

// Names become labels of metrics.
void RefuseJobsOfOneName(const Scenario& scenario, const config::Document& document,
                         config::Diagnostics& problems) {
  std::map<std::string, std::string> seen;
  for (const NamedJob& job : JobsOf(scenario)) {
    const auto at = document.LocationOf(job.path + ".name");
    const std::string& name = job.config.name;
    const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || c == '-';
    });
    if (!plain) {
      problems.Error(
          at, fmt::format("a job's name has letters, digits, _ and - only, found '{}'", name));
    }
    if (const auto [before, fresh] = seen.emplace(name, job.path); !fresh)
      problems.Error(at, fmt::format("'{}' is the name of {} already", name, before->second));
  }
}

}  // namespace

std::vector<NamedJob> JobsOf(const Scenario& scenario) {
  std::vector<NamedJob> jobs;
  if (scenario.jobs.empty()) {
    JobConfig job;
    static_cast<KernelConfig&>(job) = scenario.collective;
    job.name = "collective";
    job.ranks.by_rank.resize(static_cast<size_t>(scenario.collective.ranks.value_or(0)));
    std::iota(job.ranks.by_rank.begin(), job.ranks.by_rank.end(), 0);
    jobs.push_back({std::move(job), "collective"});
  }
  for (size_t j = 0; j < scenario.jobs.size(); ++j) {
    JobConfig job = scenario.jobs[j];
    if (job.name.empty()) job.name = fmt::format("job{}", j);
    jobs.push_back({std::move(job), fmt::format("jobs.{}", j)});
  }
  return jobs;
}

bool IsAlgorithmFile(const std::string& algorithm) {
  return algorithm.find_first_of("./") != std::string::npos;
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
  RefuseMovedKeys(document);
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
  if (scenario.name.find_first_of("\n\t") != std::string::npos) {
    problems.Error(document.LocationOf("name"),
                   fmt::format("a name is one line without tabs, found '{}'", scenario.name));
  }
  RefuseTwoFormsOrNone(scenario, document, problems);
  RefuseJobsOfOneName(scenario, document, problems);
  problems.ThrowIfAny();
  return scenario;
}

}  // namespace linkwright::scenario
