// SPDX-License-Identifier: Apache-2.0
// A line that does not take a beat in every tick.
#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kEvery = 3;

// The line of `end` takes a beat in one of `kEvery` ticks.
void TickPaced(LinkPair& pair, int end) {
  pair.inputs(end).line = pair.tick() % kEvery == 0;
  pair.Tick();
}

TEST(LinkLine, SetsThePaceOfTheBeatsAlsoInsideAFrame) {
  LinkPair pair(4);
  pair.BringUp();
  pair.log_wires = true;
  pair.SendMany(LinkPair::kA, 50, 64 * 5);
  const std::int64_t begin = pair.tick();
  std::int64_t beats = 0;
  while (!pair.all_taken(LinkPair::kA)) {
    const bool open = pair.tick() % kEvery == 0;
    TickPaced(pair, LinkPair::kA);
    const bool sent = pair.sent_wires(LinkPair::kA).back().beat.flit.valid;
    EXPECT_EQ(sent, open) << pair.tick();
    beats += sent ? 1 : 0;
  }
  EXPECT_EQ(beats, 50 * 5);
  EXPECT_NEAR(static_cast<double>(pair.tick() - begin), kEvery * 250, kEvery);
  pair.inputs(LinkPair::kA).line = true;
  pair.Run(100);
  pair.ExpectInOrder(LinkPair::kB, 50);
}

TEST(LinkLine, PacesAReplay) {
  LinkPair pair(4);
  pair.BringUp();
  pair.log_wires = true;
  pair.fault = HitFrame(LinkPair::kA, 3, false);
  pair.SendMany(LinkPair::kA, 40, 64 * 2);
  std::int64_t beats = 0;
  bool was_open = false;
  for (int tick = 0; tick < 1000; ++tick) {
    const bool open = pair.tick() % kEvery == 0;
    const bool replays = pair.port(LinkPair::kA).transmitter().state() == LlrTxState::kReplay;
    TickPaced(pair, LinkPair::kA);
    if (pair.sent_wires(LinkPair::kA).back().beat.flit.valid) {
      // A beat of the core is on the wire at once, one of the replay buffer a tick later.
      EXPECT_TRUE(replays ? was_open : open) << tick;
      ++beats;
    }
    was_open = open;
  }
  pair.ExpectInOrder(LinkPair::kB, 40);
  EXPECT_EQ(pair.count(LinkPair::kA, LlrCounter::kTxReplay), 1U);
  EXPECT_GT(beats, 40 * 2);
}

TEST(LinkLine, WhileItTakesNothingEverythingElseGoesOn) {
  LinkPair pair(4);
  pair.BringUp();
  pair.config(LinkPair::kA).credit.tx_enable = pair.config(LinkPair::kB).credit.rx_enable = 1;
  pair.config(LinkPair::kA).credit.limit[0] = 4;
  pair.inputs(LinkPair::kB).line = false;
  pair.Send(LinkPair::kB, {1000, 64, 0, true, false});
  pair.SendMany(LinkPair::kA, 200);
  pair.Run(2000);
  pair.ExpectInOrder(LinkPair::kB, 200);
  EXPECT_EQ(pair.port(LinkPair::kA).transmitter().Outstanding(), 0U) << "ACKs came";
  EXPECT_EQ(pair.port(LinkPair::kA).sender_credits().Freed(0), 200U) << "CF_UPDATEs came";
  EXPECT_TRUE(pair.received(LinkPair::kA).empty());
  EXPECT_EQ(pair.taken(LinkPair::kB), 0);
  pair.inputs(LinkPair::kB).line = true;
  pair.Run(20);
  ASSERT_EQ(pair.received(LinkPair::kA).size(), 1U);
  EXPECT_EQ(pair.received(LinkPair::kA)[0].id, 1000U);
}

TEST(LinkLine, HoldsFramesThatWouldBeDiscardedToo) {
  LinkPair pair(1);
  pair.config(LinkPair::kA).retry.init_action = FrameAction::kDiscard;
  pair.config(LinkPair::kB).retry.rx_enable = false;  // A stays in INIT
  pair.inputs(LinkPair::kA).line = false;
  pair.SendMany(LinkPair::kA, 1);
  pair.Run(20);
  EXPECT_FALSE(pair.all_taken(LinkPair::kA));
  pair.inputs(LinkPair::kA).line = true;
  pair.Run(1);
  EXPECT_TRUE(pair.all_taken(LinkPair::kA));
  EXPECT_EQ(pair.count(LinkPair::kA, LlrCounter::kTxDiscard), 1U);
}

}  // namespace
}  // namespace linkwright::link
