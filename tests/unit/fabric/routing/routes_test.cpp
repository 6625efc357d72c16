// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/routes.h"

#include <gtest/gtest.h>

#include "fabric/builders/leaf_spine.h"
#include "fabric/builders/single_tier.h"
#include "fabric/topology/assembly.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::routing {
namespace {

using topology::Assembly;
using topology::Domain;
using topology::NodeId;
using topology::NodeKind;
using topology::Topology;
using Ports = std::vector<int>;

Topology LeafSpine(int accelerators, int leaves, int spines, int links_per_pair = 1) {
  builders::LeafSpineSettings settings;
  settings.accelerators = accelerators;
  settings.leaves = leaves;
  settings.spines = spines;
  settings.links_per_pair = links_per_pair;
  settings.leaf_ports = LeafPortsNeeded(settings);
  settings.spine_ports = SpinePortsNeeded(settings);
  return BuildLeafSpine(settings);
}

Ports Hops(const Routes& routes, int switch_index, int destination) {
  const auto ports = routes.OfSwitch(switch_index, destination);
  return {ports.begin(), ports.end()};
}

TEST(Routes, GoStraightDownAndUpOverAllUplinks) {
  const Topology fabric = LeafSpine(16, 4, 4);
  const Routes routes(fabric);
  EXPECT_EQ(Hops(routes, 0, 2), (Ports{2}));           // at the own leaf
  EXPECT_EQ(Hops(routes, 0, 9), (Ports{4, 5, 6, 7}));  // elsewhere
  EXPECT_EQ(Hops(routes, 4, 9), (Ports{2}));           // spine 0 to leaf 2
}

TEST(Routes, HoldSetsOfAnySizeOnce) {
  const Topology fabric = LeafSpine(2, 2, 5, 2);
  const Routes routes(fabric);
  EXPECT_EQ(Hops(routes, 0, 1), (Ports{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(Hops(routes, 3, 1), (Ports{2, 3}));
  EXPECT_EQ(routes.table_entries(), 2u * 7) << "two edge switches, seven switches";
  EXPECT_EQ(routes.sets(), 4u) << "none, all uplinks, and the two pairs of ports of a spine";
}

TEST(Routes, OfASingleTierAreThePortsOfItsAccelerators) {
  builders::SingleTierSettings settings;
  settings.accelerators = 5;
  settings.planes = 3;
  settings.switch_ports = 8;
  const Topology pod = BuildSingleTier(settings);
  const Routes routes(pod);
  for (int plane = 0; plane < 3; ++plane) {
    for (int a = 0; a < 5; ++a) EXPECT_EQ(Hops(routes, plane, a), (Ports{a}));
  }
  EXPECT_THROW(routes.OfSwitch(3, 0), diagnostics::InternalError);
  EXPECT_THROW(routes.OfSwitch(0, 5), diagnostics::InternalError);
  EXPECT_THROW(routes.NextHops(pod.accelerator(0), 1, Domain::kScaleUp),
               diagnostics::InternalError);
}

TEST(Routes, ListParallelLinksInAscendingPortOrder) {
  Assembly parallel("parallel");
  const NodeId a0 = parallel.Add({.ports = 4, .stem = "a"});
  parallel.Add({.ports = 1, .stem = "a"});
  const NodeId s0 = parallel.Add({.kind = NodeKind::kSwitch,
                                  .domain = Domain::kScaleUp,
                                  .tier = 1,
                                  .plane = 0,
                                  .ports = 8,
                                  .stem = "s"});
  for (int i = 0; i < 4; ++i) parallel.Join({a0, i}, {s0, 7 - i}, {});
  const Topology topology = parallel.Build();
  const Routes routes(topology);
  EXPECT_EQ(Hops(routes, 0, 0), (Ports{4, 5, 6, 7}));
  EXPECT_TRUE(Hops(routes, 0, 1).empty()) << "no link, so unreachable";
}

// Spine 1 loses leaf 2: nobody goes to leaf 2 by spine 1 any more, and spine 1 does not send it up
// again through another leaf.
TEST(Routes, AvoidASpineThatCannotReachTheDestination) {
  const Topology fabric = LeafSpine(8, 4, 2);
  std::vector<uint8_t> dead(fabric.links().size(), 0);
  const NodeId spine = fabric.switch_node(5);
  dead[static_cast<size_t>(fabric.LinkAt({spine, 2}))] = 1;
  const Routes routes(fabric, dead);
  EXPECT_EQ(Hops(routes, 0, 4), (Ports{2}));     // leaf 0 to leaf 2: by spine 0 only
  EXPECT_EQ(Hops(routes, 0, 6), (Ports{2, 3}));  // to leaf 3: by both
  EXPECT_EQ(Hops(routes, 2, 0), (Ports{2}));     // leaf 2 to leaf 0
  EXPECT_TRUE(Hops(routes, 5, 4).empty());
  EXPECT_EQ(Hops(routes, 5, 6), (Ports{3}));
}

// The way to the edge switch is its neighbours' too.
TEST(Routes, ADeadLinkOfAnAcceleratorEndsAtItsEdgeSwitch) {
  const Topology fabric = LeafSpine(8, 4, 2);
  std::vector<uint8_t> dead(fabric.links().size(), 0);
  dead[static_cast<size_t>(fabric.LinkAt({fabric.accelerator(5), 0}))] = 1;
  const Routes routes(fabric, dead);
  EXPECT_EQ(Hops(routes, 0, 5), (Ports{2, 3}));
  EXPECT_TRUE(Hops(routes, 2, 5).empty());
  EXPECT_EQ(Hops(routes, 2, 4), (Ports{0}));
}

// An accelerator at two leaves: while both links live, a spine may go by either.
TEST(Routes, OfADualHomedAcceleratorLeaveADeadEdgeOut) {
  Assembly dual("dual");
  const NodeId a0 = dual.Add({.ports = 2, .stem = "a"});
  const NodeId a1 = dual.Add({.ports = 1, .stem = "a"});
  const auto add = [&](int tier, const char* stem) {
    return dual.Add({.kind = NodeKind::kSwitch,
                     .domain = Domain::kScaleOut,
                     .tier = tier,
                     .plane = 0,
                     .ports = 4,
                     .stem = stem});
  };
  const NodeId l0 = add(1, "leaf"), l1 = add(1, "leaf"), l2 = add(1, "leaf"), s0 = add(2, "spine");
  const topology::NewLink link{.domain = Domain::kScaleOut};
  dual.Join(a0, l0, link);
  dual.Join(a0, l1, link);
  dual.Join(a1, l2, link);
  for (const NodeId leaf : {l0, l1, l2}) dual.Join(leaf, s0, link);
  const Topology topology = dual.Build();
  EXPECT_EQ(Hops(Routes(topology), 3, 0), (Ports{0, 1}));
  const std::vector<uint8_t> dead = {1, 0, 0, 0, 0, 0};
  const Routes routes(topology, dead);
  EXPECT_EQ(Hops(routes, 3, 0), (Ports{1}));
  EXPECT_EQ(Hops(routes, 0, 0), (Ports{1})) << "by the spine, as the own link is dead";
}

TEST(Routes, WantAFlagForEveryLink) {
  const Topology fabric = LeafSpine(4, 2, 2);
  const std::vector<uint8_t> flags(3, 0);
  EXPECT_THROW(Routes(fabric, flags), diagnostics::InternalError);
}

TEST(EdgeSwitches, AreWhereAcceleratorsHang) {
  EXPECT_EQ(EdgeSwitches(LeafSpine(5, 2, 2)), (std::vector<int>{0, 0, 0, 1, 1}));
}

}  // namespace
}  // namespace linkwright::routing
