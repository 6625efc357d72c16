// SPDX-License-Identifier: Apache-2.0
// Acknowledgements, replays, flush: the cases of the public test plans (SONiC scale-up tests LLR-01
// to LLR-10), on the twin.
#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kA = LinkPair::kA;
constexpr int kB = LinkPair::kB;

void LoseAcks(LinkPair& pair) {
  pair.fault = [](int end, LinkWire& wire) {
    const ControlKind kind = wire.control.kind;
    if (end == kB && (kind == ControlKind::kAck || kind == ControlKind::kNack))
      wire.control.valid = false;
  };
}

TEST(LlrAck, GoodFramesAreDeliveredCountedAndReleased) {
  LinkPair pair(5);
  pair.BringUp();
  pair.SendMany(kA, 100);
  pair.Run(160);
  pair.ExpectInOrder(kB, 100);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxOk), 100U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxOk), 100U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqGood), 100U);
  EXPECT_EQ(pair.port(kA).transmitter().Outstanding(), 0U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kRxAckCtlOs), pair.count(kB, LlrCounter::kTxAckCtlOs));
}

TEST(LlrAck, IsCumulative) {
  LinkPair pair(2);
  pair.BringUp();
  int acks = 0;
  pair.fault = [&](int end, LinkWire& wire) {
    if (end == kB && wire.control.kind == ControlKind::kAck && wire.control.valid && ++acks < 10) {
      wire.control.valid = false;
    }
  };
  pair.SendMany(kA, 10);
  pair.Run(60);
  EXPECT_EQ(pair.count(kA, LlrCounter::kRxAckCtlOs), 1U);
  EXPECT_EQ(pair.port(kA).transmitter().Outstanding(), 0U);
}

TEST(LlrAck, KeepsItsSpacing) {
  LinkPair pair(2);
  pair.config(kB).retry.ctl_spacing = 7;
  pair.BringUp();
  pair.Run(10);
  pair.log_wires = true;
  pair.SendMany(kA, 70);
  pair.Run(90);
  std::vector<std::size_t> ticks;
  for (std::size_t i = 0; i < pair.sent_wires(kB).size(); ++i) {
    if (pair.sent_wires(kB)[i].control.valid) ticks.push_back(i);
  }
  ASSERT_GE(ticks.size(), 10U);
  for (std::size_t i = 1; i < ticks.size(); ++i) EXPECT_EQ(ticks[i] - ticks[i - 1], 7U);
}

TEST(LlrAck, OfAnUnknownNumberIsCountedAndIgnored) {
  LinkPair pair(2);
  pair.BringUp();
  bool done = false;
  pair.fault = [&](int end, LinkWire& wire) {
    if (end == kB && wire.control.valid && wire.control.kind == ControlKind::kAck && !done) {
      wire.control.value += 1000;
      done = true;
    }
  };
  pair.SendMany(kA, 20);
  pair.Run(60);
  EXPECT_EQ(pair.count(kA, LlrCounter::kRxAckNackSeqError), 1U);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kAdvance);
  EXPECT_EQ(pair.port(kA).transmitter().Outstanding(), 0U);
}

TEST(LlrNack, ADamagedFrameCostsOneNackAndOneReplay) {
  LinkPair pair(4);
  pair.BringUp();
  pair.fault = HitFrame(kA, 300, false);
  pair.SendMany(kA, 1000);
  pair.Run(1100);
  pair.ExpectInOrder(kB, 1000);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqBad), 1U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 1U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kRxNackCtlOs), 1U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxReplay), 1U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), 1U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxDuplicateSeq), 0U);
}

TEST(LlrNack, ALostFrameShowsAsAGapAndIsReplayed) {
  LinkPair pair(4);
  pair.BringUp();
  pair.fault = HitFrame(kA, 300, true);
  pair.SendMany(kA, 1000);
  pair.Run(1100);
  pair.ExpectInOrder(kB, 1000);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqBad), 0U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 1U) << "one NACK, then silence";
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxReplay), 1U);
  EXPECT_GT(pair.count(kB, LlrCounter::kRxMissingSeq), 1U);
}

