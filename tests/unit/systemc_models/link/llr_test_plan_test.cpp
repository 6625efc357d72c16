// SPDX-License-Identifier: Apache-2.0
// Cases of the public test plans for link-level retry that stand nowhere else in this folder;
// docs/models/llr.md, "Public test plans", maps all of them.
#include <algorithm>
#include <memory>
#include <vector>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kA = LinkPair::kA;
constexpr int kB = LinkPair::kB;

// Plan cases 3 and 14: all ports of a switch at once, each with its own settings and cable.
TEST(LlrPlanPorts, SixtyFourLinksComeUpEachAfterItsOwnExchange) {
  std::vector<std::unique_ptr<LinkPair>> links;
  for (int i = 0; i < 64; ++i) {
    links.push_back(std::make_unique<LinkPair>(1 + i));
    links.back()->config(kA).retry.max_frames = static_cast<std::uint32_t>(1 + i);
  }
  std::vector<int> up(64, -1);
  for (int tick = 0; tick < 400; ++tick) {
    for (std::size_t i = 0; i < links.size(); ++i) {
      links[i]->Tick();
      const bool ready = links[i]->port(kA).tx_state() == LlrTxState::kAdvance &&
                         links[i]->port(kB).tx_state() == LlrTxState::kAdvance;
      if (ready && up[i] < 0) up[i] = tick;
    }
  }
  for (std::size_t i = 0; i < links.size(); ++i) {
    // INIT there, echo back: two cables more than link 0 for each tick of cable.
    EXPECT_EQ(up[i] - up[0], 2 * static_cast<int>(i)) << i;
    EXPECT_EQ(links[i]->port(kB).rx_state(), LlrRxState::kSendAcks) << i;
    EXPECT_GE(links[i]->count(kA, LlrCounter::kRxInitEchoCtlOs), 1U) << i;
  }
}

// Case 13: streams with different rates of loss do not disturb one another.
TEST(LlrPlanPorts, TenStreamsWithDifferentLossesAreIndependent) {
  std::vector<std::int64_t> alone, together;
  for (const bool at_once : {false, true}) {
    std::vector<std::unique_ptr<LinkPair>> links;
    std::vector<random::Stream> randoms;
    for (int i = 0; i < 10; ++i) randoms.emplace_back(static_cast<std::uint64_t>(i), "losses");
    for (std::size_t i = 0; i < 10; ++i) {
      links.push_back(std::make_unique<LinkPair>(5));
      links[i]->BringUp();
      links[i]->config(kA).retry.replay_timer = 60;
      links[i]->SendMany(kA, 3000);
      links[i]->fault = [&random = randoms[i], p = 0.01 * static_cast<double>(i)](int end,
                                                                                  LinkWire& wire) {
        if (end == kA && wire.beat.flit.valid && random.Bernoulli(p)) wire.beat.bad = true;
      };
    }
    if (at_once) {
      for (int tick = 0; tick < 2000; ++tick)
        for (auto& link : links) link->Tick();
    } else {
      for (auto& link : links) link->Run(2000);
    }
    for (auto& link : links) {
      link->ExpectInOrder(kB, link->received(kB).size());
      (at_once ? together : alone).push_back(static_cast<std::int64_t>(link->received(kB).size()));
    }
  }
  EXPECT_EQ(together, alone);
  EXPECT_GT(together.front(), together.back());
}

// Case 7: every frame that was lost is sent again, every NACK has a cause.
TEST(LlrPlanLosses, FivePercentLostAtRandomArriveAllTheSame) {
  LinkPair pair(4);
  pair.BringUp();
  pair.config(kA).retry.replay_timer = 60;
  random::Stream random(7, "losses");
  std::uint32_t lost = 0;
  bool losing = false;
  pair.fault = [&](int end, LinkWire& wire) {
    if (end != kA || !wire.beat.flit.valid) return;
    if (wire.beat.flit.head) losing = random.Bernoulli(0.05);
    lost += losing && wire.beat.flit.tail ? 1 : 0;
    if (losing) wire.beat.flit.valid = false;
  };
  pair.SendMany(kA, 1000);
  pair.Run(4000);
  pair.ExpectInOrder(kB, 1000);
  EXPECT_GT(lost, 30U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxOk), pair.count(kB, LlrCounter::kRxOk) + lost);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqGood), 1000U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), pair.count(kA, LlrCounter::kRxNackCtlOs));
  EXPECT_LE(pair.count(kB, LlrCounter::kTxNackCtlOs), lost) << "no NACK without a loss";
  EXPECT_GE(pair.count(kA, LlrCounter::kTxReplay), 1U);
}

