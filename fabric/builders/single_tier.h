// SPDX-License-Identifier: Apache-2.0
// One tier: `planes` switches, every accelerator has one link to every plane (accelerator port p
// <-> switch of plane p, switch port = accelerator index).
#pragma once

#include "fabric/builders/fabric_settings.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct SingleTierSettings : FabricSettings {
  topology::Domain domain = topology::Domain::kScaleUp;
  int planes = 1;
  int switch_ports = 0;  // >= accelerators
};

inline int PortsPerEndpoint(const SingleTierSettings& settings) { return settings.planes; }
inline topology::Domain DomainOf(const SingleTierSettings& settings) { return settings.domain; }
void Attach(topology::Assembly& pod, const SingleTierSettings& settings, const Endpoints& endpoints,
            const Site& site);
// Accelerators and all, named pod0. Throws UserError for settings that cannot be built.
topology::Topology BuildSingleTier(const SingleTierSettings& settings);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::SingleTierSettings> {
  using Settings = linkwright::builders::SingleTierSettings;
  static constexpr std::string_view kName = "single_tier";
  static constexpr std::string_view kDoc =
      "every accelerator has one link to the one switch of every plane";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::CommonFields<Settings>(v);
    v.Field("planes", &Settings::planes, "switches, and links of every accelerator").Range(1, 1024);
    v.Field("switch_ports", &Settings::switch_ports, "ports of a switch").Required().Range(1, 4096);
  }
};
