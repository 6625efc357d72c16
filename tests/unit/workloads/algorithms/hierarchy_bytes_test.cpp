// SPDX-License-Identifier: Apache-2.0
// What a hierarchical all-reduce puts on every tier of pods with NICs, as computed by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "fabric/builders/builders.h"
#include "fabric/routing/paths.h"
#include "foundation/config/document.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright::algorithms {
namespace {

using topology::Domain;
using topology::Topology;

// By directed link (2 * link + 1: from its end b), in multiples of S.
std::vector<double> Loads(const Topology& t, const collectives::KernelProgram& program) {
  const routing::Routes routes(t);
  routing::Paths paths(routes);
  std::vector<double> loads(2 * t.links().size(), 0);
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const collectives::RankProgram code = program.Rank(rank);
    for (const collectives::ThreadBlock& block : code.thread_blocks) {
      for (const collectives::Instruction& step : block.steps) {
        if (step.send_peer < 0) continue;
        const Domain domain = routing::ChooseDomain(t, rank, step.send_peer);
        const double part = static_cast<double>(step.count) / program.chunks_per_loop;
        for (const routing::LinkShare& use : paths.SplitEvenly(rank, step.send_peer, domain))
          loads[static_cast<size_t>(2 * use.link + (use.from_a ? 0 : 1))] += part * use.share;
      }
    }
  }
  return loads;
}

// Sums by domain and tier of the links' upper ends, up and down.
using Tiers = std::map<std::pair<Domain, int>, std::pair<double, double>>;
Tiers ByTier(const Topology& t, const std::vector<double>& loads) {
  Tiers tiers;
  for (size_t i = 0; i < t.links().size(); ++i) {
    const topology::Link& link = t.links()[i];
    auto& [up, down] = tiers[{link.domain, t.node(link.b.node).tier}];
    up += loads[2 * i];
    down += loads[2 * i + 1];
  }
  return tiers;
}

// Four pods of 8 with two scale-up planes, a NIC per accelerator; the 8 NICs of a pod at one of
// four leaves, four spines.
TEST(HierarchicalAllReduce, PutsOnEveryTierWhatIsComputedByHand) {
  const Topology t = builders::Build(
      config::Document::Parse(
          "pods: {pods: 4, accelerators: 8, nics: 1, scale_up: {single_tier: {planes: 2, "
          "switch_ports: 8}}, scale_out: {leaf_spine: {leaves: 4, spines: 4, leaf_ports: 12, "
          "spine_ports: 4}}}",
          "pods.yaml")
          .root());
  const collectives::KernelProgram program =
      BuiltIn().Generate("hierarchical", {.ranks = 32, .ranks_per_domain = 8});
  const std::vector<double> loads = Loads(t, program);
  const Tiers tiers = ByTier(t, loads);
  // Inside a pod every rank sends 2 * 7/8 S, across pods 2 * 1/8 * 3/4 S.
  const double inside = 32 * 2 * 7.0 / 8, across = 32 * 2 * (1.0 / 8) * (3.0 / 4);
  const std::map<std::pair<Domain, int>, double> expected = {{{Domain::kScaleUp, 1}, inside},
                                                             {{Domain::kHost, 0}, across},
                                                             {{Domain::kScaleOut, 1}, across},
                                                             {{Domain::kScaleOut, 2}, across}};
  ASSERT_EQ(tiers.size(), expected.size());
  for (const auto& [tier, sum] : expected) {
    EXPECT_NEAR(tiers.at(tier).first, sum, 1e-9) << Name(tier.first) << tier.second;
    EXPECT_NEAR(tiers.at(tier).second, sum, 1e-9) << Name(tier.first) << tier.second;
  }
  // Alike on every link: half of a rank's sends in each plane, a quarter of a leaf's on each
  // uplink.
  for (size_t i = 0; i < t.links().size(); ++i) {
    const topology::Link& link = t.links()[i];
    double each = inside / 32 / 2;
    if (link.domain != Domain::kScaleUp) each = across / 32;
    if (link.domain == Domain::kScaleOut && t.node(link.b.node).tier == 2) each = across / 4 / 4;
    EXPECT_NEAR(loads[2 * i], each, 1e-9);
    EXPECT_NEAR(loads[2 * i + 1], each, 1e-9);
  }
}

// A ring over the same ranks crosses pods with everything it sends from the last rank of a pod.
TEST(HierarchicalAllReduce, SendsLessAcrossPodsThanARing) {
  const Topology t = builders::Build(
      config::Document::Parse(
          "pods: {pods: 4, accelerators: 8, nics: 1, scale_up: {single_tier: {switch_ports: 8}}, "
          "scale_out: {leaf_spine: {leaves: 4, spines: 4, leaf_ports: 12, spine_ports: 4}}}",
          "pods.yaml")
          .root());
  const auto busiest_nic = [&](const char* name) {
    const std::vector<double> loads =
        Loads(t, BuiltIn().Generate(name, {.ranks = 32, .ranks_per_domain = 8}));
    double most = 0;
    for (size_t i = 0; i < t.links().size(); ++i) {
      if (t.links()[i].domain == Domain::kHost) most = std::max(most, loads[2 * i]);
    }
    return most;
  };
  EXPECT_NEAR(busiest_nic("ring"), 2.0 * 31 / 32, 1e-9);
  EXPECT_NEAR(busiest_nic("hierarchical"), 3.0 / 16, 1e-9);
}

}  // namespace
}  // namespace linkwright::algorithms
