// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/topology_pod.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "fabric/builders/builders.h"
#include "fabric/topology_files/topology_file.h"
#include "host_driver/planning/pod_choice.h"
#include "host_driver/scenario/file_path.h"

namespace linkwright::planning {

using diagnostics::UserError;
using topology::Domain;
using topology::NodeKind;

namespace {

// Where a section names a part for scale-up links and what they join; null: it does not.
const config::Node* NamingOf(const std::string& part, const config::Node& section) {
  if (section.IsScalar()) return section.text() == part ? &section : nullptr;
  for (const config::Entry& entry : section.entries()) {
    if (entry.key == "scale_out") continue;
    const config::Node* found = NamingOf(part, entry.value);
    if (found != nullptr) return found;
  }
  return nullptr;
}

void RefuseEthernetParts(const topology::Topology& topology, const parts::Catalog& catalog,
                         const config::Document& document) {
  std::vector<bool> seen(topology.part_names().size());
  const auto expect_scale_up = [&](std::string parts::PodSpec::*kind, topology::PartId id) {
    if (seen[static_cast<size_t>(id)]) return;
    seen[static_cast<size_t>(id)] = true;
    const std::string& part = topology.part(id);
    const std::string pod = OnlyInOtherKind(catalog, kind, part, false);
    if (pod.empty()) return;
    const config::Node* naming = NamingOf(part, *document.root().At("pod.topology"));
    throw UserError(
        naming != nullptr ? naming->location() : document.LocationOf("pod.topology.file"),
        fmt::format("'{}' is a part of Ethernet fabrics ({}), but here it stands in "
                    "the scale-up domain; use a part of scale-up pods",
                    part, pod));
  };
  for (const topology::Link& link : topology.links()) {
    if (link.domain != Domain::kScaleUp) continue;
    for (const topology::Attachment& end : {link.a, link.b}) {
      const topology::Node& node = topology.node(end.node);
      expect_scale_up(node.kind == NodeKind::kSwitch ? &parts::PodSpec::switch_chip
                                                     : &parts::PodSpec::accelerator,
                      node.part);
    }
    expect_scale_up(&parts::PodSpec::link, link.part);
  }
}

}  // namespace

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
  RefuseEthernetParts(topology, catalog, document);
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
