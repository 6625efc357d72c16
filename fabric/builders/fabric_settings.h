// SPDX-License-Identifier: Apache-2.0
// What the settings of all fabrics begin with, and what a fabric is attached to.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "fabric/topology/assembly.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::builders {

// Nodes that get the outer links of a fabric: accelerators, or the NICs of all pods: pod by pod, in
// a pod accelerator by accelerator.
struct Endpoints {
  std::vector<topology::NodeId> nodes;
  int per_pod = 0;     // 0: there are no pods
  int first_port = 0;  // of those that are there for the fabric
};

struct Site {
  topology::Domain domain = topology::Domain::kScaleOut;
  std::string scope;                       // what paths of switches begin with
  diagnostics::SourceLocation location{};  // of the settings, for messages
};

// Part names are keys into fabric/parts; what has an empty one cannot be priced or timed.
struct FabricSettings {
  int accelerators = 0;          // 0: the pods say how many endpoints there are
  std::string accelerator_part;  // where there are no pods
  std::string switch_part;       // of the lowest tier
  std::string upper_part;        // of tiers above; empty: as switch_part
  std::string link_part;         // at endpoints
  std::string uplink_part;       // between switches; empty: as link_part

  const std::string& upper() const { return upper_part.empty() ? switch_part : upper_part; }
  const std::string& between() const { return uplink_part.empty() ? link_part : uplink_part; }
};

template <class Settings, class Visitor>
void CommonFields(Visitor& v) {
  v.Field("accelerators", &Settings::accelerators,
          "endpoints; left out where pods have the endpoints")
      .Range(0, 1 << 20);
  v.Field("accelerator", &Settings::accelerator_part, "part of the accelerators");
  v.Field("switch", &Settings::switch_part, "part of the switches at endpoints");
  v.Field("upper_switch", &Settings::upper_part, "part of the switches above, if another one");
  v.Field("link", &Settings::link_part, "part of the links at endpoints");
  v.Field("uplink", &Settings::uplink_part, "part of the links between switches, if another one");
}

// "1 port", "8 ports".
inline std::string Counted(int64_t count, const char* one, const char* more) {
  return fmt::format("{} {}", count, count == 1 ? one : more);
}

// Throws a UserError at the settings: what cannot be built, and the limit it breaks.
[[noreturn]] void Refuse(const Site& site, const std::string& message);

// A fabric whose endpoints are the ports of accelerators themselves.
inline Endpoints AddAccelerators(topology::Assembly& fabric, int count, int ports,
                                 const std::string& part, const std::string& scope) {
  Endpoints endpoints;
  for (int a = 0; a < count; ++a) {
    endpoints.nodes.push_back(fabric.Add({.kind = topology::NodeKind::kAccelerator,
                                          .ports = ports,
                                          .part = part,
                                          .scope = scope,
                                          .stem = "accelerator"}));
  }
  return endpoints;
}

template <class Settings>
topology::Topology BuildWithAccelerators(const Settings& settings,
                                         const diagnostics::SourceLocation& location = {}) {
  topology::Assembly fabric("pod0");
  const Site site{DomainOf(settings), "pod0", location};
  if (settings.accelerators < 1)
    Refuse(site, fmt::format("expected accelerators, found {}", settings.accelerators));
  Attach(fabric, settings,
         AddAccelerators(fabric, settings.accelerators, PortsPerEndpoint(settings),
                         settings.accelerator_part, "pod0"),
         site);
  return fabric.Build();
}

}  // namespace linkwright::builders
