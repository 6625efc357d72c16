// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/fair_share.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>
#include <vector>

namespace linkwright::flow {
namespace {

using Uses = std::vector<Use>;

// Three hops of capacity 1 in a row, one flow over all, one flow on each: everybody gets a half.
TEST(FairShare, ParkingLotWithEqualHopsGivesEverybodyAHalf) {
  FairShare shares({1, 1, 1});
  const FlowId whole = shares.Add(Uses{{0}, {1}, {2}});
  std::vector<FlowId> local;
  for (const ResourceId hop : {0, 1, 2}) local.push_back(shares.Add(Uses{{hop}}));
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(whole), 0.5);
  for (const FlowId flow : local) EXPECT_DOUBLE_EQ(shares.rate(flow), 0.5);
}

// Bertsekas and Gallager, figure 6.11: the flow through the crowded hop gets a third, and the
// uncrowded hop gives the rest away.
TEST(FairShare, WhatABottleneckedFlowCannotUseGoesToTheOthers) {
  FairShare shares({1, 1});
  const FlowId both = shares.Add(Uses{{0}, {1}});
  const FlowId first = shares.Add(Uses{{0}});
  const FlowId second = shares.Add(Uses{{0}});
  const FlowId alone = shares.Add(Uses{{1}});
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(both), 1.0 / 3);
  EXPECT_DOUBLE_EQ(shares.rate(first), 1.0 / 3);
  EXPECT_DOUBLE_EQ(shares.rate(second), 1.0 / 3);
  EXPECT_DOUBLE_EQ(shares.rate(alone), 2.0 / 3);
  EXPECT_DOUBLE_EQ(shares.Load(1), 1.0);
}

TEST(FairShare, UnequalCapacitiesFillInOrderOfTheirLevels) {
  FairShare shares({10, 4});
  const FlowId a = shares.Add(Uses{{0}});
  const FlowId b = shares.Add(Uses{{0}, {1}});
  const FlowId c = shares.Add(Uses{{1}});
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(a), 8);
  EXPECT_DOUBLE_EQ(shares.rate(b), 2);
  EXPECT_DOUBLE_EQ(shares.rate(c), 2);
}

TEST(FairShare, WeightsLoadAResourceInProportion) {
  FairShare shares({1, 1});
  const FlowId heavy = shares.Add(Uses{{0, 1.0}, {1, 0.2}});
  const FlowId other = shares.Add(Uses{{1, 1.0}});
  const FlowId third = shares.Add(Uses{{1, 1.0}});
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(heavy), 1 / 2.2);
  EXPECT_DOUBLE_EQ(shares.rate(other), 1 / 2.2);
  EXPECT_DOUBLE_EQ(shares.rate(third), 1 / 2.2);
  shares.Remove(other);
  shares.Remove(third);
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(heavy), 1.0);
}

TEST(FairShare, OnlyTheTouchedComponentIsSolved) {
  FairShare shares(std::vector<double>(200000, 1.0));
  std::vector<FlowId> flows;
  for (ResourceId i = 0; i < 100000; ++i)
    flows.push_back(shares.Add(Uses{{i}, {100000 + (i + 1) % 100000}}));
  EXPECT_EQ(shares.Solve().size(), 100000u);
  const uint64_t before = shares.flows_solved();
  shares.Remove(flows[500]);
  const FlowId again = shares.Add(Uses{{500}, {100007}});  // meets the flow that ends at 100007
  const auto changed = shares.Solve();
  EXPECT_EQ(std::set<FlowId>(changed.begin(), changed.end()), (std::set<FlowId>{again, flows[6]}));
  EXPECT_EQ(shares.flows_solved() - before, 2u);
  EXPECT_DOUBLE_EQ(shares.rate(again), 0.5);
}

// The definition itself: no resource is overloaded, and every flow crosses a full resource on which
// nobody is faster.
TEST(FairShare, AResourceWithoutCapacityStopsItsFlowsAndNoOthers) {
  FairShare shares({1, 1});
  const FlowId both = shares.Add(Uses{{0}, {1}});
  const FlowId other = shares.Add(Uses{{1}});
  shares.SetCapacity(0, 0);
  shares.Solve();
  EXPECT_EQ(shares.rate(both), 0);
  EXPECT_DOUBLE_EQ(shares.rate(other), 1);
  shares.SetCapacity(0, 1);
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(both), 0.5);
  EXPECT_DOUBLE_EQ(shares.rate(other), 0.5);
}

