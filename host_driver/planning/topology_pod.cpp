// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/topology_pod.h"

#include <fmt/format.h>

#include <array>

#include "fabric/builders/builders.h"
#include "fabric/topology_files/topology_file.h"
#include "host_driver/scenario/file_path.h"

namespace linkwright::planning {

using diagnostics::UserError;
using topology::Domain;

std::optional<topology::Topology> OwnTopology(const scenario::Scenario& scenario,
                                              const config::Document& document) {
  const std::optional<config::Node>& section = scenario.pod.topology;
  if (!section) return std::nullopt;
  static constexpr std::array kOthers = {"ready",  "accelerators", "planes", "accelerator",
                                         "switch", "link",         "variant"};
  for (const char* other : kOthers) {
    if (document.root().At(fmt::format("pod.{}", other)) == nullptr) continue;
    throw UserError(document.LocationOf(fmt::format("pod.{}", other)),
                    fmt::format("pod.topology says what the pod is; leave {} out", other));
  }
  const config::Node* file = section->IsMap() ? section->Find("file") : nullptr;
  if (file == nullptr) return builders::Build(*section);
  if (section->entries().size() != 1 || !file->IsScalar() || file->text().empty())
    throw UserError(file->location(), "expected the path of a topology's file and nothing else");
  return topology_files::LoadTopology(scenario::PathNamedAt(file->location(), file->text()));
}

parts::PodSpec PodOf(const topology::Topology& topology, const parts::Catalog& catalog,
                     const config::Document& document) {
  const auto at = document.LocationOf("pod.topology");
  const std::string missing = parts::PartsMissing(catalog, topology);
  if (!missing.empty()) throw UserError(at, missing);
  if (topology.accelerators() < 2 || topology.planes() == 0)
    throw UserError(at, "expected at least two accelerators and links between them");
  parts::PodSpec pod;
  pod.title = topology.name();
  pod.accelerators = topology.accelerators();
  pod.planes = topology.planes();
  pod.accelerator = topology.part(topology.node(topology.accelerator(0)).part);
  if (topology.switches() > 0)
    pod.switch_chip = topology.part(topology.node(topology.switch_node(0)).part);
  for (const topology::Link& link : topology.links()) {
    if (link.domain == Domain::kHost) continue;
    pod.link = topology.part(link.part);
    break;
  }
  return pod;
}

}  // namespace linkwright::planning
