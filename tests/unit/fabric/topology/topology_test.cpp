// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology/topology.h"

#include <gtest/gtest.h>

#include <vector>

#include "fabric/topology/assembly.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::topology {
namespace {

using diagnostics::InternalError;

NewNode Accelerator(int ports) { return {.ports = ports, .stem = "a"}; }
NewNode Switch(int plane, int ports, Domain domain = Domain::kScaleUp) {
  return {.kind = NodeKind::kSwitch,
          .domain = domain,
          .tier = 1,
          .plane = plane,
          .ports = ports,
          .stem = "s"};
}

// Two nodes, an accelerator and a switch of two ports each, and these links.
Topology Pair(std::vector<std::pair<Attachment, Attachment>> links, NewLink kind = {}) {
  Assembly pair("t");
  pair.Add(Accelerator(2));
  pair.Add(Switch(0, 2));
  for (const auto& [a, b] : links) pair.Join(a, b, kind);
  return pair.Build();
}

TEST(Topology, ListsTheLinksOfANodeByPort) {
  Assembly pair("t");
  const NodeId a = pair.Add(Accelerator(2)), s = pair.Add(Switch(0, 4));
  pair.Join({a, 0}, {s, 3}, {});
  pair.Join({a, 1}, {s, 0}, {});
  const Topology topology = pair.Build();
  EXPECT_EQ(std::vector<LinkId>(topology.LinksOf(s).begin(), topology.LinksOf(s).end()),
            (std::vector<LinkId>{1, 0}));
  EXPECT_EQ(topology.LinkAt({s, 3}), 0);
  EXPECT_EQ(topology.LinkAt({s, 1}), -1);
  EXPECT_EQ(topology.NearEnd(1, a), (Attachment{a, 1}));
  EXPECT_EQ(topology.FarEnd(1, a), (Attachment{s, 0}));
}

TEST(Topology, RefusesPartsThatDoNotFit) {
  EXPECT_NO_THROW(Pair({{{0, 0}, {1, 0}}}));
  EXPECT_THROW(Pair({{{0, 2}, {1, 0}}}), InternalError) << "port";
  EXPECT_THROW(Pair({{{0, 0}, {2, 0}}}), InternalError) << "node";
  EXPECT_THROW(Pair({{{0, 0}, {0, 1}}}), InternalError) << "loop";
  EXPECT_THROW(Pair({{{0, 0}, {1, 0}}}, {.plane = 1}), InternalError) << "plane";
  EXPECT_THROW(Pair({{{0, 0}, {1, 0}}}, {.domain = Domain::kScaleOut}), InternalError) << "domain";
  EXPECT_THROW(Pair({{{0, 0}, {1, 0}}, {{0, 1}, {1, 0}}}), InternalError) << "two links at a port";
  Assembly lonely("t");
  lonely.Add(Switch(1, 2));
  EXPECT_THROW(lonely.Build(), InternalError) << "plane without switch";
}

TEST(Topology, RefusesOneNameForTwoNodes) {
  Assembly twins("t");
  twins.Add(Accelerator(1));
  NewNode twin = Accelerator(1);
  twin.number = 0;
  twins.Add(twin);
  EXPECT_THROW(twins.Build(), InternalError);
}

// Two servers of two accelerators: scale-up inside, one NIC each behind PCIe, the last server's
// behind its host; one scale-out switch.
Topology TwoServers() {
  Assembly fabric("cluster");
  std::vector<NodeId> accelerators, nics;
  for (int a = 0; a < 4; ++a) accelerators.push_back(fabric.Add(Accelerator(2)));
  const NodeId host = fabric.Add({.kind = NodeKind::kHost, .ports = 4, .stem = "host"});
  for (int a = 0; a < 4; ++a) {
    nics.push_back(fabric.Add({.kind = NodeKind::kNic,
                               .ports = 2,
                               .owner = a < 2 ? accelerators[static_cast<size_t>(a)] : host,
                               .stem = "nic"}));
  }
  const NodeId up0 = fabric.Add(Switch(0, 2)), up1 = fabric.Add(Switch(0, 2));
  const NodeId out = fabric.Add(Switch(0, 4, Domain::kScaleOut));
  for (size_t a = 0; a < 4; ++a) {
    fabric.Join(accelerators[a], a < 2 ? up0 : up1, {.part = "copper"});
    if (a < 2) {
      fabric.Join(accelerators[a], nics[a], {.domain = Domain::kHost, .part = "pcie"});
    } else {
      fabric.Join(accelerators[a], host, {.domain = Domain::kHost, .part = "c2c"});
      fabric.Join(host, nics[a], {.domain = Domain::kHost, .part = "pcie"});
    }
    fabric.Join(nics[a], out, {.domain = Domain::kScaleOut, .part = "optics"});
  }
  return fabric.Build();
}

TEST(Topology, AnAcceleratorHasScaleUpPortsAndNicsAtOnce) {
  const Topology cluster = TwoServers();
  EXPECT_EQ(cluster.accelerators(), 4);
  EXPECT_EQ(cluster.nics(), 4);
  EXPECT_EQ(cluster.planes(Domain::kScaleUp), 1);
  EXPECT_EQ(cluster.planes(Domain::kScaleOut), 1);
  ASSERT_EQ(cluster.Uplinks(1, Domain::kScaleUp).size(), 1u);
  const Uplink own = cluster.Uplinks(1, Domain::kScaleUp).front();
  EXPECT_EQ(own.from, cluster.accelerator(1));
  EXPECT_EQ(cluster.part(cluster.link(own.link).part), "copper");
  ASSERT_EQ(cluster.Uplinks(1, Domain::kScaleOut).size(), 1u);
  const Uplink nic = cluster.Uplinks(1, Domain::kScaleOut).front();
  EXPECT_EQ(cluster.PathOf(nic.from), "cluster.a1.nic0");
  EXPECT_EQ(cluster.part(cluster.link(nic.host_links[0]).part), "pcie");
  EXPECT_EQ(nic.host_links[1], -1);
  EXPECT_EQ(cluster.part(cluster.link(nic.link).part), "optics");
}

TEST(Topology, FindsNicsBehindTheHostOfAnAccelerator) {
  const Topology cluster = TwoServers();
  ASSERT_EQ(cluster.Uplinks(2, Domain::kScaleOut).size(), 2u) << "both NICs of the host";
  const Uplink nic = cluster.Uplinks(2, Domain::kScaleOut).back();
  EXPECT_EQ(cluster.PathOf(nic.from), "cluster.host0.nic1");
  EXPECT_EQ(cluster.part(cluster.link(nic.host_links[0]).part), "c2c");
  EXPECT_EQ(cluster.part(cluster.link(nic.host_links[1]).part), "pcie");
}

TEST(Topology, ScaleUpDomainsAreWhatScaleUpLinksJoin) {
  const Topology cluster = TwoServers();
  EXPECT_EQ(cluster.scaleup_domains(), 2);
  EXPECT_EQ(cluster.scaleup_domain(0), 0);
  EXPECT_EQ(cluster.scaleup_domain(3), 1);
  const auto second = cluster.AcceleratorsOfDomain(1);
  EXPECT_EQ(std::vector<int>(second.begin(), second.end()), (std::vector<int>{2, 3}));
}

TEST(Topology, BisectionCountsTheLinksOfADomain) {
  const Topology cluster = TwoServers();
  EXPECT_EQ(BisectionLinks(cluster, Domain::kScaleUp), 0);
  EXPECT_EQ(BisectionLinks(cluster, Domain::kScaleOut), 2);
}

TEST(Topology, FindsANodeByItsPath) {
  const Topology cluster = TwoServers();
  EXPECT_EQ(cluster.Find("cluster.a3"), cluster.accelerator(3));
  EXPECT_EQ(cluster.Find("cluster.a4"), -1);
}

}  // namespace
}  // namespace linkwright::topology
