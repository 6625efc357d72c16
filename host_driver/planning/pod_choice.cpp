// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/pod_choice.h"

#include <fmt/format.h>

#include <vector>

#include "foundation/diagnostics/suggest.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;

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

}  // namespace

parts::PodSpec ChoosePod(const scenario::PodConfig& config, const parts::Catalog& catalog,
                         int wanted, const config::Document& document) {
  parts::PodSpec pod;
  if (config.ready.empty()) {
    const auto at = document.LocationOf(config.accelerators ? "pod.accelerators" : "collective");
    try {
      pod = parts::BenchPod(catalog, config.accelerators.value_or(wanted));
    } catch (const UserError& error) {
      throw UserError(at, error.diagnostics().front().message);
    }
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
    pod.switch_chip = *config.switch_chip;
  }
  if (config.link) {
    ExpectName(catalog.links, *config.link, "link part", document.LocationOf("pod.link"));
    pod.link = *config.link;
  }
  if (config.variant) pod.variant = *config.variant;
  return pod;
}

}  // namespace linkwright::planning
