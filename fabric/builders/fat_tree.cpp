// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/fat_tree.h"

namespace linkwright::builders {

void Attach(topology::Assembly& fabric, const FatTreeSettings& settings, const Endpoints& endpoints,
            const Site& site) {
  AddClos(fabric, settings, 0, LeavesInOrder(settings, endpoints.nodes, site), site);
}

}  // namespace linkwright::builders
