// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/leaf_spine.h"

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

namespace {

int PerLeaf(const LeafSpineSettings& settings, int endpoints) {
  return (endpoints + settings.leaves - 1) / settings.leaves;
}

void CheckSettings(const LeafSpineSettings& s, int endpoints, const Site& site) {
  if (s.leaves < 1 || s.spines < 1 || s.links_per_pair < 1) {
    Refuse(site, fmt::format("expected a leaf, a spine and a link between, found {}, {} and {}",
                             s.leaves, s.spines, s.links_per_pair));
  }
  const int needed = PerLeaf(s, endpoints) + s.spines * s.links_per_pair;
  if (s.leaf_ports < needed) {
    Refuse(site, fmt::format("{} on {} with {} need {} per leaf, found {}",
                             Counted(endpoints, "endpoint", "endpoints"),
                             Counted(s.leaves, "leaf", "leaves"),
                             Counted(s.spines * s.links_per_pair, "uplink", "uplinks"),
                             Counted(needed, "port", "ports"), s.leaf_ports));
  }
  if (s.spine_ports < SpinePortsNeeded(s)) {
    Refuse(site, fmt::format("{} need {} per spine, found {}", Counted(s.leaves, "leaf", "leaves"),
                             Counted(SpinePortsNeeded(s), "port", "ports"), s.spine_ports));
  }
}

}  // namespace

int AcceleratorsPerLeaf(const LeafSpineSettings& settings) {
  return PerLeaf(settings, settings.accelerators);
}
int LeafPortsNeeded(const LeafSpineSettings& settings) {
  return AcceleratorsPerLeaf(settings) + settings.spines * settings.links_per_pair;
}
int SpinePortsNeeded(const LeafSpineSettings& settings) {
  return settings.leaves * settings.links_per_pair;
}

void Attach(topology::Assembly& fabric, const LeafSpineSettings& settings,
            const Endpoints& endpoints, const Site& site) {
  const auto count = static_cast<int>(endpoints.nodes.size());
  CheckSettings(settings, count, site);
  const int per_leaf = PerLeaf(settings, count);
  const auto add = [&](int tier, int ports, const std::string& part, const char* stem) {
    return fabric.Add({.kind = NodeKind::kSwitch,
                       .domain = site.domain,
                       .tier = tier,
                       .plane = 0,
                       .ports = ports,
                       .part = part,
                       .scope = site.scope,
                       .stem = stem});
  };
  std::vector<NodeId> leaves, spines;
  for (int l = 0; l < settings.leaves; ++l)
    leaves.push_back(add(1, settings.leaf_ports, settings.switch_part, "leaf"));
  for (int s = 0; s < settings.spines; ++s)
    spines.push_back(add(2, settings.spine_ports, settings.upper(), "spine"));
  for (int e = 0; e < count; ++e) {
    fabric.Join(endpoints.nodes[static_cast<size_t>(e)], leaves[static_cast<size_t>(e / per_leaf)],
                {.domain = site.domain, .part = settings.link_part});
  }
  for (int l = 0; l < settings.leaves; ++l) {
    for (int s = 0; s < settings.spines; ++s) {
      for (int k = 0; k < settings.links_per_pair; ++k) {
        // A leaf with fewer endpoints has its uplinks at the same ports as the others.
        fabric.Join({leaves[static_cast<size_t>(l)], per_leaf + s * settings.links_per_pair + k},
                    {spines[static_cast<size_t>(s)], l * settings.links_per_pair + k},
                    {.domain = site.domain, .part = settings.between()});
      }
    }
  }
}

topology::Topology BuildLeafSpine(const LeafSpineSettings& settings) {
  return BuildWithAccelerators(settings);
}

}  // namespace linkwright::builders
