// SPDX-License-Identifier: Apache-2.0
// Credit-based flow control: the cases of the public test plan (SONiC scale-up tests CBFC-01 to
// CBFC-12) that concern a link, and the credit knee.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kA = LinkPair::kA;
constexpr int kB = LinkPair::kB;

// Credits from A to B on the channels of the mask; retry off unless wanted.
void EnableCredits(LinkPair& pair, std::uint32_t channels, std::uint32_t limit,
                   bool retry = false) {
  for (const int end : {kA, kB}) {
    LinkConfig& config = pair.config(end);
    config.retry.tx_enable = config.retry.rx_enable = retry;
    config.credit.cf_max_spacing = 0;
    config.credit.cc_period = 0;
    config.credit.shift = 6;
  }
  pair.config(kA).credit.tx_enable = pair.config(kB).credit.rx_enable = channels;
  pair.config(kA).credit.limit.fill(limit);
}

TEST(CbfcCredits, FollowTheFormulaForEverySize) {
  CreditConfig config;
  for (const int shift : {5, 6, 7, 8, 11}) {
    for (const int overhead : {-16, 0, 24, 127}) {
      config.shift = static_cast<std::uint8_t>(shift);
      config.overhead = static_cast<std::int8_t>(overhead);
      for (const int size : {64, 128, 256, 512, 1518, 2048, 4096, 9216}) {
        for (const int step : {-1, 0, 1}) {
          const double exact = std::ceil((size + step + overhead) / std::pow(2.0, shift));
          EXPECT_EQ(FrameCredits(config, static_cast<std::uint32_t>(size + step)), exact);
        }
      }
    }
  }
  config.overhead = -16;
  EXPECT_EQ(FrameCredits(config, 10), 1U) << "no frame is free of charge";
}

TEST(CbfcCredits, SenderAndReceiverAgreeOnEverySize) {
  LinkPair pair(4);
  EnableCredits(pair, 1, (1U << 20) - 1);
  std::uint32_t id = 0;
  std::uint32_t credits = 0;
  for (const int size : {64, 128, 256, 512, 1518, 2048, 4096, 9216}) {
    for (const int step : {-1, 0, 1}) {
      if ((size == 64 && step < 0) || (size == 9216 && step > 0)) continue;
      pair.Send(kA, {id++, static_cast<std::uint16_t>(size + step), 0, true, false});
      credits += static_cast<std::uint32_t>((size + step + 63) / 64);
    }
  }
  pair.Run(2000);
  EXPECT_EQ(pair.port(kA).sender_credits().Consumed(0), credits);
  EXPECT_EQ(pair.port(kB).receiver_credits().Consumed(0), credits);
  EXPECT_EQ(pair.port(kB).receiver_credits().Freed(0), credits);
  EXPECT_EQ(pair.port(kA).sender_credits().InUse(0), 0U);
}

TEST(CbfcCredits, TheLastCreditIsUsedAndNotOneMore) {
  for (const std::uint32_t limit : {9U, 10U, 11U, 12U}) {
    LinkPair pair(2);
    EnableCredits(pair, 1, limit);
    pair.free_at_once = false;
    pair.SendMany(kA, 10, 128);  // two credits each
    pair.Run(100);
    EXPECT_EQ(pair.received(kB).size(), limit / 2) << limit;
  }
}

TEST(CbfcCredits, CountersWrap) {
  LinkSizes sizes;
  sizes.first_credit = (1U << 20) - 5;
  LinkPair pair(3, sizes);
  EnableCredits(pair, 1, 8);
  pair.SendMany(kA, 200, 200);  // four credits each
  pair.Run(4000);
  pair.ExpectInOrder(kB, 200);
  EXPECT_EQ(pair.port(kA).sender_credits().Consumed(0), 795U);
  EXPECT_EQ(pair.port(kA).sender_credits().InUse(0), 0U);
}

// Frames per tick that C credits allow, one credit per frame: min(1, C / loop), exact over whole
// loops.
TEST(CbfcCredits, TheKneeIsAtTheExactCredit) {
  fmt::print("{:>6} {:>6} {:>8}\n", "delay", "knee", "formula");
  for (const int delay : {1, 3, 10, 37}) {
    // Taken in tick t, at the receiver in t + D, freed by the core in t + D + 2, CF_UPDATE chosen
    // in t + D + 3, at the sender in t + 2D + 3, usable in the tick after that. D counts the
    // sender's output register.
    const int loop = 2 * delay + 4;
    std::uint32_t knee = 0;
    for (int credits = 1; credits <= loop + 2; ++credits) {
      LinkPair pair(delay);
      EnableCredits(pair, 1, static_cast<std::uint32_t>(credits));
      pair.SendMany(kA, 60 * (loop + 3));
      pair.Run(10 * loop);
      const std::int64_t before = pair.taken(kA);
      pair.Run(40 * loop);
      EXPECT_EQ(pair.taken(kA) - before, 40LL * std::min(credits, loop)) << delay << " " << credits;
      if (knee == 0 && pair.taken(kA) - before == 40LL * loop)
        knee = static_cast<std::uint32_t>(credits);
    }
    fmt::print("{:>6} {:>6} {:>8}\n", delay, knee, loop);
    EXPECT_EQ(knee, static_cast<std::uint32_t>(loop));
  }
}

