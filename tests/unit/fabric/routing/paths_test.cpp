// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/paths.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "fabric/builders/builders.h"
#include "foundation/config/document.h"

namespace linkwright::routing {
namespace {

using topology::Domain;
using topology::LinkId;
using topology::NodeId;
using topology::Topology;

Topology Built(const std::string& yaml) {
  return builders::Build(config::Document::Parse(yaml, "topology.yaml").root());
}

const std::string kPods =
    "pods: {pods: 4, accelerators: 4, nics: 1, scale_up: {single_tier: {planes: 2, switch_ports: "
    "4}}, scale_out: ";

// One of each builder, small, and pods at each scale-out builder.
const std::vector<std::string>& Samples() {
  static const std::vector<std::string> kSamples = {
      "single_tier: {accelerators: 6, planes: 3, switch_ports: 8}",
      "two_level: {accelerators: 12, accelerators_per_tray: 4, planes: 2, switch_ports: 8, "
      "upper_switches: 2, upper_ports: 4}",
      "torus: {x: 4, y: 3}",
      "torus: {x: 4, y: 2, z: 5}",
      "leaf_spine: {accelerators: 10, leaves: 4, spines: 3, links_per_pair: 2, leaf_ports: 9, "
      "spine_ports: 8}",
      "fat_tree: {accelerators: 30, tiers: 2, switch_ports: 8}",
      "fat_tree: {accelerators: 48, tiers: 2, switch_ports: 16, oversubscription: 3}",
      "fat_tree: {accelerators: 50, tiers: 3, switch_ports: 6}",
      "multi_plane: {accelerators: 32, planes: 4, switch_ports: 8}",
      "rail_optimised: {accelerators: 32, rails: 4, switch_ports: 8}",
      "dragonfly: {accelerators: 72, endpoints_per_router: 2, routers_per_group: 4, "
      "global_links_per_router: 2, switch_ports: 7}",
      "dragonfly: {accelerators: 40, endpoints_per_router: 2, routers_per_group: 4, "
      "global_links_per_router: 2, switch_ports: 7}",
      kPods + "{single_tier: {switch_ports: 16}}}",
      kPods + "{leaf_spine: {leaves: 4, spines: 2, leaf_ports: 6, spine_ports: 4}}}",
      kPods + "{fat_tree: {tiers: 3, switch_ports: 4}}}",
      kPods + "{multi_plane: {planes: 2, switch_ports: 8}}}",
      kPods + "{rail_optimised: {switch_ports: 8}}}",
      kPods + "{rail_only: {switch_ports: 8}}}",
      kPods +
          "{dragonfly: {endpoints_per_router: 2, routers_per_group: 2, "
          "global_links_per_router: 2, switch_ports: 5}}}",
      "pods: {pods: 3, accelerators: 8, nics: 2, scale_up: {torus: {x: 2, y: 4}}, scale_out: "
      "{rail_optimised: {rails: 8, switch_ports: 16}}}",
      kPods + "{fat_tree: {tiers: 2, switch_ports: 8}}}",
      kPods +
          "{two_level: {accelerators_per_tray: 4, switch_ports: 8, upper_switches: 2, "
          "upper_ports: 4}}}",
      kPods + "{torus: {x: 4, y: 4}}}",
      kPods + "{torus: {x: 2, y: 2, z: 4}}}",
      kPods + "{torus: {x: 2, y: 2}}}",
      "pods: {pods: 4, accelerators: 4, nics: 2, scale_up: {torus: {x: 2, y: 2}}, scale_out: "
      "{torus: {x: 4, y: 2, z: 4}}}",
      "pods: {pods: 9, accelerators: 8, nics: 0, scale_up: {torus: {x: 2, y: 2, z: 2}}, scale_out: "
      "{torus: {x: 3, y: 3}}}",
      "pods: {pods: 4, accelerators: 4, nics: 0, scale_up: {single_tier: {switch_ports: 4}}, "
      "scale_out: {torus: {x: 4, y: 4}}}",
  };
  return kSamples;
}

// Follows links from the source; they form one path to the destination that meets no node twice.
void ExpectOnePath(const Topology& t, int source, int destination,
                   std::span<const LinkShare> links) {
  NodeId at = t.accelerator(source);
  std::set<NodeId> seen = {at};
  for (const LinkShare& use : links) {
    const topology::Link& link = t.link(use.link);
    ASSERT_EQ((use.from_a ? link.a : link.b).node, at);
    EXPECT_EQ(use.share, 1.0);
    at = (use.from_a ? link.b : link.a).node;
    ASSERT_TRUE(seen.insert(at).second) << "a circle through " << t.PathOf(at);
  }
  EXPECT_EQ(at, t.accelerator(destination));
}

// What leaves a node is what came in, but for one unit from the source to the destination.
void ExpectFlow(const Topology& t, int source, int destination, std::span<const LinkShare> links) {
  std::map<NodeId, double> balance;
  for (const LinkShare& use : links) {
    const topology::Link& link = t.link(use.link);
    EXPECT_GT(use.share, 0);
    balance[(use.from_a ? link.a : link.b).node] += use.share;
    balance[(use.from_a ? link.b : link.a).node] -= use.share;
  }
  for (const auto& [node, sum] : balance) {
    const double expected = node == t.accelerator(source)        ? 1
                            : node == t.accelerator(destination) ? -1
                                                                 : 0;
    EXPECT_NEAR(sum, expected, 1e-9) << t.PathOf(node);
  }
}

TEST(Paths, OfEveryBuilderReachAllPairsWithoutCircles) {
  std::mt19937 random(7);
  for (const std::string& yaml : Samples()) {
    SCOPED_TRACE(yaml);
    const Topology t = Built(yaml);
    const Routes routes(t);
    Paths paths(routes);
    std::uniform_int_distribution<int> any(0, t.accelerators() - 1);
    for (int i = 0; i < 200; ++i) {
      const int source = any(random), destination = any(random);
      if (source == destination) continue;
      const Domain domain = ChooseDomain(t, source, destination);
      ExpectOnePath(t, source, destination, paths.ByHash(source, destination, domain, random()));
      ExpectFlow(t, source, destination, paths.SplitEvenly(source, destination, domain));
    }
  }
}

// Any one link between switches or accelerators may die.
TEST(Paths, GoRoundADeadLink) {
  std::mt19937 random(11);
  for (const std::string& yaml : Samples()) {
    const Topology t = Built(yaml);
    std::vector<LinkId> inner;
    for (size_t i = 0; i < t.links().size(); ++i) {
      const topology::Link& link = t.links()[i];
      if (t.node(link.a.node).kind == t.node(link.b.node).kind)
        inner.push_back(static_cast<LinkId>(i));
    }
    if (inner.empty() || t.planes(Domain::kScaleUp) > 1) continue;
    SCOPED_TRACE(yaml);
    for (int trial = 0; trial < 5; ++trial) {
      std::vector<uint8_t> dead(t.links().size(), 0);
      const LinkId victim = inner[random() % inner.size()];
      dead[static_cast<size_t>(victim)] = 1;
      const Routes routes(t, dead);
      Paths paths(routes);
      std::uniform_int_distribution<int> any(0, t.accelerators() - 1);
      for (int i = 0; i < 50; ++i) {
        const int source = any(random), destination = any(random);
        if (source == destination) continue;
        const Domain domain = ChooseDomain(t, source, destination);
        const auto links = paths.SplitEvenly(source, destination, domain);
        ExpectFlow(t, source, destination, links);
        ASSERT_FALSE(links.empty());
        for (const LinkShare& use : links) EXPECT_NE(use.link, victim);
      }
    }
  }
}

TEST(Paths, AreAsManyAsTheClosedFormSays) {
  const Topology ft2 = Built("fat_tree: {accelerators: 32, tiers: 2, switch_ports: 8}");
  const Routes two(ft2);
  EXPECT_EQ(Paths(two).Count(0, 1, Domain::kScaleOut), 1u) << "one leaf";
  EXPECT_EQ(Paths(two).Count(0, 31, Domain::kScaleOut), 4u) << "k / 2 spines";
  const Topology ft3 = Built("fat_tree: {accelerators: 128, tiers: 3, switch_ports: 8}");
  const Routes three(ft3);
  EXPECT_EQ(Paths(three).Count(0, 5, Domain::kScaleOut), 4u) << "in a block k / 2";
  EXPECT_EQ(Paths(three).Count(0, 127, Domain::kScaleOut), 16u) << "elsewhere (k / 2)^2";
  const Topology planes =
      Built("multi_plane: {accelerators: 32, planes: 3, tiers: 2, switch_ports: 8}");
  const Routes many(planes);
  EXPECT_EQ(Paths(many).Count(0, 31, Domain::kScaleOut), 12u) << "planes * k / 2";
  const Topology torus = Built("torus: {x: 4, y: 4, z: 4}");
  const Routes ordered(torus);
  EXPECT_EQ(Paths(ordered).Count(0, 1, Domain::kScaleUp), 1u) << "dimension by dimension";
  EXPECT_EQ(Paths(ordered).Count(0, 2, Domain::kScaleUp), 2u) << "half way round a ring";
  EXPECT_EQ(Paths(ordered).Count(0, 2 + 8 + 32, Domain::kScaleUp), 8u) << "in all three";
}

// Dimension x first: (0,0) to (1,2) of 5 x 5 goes along x, then along y.
TEST(Paths, OfATorusGoDimensionByDimension) {
  const Topology torus = Built("torus: {x: 5, y: 5}");
  const Routes routes(torus);
  Paths paths(routes);
  std::vector<int> visited;
  for (const LinkShare& use : paths.ByHash(0, 11, Domain::kScaleUp, 1)) {
    const topology::Link& link = torus.link(use.link);
    visited.push_back(torus.node((use.from_a ? link.b : link.a).node).index);
  }
  EXPECT_EQ(visited, (std::vector<int>{1, 6, 11}));
  EXPECT_EQ(routes.table_entries(), 0u);
}

// No more than local, global, local between routers.
TEST(Paths, OfADragonflyAreMinimal) {
  const Topology t = Built(
      "dragonfly: {accelerators: 72, endpoints_per_router: 2, routers_per_group: 4, "
      "global_links_per_router: 2, switch_ports: 7}");
  const Routes routes(t);
  EXPECT_EQ(routes.table_entries(), 0u);
  Paths paths(routes);
  for (int destination = 1; destination < 72; ++destination) {
    const auto links = paths.ByHash(0, destination, Domain::kScaleOut, 3);
    int global = 0;
    for (const LinkShare& use : links) {
      const topology::Link& link = t.link(use.link);
      if (t.node(link.a.node).kind != topology::NodeKind::kSwitch) continue;
      global += t.node(link.a.node).index / 4 != t.node(link.b.node).index / 4;
    }
    EXPECT_EQ(global, destination / 8 == 0 ? 0 : 1);
    EXPECT_LE(links.size(), 5u);
    EXPECT_EQ(paths.Count(0, destination, Domain::kScaleOut), 1u);
  }
}

// Over a leaf-spine every uplink takes an equal part; host links and NICs carry all.
TEST(Paths, SplitEvenlyOverEqualPaths) {
  const Topology t =
      Built(kPods + "{leaf_spine: {leaves: 4, spines: 4, leaf_ports: 8, spine_ports: 4}}}");
  const Routes routes(t);
  Paths paths(routes);
  EXPECT_EQ(ChooseDomain(t, 0, 3), Domain::kScaleUp);
  EXPECT_EQ(ChooseDomain(t, 0, 4), Domain::kScaleOut);
  const auto links = paths.SplitEvenly(0, 4, Domain::kScaleOut);
  ASSERT_EQ(links.size(), 2u + 4 + 4 + 2);
  for (const LinkShare& use : links) {
    const topology::Link& link = t.link(use.link);
    const bool uplink = t.node(link.a.node).kind == topology::NodeKind::kSwitch;
    EXPECT_EQ(use.share, uplink ? 0.25 : 1.0);
  }
  EXPECT_EQ(paths.SplitEvenly(0, 3, Domain::kScaleUp).size(), 2u * 2) << "half in each plane";
}

// Accelerator 0 (rail 0) reaches accelerator 5 (rail 1) over its neighbour 1 on rail 1.
TEST(Paths, ChangeRailsInsideThePod) {
  const Topology t = Built(kPods + "{rail_only: {switch_ports: 8}}}");
  const Routes routes(t);
  Paths paths(routes);
  std::set<std::string> met;
  for (const LinkShare& use : paths.SplitEvenly(0, 5, Domain::kScaleOut)) {
    met.insert(t.PathOf(t.link(use.link).a.node));
    met.insert(t.PathOf(t.link(use.link).b.node));
  }
  EXPECT_EQ(met, (std::set<std::string>{"pod0.accelerator0", "pod0.plane0.switch0",
                                        "pod0.plane1.switch0", "pod0.accelerator1",
                                        "pod0.accelerator1.nic0", "fabric.rail1.leaf0",
                                        "pod1.accelerator1.nic0", "pod1.accelerator1"}));
  EXPECT_EQ(paths.Count(0, 5, Domain::kScaleOut), 0u);
  EXPECT_EQ(paths.Count(0, 4, Domain::kScaleOut), 1u);
}

TEST(Paths, OfAnAcceleratorWhoseLinkIsDeadAreNone) {
  const Topology t = Built(
      "leaf_spine: {accelerators: 4, leaves: 2, spines: 2, leaf_ports: 4, "
      "spine_ports: 2}");
  std::vector<uint8_t> dead(t.links().size(), 0);
  dead[0] = 1;
  const Routes routes(t, dead);
  Paths paths(routes);
  EXPECT_FALSE(paths.Reaches(0, 1, Domain::kScaleOut));
  EXPECT_FALSE(paths.Reaches(1, 0, Domain::kScaleOut));
  EXPECT_FALSE(paths.Reaches(3, 0, Domain::kScaleOut));
  EXPECT_TRUE(paths.Reaches(3, 1, Domain::kScaleOut));
}

TEST(Paths, ByEqualHashesAreEqualAndByManySpread) {
  const Topology t = Built("fat_tree: {accelerators: 128, tiers: 3, switch_ports: 8}");
  const Routes routes(t);
  Paths paths(routes);
  std::set<std::vector<LinkId>> all;
  for (uint64_t hash = 0; hash < 400; ++hash) {
    std::vector<LinkId> path;
    for (const LinkShare& use : paths.ByHash(0, 127, Domain::kScaleOut, hash))
      path.push_back(use.link);
    const auto again = paths.ByHash(0, 127, Domain::kScaleOut, hash);
    ASSERT_TRUE(std::equal(path.begin(), path.end(), again.begin(), again.end(),
                           [](LinkId id, const LinkShare& use) { return id == use.link; }));
    all.insert(path);
  }
  EXPECT_EQ(all.size(), 16u) << "every one of the 16 paths is taken";
}

}  // namespace
}  // namespace linkwright::routing