// Case 8.
TEST(LlrPlanLosses, BetweenANackAndItsReplayNothingIsAcknowledged) {
  LinkPair pair(8);
  pair.BringUp();
  pair.Run(30);
  pair.fault = HitFrame(kA, 49, true);
  pair.log_wires = true;
  pair.SendMany(kA, 100);
  pair.Run(300);
  pair.ExpectInOrder(kB, 100);
  const std::vector<LinkWire>& answers = pair.sent_wires(kB);
  std::size_t nack = 0, next_ack = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const ControlSet& control = answers[i].control;
    if (!control.valid) continue;
    if (control.kind == ControlKind::kNack) {
      EXPECT_EQ(nack, 0U) << "one NACK";
      nack = i;
    }
    if (control.kind == ControlKind::kAck && nack > 0 && next_ack == 0) next_ack = i;
  }
  ASSERT_GT(nack, 0U);
  // The loop: NACK over the cable, four ticks to the wire, the frame over the cable and judged.
  EXPECT_GE(next_ack - nack, 2U * 8 + 4);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxOk),
            100U + pair.count(kB, LlrCounter::kRxMissingSeq) + 1);
}

// Case 15, by a frame that is always damaged rather than by frozen ACKs.
TEST(LlrPlanLosses, AFrameThatNeverPassesEndsInAFlushAfterTheReplayCount) {
  LinkPair pair(3);
  RetryConfig& retry = pair.config(kA).retry;
  retry.replay_count = 3;
  retry.flush_action = FrameAction::kDiscard;
  pair.BringUp();
  pair.fault = [](int end, LinkWire& wire) {
    if (end == kA && wire.beat.flit.valid && wire.beat.flit.data[0] == 5) wire.beat.bad = true;
  };
  pair.SendMany(kA, 200);
  pair.Run(600);
  EXPECT_EQ(pair.port(kA).tx_state(), LlrTxState::kFlush);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqBad), 4U) << "once and three times again";
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 4U);
  EXPECT_LE(pair.count(kA, LlrCounter::kTxReplay), 3U);
  EXPECT_GT(pair.count(kA, LlrCounter::kTxDiscard), 100U);
  pair.ExpectInOrder(kB, 5);
  EXPECT_TRUE(pair.all_taken(kA)) << "the core is not held";
}

// Case 16: a hundred frames in a row are lost; that takes no longer than the burst and twice the
// recovery from one loss.
TEST(LlrPlanLosses, ABurstIsRepairedAsFastAsASingleLoss) {
  std::vector<std::int64_t> finished;
  for (const int burst : {0, 1, 100}) {
    LinkPair pair(20);
    pair.BringUp();
    pair.Run(60);
    int seen = 0;
    pair.fault = [&](int end, LinkWire& wire) {
      if (end != kA || !wire.beat.flit.valid) return;
      ++seen;
      if (seen > 300 && seen <= 300 + burst) wire.beat.flit.valid = false;
    };
    pair.SendMany(kA, 1000);
    pair.Run(3000);
    pair.ExpectInOrder(kB, 1000);
    EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), burst == 0 ? 0U : 1U);
    EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), burst == 0 ? 0U : 1U);
    // What followed the loss until the replay came; the burst itself left no trace but the gap.
    EXPECT_EQ(pair.count(kB, LlrCounter::kRxMissingSeq), burst == 0 ? 0U : 2U * 20 + 2);
    finished.push_back(pair.received(kB).back().tick);
  }
  const std::int64_t single = finished[1] - finished[0];
  EXPECT_EQ(single, 2 * 20 + 5)
      << "the loop of a damaged frame, and the tick in which the gap shows";
  EXPECT_EQ(finished[2] - finished[0], single + 99);
}

