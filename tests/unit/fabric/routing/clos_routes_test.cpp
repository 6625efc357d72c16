// SPDX-License-Identifier: Apache-2.0
// Routes of Clos networks by formula are those that the search finds in the same graph.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fabric/builders/builders.h"
#include "fabric/routing/routes.h"
#include "fabric/topology_files/topology_file.h"
#include "foundation/config/document.h"

namespace linkwright::routing {
namespace {

using topology::Topology;

Topology Built(const std::string& yaml) {
  return builders::Build(config::Document::Parse(yaml, "topology.yaml").root());
}

// The same nodes and links without what the builder knows.
Topology WithoutShape(const Topology& t) {
  return topology_files::ReadTopology(
      config::Document::Parse(topology_files::WriteTopology(t), "again.yaml").root());
}

void ExpectAsSearched(const std::string& yaml) {
  SCOPED_TRACE(yaml);
  const Topology t = Built(yaml);
  const Topology plain = WithoutShape(t);
  const Routes formula(t), searched(plain);
  EXPECT_EQ(formula.table_entries(), 0u);
  EXPECT_GT(searched.table_entries(), 0u);
  for (int s = 0; s < t.switches(); ++s) {
    for (int a = 0; a < t.accelerators(); ++a) {
      const auto x = formula.OfSwitch(s, a), y = searched.OfSwitch(s, a);
      ASSERT_EQ(std::vector<int>(x.begin(), x.end()), std::vector<int>(y.begin(), y.end()))
          << t.PathOf(t.switch_node(s)) << " to " << a;
    }
  }
}

TEST(ClosRoutes, ByFormulaAreThoseThatTheSearchFinds) {
  for (const char* yaml :
       {"fat_tree: {accelerators: 3, tiers: 2, switch_ports: 8}",
        "fat_tree: {accelerators: 32, tiers: 2, switch_ports: 8}",
        "fat_tree: {accelerators: 27, tiers: 2, switch_ports: 8}",
        "fat_tree: {accelerators: 48, tiers: 2, switch_ports: 16, oversubscription: 3}",
        "fat_tree: {accelerators: 70, tiers: 2, switch_ports: 16, oversubscription: 1.7}",
        "fat_tree: {accelerators: 3, tiers: 3, switch_ports: 8}",
        "fat_tree: {accelerators: 15, tiers: 3, switch_ports: 8}",
        "fat_tree: {accelerators: 128, tiers: 3, switch_ports: 8}",
        "fat_tree: {accelerators: 93, tiers: 3, switch_ports: 8}",
        "fat_tree: {accelerators: 50, tiers: 3, switch_ports: 6}",
        "fat_tree: {accelerators: 240, tiers: 3, switch_ports: 12, oversubscription: 2, "
        "aggregation_oversubscription: 3}",
        "multi_plane: {accelerators: 32, planes: 4, switch_ports: 8}",
        "rail_optimised: {accelerators: 32, rails: 4, switch_ports: 8}",
        "rail_only: {accelerators: 64, rails: 2, tiers: 2, switch_ports: 8}"}) {
    ExpectAsSearched(yaml);
  }
}

TEST(ClosRoutes, AreSearchedWhereALinkIsDead) {
  const Topology t = Built("fat_tree: {accelerators: 32, tiers: 2, switch_ports: 8}");
  std::vector<uint8_t> dead(t.links().size(), 0);
  dead.back() = 1;
  EXPECT_GT(Routes(t, dead).table_entries(), 0u);
}

// Two NICs of an accelerator at two leaves of one fat tree: which is nearer is a search.
TEST(ClosRoutes, AreSearchedWhereAnAcceleratorHasTwoLeaves) {
  const Topology t = Built(
      "pods: {pods: 4, accelerators: 2, nics: 2, scale_up: {torus: {x: 2, y: 1}}, scale_out: "
      "{rail_optimised: {switch_ports: 8}}}");
  EXPECT_GT(Routes(t).table_entries(), 0u);
}

}  // namespace
}  // namespace linkwright::routing
