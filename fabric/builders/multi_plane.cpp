// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/multi_plane.h"

#include <fmt/format.h>

namespace linkwright::builders {

void Attach(topology::Assembly& fabric, const MultiPlaneSettings& settings,
            const Endpoints& endpoints, const Site& site) {
  const auto leaves = LeavesInOrder(settings, endpoints.nodes, site);
  for (int p = 0; p < settings.planes; ++p) {
    Site plane = site;
    plane.scope = fmt::format("{}.plane{}", site.scope, p);
    AddClos(fabric, settings, p, leaves, plane);
  }
}

}  // namespace linkwright::builders
