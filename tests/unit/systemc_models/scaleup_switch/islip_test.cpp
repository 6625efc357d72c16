// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/islip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/scaleup_switch/wavefront.h"

namespace linkwright::scaleup_switch {
namespace {

using Pairs = std::vector<std::pair<int, int>>;

UnicastRequests Requests(int inputs, const Pairs& pairs) {
  UnicastRequests requests;
  for (const auto& [input, output] : pairs) {
    requests.inputs[output].Set(input);
    requests.outputs.Set(output);
  }
  requests.free_inputs = PortSet::FirstMembers(inputs);
  return requests;
}

Pairs Sorted(const MatchList& matches) {
  Pairs pairs;
  for (int i = 0; i < matches.size; ++i)
    pairs.emplace_back(matches.pair[i].input, matches.pair[i].output);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

Pairs Match(Islip& islip, int inputs, int iterations, const Pairs& pairs) {
  UnicastRequests requests = Requests(inputs, pairs);
  MatchList matches;
  islip.Match<1>(requests, iterations, matches);
  return Sorted(matches);
}

TEST(Islip, AnOutputTakesTheFirstInputAtOrAfterItsPointer) {
  Islip islip(4, 4);
  EXPECT_EQ(Match(islip, 4, 1, {{1, 0}, {3, 0}}), (Pairs{{1, 0}}));
  EXPECT_EQ(Match(islip, 4, 1, {{1, 0}, {3, 0}}), (Pairs{{3, 0}}))
      << "the pointer is one beyond the input served";
  EXPECT_EQ(Match(islip, 4, 1, {{1, 0}, {3, 0}}), (Pairs{{1, 0}})) << "and goes round";
}

TEST(Islip, AnInputTakesTheFirstOutputAtOrAfterItsPointer) {
  Islip islip(4, 4);
  EXPECT_EQ(Match(islip, 4, 1, {{0, 1}, {0, 3}}), (Pairs{{0, 1}}));
  EXPECT_EQ(Match(islip, 4, 1, {{0, 1}, {0, 3}}), (Pairs{{0, 3}}));
}

TEST(Islip, AGrantThatIsNotAcceptedLeavesThePointer) {
  Islip islip(4, 4);
  // Both outputs grant input 0, which accepts output 0 only.
  ASSERT_EQ(Match(islip, 4, 1, {{0, 0}, {0, 1}, {2, 1}}), (Pairs{{0, 0}}));
  // Had output 1's pointer moved beyond input 0, input 2 would win now.
  EXPECT_EQ(Match(islip, 4, 1, {{0, 1}, {2, 1}}), (Pairs{{0, 1}}));
}

TEST(Islip, ASecondIterationFillsUpWithoutMovingPointers) {
  Islip islip(4, 4);
  ASSERT_EQ(Match(islip, 4, 2, {{0, 0}, {0, 1}, {2, 1}}), (Pairs{{0, 0}, {2, 1}}));
  // Output 1 matched input 2 in the second iteration: its pointer still stands at 0, so input 0
  // wins, not input 3.
  EXPECT_EQ(Match(islip, 4, 1, {{0, 1}, {3, 1}}), (Pairs{{0, 1}}));
}

TEST(Islip, PointersOfSaturatedPortsDriftApartIntoAFullMatch) {
  constexpr int kPorts = 8;
  Pairs all;
  for (int input = 0; input < kPorts; ++input) {
    for (int output = 0; output < kPorts; ++output) all.emplace_back(input, output);
  }
  Islip islip(kPorts, kPorts);
  ASSERT_EQ(Match(islip, kPorts, 1, all).size(), 1U) << "all pointers start alike";
  for (int slot = 1; slot < kPorts; ++slot) Match(islip, kPorts, 1, all);
  std::vector<int> served(kPorts * kPorts);
  for (int slot = 0; slot < kPorts; ++slot) {
    const Pairs pairs = Match(islip, kPorts, 1, all);
    EXPECT_EQ(pairs.size(), static_cast<std::size_t>(kPorts));
    for (const auto& [input, output] : pairs) ++served[input * kPorts + output];
  }
  EXPECT_THAT(served, testing::Each(1)) << "every pair once in N slots";
}

TEST(Islip, WordsDoNotMatterToTheMatch) {
  random::Stream random(3);
  Islip narrow(60, 60);
  Islip wide(60, 60);
  for (int slot = 0; slot < 200; ++slot) {
    Pairs pairs;
    for (int i = 0; i < 300; ++i) pairs.emplace_back(random.Below(60), random.Below(60));
    UnicastRequests requests = Requests(60, pairs);
    MatchList matches;
    wide.Match<3>(requests, 3, matches);
    ASSERT_EQ(Match(narrow, 60, 3, pairs), Sorted(matches));
  }
}

TEST(Wavefront, AMatchIsAlwaysMaximal) {
  random::Stream random(5);
  Wavefront wavefront(9);
  for (int slot = 0; slot < 500; ++slot) {
    Pairs pairs;
    for (int i = 0; i < 20; ++i) pairs.emplace_back(random.Below(9), random.Below(8));
    UnicastRequests requests = Requests(9, pairs);
    MatchList matches;
    wavefront.Match(requests, matches);
    PortSet inputs;
    PortSet outputs;
    for (const auto& [input, output] : Sorted(matches)) {
      ASSERT_FALSE(inputs.Has(input) || outputs.Has(output)) << "matched twice";
      ASSERT_THAT(pairs, testing::Contains(std::pair<int, int>(input, output)));
      inputs.Set(input);
      outputs.Set(output);
    }
    for (const auto& [input, output] : pairs) EXPECT_TRUE(inputs.Has(input) || outputs.Has(output));
  }
}

TEST(Wavefront, SaturatedPairsAreServedEquallyInEveryRound) {
  constexpr int kPorts = 8;
  Pairs all;
  for (int input = 0; input < kPorts; ++input) {
    for (int output = 0; output < kPorts; ++output) all.emplace_back(input, output);
  }
  Wavefront wavefront(kPorts);
  std::vector<int> served(kPorts * kPorts);
  for (int slot = 0; slot < kPorts; ++slot) {
    UnicastRequests requests = Requests(kPorts, all);
    MatchList matches;
    wavefront.Match(requests, matches);
    for (const auto& [input, output] : Sorted(matches)) ++served[input * kPorts + output];
  }
  EXPECT_THAT(served, testing::Each(1));
}

TEST(Wavefront, ATickWithoutRequestsDoesNotTurnIt) {
  Wavefront wavefront(4);
  UnicastRequests none = Requests(4, {});
  MatchList matches;
  wavefront.Match(none, matches);
  UnicastRequests requests = Requests(4, {{0, 0}, {0, 1}});
  wavefront.Match(requests, matches);
  EXPECT_EQ(Sorted(matches), (Pairs{{0, 0}})) << "diagonal 0 still goes first";
}

}  // namespace
}  // namespace linkwright::scaleup_switch
