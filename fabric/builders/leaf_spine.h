// SPDX-License-Identifier: Apache-2.0
// Two tiers in one plane: accelerator a hangs at leaf a / ceil(accelerators / leaves), and every
// leaf has `links_per_pair` links to every spine. Ports of a leaf: its accelerators first, then
// spine by spine; ports of a spine: leaf by leaf. Switches are numbered leaves first.
#pragma once

#include <string>

#include "fabric/topology/topology.h"

namespace linkwright::builders {

struct LeafSpineSettings {
  std::string name = "pod0";
  topology::Domain domain = topology::Domain::kScaleOut;
  int accelerators = 0;  // one port each
  int leaves = 0;
  int spines = 0;
  int links_per_pair = 1;
  int leaf_ports = 0;   // >= LeafPortsNeeded
  int spine_ports = 0;  // >= SpinePortsNeeded
  std::string accelerator_part = {};
  std::string leaf_part = {};
  std::string spine_part = {};
  std::string link_part = {};    // accelerator to leaf
  std::string uplink_part = {};  // leaf to spine
};

int AcceleratorsPerLeaf(const LeafSpineSettings& settings);
int LeafPortsNeeded(const LeafSpineSettings& settings);
int SpinePortsNeeded(const LeafSpineSettings& settings);

// Requires valid settings (LINKWRIGHT_CHECK), as BuildSingleTier.
topology::Topology BuildLeafSpine(const LeafSpineSettings& settings);

}  // namespace linkwright::builders
