// SPDX-License-Identifier: Apache-2.0
// Counts of every builder against closed forms and published examples (docs/models/topologies.md).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "fabric/builders/builders.h"
#include "foundation/config/document.h"

namespace linkwright::builders {
namespace {

using topology::BisectionLinks;
using topology::Domain;
using topology::NodeId;
using topology::NodeKind;
using topology::Topology;

Topology Built(const std::string& yaml) {
  return Build(config::Document::Parse(yaml, "topology.yaml").root());
}

// Links of a domain whose both ends are switches.
int SwitchLinks(const Topology& t, Domain domain) {
  int count = 0;
  for (const topology::Link& link : t.links()) {
    count += link.domain == domain && t.node(link.a.node).kind == NodeKind::kSwitch &&
             t.node(link.b.node).kind == NodeKind::kSwitch;
  }
  return count;
}

int Switches(const Topology& t, Domain domain, int tier) {
  int count = 0;
  for (const NodeId id : t.Of(NodeKind::kSwitch))
    count += t.node(id).domain == domain && t.node(id).tier == tier;
  return count;
}

// Every switch of these tiers has a link at every port.
void ExpectAllPortsUsed(const Topology& t) {
  for (const NodeId id : t.Of(NodeKind::kSwitch))
    ASSERT_EQ(static_cast<int>(t.LinksOf(id).size()), t.node(id).ports) << t.PathOf(id);
}

TEST(FatTree, OfTwoTiersHasTheCountsOfItsRadix) {
  for (const int k : {4, 8, 16, 64}) {
    const int n = k * k / 2;
    const Topology t =
        Built(fmt::format("fat_tree: {{accelerators: {}, tiers: 2, switch_ports: {}}}", n, k));
    EXPECT_EQ(t.switches(), 3 * k / 2);
    EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), n);
    EXPECT_EQ(BisectionLinks(t), n / 2);
    ExpectAllPortsUsed(t);
  }
}

TEST(FatTree, OfThreeTiersHasTheCountsOfItsRadix) {
  for (const int k : {4, 8, 16}) {
    const int n = k * k * k / 4;
    const Topology t =
        Built(fmt::format("fat_tree: {{accelerators: {}, tiers: 3, switch_ports: {}}}", n, k));
    EXPECT_EQ(t.switches(), 5 * k * k / 4);
    EXPECT_EQ(Switches(t, Domain::kScaleOut, 1), k * k / 2);
    EXPECT_EQ(Switches(t, Domain::kScaleOut, 2), k * k / 2);
    EXPECT_EQ(Switches(t, Domain::kScaleOut, 3), k * k / 4);
    EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 2 * n);
    EXPECT_EQ(BisectionLinks(t), n / 2);
    ExpectAllPortsUsed(t);
  }
}

// Leaves of 48 down and 16 up: 768 endpoints on 16 leaves, 256 uplinks on 4 spines.
TEST(FatTree, OversubscribedHasFewerSpinesAndLessBisection) {
  const Topology t =
      Built("fat_tree: {accelerators: 768, tiers: 2, switch_ports: 64, oversubscription: 3}");
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 1), 16);
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 2), 4);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 256);
  EXPECT_EQ(BisectionLinks(t), 128);
}

// Three tiers of 16 ports, the middle one 12 down and 4 up: blocks of 12 leaves of 8 endpoints, 8
// aggregation switches each; 10 blocks have 8 * 4 * 10 uplinks, in 8 columns of 3 cores.
TEST(FatTree, MayBeOversubscribedInTheMiddle) {
  const Topology t = Built(
      "fat_tree: {accelerators: 960, tiers: 3, switch_ports: 16, aggregation_oversubscription: 3}");
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 1), 120);
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 2), 80);
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 3), 24);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 960 + 320);
  EXPECT_EQ(BisectionLinks(t), 8 * (7 + 6 + 6)) << "cores of 14, 13 and 13 uplinks";
}

TEST(FatTree, LeavesOutWhatItDoesNotNeed) {
  EXPECT_EQ(Built("fat_tree: {accelerators: 8, tiers: 3, switch_ports: 16}").switches(), 1);
  const Topology block = Built("fat_tree: {accelerators: 16, tiers: 3, switch_ports: 16}");
  EXPECT_EQ(Switches(block, Domain::kScaleOut, 1), 2);
  EXPECT_EQ(Switches(block, Domain::kScaleOut, 2), 8);
  EXPECT_EQ(Switches(block, Domain::kScaleOut, 3), 0);
}

