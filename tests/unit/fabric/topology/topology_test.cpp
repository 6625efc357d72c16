// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology/topology.h"

#include <gtest/gtest.h>

#include <vector>

#include "fabric/topology/builders.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::topology {
namespace {

using diagnostics::InternalError;

Topology Pod(int accelerators, int planes, int ports) {
  return BuildSingleTier({.accelerators = accelerators,
                          .planes = planes,
                          .switch_ports = ports,
                          .accelerator_part = "accelerator",
                          .switch_part = "switch",
                          .link_part = "link"});
}

Node Accelerator(int index, int ports) {
  return {NodeKind::kAccelerator, "a" + std::to_string(index), index, -1, ports, ""};
}
Node Switch(int index, int plane, int ports) {
  return {NodeKind::kSwitch, "s" + std::to_string(index), index, plane, ports, ""};
}

TEST(SingleTier, Nvl72HasEighteenSwitchesAnd1296Links) {
  const Topology pod = Pod(72, 18, 72);
  EXPECT_EQ(pod.accelerators(), 72);
  EXPECT_EQ(pod.switches(), 18);
  EXPECT_EQ(pod.planes(), 18);
  EXPECT_EQ(pod.links().size(), 1296u);
  EXPECT_EQ(pod.nodes().size(), 90u);
}

TEST(SingleTier, Nvl72BisectionIsThirtySixTimesEighteenLinks) {
  EXPECT_EQ(BisectionLinks(Pod(72, 18, 72)), 36 * 18);
}

TEST(SingleTier, OddPodsCutTheSmallerHalf) { EXPECT_EQ(BisectionLinks(Pod(5, 3, 8)), 2 * 3); }

TEST(SingleTier, JoinsAcceleratorPortPToSwitchOfPlanePAtItsOwnIndex) {
  const Topology pod = Pod(5, 3, 8);
  for (int a = 0; a < 5; ++a) {
    const NodeId accelerator = pod.accelerator(a);
    ASSERT_EQ(pod.LinksOf(accelerator).size(), 3u);
    for (int p = 0; p < 3; ++p) {
      const LinkId link = pod.LinkAt({accelerator, p});
      ASSERT_GE(link, 0);
      EXPECT_EQ(pod.link(link).plane, p);
      const Attachment& far = pod.FarEnd(link, accelerator);
      EXPECT_EQ(far.node, pod.switch_node(p));
      EXPECT_EQ(far.port, a);
      EXPECT_EQ(pod.FarEnd(link, far.node).node, accelerator);
    }
  }
}

TEST(SingleTier, LeavesSpareSwitchPortsFree) {
  const Topology pod = Pod(5, 3, 8);
  EXPECT_EQ(pod.LinksOf(pod.switch_node(1)).size(), 5u);
  EXPECT_EQ(pod.LinkAt({pod.switch_node(1), 5}), -1);
  EXPECT_EQ(pod.node(pod.switch_node(1)).ports, 8);
}

TEST(SingleTier, NamesEveryNodeByItsPlace) {
  const Topology pod = Pod(2, 2, 2);
  EXPECT_EQ(pod.node(pod.accelerator(1)).path, "pod0.accelerator1");
  EXPECT_EQ(pod.node(pod.switch_node(1)).path, "pod0.plane1.switch0");
  EXPECT_EQ(pod.node(pod.switch_node(1)).part, "switch");
  EXPECT_EQ(pod.node(pod.accelerator(1)).part, "accelerator");
}

TEST(SingleTier, NeedsAPortPerAccelerator) {
  EXPECT_NO_THROW(Pod(8, 1, 8));
  EXPECT_THROW(Pod(9, 1, 8), InternalError);
  EXPECT_THROW(Pod(0, 1, 8), InternalError);
  EXPECT_THROW(Pod(8, 0, 8), InternalError);
}

TEST(Topology, ListsTheLinksOfANodeByPort) {
  const std::vector<Link> links = {{{0, 0}, {1, 3}, 0, ""}, {{0, 1}, {1, 0}, 0, ""}};
  const Topology pair("t", {Accelerator(0, 2), Switch(0, 0, 4)}, links);
  EXPECT_EQ(std::vector<LinkId>(pair.LinksOf(1).begin(), pair.LinksOf(1).end()),
            (std::vector<LinkId>{1, 0}));
  EXPECT_EQ(pair.LinkAt({1, 3}), 0);
  EXPECT_EQ(pair.LinkAt({1, 1}), -1);
}

TEST(Topology, RefusesPartsThatDoNotFit) {
  const std::vector<Node> nodes = {Accelerator(0, 2), Switch(0, 0, 2)};
  EXPECT_NO_THROW(Topology("t", nodes, {{{0, 0}, {1, 0}, 0, ""}}));
  EXPECT_THROW(Topology("t", nodes, {{{0, 2}, {1, 0}, 0, ""}}), InternalError) << "port";
  EXPECT_THROW(Topology("t", nodes, {{{0, 0}, {2, 0}, 0, ""}}), InternalError) << "node";
  EXPECT_THROW(Topology("t", nodes, {{{0, 0}, {0, 1}, 0, ""}}), InternalError) << "loop";
  EXPECT_THROW(Topology("t", nodes, {{{0, 0}, {1, 0}, 1, ""}}), InternalError) << "plane";
  EXPECT_THROW(Topology("t", nodes, {{{0, 0}, {1, 0}, 0, ""}, {{0, 1}, {1, 0}, 0, ""}}),
               InternalError)
      << "two links at one port";
  EXPECT_THROW(Topology("t", {Accelerator(1, 2)}, {}), InternalError) << "index";
  EXPECT_THROW(Topology("t", {Switch(0, 1, 2)}, {}), InternalError) << "plane without switch";
}

TEST(Topology, RefusesOneNameForTwoNodes) {
  Node twin = Accelerator(1, 1);
  twin.path = "a0";
  EXPECT_THROW(Topology("t", {Accelerator(0, 1), twin}, {}), InternalError);
}

TEST(Builders, EachHasANameAndOneLineOfDoc) {
  ASSERT_FALSE(Builders().empty());
  for (const BuilderInfo& builder : Builders()) {
    EXPECT_FALSE(builder.name.empty());
    EXPECT_FALSE(builder.doc.empty());
    EXPECT_EQ(builder.doc.find('\n'), std::string_view::npos);
  }
}

}  // namespace
}  // namespace linkwright::topology
