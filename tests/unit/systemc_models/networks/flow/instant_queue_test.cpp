// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/instant_queue.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace linkwright::flow {
namespace {

using units::SimTime;

TEST(InstantQueue, GivesTheItemsOfAnInstantInTheOrderTheyWerePutIn) {
  // More instants than the table of recent ones holds, so that one instant has several buckets.
  std::mt19937_64 random(3);
  InstantQueue<int> queue;
  std::map<int64_t, std::vector<int>> expected;
  for (int item = 0; item < 20'000; ++item) {
    const auto at = static_cast<int64_t>(random() % 3'000);
    queue.Push(SimTime::Picoseconds(at), item);
    expected[at].push_back(item);
  }
  EXPECT_EQ(queue.size(), 20'000U);
  std::vector<int> due;
  for (const auto& [at, items] : expected) {
    ASSERT_EQ(queue.next(), SimTime::Picoseconds(at));
    queue.Pop(queue.next(), due);
    EXPECT_EQ(due, items) << at;
  }
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.next(), SimTime::Max());
}

TEST(InstantQueue, WhatIsPutInForAnInstantThatWasTakenOutComesLater) {
  InstantQueue<int> queue;
  std::vector<int> due;
  queue.Push(SimTime::Picoseconds(5), 1);
  queue.Pop(SimTime::Picoseconds(5), due);
  queue.Push(SimTime::Picoseconds(5), 2);
  queue.Push(SimTime::Picoseconds(4), 3);
  queue.Pop(SimTime::Picoseconds(4), due);
  EXPECT_EQ(due, std::vector<int>{3});
  queue.Pop(SimTime::Picoseconds(5), due);
  EXPECT_EQ(due, std::vector<int>{2});
}

TEST(InstantQueue, DropsWhatIsGone) {
  InstantQueue<int> queue;
  for (int item = 0; item < 100; ++item) queue.Push(SimTime::Picoseconds(item % 7), item);
  queue.DropIf([](int item, SimTime at) { return item % 2 == 0 || at.picoseconds() == 3; });
  std::vector<int> due;
  uint64_t left = 0;
  while (!queue.empty()) {
    const SimTime at = queue.next();
    queue.Pop(at, due);
    for (const int item : due) {
      EXPECT_EQ(item % 2, 1);
      EXPECT_EQ(item % 7, at.picoseconds());
      EXPECT_NE(item % 7, 3);
    }
    left += due.size();
  }
  EXPECT_EQ(left, 43U);
  EXPECT_EQ(queue.size(), 0U);
}

}  // namespace
}  // namespace linkwright::flow
