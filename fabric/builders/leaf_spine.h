// SPDX-License-Identifier: Apache-2.0
// Two tiers in one plane: endpoint e hangs at leaf e / ceil(endpoints / leaves), and every leaf has
// `links_per_pair` links to every spine. Ports of a leaf: its endpoints first, then spine by spine;
// ports of a spine: leaf by leaf. Switches are numbered leaves first.
#pragma once

#include "fabric/builders/fabric_settings.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct LeafSpineSettings : FabricSettings {
  int leaves = 0;
  int spines = 0;
  int links_per_pair = 1;
  int leaf_ports = 0;   // >= LeafPortsNeeded
  int spine_ports = 0;  // >= SpinePortsNeeded
};

// Of settings with accelerators of their own.
int AcceleratorsPerLeaf(const LeafSpineSettings& settings);
int LeafPortsNeeded(const LeafSpineSettings& settings);
int SpinePortsNeeded(const LeafSpineSettings& settings);

inline int PortsPerEndpoint(const LeafSpineSettings&) { return 1; }
inline topology::Domain DomainOf(const LeafSpineSettings&) { return topology::Domain::kScaleOut; }
void Attach(topology::Assembly& fabric, const LeafSpineSettings& settings,
            const Endpoints& endpoints, const Site& site);
topology::Topology BuildLeafSpine(const LeafSpineSettings& settings);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::LeafSpineSettings> {
  using Settings = linkwright::builders::LeafSpineSettings;
  static constexpr std::string_view kName = "leaf_spine";
  static constexpr std::string_view kDoc =
      "every accelerator has one link to a leaf, every leaf links to every spine";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::CommonFields<Settings>(v);
    v.Field("leaves", &Settings::leaves, "switches at endpoints").Required().Range(1, 65536);
    v.Field("spines", &Settings::spines, "switches above").Required().Range(1, 65536);
    v.Field("links_per_pair", &Settings::links_per_pair, "links of a leaf and a spine")
        .Range(1, 4096);
    v.Field("leaf_ports", &Settings::leaf_ports, "ports of a leaf").Required().Range(1, 4096);
    v.Field("spine_ports", &Settings::spine_ports, "ports of a spine").Required().Range(1, 65536);
  }
};
