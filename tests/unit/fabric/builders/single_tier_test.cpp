// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/single_tier.h"

#include <gtest/gtest.h>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::builders {
namespace {

using diagnostics::UserError;
using topology::Attachment;
using topology::LinkId;
using topology::NodeId;
using topology::Topology;

Topology Pod(int accelerators, int planes, int ports) {
  SingleTierSettings settings;
  settings.accelerators = accelerators;
  settings.planes = planes;
  settings.switch_ports = ports;
  settings.accelerator_part = "accelerator";
  settings.switch_part = "switch";
  settings.link_part = "link";
  return BuildSingleTier(settings);
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
  EXPECT_EQ(topology::BisectionLinks(Pod(72, 18, 72)), 36 * 18);
}

TEST(SingleTier, OddPodsCutTheSmallerHalf) {
  EXPECT_EQ(topology::BisectionLinks(Pod(5, 3, 8)), 2 * 3);
}

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
  EXPECT_EQ(pod.PathOf(pod.accelerator(1)), "pod0.accelerator1");
  EXPECT_EQ(pod.PathOf(pod.switch_node(1)), "pod0.plane1.switch0");
  EXPECT_EQ(pod.part(pod.node(pod.switch_node(1)).part), "switch");
  EXPECT_EQ(pod.part(pod.node(pod.accelerator(1)).part), "accelerator");
}

TEST(SingleTier, NeedsAPortPerAccelerator) {
  EXPECT_NO_THROW(Pod(8, 1, 8));
  EXPECT_THROW(Pod(9, 1, 8), UserError);
  EXPECT_THROW(Pod(0, 1, 8), UserError);
  EXPECT_THROW(Pod(8, 0, 8), UserError);
}

}  // namespace
}  // namespace linkwright::builders