TEST(LlrNack, TheReplayIsOnTheWireFourTicksAfterTheNackArrived) {
  LinkPair pair(1);
  pair.BringUp();
  pair.Run(10);
  pair.fault = HitFrame(kA, 5, false);
  pair.log_wires = true;
  pair.SendMany(kA, 40);
  pair.Run(80);
  std::size_t nack = 0;
  std::size_t replay = 0;
  std::uint32_t highest = 0;
  for (std::size_t i = 0; i < pair.sent_wires(kB).size() && nack == 0; ++i) {
    const ControlSet& control = pair.sent_wires(kB)[i].control;
    if (control.valid && control.kind == ControlKind::kNack) nack = i;
  }
  for (std::size_t i = 0; i < pair.sent_wires(kA).size() && replay == 0; ++i) {
    const LinkBeat& beat = pair.sent_wires(kA)[i].beat;
    if (!beat.flit.valid) continue;
    if (beat.number < highest) replay = i;
    highest = beat.number;
  }
  // Entry i is what leaves with edge i: the NACK is on the receiver's inputs in tick nack + 1, the
  // replay in replay + 1.
  EXPECT_EQ(replay - nack, 4U);
}

TEST(LlrNack, ADamagedReplayIsAskedForAgain) {
  LinkPair pair(3);
  pair.BringUp();
  int hits = 0;
  pair.fault = [&](int end, LinkWire& wire) {
    const bool victim = end == kA && wire.beat.flit.valid && wire.beat.flit.data[0] == 5;
    if (victim && hits < 4) {
      wire.beat.bad = true;
      ++hits;
    }
  };
  pair.SendMany(kA, 40);
  pair.Run(200);
  pair.ExpectInOrder(kB, 40);
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 4U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqBad), 4U);
}

TEST(LlrNack, APoisonedFrameIsDeliveredAndNotReplayed) {
  LinkPair pair(3);
  pair.BringUp();
  for (std::uint32_t i = 0; i < 100; ++i) pair.Send(kA, {i, 200, 0, true, i == 40});
  pair.Run(500);
  pair.ExpectInOrder(kB, 100);
  for (const ReceivedFrame& frame : pair.received(kB)) EXPECT_EQ(frame.poisoned, frame.id == 40);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqPoisoned), 1U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxPoisoned), 1U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 0U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxReplay), 0U);
}

TEST(LlrNack, AFrameIsReplayedWholeInEverySize) {
  std::uint32_t id = 0;
  LinkPair pair(6);
  pair.BringUp();
  for (const int size : {64, 128, 256, 512, 1518, 2048, 4096, 9216}) {
    for (const int step : {-1, 0, 1}) {
      if ((size == 64 && step < 0) || (size == 9216 && step > 0)) continue;
      pair.Send(kA, {id++, static_cast<std::uint16_t>(size + step), 0, true, false});
    }
  }
  random::Stream random(1, "damage");
  pair.fault = [&](int end, LinkWire& wire) {
    if (end == kA && wire.beat.flit.valid && random.Bernoulli(0.003)) wire.beat.bad = true;
  };
  pair.Run(8000);
  pair.ExpectInOrder(kB, id);
  EXPECT_EQ(pair.received(kB)[1].length, 65);
  EXPECT_EQ(pair.received(kB)[id - 1].length, 9216);
  EXPECT_GE(pair.count(kA, LlrCounter::kTxReplay), 3U);
}

TEST(LlrDuplicate, ReplayedFramesThatHadArrivedAreDiscardedAndAcknowledgedAgain) {
  LinkPair pair(2);
  pair.config(kA).retry.replay_timer = 50;
  pair.BringUp();
  LoseAcks(pair);
  pair.SendMany(kA, 8);
  pair.Run(40);
  EXPECT_EQ(pair.port(kA).transmitter().Outstanding(), 8U);
  pair.fault = nullptr;
  pair.Run(60);
  pair.ExpectInOrder(kB, 8);
  const std::uint32_t duplicates = pair.count(kB, LlrCounter::kRxDuplicateSeq);
  EXPECT_GE(duplicates, 1U);
  EXPECT_LE(duplicates, 8U) << "the ACK that the first duplicate draws may end the replay";
  EXPECT_EQ(pair.port(kA).transmitter().Outstanding(), 0U);
}

TEST(LlrTimer, ReplaysTheLastFrameWhenItsNackIsImpossible) {
  LinkPair pair(2);
  pair.config(kA).retry.replay_timer = 40;
  pair.BringUp();
  pair.fault = HitFrame(kA, 0, true);
  pair.SendMany(kA, 1);
  pair.Run(80);
  pair.ExpectInOrder(kB, 1);
  EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 0U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), 1U);
}

TEST(LlrTimer, ExpiresInItsTickAndNotBefore) {
  for (const std::uint32_t timer : {20U, 21U, 100U}) {
    LinkPair pair(1);
    pair.config(kA).retry.replay_timer = timer;
    pair.BringUp();
    LoseAcks(pair);
    pair.SendMany(kA, 1);
    while (pair.port(kA).transmitter().Outstanding() == 0) pair.Tick();
    // The first tick with a frame outstanding is number 0; the timer runs out in tick `timer`,
    // replay begins two later.
    pair.Run(timer + 1);
    EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kAdvance) << timer;
    pair.Run(1);
    EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kReplay) << timer;
  }
}

