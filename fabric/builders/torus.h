// SPDX-License-Identifier: Apache-2.0
// Accelerators joined to their neighbours in two or three dimensions, without switches
// (topology::TorusShape). A dimension of two nodes has one link, one of a single node none. Pods
// are joined by one torus of all endpoints, or, where it has a place for every pod, by one for each
// endpoint of a pod (a rail, and a plane).
#pragma once

#include "fabric/builders/fabric_settings.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct TorusSettings : FabricSettings {
  int x = 0, y = 0, z = 1;
};

inline int PortsPerEndpoint(const TorusSettings& settings) { return settings.z > 1 ? 6 : 4; }
inline topology::Domain DomainOf(const TorusSettings&) { return topology::Domain::kScaleUp; }
// `endpoints` are accelerators none of whose ports is taken.
void Attach(topology::Assembly& pod, const TorusSettings& settings, const Endpoints& endpoints,
            const Site& site);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::TorusSettings> {
  using Settings = linkwright::builders::TorusSettings;
  static constexpr std::string_view kName = "torus";
  static constexpr std::string_view kDoc =
      "accelerators joined to their neighbours in two or three dimensions, without switches";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("accelerators", &Settings::accelerators, "x * y * z, or left out").Range(0, 1 << 20);
    v.Field("accelerator", &Settings::accelerator_part, "part of the accelerators");
    v.Field("link", &Settings::link_part, "part of the links");
    v.Field("x", &Settings::x, "nodes of the first dimension").Required().Range(1, 1024);
    v.Field("y", &Settings::y, "nodes of the second dimension").Required().Range(1, 1024);
    v.Field("z", &Settings::z, "nodes of the third dimension; 1: there is none").Range(1, 1024);
  }
};
