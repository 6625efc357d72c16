// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/port_set_routes.h"

#include <gtest/gtest.h>

#include "foundation/diagnostics/check.h"

namespace linkwright::routing {
namespace {

using topology::Topology;

Topology LeafSpine(int accelerators, int leaves, int spines, int links_per_pair = 1) {
  topology::LeafSpineSpec spec;
  spec.accelerators = accelerators;
  spec.leaves = leaves;
  spec.spines = spines;
  spec.links_per_pair = links_per_pair;
  spec.leaf_ports = LeafPortsNeeded(spec);
  spec.spine_ports = SpinePortsNeeded(spec);
  return BuildLeafSpine(spec);
}

TEST(UpDownRoutes, GoStraightDownAndUpOverAllUplinks) {
  const Topology fabric = LeafSpine(16, 4, 4);
  const PortSetRoutes routes = UpDownRoutes(fabric);
  EXPECT_EQ(routes.At(0, 2), (PortSet{2}));           // at the own leaf
  EXPECT_EQ(routes.At(0, 9), (PortSet{4, 5, 6, 7}));  // elsewhere
  EXPECT_EQ(routes.At(4, 9), (PortSet{2}));           // spine 0 to leaf 2
}

TEST(UpDownRoutes, HoldGroupsOfAnySize) {
  const Topology fabric = LeafSpine(2, 2, 5, 2);
  EXPECT_EQ(UpDownRoutes(fabric).At(0, 1), (PortSet{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(UpDownRoutes(fabric).At(3, 1), (PortSet{2, 3}));
}

TEST(UpDownRoutes, OfASingleTierAreThePortsOfItsAccelerators) {
  topology::SingleTierSpec spec;
  spec.accelerators = 3;
  spec.planes = 2;
  spec.switch_ports = 4;
  const PortSetRoutes routes = UpDownRoutes(BuildSingleTier(spec));
  for (int plane = 0; plane < 2; ++plane) {
    for (int a = 0; a < 3; ++a) EXPECT_EQ(routes.At(plane, a), (PortSet{a}));
  }
}

// Spine 1 loses leaf 2: nobody goes to leaf 2 by spine 1 any more, and spine 1 does not send it up
// again through another leaf.
TEST(UpDownRoutes, AvoidASpineThatCannotReachTheDestination) {
  const Topology fabric = LeafSpine(8, 4, 2);
  std::vector<uint8_t> dead(fabric.links().size(), 0);
  const topology::NodeId spine = fabric.switch_node(5);
  dead[static_cast<size_t>(fabric.LinkAt({spine, 2}))] = 1;
  const PortSetRoutes routes = UpDownRoutes(fabric, dead);
  EXPECT_EQ(routes.At(0, 4), (PortSet{2}));     // leaf 0 to leaf 2: by spine 0 only
  EXPECT_EQ(routes.At(0, 6), (PortSet{2, 3}));  // to leaf 3: by both
  EXPECT_EQ(routes.At(2, 0), (PortSet{2}));     // leaf 2 to leaf 0
  EXPECT_TRUE(routes.At(5, 4).empty());
  EXPECT_EQ(routes.At(5, 6), (PortSet{3}));
}

TEST(UpDownRoutes, WantAFlagForEveryLink) {
  const std::vector<uint8_t> flags(3, 0);
  EXPECT_THROW(UpDownRoutes(LeafSpine(4, 2, 2), flags), diagnostics::InternalError);
}

TEST(EdgeSwitches, AreWhereAcceleratorsHang) {
  EXPECT_EQ(EdgeSwitches(LeafSpine(5, 2, 2)), (std::vector<int>{0, 0, 0, 1, 1}));
}

}  // namespace
}  // namespace linkwright::routing
