// SPDX-License-Identifier: Apache-2.0
// Groups of `a` routers, all joined to one another; p endpoints and h global links at each router
// (topology::DragonflyShape). All global ports are used as far as they go evenly over the other
// groups; with a h + 1 groups there is one link between any two.
#pragma once

#include "fabric/builders/fabric_settings.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct DragonflySettings : FabricSettings {
  int endpoints_per_router = 0;     // p
  int routers_per_group = 0;        // a
  int global_links_per_router = 0;  // h
  int groups = 0;                   // 0: as many as the endpoints fill
  int switch_ports = 0;             // >= p + a - 1 + h
};

inline int PortsPerEndpoint(const DragonflySettings&) { return 1; }
inline topology::Domain DomainOf(const DragonflySettings&) { return topology::Domain::kScaleOut; }
void Attach(topology::Assembly& fabric, const DragonflySettings& settings,
            const Endpoints& endpoints, const Site& site);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::DragonflySettings> {
  using Settings = linkwright::builders::DragonflySettings;
  static constexpr std::string_view kName = "dragonfly";
  static constexpr std::string_view kDoc =
      "groups of fully joined routers, and global links between all groups";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::CommonFields<Settings>(v);
    v.Field("endpoints_per_router", &Settings::endpoints_per_router, "p").Required().Range(1, 1024);
    v.Field("routers_per_group", &Settings::routers_per_group, "a").Required().Range(1, 1024);
    v.Field("global_links_per_router", &Settings::global_links_per_router, "h")
        .Required()
        .Range(1, 1024);
    v.Field("groups", &Settings::groups, "g; 0: as many as the endpoints fill").Range(0, 65536);
    v.Field("switch_ports", &Settings::switch_ports, "ports of a router").Required().Range(1, 4096);
  }
};
