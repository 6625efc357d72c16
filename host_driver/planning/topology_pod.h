// SPDX-License-Identifier: Apache-2.0
// Pods that a scenario describes link by link, by a builder or a file (`pod.topology`).
#pragma once

#include <optional>

#include "fabric/parts/catalog.h"
#include "fabric/topology/topology.h"
#include "foundation/config/document.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::planning {

// Nothing when the scenario has none. Throws UserError with a position: what builders and files
// refuse, and settings of a ready pod beside it.
std::optional<topology::Topology> OwnTopology(const scenario::Scenario& scenario,
                                              const config::Document& document);

// Such a pod as those that come after see ready ones: its first accelerator, switch and link stand
// for all. Throws UserError for parts that are not in the catalog, and
// for those of Ethernet fabrics where scale-up links and switches are.
parts::PodSpec PodOf(const topology::Topology& topology, const parts::Catalog& catalog,
                     const config::Document& document);

}  // namespace linkwright::planning
