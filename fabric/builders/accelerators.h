// SPDX-License-Identifier: Apache-2.0
// A fabric whose endpoints are the ports of accelerators themselves.
#pragma once

#include <fmt/format.h>

#include "fabric/builders/fabric_settings.h"

namespace linkwright::builders {

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
