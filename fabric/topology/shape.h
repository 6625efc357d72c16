// SPDX-License-Identifier: Apache-2.0
// What a builder knows about the regular graph it made, so that routes need no tables
// (fabric/routing). A topology without a shape is routed by its tiers, or by shortest paths.
#pragma once

#include <array>
#include <optional>
#include <vector>

namespace linkwright::topology {

// Accelerators, or NICs, as routers in `tori` equal tori. The node with index i among those of its
// kind has place x + y * dims[0] + z * dims[0] * dims[1] = i % size() of torus i / size(), or,
// where neighbours are in different tori (by_rail), place i / tori of torus i % tori. Port
// first_port + 2 d goes to the next coordinate of dimension d, first_port + 2 d + 1 to the one
// before; two nodes have one link, at the lower of these ports of either.
struct TorusShape {
  std::array<int, 3> dims{1, 1, 1};
  int tori = 0;
  bool by_rail = false;
  int first_port = 0;

  int size() const { return dims[0] * dims[1] * dims[2]; }
  int TorusOf(int index) const { return by_rail ? index % tori : index / size(); }
  int PlaceOf(int index) const { return by_rail ? index / tori : index % size(); }
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

// A folded Clos (fabric/builders/clos.h) without any link missing. Switches are numbered from
// `first_switch` on: leaves, then block by block the aggregation switches of three tiers, then the
// top switches, column by column. A switch's ports down come first: of a leaf to its endpoints, of
// an aggregation switch to the leaves of its block, one each. Uplinks of a column, counted from
// lower switch to lower switch, go round the column's top switches: number i is at port i / tops of
// top i % tops. With two tiers there is one column, and its lower switches are the leaves; tops 0:
// there is no top tier.
struct ClosShape {
  int first_switch = 0;
  int leaves = 0;
  int leaf_down = 0, leaf_up = 0;
  int block_leaves = 0;  // 0: two tiers
  int aggregation_up = 0;
  int tops = 0;  // of a column

  int blocks() const { return block_leaves == 0 ? 0 : (leaves + block_leaves - 1) / block_leaves; }
  int first_top() const { return leaves + blocks() * leaf_up; }
  int switches() const { return first_top() + (block_leaves == 0 ? tops : tops * leaf_up); }
};

struct Shape {
  std::array<std::optional<TorusShape>, 2> torus;  // by domain: scale-up, scale-out
  std::optional<DragonflyShape> dragonfly;         // of the domain of its switches
  std::vector<ClosShape> clos;                     // ascending by first switch
};

}  // namespace linkwright::topology
