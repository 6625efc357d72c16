// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/planned_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "foundation/diagnostics/suggest.h"
#include "host_driver/planning/hardware.h"
#include "host_driver/scenario/file_path.h"

namespace linkwright::regression {
namespace {

using config::Document;
using config::Node;
using diagnostics::SourceLocation;
using diagnostics::UserError;
using scenario::Fidelity;

// Values are taken as they stand in the file, so that later mistakes are told where they are.
class EntryOverlay {
 public:
  EntryOverlay(const Regressions& regressions, size_t entry)
      : document_(regressions.document), path_(fmt::format("entries.{}", entry)) {}

  SourceLocation At(const std::string& field) const {
    return document_.LocationOf(path_ + "." + field);
  }

  void Lay(const std::string& field, const std::string& target, Document& scenario) const {
    const Node* value = document_.root().At(path_ + "." + field);
    if (value == nullptr || value->IsNull()) return;
    config::ApplyOverride(scenario, target, value->location(), *value);
  }

  void LaySets(Document& scenario) const {
    const Node* set = document_.root().At(path_ + ".set");
    if (set == nullptr || !set->IsMap()) return;
    for (const config::Entry& field : set->entries())
      config::ApplyOverride(scenario, field.key, field.key_location, field.value);
  }

 private:
  const Document& document_;
  std::string path_;
};

Document ScenarioOf(const Entry& entry, const EntryOverlay& overlay,
                    const std::optional<size_t>& size) {
  const SourceLocation at = overlay.At("scenario");
  const std::string path = scenario::PathNamedAt(at, entry.scenario);
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none))
    throw UserError(at, fmt::format("there is no scenario file '{}'", path));
  Document document = Document::Load(path);
  overlay.Lay("fidelity", "network.fidelity", document);
  if (size) overlay.Lay(fmt::format("sizes.{}", *size), "collective.size", document);
  overlay.Lay("seed", "seed", document);
  overlay.Lay("switch_library", "network.switch_library", document);
  overlay.LaySets(document);
  return document;
}

planning::Plan PlanOf(const Document& document) {
  return planning::MakePlan(scenario::ReadScenario(document), document);
}

void Set(Document& document, const char* path, const Node& value) {
  config::ApplyOverride(document, path, value.location(), value);
}

Document WithSeed(const PlannedRun& run, uint64_t seed) {
  Document document = run.document;
  const SourceLocation drawn{fmt::format("seed {}", seed), 0, 0};
  Set(document, "seed", Node::Scalar(std::to_string(seed), false, drawn));
  return document;
}

bool HasRtl(const scenario::NetworkConfig& network) {
  return network.fidelity == Fidelity::kRtl ||
         std::any_of(network.switches.begin(), network.switches.end(),
                     [](const auto& named) { return named.second == Fidelity::kRtl; }) ||
         (network.retry && !network.retry->rtl_links.empty());
}

void ExpectNames(const RegressionFile& file, const std::vector<std::string>& only) {
  std::vector<std::string> names;
  for (const Entry& entry : file.entries) names.push_back(entry.name);
  diagnostics::Diagnostics problems;
  for (const std::string& name : only) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    problems.Error({"--only " + name, 1, 1}, fmt::format("no entry is called '{}'", name),
                   diagnostics::Suggest(name, names));
  }
  problems.ThrowIfAny();
}

}  // namespace

std::vector<PlannedRun> PlanRuns(const Regressions& regressions,
                                 const std::vector<std::string>& only) {
  ExpectNames(regressions.file, only);
  std::vector<PlannedRun> runs;
  diagnostics::Diagnostics problems;
  for (size_t e = 0; e < regressions.file.entries.size(); ++e) {
    const Entry& entry = regressions.file.entries[e];
    if (!only.empty() && std::find(only.begin(), only.end(), entry.name) == only.end()) continue;
    const EntryOverlay overlay(regressions, e);
    const std::vector<std::string> names = RunNames(entry);
    for (size_t n = 0; n < names.size(); ++n) {
      PlannedRun run{.name = names[n], .entry = e};
      try {
        run.document =
            ScenarioOf(entry, overlay, entry.sizes.empty() ? std::nullopt : std::optional(n));
        run.plan = PlanOf(run.document);
      } catch (const planning::RtlNotBuilt& error) {
        run.not_built = error.diagnostics().front().message;
      } catch (const UserError& error) {
        for (const diagnostics::Diagnostic& d : error.diagnostics())
          problems.Error(d.location, d.message, d.suggestion);
        break;  // most often the same mistake for every size
      }
      runs.push_back(std::move(run));
    }
  }
  problems.ThrowIfAny();
  return runs;
}

planning::Plan PlanWithSeed(const PlannedRun& run, uint64_t seed) {
  return PlanOf(WithSeed(run, seed));
}

std::optional<planning::Plan> PlanOfTwin(const PlannedRun& run, uint64_t seed) {
  Document document = WithSeed(run, seed);
  const scenario::NetworkConfig network = scenario::ReadScenario(document).network;
  if (!HasRtl(network) || network.switch_library) return std::nullopt;
  const SourceLocation here{"the twin of " + run.name, 0, 0};
  if (network.fidelity == Fidelity::kRtl)
    Set(document, "network.fidelity", Node::Scalar("cycle", false, here));
  Set(document, "network.switches", Node::Map({}, here));
  if (network.retry) Set(document, "network.retry.rtl_links", Node::List({}, here));
  return PlanOf(document);
}

std::vector<std::string> InputsOf(const Regressions& regressions,
                                  const std::vector<PlannedRun>& runs) {
  std::vector<std::string> inputs = regressions.document.files();
  for (const PlannedRun& run : runs) {
    inputs.insert(inputs.end(), run.document.files().begin(), run.document.files().end());
    if (!run.plan) continue;
    for (const planning::Job& job : run.plan->jobs) {
      if (scenario::IsAlgorithmFile(job.config.algorithm)) inputs.push_back(job.config.algorithm);
    }
  }
  return inputs;
}

}  // namespace linkwright::regression
