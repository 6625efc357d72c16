// SPDX-License-Identifier: Apache-2.0
// As many fat trees side by side as an endpoint has ports: port p of each in plane p.
#pragma once

#include "fabric/builders/clos.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct MultiPlaneSettings : ClosSettings {
  int planes = 2;
};

inline int PortsPerEndpoint(const MultiPlaneSettings& settings) { return settings.planes; }
inline topology::Domain DomainOf(const MultiPlaneSettings&) { return topology::Domain::kScaleOut; }
void Attach(topology::Assembly& fabric, const MultiPlaneSettings& settings,
            const Endpoints& endpoints, const Site& site);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::MultiPlaneSettings> {
  using Settings = linkwright::builders::MultiPlaneSettings;
  static constexpr std::string_view kName = "multi_plane";
  static constexpr std::string_view kDoc =
      "fat trees side by side, one port of every endpoint in each";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::ClosFields<Settings>(v);
    v.Field("planes", &Settings::planes, "fat trees, and ports of an endpoint").Range(1, 64);
  }
};
