// SPDX-License-Identifier: Apache-2.0
// Scale-up in two levels: accelerators of a tray hang at the tray's switch of every plane; in each
// plane upper switches join all trays.
#pragma once

#include "fabric/builders/fabric_settings.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct TwoLevelSettings : FabricSettings {
  int accelerators_per_tray = 0;
  int planes = 1;
  int switch_ports = 0;    // of a tray's switch
  int upper_switches = 1;  // of a plane
  int upper_ports = 0;
  int links_per_pair = 1;  // of a tray's switch and an upper switch
};

inline int PortsPerEndpoint(const TwoLevelSettings& settings) { return settings.planes; }
inline topology::Domain DomainOf(const TwoLevelSettings&) { return topology::Domain::kScaleUp; }
void Attach(topology::Assembly& pod, const TwoLevelSettings& settings, const Endpoints& endpoints,
            const Site& site);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::TwoLevelSettings> {
  using Settings = linkwright::builders::TwoLevelSettings;
  static constexpr std::string_view kName = "two_level";
  static constexpr std::string_view kDoc =
      "trays with a switch per plane, and a second level of switches between trays";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::CommonFields<Settings>(v);
    v.Field("accelerators_per_tray", &Settings::accelerators_per_tray, "accelerators of a tray")
        .Required()
        .Range(1, 4096);
    v.Field("planes", &Settings::planes, "links of every accelerator, each in a plane of its own")
        .Range(1, 1024);
    v.Field("switch_ports", &Settings::switch_ports, "ports of a tray's switch")
        .Required()
        .Range(1, 4096);
    v.Field("upper_switches", &Settings::upper_switches, "switches of the second level in a plane")
        .Range(1, 4096);
    v.Field("upper_ports", &Settings::upper_ports, "ports of a switch of the second level")
        .Required()
        .Range(1, 65536);
    v.Field("links_per_pair", &Settings::links_per_pair,
            "links of a tray's switch and one of the second level")
        .Range(1, 4096);
  }
};
