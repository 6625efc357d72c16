// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/leaf_spine.h"

#include <vector>

#include "fabric/topology/assembly.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

namespace {

void CheckSettings(const LeafSpineSettings& s) {
  LINKWRIGHT_CHECK(s.accelerators >= 1) << s.accelerators << " accelerators";
  LINKWRIGHT_CHECK(s.leaves >= 1 && s.spines >= 1)
      << s.leaves << " leaves, " << s.spines << " spines";
  LINKWRIGHT_CHECK(s.links_per_pair >= 1) << s.links_per_pair << " links per pair";
  LINKWRIGHT_CHECK(s.leaf_ports >= LeafPortsNeeded(s))
      << s.leaf_ports << " ports per leaf, needed " << LeafPortsNeeded(s);
  LINKWRIGHT_CHECK(s.spine_ports >= SpinePortsNeeded(s))
      << s.spine_ports << " ports per spine, needed " << SpinePortsNeeded(s);
}

}  // namespace

int AcceleratorsPerLeaf(const LeafSpineSettings& settings) {
  return (settings.accelerators + settings.leaves - 1) / settings.leaves;
}
int LeafPortsNeeded(const LeafSpineSettings& settings) {
  return AcceleratorsPerLeaf(settings) + settings.spines * settings.links_per_pair;
}
int SpinePortsNeeded(const LeafSpineSettings& settings) {
  return settings.leaves * settings.links_per_pair;
}

topology::Topology BuildLeafSpine(const LeafSpineSettings& settings) {
  CheckSettings(settings);
  const int per_leaf = AcceleratorsPerLeaf(settings);
  topology::Assembly fabric(settings.name);
  std::vector<NodeId> accelerators, leaves, spines;
  for (int a = 0; a < settings.accelerators; ++a) {
    accelerators.push_back(fabric.Add({.kind = NodeKind::kAccelerator,
                                       .ports = 1,
                                       .part = settings.accelerator_part,
                                       .stem = "accelerator"}));
  }
  for (int l = 0; l < settings.leaves; ++l) {
    leaves.push_back(fabric.Add({.kind = NodeKind::kSwitch,
                                 .domain = settings.domain,
                                 .tier = 1,
                                 .plane = 0,
                                 .ports = settings.leaf_ports,
                                 .part = settings.leaf_part,
                                 .stem = "leaf"}));
  }
  for (int s = 0; s < settings.spines; ++s) {
    spines.push_back(fabric.Add({.kind = NodeKind::kSwitch,
                                 .domain = settings.domain,
                                 .tier = 2,
                                 .plane = 0,
                                 .ports = settings.spine_ports,
                                 .part = settings.spine_part,
                                 .stem = "spine"}));
  }
  for (int a = 0; a < settings.accelerators; ++a) {
    fabric.Join(accelerators[static_cast<size_t>(a)], leaves[static_cast<size_t>(a / per_leaf)],
                {.domain = settings.domain, .part = settings.link_part});
  }
  for (int l = 0; l < settings.leaves; ++l) {
    for (int s = 0; s < settings.spines; ++s) {
      for (int k = 0; k < settings.links_per_pair; ++k) {
        // A leaf with fewer accelerators has its uplinks at the same ports as the others.
        fabric.Join({leaves[static_cast<size_t>(l)], per_leaf + s * settings.links_per_pair + k},
                    {spines[static_cast<size_t>(s)], l * settings.links_per_pair + k},
                    {.domain = settings.domain, .part = settings.uplink_part});
      }
    }
  }
  return fabric.Build();
}

}  // namespace linkwright::builders