// Published counts of switches, links between switches and endpoints: DeepSeek-V3's table 3 (ISCA
// 2025), columns FT2, MPFT and FT3, 64-port switches.
TEST(PublishedCounts, TwoTiersEightPlanesAndThreeTiersOf64Ports) {
  const Topology ft2 = Built("fat_tree: {accelerators: 2048, tiers: 2, switch_ports: 64}");
  EXPECT_EQ(ft2.switches(), 96);
  EXPECT_EQ(SwitchLinks(ft2, Domain::kScaleOut), 2048);
  // Eight planes carry 16,384 endpoints as eight groups of 2,048, each in a plane of its own.
  const Topology planes =
      Built("rail_only: {accelerators: 16384, rails: 8, tiers: 2, switch_ports: 64}");
  EXPECT_EQ(planes.switches(), 768);
  EXPECT_EQ(SwitchLinks(planes, Domain::kScaleOut), 16384);
  const Topology ft3 = Built("fat_tree: {accelerators: 65536, tiers: 3, switch_ports: 64}");
  EXPECT_EQ(ft3.switches(), 5120);
  EXPECT_EQ(SwitchLinks(ft3, Domain::kScaleOut), 131072);
}

// The same table's dragonfly: a 32, p 16, h 16, 511 of 513 possible groups.
TEST(PublishedCounts, DragonflyOf511Groups) {
  const Topology t = Built(
      "dragonfly: {accelerators: 261632, endpoints_per_router: 16, routers_per_group: 32, "
      "global_links_per_router: 16, groups: 511, switch_ports: 64}");
  EXPECT_EQ(t.switches(), 16352);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 384272);
}

// DGX SuperPOD H100, scalable units of 32 nodes with 8 NICs: leaves, spines, links between them.
TEST(PublishedCounts, SuperPod) {
  struct Size {
    int nodes, leaves, spines, links;
  };
  for (const Size& size : {Size{31, 8, 4, 256}, Size{63, 16, 8, 512}, Size{95, 24, 12, 768},
                           Size{127, 32, 16, 1024}}) {
    const Topology t = Built(fmt::format(
        "pods: {{pods: {}, accelerators: 8, scale_up: {{single_tier: {{planes: 4, switch_ports: "
        "64}}}}, scale_out: {{rail_optimised: {{tiers: 2, switch_ports: 64}}}}}}",
        size.nodes));
    EXPECT_EQ(t.nics(), 8 * size.nodes);
    EXPECT_EQ(Switches(t, Domain::kScaleOut, 1), size.leaves);
    EXPECT_EQ(Switches(t, Domain::kScaleOut, 2), size.spines);
    EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), size.links);
    EXPECT_EQ(t.scaleup_domains(), size.nodes);
  }
}

TEST(MultiPlane, IsAFatTreePerPlane) {
  const Topology t =
      Built("multi_plane: {accelerators: 128, planes: 4, tiers: 2, switch_ports: 16}");
  EXPECT_EQ(t.planes(), 4);
  EXPECT_EQ(t.switches(), 4 * 24);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 4 * 128);
  EXPECT_EQ(BisectionLinks(t), 4 * 64);
}

// A leaf serves one rail: 4 pods of 2 rails on leaves of 2 down.
TEST(RailOptimised, ALeafServesEqualEndpointsOfSeveralPods) {
  const Topology t = Built("rail_optimised: {accelerators: 8, rails: 2, switch_ports: 4}");
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 1), 4);
  EXPECT_EQ(Switches(t, Domain::kScaleOut, 2), 2);
  for (int a = 0; a < 8; ++a) {
    const NodeId id = t.accelerator(a);
    const NodeId leaf = t.FarEnd(t.LinksOf(id).front(), id).node;
    EXPECT_EQ(t.node(leaf).index, a / 4 * 2 + a % 2) << "accelerator " << a;
  }
}

TEST(RailOnly, RailsAreNotJoined) {
  const Topology t = Built("rail_only: {accelerators: 64, rails: 2, tiers: 2, switch_ports: 8}");
  EXPECT_EQ(t.planes(), 2);
  EXPECT_EQ(t.switches(), 2 * 12);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 64);
  EXPECT_EQ(BisectionLinks(t), 32);
}

TEST(TwoLevel, HasATraySwitchPerPlaneAndAnUpperLevel) {
  const Topology t = Built(
      "two_level: {accelerators: 16, accelerators_per_tray: 4, planes: 2, switch_ports: 8, "
      "upper_switches: 2, links_per_pair: 2, upper_ports: 8}");
  EXPECT_EQ(Switches(t, Domain::kScaleUp, 1), 2 * 4);
  EXPECT_EQ(Switches(t, Domain::kScaleUp, 2), 2 * 2);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleUp), 2 * 4 * 2 * 2);
  EXPECT_EQ(BisectionLinks(t), 2 * 8);
  EXPECT_EQ(t.scaleup_domains(), 1);
  ExpectAllPortsUsed(t);
}