TEST(FairShare, AFlowThatGoesAnotherWayKeepsItsId) {
  FairShare shares({1, 4});
  const FlowId flow = shares.Add(Uses{{0, 1.0}});
  shares.Solve();
  shares.Change(flow, Uses{{1, 0.5}, {0, 0.25}});
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(flow), 4);
  Uses uses;
  shares.UsesOf(flow, uses);
  EXPECT_EQ(uses, (Uses{{1, 0.5}, {0, 0.25}})) << "as they were given";
}

// What the first two leave of either link is for the third, and the fourth gets nothing.
TEST(FairShare, OfTwoPrioritiesTheLowerSharesWhatTheHigherLeaves) {
  FairShare shares({1, 1, 0.25});
  const FlowId bounded = shares.Add(Uses{{0}, {2}}, 2);
  const FlowId high = shares.Add(Uses{{1}}, 1);
  const FlowId low = shares.Add(Uses{{0}}, 0);
  const FlowId starved = shares.Add(Uses{{0}, {1}}, 0);
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(bounded), 0.25);
  EXPECT_DOUBLE_EQ(shares.rate(high), 1);
  EXPECT_DOUBLE_EQ(shares.rate(low), 0.75);
  EXPECT_EQ(shares.rate(starved), 0);
  shares.Remove(high);
  shares.Solve();
  EXPECT_DOUBLE_EQ(shares.rate(low), 0.375);
  EXPECT_DOUBLE_EQ(shares.rate(starved), 0.375);
}

class MaxMin : public ::testing::TestWithParam<int> {};

TEST_P(MaxMin, HoldsForRandomArrivalsAndDepartures) {
  std::mt19937_64 random(static_cast<uint64_t>(GetParam()));
  const auto below = [&](uint64_t n) { return static_cast<int>(random() % n); };
  const int resources = 2 + below(20);
  std::vector<double> capacities;
  for (int i = 0; i < resources; ++i) capacities.push_back(1 + below(10));
  FairShare shares(capacities);
  struct Live {
    FlowId id;
    Uses uses;
  };
  std::vector<Live> live;
  for (int step = 0; step < 60; ++step) {
    if (live.empty() || below(3) > 0) {
      Uses uses;
      for (int k = 1 + below(4); k > 0; --k)
        uses.push_back({below(static_cast<uint64_t>(resources)), 0.25 * (1 + below(8))});
      live.push_back({shares.Add(uses), uses});
    } else {
      const auto victim = live.begin() + below(live.size());
      shares.Remove(victim->id);
      live.erase(victim);
    }
    if (below(3) == 0) continue;  // several changes may be solved at once
    shares.Solve();
    for (ResourceId r = 0; r < resources; ++r)
      ASSERT_LE(shares.Load(r), capacities[static_cast<size_t>(r)] * (1 + 1e-9));
    for (const Live& flow : live) {
      bool bottleneck = false;
      for (const Use& use : flow.uses) {
        const double capacity = capacities[static_cast<size_t>(use.resource)];
        bool fastest = shares.Load(use.resource) >= capacity * (1 - 1e-9);
        for (const Live& other : live) {
          for (const Use& theirs : other.uses) {
            if (theirs.resource == use.resource &&
                shares.rate(other.id) > shares.rate(flow.id) * (1 + 1e-9))
              fastest = false;
          }
        }
        bottleneck |= fastest;
      }
      ASSERT_TRUE(bottleneck) << "flow " << flow.id << " in step " << step;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, MaxMin, ::testing::Range(0, 50));

TEST(IndexedHeap, AgreesWithASortedSetUnderRandomChanges) {
  std::mt19937_64 random(5);
  IndexedHeap<int64_t> heap;
  std::set<std::pair<int64_t, int32_t>> sorted;
  std::vector<int64_t> key(200, -1);
  for (int step = 0; step < 20000; ++step) {
    const auto item = static_cast<int32_t>(random() % 200);
    int64_t& current = key[static_cast<size_t>(item)];
    if (current >= 0) sorted.erase({current, item});
    if (random() % 3 == 0) {
      if (current >= 0) heap.Remove(item);
      current = -1;
    } else {
      current = static_cast<int64_t>(random() % 50);
      heap.Set(item, current);
      sorted.insert({current, item});
    }
    ASSERT_EQ(heap.empty(), sorted.empty());
    if (sorted.empty()) continue;
    ASSERT_EQ(heap.top_key(), sorted.begin()->first);
    ASSERT_EQ(heap.top(), sorted.begin()->second);
  }
}

}  // namespace
}  // namespace linkwright::flow
