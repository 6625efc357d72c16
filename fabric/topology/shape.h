// SPDX-License-Identifier: Apache-2.0
// What a builder knows about the regular graph it made, so that routes need no tables
// (fabric/routing). A topology without a shape is routed by its tiers, or by shortest paths.
#pragma once

#include <array>
#include <optional>
#include <vector>

namespace linkwright::topology {

// Accelerators as routers, `pods` tori side by side: accelerator index = pod * size() + x + y *
// dims[0] + z * dims[0] * dims[1]. Port 2 d goes to the next coordinate of dimension d, port 2 d +
// 1 to the one before; of two nodes only the upper port of either is used for both ways, port 2 d.
struct TorusShape {
  std::array<int, 3> dims{1, 1, 1};
  int pods = 1;

  int size() const { return dims[0] * dims[1] * dims[2]; }
};

// Switches from `first_switch` on, `routers` of each group in a row, groups in a row. Ports of a
// router: its endpoints, then the other routers of its group by number, then global ports. Global
// port q of router r is number r * global_ports + q of its group; number j goes to the group
// offsets[j] after it (mod groups; 0: unused).
struct DragonflyShape {
  int first_switch = 0;
  int groups = 0;
  int routers = 0;
  int endpoint_ports = 0;
  int global_ports = 0;
  std::vector<int> offsets;
};

struct Shape {
  std::optional<TorusShape> torus;          // of the links that join accelerators directly
  std::optional<DragonflyShape> dragonfly;  // of the domain of its switches
};

}  // namespace linkwright::topology