// Case 17 as far as it can be had: both ends begin again with the settings they had.
TEST(LlrPlanRestart, BothEndsComeUpAgainWithTheirSettings) {
  LinkPair pair(4);
  pair.config(kA).retry.max_frames = 6;
  pair.BringUp();
  pair.SendMany(kA, 50);
  pair.Run(200);
  pair.ExpectInOrder(kB, 50);
  for (const int end : {kA, kB}) pair.port(end).Reset();
  EXPECT_EQ(pair.port(kA).tx_state(), LlrTxState::kOff);
  pair.BringUp();
  std::uint32_t most = 0;
  pair.SendMany(kA, 50);
  for (int tick = 0; tick < 200; ++tick) {
    pair.Tick();
    most = std::max(most, pair.port(kA).Outstanding());
  }
  pair.ExpectInOrder(kB, 100);
  EXPECT_EQ(most, 6U);
}

// Cases 19 and 20: a pause holds the core back, not the port.
TEST(LlrPlanPause, ReplaysGoOnWhileTheCoreIsPaused) {
  for (const bool by_timer : {false, true}) {
    LinkPair pair(30);
    pair.BringUp();
    pair.Run(70);
    pair.config(kA).retry.replay_timer = by_timer ? 90 : 0;
    // The pause begins behind the 40th frame; by then the last (or the tenth) one is lost.
    pair.fault = HitFrame(kA, by_timer ? 39 : 9, true);
    pair.SendMany(kA, 40);
    while (!pair.all_taken(kA)) pair.Tick();
    EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), 0U);
    EXPECT_LT(pair.received(kB).size(), 40U);
    const std::uint32_t sent = pair.count(kA, LlrCounter::kTxOk);
    pair.Run(300);
    pair.ExpectInOrder(kB, 40);
    EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), 1U);
    EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), by_timer ? 0U : 1U);
    EXPECT_GT(pair.count(kA, LlrCounter::kTxOk), sent) << "only replays";
    EXPECT_EQ(pair.count(kA, LlrCounter::kTxDiscard), 0U);
    EXPECT_EQ(pair.port(kA).tx_state(), LlrTxState::kAdvance);
  }
}

// SONiC LLR-07: control ordered sets as late as over 500 m and back do not cost line rate, with
// buffers for the loop.
TEST(LlrPlanBuffers, FiveHundredMetresAreAtLineRateWithSmallestAndLargestFrames) {
  constexpr int kTicks = 3946;  // 500 m at 198,000 km/s in ticks of 640 ps
  for (const std::uint16_t length : {std::uint16_t{64}, std::uint16_t{9216}}) {
    LinkSizes sizes;
    sizes.frame_slots = 8192;
    sizes.buffer_beats = 16384;
    LinkPair pair(kTicks, sizes);
    pair.config(kA).retry.max_bytes = 1U << 20;
    pair.RunUntil(kA, LlrTxState::kAdvance, 20000);
    const int beats = length / 64;
    pair.SendMany(kA, 3 * (2 * kTicks + 300) / beats, length);
    std::int64_t ticks = 0;
    while (!pair.all_taken(kA)) {
      pair.Tick();
      ++ticks;
    }
    EXPECT_EQ(ticks, pair.taken(kA) * beats) << "a beat in every tick, " << length;
    pair.Run(2 * kTicks + 300);
    pair.ExpectInOrder(kB, static_cast<std::size_t>(pair.taken(kA)));
  }
}

// Case 1: settings that make no sense stop frames, not the link.
TEST(LlrPlanSettings, ALimitOfZeroHoldsRetriedFramesAndNoOthers) {
  for (const bool bytes : {false, true}) {
    LinkPair pair(2);
    RetryConfig& retry = pair.config(kA).retry;
    (bytes ? retry.max_bytes : retry.max_frames) = 0;
    pair.BringUp();
    for (std::uint32_t i = 0; i < 5; ++i) pair.Send(kA, {i, 64, 0, false, false});
    pair.Send(kA, {5, 64, 0, true, false});
    pair.Run(100);
    pair.ExpectInOrder(kB, 5);
    EXPECT_EQ(pair.port(kA).Outstanding(), 0U);
    (bytes ? retry.max_bytes : retry.max_frames) = 64;
    pair.Run(20);
    pair.ExpectInOrder(kB, 6);
  }
}

}  // namespace
}  // namespace linkwright::link