TEST(Torus, HasALinkPerNodeAndDimensionAndABisectionOfTwoFaces) {
  const Topology flat = Built("torus: {x: 4, y: 6}");
  EXPECT_EQ(flat.accelerators(), 24);
  EXPECT_EQ(flat.links().size(), 48u);
  EXPECT_EQ(BisectionLinks(flat), 2 * 4);
  const Topology cube = Built("torus: {x: 4, y: 4, z: 4}");
  EXPECT_EQ(cube.links().size(), 3u * 64);
  EXPECT_EQ(BisectionLinks(cube), 2 * 64 / 4);
  EXPECT_EQ(cube.switches(), 0);
  EXPECT_EQ(cube.scaleup_domains(), 1);
}

TEST(Torus, OfTwoNodesHasOneLink) {
  EXPECT_EQ(Built("torus: {x: 2, y: 3}").links().size(), 3u + 6u);
  EXPECT_EQ(Built("torus: {x: 1, y: 3}").links().size(), 3u);
}

// a h + 1 groups: exactly one link between any two.
TEST(Dragonfly, OfAllGroupsHasOneLinkBetweenAnyTwo) {
  const Topology t = Built(
      "dragonfly: {accelerators: 72, endpoints_per_router: 2, routers_per_group: 4, "
      "global_links_per_router: 2, switch_ports: 7}");
  EXPECT_EQ(t.switches(), 36);
  EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), 9 * 6 + 9 * 8 / 2);
  ExpectAllPortsUsed(t);
  std::vector<int> links(81, 0);
  for (const topology::Link& link : t.links()) {
    if (t.node(link.a.node).kind != NodeKind::kSwitch) continue;
    const int a = t.node(link.a.node).index / 4, b = t.node(link.b.node).index / 4;
    if (a != b) ++links[static_cast<size_t>(std::min(a, b) * 9 + std::max(a, b))];
  }
  for (int a = 0; a < 9; ++a) {
    for (int b = a + 1; b < 9; ++b) EXPECT_EQ(links[static_cast<size_t>(a * 9 + b)], 1);
  }
}

TEST(Dragonfly, SpreadsSpareGlobalPortsEvenly) {
  for (const int groups : {2, 3, 4, 5, 6}) {
    const Topology t = Built(
        fmt::format("dragonfly: {{accelerators: 4, endpoints_per_router: 1, routers_per_group: 4, "
                    "global_links_per_router: 2, groups: {}, switch_ports: 8}}",
                    groups));
    const int rounds = 8 / (groups - 1), spare = 8 % (groups - 1);
    // What is left over goes to pairs of offsets, or to the one opposite offset.
    const bool opposite = groups % 2 == 0 && spare % 2 == 1;
    const int used = rounds * (groups - 1) + (opposite || spare % 2 == 0 ? spare : spare - 1);
    EXPECT_EQ(SwitchLinks(t, Domain::kScaleOut), groups * 6 + groups * used / 2) << groups;
  }
}

TEST(Pods, JoinAPodOf8BehindALeafSpine) {
  const Topology t = Built(
      "pods: {pods: 4, accelerators: 8, nics: 1, scale_up: {single_tier: {planes: 2, "
      "switch_ports: 8}}, scale_out: {leaf_spine: {leaves: 4, spines: 4, leaf_ports: 12, "
      "spine_ports: 4}}}");
  EXPECT_EQ(t.accelerators(), 32);
  EXPECT_EQ(t.nics(), 32);
  EXPECT_EQ(Switches(t, Domain::kScaleUp, 1), 4 * 2);
  EXPECT_EQ(t.planes(Domain::kScaleUp), 2);
  EXPECT_EQ(t.PathOf(t.accelerator(13)), "pod1.accelerator5");
  EXPECT_EQ(t.PathOf(t.Of(NodeKind::kNic)[13]), "pod1.accelerator5.nic0");
  EXPECT_EQ(BisectionLinks(t, Domain::kScaleUp), 0);
  EXPECT_EQ(BisectionLinks(t, Domain::kScaleOut), 8) << "two of four leaf links of every spine";
  for (int a = 0; a < 32; ++a) {
    EXPECT_EQ(t.scaleup_domain(a), a / 8);
    EXPECT_EQ(t.Uplinks(a, Domain::kScaleUp).size(), 2u);
    EXPECT_EQ(t.Uplinks(a, Domain::kScaleOut).size(), 1u);
  }
}

TEST(Pods, MayHaveScaleOutPortsInsteadOfNics) {
  const Topology t = Built(
      "pods: {pods: 2, accelerators: 8, nics: 0, scale_up: {torus: {x: 2, y: 2, z: 2}}, "
      "scale_out: {multi_plane: {planes: 2, switch_ports: 16}}}");
  EXPECT_EQ(t.nics(), 0);
  EXPECT_EQ(t.node(t.accelerator(0)).ports, 6 + 2);
  EXPECT_EQ(t.Uplinks(0, Domain::kScaleUp).size(), 3u);
  EXPECT_EQ(t.Uplinks(0, Domain::kScaleOut).size(), 2u);
  EXPECT_EQ(t.scaleup_domains(), 2);
}

}  // namespace
}  // namespace linkwright::builders
