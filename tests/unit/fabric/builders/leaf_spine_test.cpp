// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/leaf_spine.h"

#include <gtest/gtest.h>

#include <set>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::builders {
namespace {

using topology::LinkId;
using topology::Topology;

LeafSpineSettings Spec(int accelerators, int leaves, int spines, int links_per_pair = 1) {
  LeafSpineSettings spec;
  spec.accelerators = accelerators;
  spec.leaves = leaves;
  spec.spines = spines;
  spec.links_per_pair = links_per_pair;
  spec.leaf_ports = LeafPortsNeeded(spec);
  spec.spine_ports = SpinePortsNeeded(spec);
  spec.switch_part = "leaf";
  spec.upper_part = "spine";
  spec.link_part = "short";
  spec.uplink_part = "long";
  return spec;
}

TEST(LeafSpine, NumbersLeavesFirstAndNamesThem) {
  const Topology fabric = BuildLeafSpine(Spec(16, 4, 3));
  EXPECT_EQ(fabric.switches(), 7);
  EXPECT_EQ(fabric.planes(), 1);
  EXPECT_EQ(fabric.PathOf(fabric.switch_node(3)), "pod0.leaf3");
  EXPECT_EQ(fabric.PathOf(fabric.switch_node(4)), "pod0.spine0");
  EXPECT_EQ(fabric.part(fabric.node(fabric.switch_node(4)).part), "spine");
  EXPECT_EQ(fabric.links().size(), 16u + 4 * 3);
}

TEST(LeafSpine, EveryLeafHasTheSameNumberOfLinksToEverySpine) {
  for (const int links : {1, 2, 3}) {
    const Topology fabric = BuildLeafSpine(Spec(6, 3, 2, links));
    for (int l = 0; l < 3; ++l) {
      const topology::NodeId leaf = fabric.switch_node(l);
      for (int s = 3; s < 5; ++s) {
        int joined = 0;
        for (const LinkId id : fabric.LinksOf(leaf)) {
          if (fabric.FarEnd(id, leaf).node != fabric.switch_node(s)) continue;
          ++joined;
          EXPECT_EQ(fabric.part(fabric.link(id).part), "long");
        }
        EXPECT_EQ(joined, links) << "leaf " << l << " spine " << s;
      }
    }
  }
}

TEST(LeafSpine, AcceleratorsFillLeavesInOrderAndTheLastMayHaveFewer) {
  const Topology fabric = BuildLeafSpine(Spec(7, 3, 2));
  for (int a = 0; a < 7; ++a) {
    const topology::NodeId at = fabric.accelerator(a);
    ASSERT_EQ(fabric.LinksOf(at).size(), 1u);
    const topology::Attachment& end = fabric.FarEnd(fabric.LinksOf(at)[0], at);
    EXPECT_EQ(fabric.node(end.node).index, a / 3);
    EXPECT_EQ(end.port, a % 3);
  }
}

TEST(LeafSpine, NeedsPortsForAllLinks) {
  LeafSpineSettings spec = Spec(16, 4, 4);
  EXPECT_EQ(spec.leaf_ports, 8);
  EXPECT_EQ(spec.spine_ports, 4);
  EXPECT_NO_THROW(BuildLeafSpine(spec));
  spec.leaf_ports = 7;
  EXPECT_THROW(BuildLeafSpine(spec), diagnostics::UserError);
  spec.leaf_ports = 8;
  spec.spine_ports = 3;
  EXPECT_THROW(BuildLeafSpine(spec), diagnostics::UserError);
}

// 16 accelerators on 4 leaves: the halves are 2 leaves each, and every spine is cut on the cheaper
// side, 2 of its 4 leaf links: 2 * spines, but never more than the 8 links of the accelerators.
TEST(Bisection, OfTwoTiersIsHalfTheUplinksUntilTheAcceleratorsAreTheLimit) {
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(16, 4, 1))), 2);
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(16, 4, 3))), 6);
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(16, 4, 4))), 8);
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(16, 4, 2, 2))), 8);
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(16, 4, 6))), 8);
}

// Three leaves of two: the middle leaf is parted itself; one accelerator of it goes with each half,
// and one of its own links is cut beside an outer leaf's.
TEST(Bisection, MayRunThroughALeaf) {
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(6, 3, 1))), 2);
  EXPECT_EQ(topology::BisectionLinks(BuildLeafSpine(Spec(6, 3, 2))), 3);
}

}  // namespace
}  // namespace linkwright::builders