TEST(LlrTimer, FrozenAcksLeadToFlushAfterTheReplayCount) {
  LinkPair pair(2);
  RetryConfig& retry = pair.config(kA).retry;
  retry.replay_timer = 30;
  retry.replay_count = 3;
  retry.max_frames = 4;
  retry.flush_action = FrameAction::kDiscard;
  pair.BringUp();
  LoseAcks(pair);
  pair.SendMany(kA, 100);
  pair.Run(400);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kFlush);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), 3U);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxOk), 4U * 4U)
      << "four frames, sent once and three times again";
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxDiscard), 96U);
}

TEST(LlrTimer, ProgressGivesBackTheReplayCount) {
  LinkPair pair(2);
  pair.config(kA).retry.replay_count = 1;
  pair.BringUp();
  int frame = 0;
  pair.fault = [&](int end, LinkWire& wire) {
    if (end == kA && wire.beat.flit.valid && ++frame % 40 == 0) wire.beat.bad = true;
  };
  pair.SendMany(kA, 1000);
  pair.Run(2000);
  pair.ExpectInOrder(kB, 1000);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kAdvance);
}

TEST(LlrFlush, ReInitialisesByItselfIfToldTo) {
  LinkPair pair(2);
  RetryConfig& retry = pair.config(kA).retry;
  retry.replay_timer = 30;
  retry.replay_count = 1;
  retry.reinit_on_flush = true;
  retry.init_action = retry.flush_action = FrameAction::kBlock;
  pair.BringUp();
  LoseAcks(pair);
  pair.SendMany(kA, 3);
  pair.Run(200);
  EXPECT_GT(pair.count(kA, LlrCounter::kTxInitCtlOs), 1U);
  pair.fault = nullptr;
  pair.RunUntil(kA, LlrTxState::kAdvance);
  pair.SendMany(kA, 20);
  pair.Run(60);
  pair.ExpectInOrder(kB, 23);
}

TEST(LlrFlush, WaitsForManagementOtherwise) {
  LinkPair pair(2);
  RetryConfig& retry = pair.config(kA).retry;
  retry.replay_timer = 30;
  retry.replay_count = 1;
  pair.BringUp();
  LoseAcks(pair);
  pair.SendMany(kA, 3);
  pair.Run(300);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kFlush);
  pair.fault = nullptr;
  retry.tx_enable = false;
  pair.Run(2);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kOff);
  retry.tx_enable = true;
  pair.RunUntil(kA, LlrTxState::kAdvance);
}

TEST(LlrFlush, ComesWithALinkThatStaysDownAndWithDataThatGetsOld) {
  for (const bool by_age : {false, true}) {
    LinkPair pair(2);
    RetryConfig& retry = pair.config(kA).retry;
    (by_age ? retry.age_timeout : retry.pcs_timeout) = 50;
    pair.BringUp();
    LoseAcks(pair);
    pair.SendMany(kA, 1);
    while (pair.port(kA).transmitter().Outstanding() == 0) pair.Tick();
    if (!by_age) pair.config(kA).link_up = false;
    pair.Run(50);
    EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kAdvance) << by_age;
    pair.Run(1);
    EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kFlush) << by_age;
  }
}

TEST(LlrLinkDown, AShortInterruptionLosesNothing) {
  LinkPair pair(3);
  pair.config(kA).retry.replay_timer = 60;
  pair.BringUp();
  pair.SendMany(kA, 300, 300);
  for (int i = 0; i < 40; ++i) {
    pair.Run(35);
    pair.config(kA).link_up = pair.config(kB).link_up = false;
    // What is in the cable dies with the link.
    pair.fault = [](int, LinkWire& wire) { wire.beat.flit.valid = wire.control.valid = false; };
    pair.Run(7);
    pair.fault = nullptr;
    pair.config(kA).link_up = pair.config(kB).link_up = true;
  }
  pair.Run(3000);
  pair.ExpectInOrder(kB, 300);
}

TEST(LlrDisable, AReceiverSwitchedOffMakesTheSenderFlush) {
  LinkPair pair(2);
  RetryConfig& retry = pair.config(kA).retry;
  retry.replay_timer = 20;
  retry.replay_count = 2;
  pair.BringUp();
  pair.config(kB).retry.rx_enable = false;
  pair.SendMany(kA, 2);
  pair.Run(200);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kFlush);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxNotReady), 6U) << "two frames, sent three times";
}

}  // namespace
}  // namespace linkwright::link
