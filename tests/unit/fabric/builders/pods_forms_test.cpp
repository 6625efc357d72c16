// SPDX-License-Identifier: Apache-2.0
// Pods at every scale-out fabric: counts equal closed forms, and every switch, link and NIC of the
// fabric belongs to scale-out.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fabric/builders/builders.h"
#include "foundation/config/document.h"

namespace linkwright::builders {
namespace {

using topology::BisectionLinks;
using topology::Domain;
using topology::NodeKind;
using topology::Topology;

// 16 pods of 4 accelerators with a NIC each: 64 endpoints. A pod has two planes of one switch.
constexpr int kPods = 16, kOfPod = 4, kEndpoints = kPods * kOfPod, kPlanes = 2;

std::string Pods(const std::string& scale_out, int nics = 1) {
  return fmt::format(
      "pods: {{pods: {}, accelerators: {}, nics: {}, scale_up: {{single_tier: {{planes: {}, "
      "switch_ports: 4}}}}, scale_out: {{{}}}}}",
      kPods, kOfPod, nics, kPlanes, scale_out);
}

Topology Built(const std::string& yaml) {
  return Build(config::Document::Parse(yaml, "topology.yaml").root());
}

struct Counts {
  int switches = 0;
  int links = 0;  // between switches, or between NICs
  int bisection = 0;
};

void ExpectCounts(const std::string& scale_out, const Counts& expected) {
  SCOPED_TRACE(scale_out);
  const Topology t = Built(Pods(scale_out));
  EXPECT_EQ(t.accelerators(), kEndpoints);
  EXPECT_EQ(t.nics(), kEndpoints);
  EXPECT_EQ(t.scaleup_domains(), kPods);
  Counts found;
  int host = 0, scale_up = 0;
  for (const topology::NodeId id : t.Of(NodeKind::kSwitch))
    found.switches += t.node(id).domain == Domain::kScaleOut;
  for (const topology::Link& link : t.links()) {
    host += link.domain == Domain::kHost;
    scale_up += link.domain == Domain::kScaleUp;
    found.links +=
        link.domain == Domain::kScaleOut && t.node(link.a.node).kind == t.node(link.b.node).kind;
  }
  EXPECT_EQ(host, kEndpoints);
  EXPECT_EQ(scale_up, kEndpoints * kPlanes);
  EXPECT_EQ(t.switches(), kPods * kPlanes + expected.switches);
  EXPECT_EQ(found.switches, expected.switches);
  EXPECT_EQ(found.links, expected.links);
  EXPECT_EQ(BisectionLinks(t, Domain::kScaleOut), expected.bisection);
  EXPECT_EQ(BisectionLinks(t, Domain::kScaleUp), 0) << "no pod is in both halves";
}

constexpr int kN = kEndpoints;

TEST(PodsAtEveryFabric, HaveTheCountsOfItsClosedForm) {
  ExpectCounts("single_tier: {planes: 1, switch_ports: 64}", {1, 0, kN / 2});
  ExpectCounts("leaf_spine: {leaves: 8, spines: 8, leaf_ports: 16, spine_ports: 8}",
               {8 + 8, 8 * 8, 8 * 8 / 2});
  ExpectCounts(
      "two_level: {accelerators_per_tray: 8, switch_ports: 16, upper_switches: 4, "
      "links_per_pair: 2, upper_ports: 16}",
      {8 + 4, 8 * 4 * 2, 8 * 4 * 2 / 2});
  ExpectCounts("fat_tree: {tiers: 2, switch_ports: 16}", {3 * kN / 16, kN, kN / 2});
  ExpectCounts("fat_tree: {tiers: 3, switch_ports: 8}", {5 * kN / 8, 2 * kN, kN / 2});
  ExpectCounts("multi_plane: {planes: 3, tiers: 2, switch_ports: 16}",
               {3 * 3 * kN / 16, 3 * kN, 3 * kN / 2});
  ExpectCounts("rail_optimised: {switch_ports: 16}", {3 * kN / 16, kN, kN / 2});
  ExpectCounts("rail_only: {switch_ports: 8}", {kOfPod * 3 * kPods / 8, kN, kN / 2});
}

// 8 groups of 4 routers with 2 endpoints and 2 global links each. Of the 8 global ports of a group
// 7 go to the other groups once, the spare one to the group opposite: between halves of 4 groups
// there are 4 * 4 pairs of groups and 4 links more.
TEST(PodsAtADragonfly, HaveTheCountsOfItsClosedForm) {
  const int groups = 8, routers = 4;
  ExpectCounts(
      "dragonfly: {endpoints_per_router: 2, routers_per_group: 4, "
      "global_links_per_router: 2, switch_ports: 7}",
      {groups * routers, groups * routers * (routers - 1) / 2 + groups * 8 / 2, 4 * 4 + 4});
}

TEST(PodsAtATorus, AreJoinedByOneTorusOfAllEndpoints) {
  ExpectCounts("torus: {x: 8, y: 8}", {0, 2 * kN, 2 * kN / 8});
  ExpectCounts("torus: {x: 4, y: 4, z: 4}", {0, 3 * kN, 2 * kN / 4});
}

// A place for every pod: endpoints of a pod are on tori of their own, which are planes.
TEST(PodsAtATorus, AreJoinedByATorusPerRailWhereItHasAPlaceForEveryPod) {
  ExpectCounts("torus: {x: 4, y: 4}", {0, 2 * kN, kOfPod * 2 * kPods / 4});
  const Topology t = Built(Pods("torus: {x: 4, y: 4}"));
  EXPECT_EQ(t.planes(Domain::kScaleOut), kOfPod);
  for (const topology::Link& link : t.links()) {
    if (link.domain != Domain::kScaleOut) continue;
    EXPECT_EQ(t.node(link.a.node).index % kOfPod, link.plane);
    EXPECT_EQ(t.node(link.b.node).index % kOfPod, link.plane);
  }
}

// Without NICs the ports are the accelerators', above those of scale-up.
TEST(PodsAtATorus, MayHaveItAtTheAcceleratorsThemselves) {
  const Topology t = Built(Pods("torus: {x: 8, y: 8}", 0));
  EXPECT_EQ(t.nics(), 0);
  EXPECT_EQ(t.switches(), kPods * kPlanes);
  EXPECT_EQ(t.node(t.accelerator(0)).ports, kPlanes + 4);
  EXPECT_EQ(t.Uplinks(0, Domain::kScaleUp).size(), 2u);
  EXPECT_EQ(t.Uplinks(0, Domain::kScaleOut).size(), 4u);
  EXPECT_EQ(BisectionLinks(t, Domain::kScaleOut), 2 * kN / 8);
}

TEST(PodsAtATorus, AreRefusedWhereItHasAPlaceForNeitherPodsNorEndpoints) {
  try {
    Built(Pods("torus: {x: 3, y: 4}"));
    FAIL();
  } catch (const diagnostics::UserError& error) {
    EXPECT_NE(std::string(error.what())
                  .find("a torus of 3 x 4 x 1 has 12 places, found 16 pods with 64 endpoints"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace linkwright::builders
