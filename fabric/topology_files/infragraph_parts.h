// SPDX-License-Identifier: Apache-2.0
// An InfraGraph with all devices, slices and schemes written out: single components and edges.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "fabric/topology_files/infragraph_fields.h"
#include "foundation/config/node.h"

namespace linkwright::topology_files {

struct Vertex {
  std::string name;
  Choice choice = Choice::kXpu;
  int device = 0;     // which copy of a device it is in
  int merged = -1;    // a port: into this vertex
  bool host = false;  // a switch between NICs and processors of one device
  std::vector<int> peers_inside;
};
struct Joined {
  int a = 0, b = 0;
  std::string link;
  diagnostics::SourceLocation at;
};

struct InfraGraphParts {
  std::vector<Vertex> vertices;
  std::vector<Joined> edges;
};

// Throws UserError with the place of a mistake.
InfraGraphParts WriteOut(const Infrastructure& infrastructure, const config::Node& document);

}  // namespace linkwright::topology_files