TEST(CbfcUpdates, KeepTheirSpacing) {
  LinkPair pair(2);
  EnableCredits(pair, 1, 100);
  pair.config(kB).credit.cf_min_spacing = 9;
  pair.log_wires = true;
  pair.SendMany(kA, 90);
  pair.Run(110);
  std::vector<std::size_t> ticks;
  for (std::size_t i = 0; i < pair.sent_wires(kB).size(); ++i) {
    const ControlSet& control = pair.sent_wires(kB)[i].control;
    if (control.valid && control.kind == ControlKind::kCfUpdate) ticks.push_back(i);
  }
  ASSERT_GE(ticks.size(), 10U);
  for (std::size_t i = 1; i < ticks.size(); ++i) EXPECT_EQ(ticks[i] - ticks[i - 1], 9U);
}

TEST(CbfcUpdates, ALostUpdateIsHealedByTheNextRound) {
  LinkPair pair(2);
  EnableCredits(pair, 1, 4);
  pair.config(kB).credit.cf_max_spacing = 50;
  pair.fault = [](int end, LinkWire& wire) {
    if (end == kB) wire.control.valid = false;
  };
  pair.SendMany(kA, 10);
  pair.Run(40);
  EXPECT_EQ(pair.taken(kA), 4);
  pair.fault = nullptr;
  pair.Run(60);
  pair.ExpectInOrder(kB, 10);
}

TEST(CbfcUpdates, LostFramesLeakCreditsUntilCcUpdate) {
  LinkPair pair(3);
  EnableCredits(pair, 1, 150);
  int frames = 0;
  pair.fault = [&](int end, LinkWire& wire) {
    if (end == kA && wire.beat.flit.valid && frames++ < 100) wire.beat.bad = true;
  };
  pair.SendMany(kA, 120);
  pair.Run(400);
  EXPECT_EQ(pair.received(kB).size(), 20U);
  EXPECT_EQ(pair.port(kB).receiver_credits().Consumed(0), 20U);
  EXPECT_EQ(pair.port(kA).sender_credits().InUse(0), 100U);
  pair.config(kA).credit.cc_period = 64;
  pair.Run(100);
  EXPECT_EQ(pair.port(kB).receiver_credits().Consumed(0), 120U);
  EXPECT_EQ(pair.port(kB).receiver_credits().Freed(0), 120U);
  EXPECT_EQ(pair.port(kA).sender_credits().InUse(0), 0U);
}

TEST(CbfcUpdates, HealingNeverFreesAFrameThatIsStillToBeReplayed) {
  LinkPair pair(6);
  EnableCredits(pair, 1, 16, /*retry=*/true);
  pair.config(kA).credit.cc_period = 3;
  pair.config(kA).retry.replay_timer = 80;
  pair.free_at_once = false;
  pair.BringUp();
  random::Stream random(7, "losses");
  pair.fault = [&](int, LinkWire& wire) {
    if (random.Bernoulli(0.05)) wire.beat.bad = true;
    if (random.Bernoulli(0.02)) wire.beat.flit.valid = false;
    if (random.Bernoulli(0.02)) wire.control.valid = false;
  };
  pair.SendMany(kA, 1000);
  std::size_t most = 0;
  while (pair.received(kB).size() < 1000 && pair.tick() < 200000) {
    if (random.Bernoulli(0.3)) pair.Free(kB);
    pair.Tick();
    most = std::max(most, pair.stored(kB));
    ASSERT_LE(pair.stored(kB), 16U) << "buffer overrun at " << pair.tick();
  }
  pair.ExpectInOrder(kB, 1000);
  EXPECT_EQ(most, 16U) << "the buffer was never full: nothing was shown";
}

TEST(CbfcChannels, AFullChannelDoesNotHoldTheOther) {
  LinkPair pair(2);
  EnableCredits(pair, 3, 5);
  pair.free_at_once = false;
  for (std::uint32_t i = 0; i < 5; ++i) pair.Send(kA, {i, 64, 0, true, false});
  for (std::uint32_t i = 5; i < 10; ++i) pair.Send(kA, {i, 64, 1, true, false});
  pair.Run(50);
  pair.ExpectInOrder(kB, 10);
  const LinkConfig& config = pair.config(kA);
  EXPECT_FALSE(pair.port(kA).sender_credits().HasRoom(config.credit, 0, 64));
  pair.Free(kB);
  pair.Run(20);
  EXPECT_TRUE(pair.port(kA).sender_credits().HasRoom(config.credit, 0, 64));
  EXPECT_FALSE(pair.port(kA).sender_credits().HasRoom(config.credit, 1, 64));
}

TEST(CbfcChannels, AChannelWithoutCreditsIsBestEffort) {
  LinkPair pair(2);
  EnableCredits(pair, 1, 1);
  pair.free_at_once = false;
  for (std::uint32_t i = 0; i < 50; ++i) pair.Send(kA, {i, 64, 1, true, false});
  pair.Run(80);
  pair.ExpectInOrder(kB, 50);
  EXPECT_EQ(pair.port(kA).sender_credits().Consumed(1), 0U);
}

TEST(CbfcBackpressure, ThroughputIsTheDrainRate) {
  for (const int drain : {0, 1, 2, 4}) {  // one frame is freed every `drain` ticks, 0: never
    LinkPair pair(5);
    EnableCredits(pair, 1, 64);
    pair.free_at_once = false;
    pair.SendMany(kA, 5000);
    for (int tick = 0; tick < 3000; ++tick) {
      if (drain != 0 && tick % drain == 0) pair.Free(kB);
      pair.Tick();
      ASSERT_LE(pair.stored(kB), 64U);
    }
    const auto received = static_cast<double>(pair.received(kB).size());
    if (drain == 0)
      EXPECT_EQ(received, 64);
    else
      EXPECT_NEAR(received / 3000, 1.0 / drain, 0.03) << drain;
  }
}

}  // namespace
}  // namespace linkwright::link
