// SPDX-License-Identifier: Apache-2.0
// Topologies for `linkwright explain`: of ready pods, scenarios, and files of nodes and links.
#pragma once

#include <string>

#include "fabric/parts/catalog.h"
#include "fabric/topology/topology.h"

namespace linkwright::cli {

// By the ending of its name: YAML or JSON.
bool IsTopologyFile(const std::string& name);

// Of a file of nodes and links, or of a scenario: what `linkwright run` would simulate and price.
// Throws what they throw.
topology::Topology TopologyOfFile(const std::string& file);

// JSON of report::TopologyCounts to `path` ("-": standard output). Throws UserError for names that
// are neither such a file nor a ready pod.
void WriteTopologyCounts(const std::string& name, const parts::Catalog& catalog,
                         const std::string& path);

}  // namespace linkwright::cli
