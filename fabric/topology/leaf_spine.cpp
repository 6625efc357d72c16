// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "fabric/topology/topology.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::topology {

namespace {

void CheckSpec(const LeafSpineSpec& spec) {
  LINKWRIGHT_CHECK(spec.accelerators >= 1) << spec.accelerators << " accelerators";
  LINKWRIGHT_CHECK(spec.leaves >= 1 && spec.spines >= 1)
      << spec.leaves << " leaves, " << spec.spines << " spines";
  LINKWRIGHT_CHECK(spec.links_per_pair >= 1) << spec.links_per_pair << " links per pair";
  LINKWRIGHT_CHECK(spec.leaf_ports >= LeafPortsNeeded(spec))
      << spec.leaf_ports << " ports per leaf, needed " << LeafPortsNeeded(spec);
  LINKWRIGHT_CHECK(spec.spine_ports >= SpinePortsNeeded(spec))
      << spec.spine_ports << " ports per spine, needed " << SpinePortsNeeded(spec);
}

}  // namespace

int AcceleratorsPerLeaf(const LeafSpineSpec& spec) {
  return (spec.accelerators + spec.leaves - 1) / spec.leaves;
}
int LeafPortsNeeded(const LeafSpineSpec& spec) {
  return AcceleratorsPerLeaf(spec) + spec.spines * spec.links_per_pair;
}
int SpinePortsNeeded(const LeafSpineSpec& spec) { return spec.leaves * spec.links_per_pair; }

Topology BuildLeafSpine(const LeafSpineSpec& spec) {
  CheckSpec(spec);
  const int per_leaf = AcceleratorsPerLeaf(spec);
  std::vector<Node> nodes;
  for (int a = 0; a < spec.accelerators; ++a) {
    nodes.push_back({.kind = NodeKind::kAccelerator,
                     .path = fmt::format("{}.accelerator{}", spec.name, a),
                     .index = a,
                     .plane = -1,
                     .ports = 1,
                     .part = spec.accelerator_part});
  }
  const auto add_switch = [&](const char* tier, int number, int index, int ports,
                              const std::string& part) {
    nodes.push_back({.kind = NodeKind::kSwitch,
                     .path = fmt::format("{}.{}{}", spec.name, tier, number),
                     .index = index,
                     .plane = 0,
                     .ports = ports,
                     .part = part});
  };
  for (int l = 0; l < spec.leaves; ++l) add_switch("leaf", l, l, spec.leaf_ports, spec.leaf_part);
  for (int s = 0; s < spec.spines; ++s) {
    add_switch("spine", s, spec.leaves + s, spec.spine_ports, spec.spine_part);
  }
  std::vector<Link> links;
  for (int a = 0; a < spec.accelerators; ++a) {
    links.push_back({.a = {.node = a, .port = 0},
                     .b = {.node = spec.accelerators + a / per_leaf, .port = a % per_leaf},
                     .plane = 0,
                     .part = spec.link_part});
  }
  for (int l = 0; l < spec.leaves; ++l) {
    for (int s = 0; s < spec.spines; ++s) {
      for (int k = 0; k < spec.links_per_pair; ++k) {
        links.push_back(
            {.a = {.node = spec.accelerators + l, .port = per_leaf + s * spec.links_per_pair + k},
             .b = {.node = spec.accelerators + spec.leaves + s,
                   .port = l * spec.links_per_pair + k},
             .plane = 0,
             .part = spec.uplink_part});
      }
    }
  }
  return Topology(spec.name, std::move(nodes), std::move(links));
}

}  // namespace linkwright::topology
