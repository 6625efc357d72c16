// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/pod_choice.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "foundation/diagnostics/suggest.h"
#include "host_driver/scenario/file_path.h"

namespace linkwright::planning {

using diagnostics::UserError;

std::string OnlyInOtherKind(const parts::Catalog& catalog, std::string parts::PodSpec::*part,
                            const std::string& key, bool ethernet) {
  std::string other;
  for (const auto& [name, pod] : catalog.pods) {
    const bool spine =
        part == &parts::PodSpec::switch_chip && pod.ethernet && pod.ethernet->spine_switch == key;
    if (pod.*part != key && !spine) continue;
    if (pod.ethernet.has_value() == ethernet) return {};
    if (other.empty()) other = name;
  }
  return other;
}

namespace {

// Looks a name up in a map of parts; the error lists nothing but the nearest name.
template <class Map>
void ExpectName(const Map& map, const std::string& name, const char* what,
                const diagnostics::SourceLocation& at) {
  if (map.find(name) != map.end()) return;
  std::vector<std::string> names;
  for (const auto& entry : map) names.push_back(entry.first);
  throw UserError(at, fmt::format("unknown {} '{}'", what, name),
                  diagnostics::Suggest(name, names));
}

void RefuseOtherKind(const parts::Catalog& catalog, std::string parts::PodSpec::*part,
                     const std::string& key, bool ethernet, const diagnostics::SourceLocation& at) {
  const std::string pod = OnlyInOtherKind(catalog, part, key, ethernet);
  if (pod.empty()) return;
  throw UserError(at, ethernet
                          ? fmt::format("'{}' is a part of scale-up pods ({}), and this one is "
                                        "an Ethernet fabric",
                                        key, pod)
                          : fmt::format("'{}' is a part of Ethernet fabrics ({}), and this one "
                                        "is a scale-up pod",
                                        key, pod));
}

// A bench pod of as many accelerators as somebody asked for; blames who did.
parts::PodSpec BenchPodFor(const scenario::Scenario& scenario, const parts::Catalog& catalog,
                           int wanted, const config::Document& document) {
  const scenario::PodConfig& config = scenario.pod;
  const char* asked = "jobs";
  if (config.accelerators) {
    asked = "pod.accelerators";
  } else if (scenario.jobs.empty()) {
    asked = scenario.collective.ranks ? "collective.ranks" : "collective.algorithm";
  }
  try {
    return parts::BenchPod(catalog, config.accelerators.value_or(wanted));
  } catch (const UserError& error) {
    throw UserError(document.LocationOf(asked), error.diagnostics().front().message);
  }
}

}  // namespace

std::vector<std::string> PartsFiles(const scenario::PodConfig& config,
                                    const config::Document& document) {
  std::vector<std::string> files;
  for (size_t i = 0; i < config.parts.size(); ++i) {
    const auto at = document.LocationOf(fmt::format("pod.parts.{}", i));
    std::string path = scenario::PathNamedAt(at, config.parts[i]);
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown)) {
      throw UserError(at, fmt::format("cannot read '{}': {}", config.parts[i],
                                      unknown ? unknown.message() : "No such file or directory"));
    }
    files.push_back(std::move(path));
  }
  return files;
}

parts::PodSpec ChoosePod(const scenario::Scenario& scenario, const parts::Catalog& catalog,
                         int wanted, const config::Document& document) {
  const scenario::PodConfig& config = scenario.pod;
  parts::PodSpec pod;
  if (config.ready.empty()) {
    pod = BenchPodFor(scenario, catalog, wanted, document);
  } else {
    ExpectName(catalog.pods, config.ready, "pod", document.LocationOf("pod.ready"));
    pod = catalog.pod(config.ready);
  }
  if (config.accelerators) pod.accelerators = *config.accelerators;
  if (config.planes) pod.planes = *config.planes;
  if (config.accelerator) {
    ExpectName(catalog.accelerators, *config.accelerator, "accelerator part",
               document.LocationOf("pod.accelerator"));
    pod.accelerator = *config.accelerator;
    const std::string mismatch = parts::AcceleratorMismatch(catalog, pod);
    if (!mismatch.empty()) throw UserError(document.LocationOf("pod.accelerator"), mismatch);
  }
  if (config.switch_chip) {
    ExpectName(catalog.switches, *config.switch_chip, "switch part",
               document.LocationOf("pod.switch"));
    RefuseOtherKind(catalog, &parts::PodSpec::switch_chip, *config.switch_chip,
                    pod.ethernet.has_value(), document.LocationOf("pod.switch"));
    pod.switch_chip = *config.switch_chip;
  }
  if (config.link) {
    ExpectName(catalog.links, *config.link, "link part", document.LocationOf("pod.link"));
    RefuseOtherKind(catalog, &parts::PodSpec::link, *config.link, pod.ethernet.has_value(),
                    document.LocationOf("pod.link"));
    pod.link = *config.link;
  }
  if (config.variant) pod.variant = *config.variant;
  const double ports = catalog.accelerator(pod.accelerator).scaleup_ports.mode;
  if (pod.planes > ports) {
    const char* field = config.planes ? "pod.planes" : "pod.accelerator";
    throw UserError(document.LocationOf(field),
                    fmt::format("{} planes need more than the {} {} of {}", pod.planes, ports,
                                ports == 1 ? "port" : "ports", pod.accelerator));
  }
  return pod;
}

}  // namespace linkwright::planning
