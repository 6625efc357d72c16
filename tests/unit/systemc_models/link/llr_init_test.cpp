// SPDX-License-Identifier: Apache-2.0
// Initialisation, numbering and limits of link-level retry.
#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kA = LinkPair::kA;
constexpr int kB = LinkPair::kB;

TEST(LlrInit, BothDirectionsComeUpAfterOneExchange) {
  LinkPair pair(4);
  pair.BringUp();
  for (int end : {kA, kB}) {
    EXPECT_EQ(pair.port(end).receiver().state(), LlrRxState::kSendAcks);
    EXPECT_GE(pair.count(end, LlrCounter::kTxInitCtlOs), 1U);
    EXPECT_EQ(pair.count(end, LlrCounter::kRxInitEchoCtlOs), 1U);
  }
}

TEST(LlrInit, IsRepeatedAtTheCtlSpacingUntilEchoed) {
  LinkPair pair;
  pair.config(kA).retry.ctl_spacing = 10;
  pair.config(kB).retry.rx_enable = false;
  pair.log_wires = true;
  pair.Run(100);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kInit);
  std::vector<std::size_t> ticks;
  for (std::size_t i = 0; i < pair.sent_wires(kA).size(); ++i) {
    const ControlSet& control = pair.sent_wires(kA)[i].control;
    if (control.valid && control.kind == ControlKind::kInit) ticks.push_back(i);
  }
  ASSERT_EQ(ticks.size(), 10U);
  for (std::size_t i = 1; i < ticks.size(); ++i) EXPECT_EQ(ticks[i] - ticks[i - 1], 10U);
  pair.config(kB).retry.rx_enable = true;
  pair.RunUntil(kA, LlrTxState::kAdvance, 20);
}

TEST(LlrInit, SurvivesLostInitsAndLostEchoes) {
  LinkPair pair(3);
  int lost = 0;
  pair.fault = [&](int, LinkWire& wire) {
    const bool handshake =
        wire.control.kind == ControlKind::kInit || wire.control.kind == ControlKind::kInitAck;
    if (wire.control.valid && handshake && lost++ < 6) wire.control.valid = false;
  };
  pair.BringUp();
  EXPECT_GE(lost, 6);
}

TEST(LlrInit, AnEchoOfAnotherNumberIsIgnored) {
  LinkPair pair;
  pair.fault = [&](int, LinkWire& wire) {
    if (wire.control.kind == ControlKind::kInitAck) wire.control.value ^= 1;
  };
  pair.Run(50);
  EXPECT_EQ(pair.port(kA).transmitter().state(), LlrTxState::kInit);
  pair.fault = nullptr;
  pair.BringUp();
}

TEST(LlrInit, FrameActionDecidesWhatHappensBeforeTheLinkIsUp) {
  const auto run = [](FrameAction action) {
    auto pair = std::make_unique<LinkPair>();
    pair->config(kA).retry.init_action = action;
    pair->config(kB).retry.rx_enable = false;
    pair->RunUntil(kA, LlrTxState::kInit);
    pair->SendMany(kA, 5);
    pair->Run(30);
    return pair;
  };
  const auto discard = run(FrameAction::kDiscard);
  EXPECT_EQ(discard->count(kA, LlrCounter::kTxDiscard), 5U);
  EXPECT_TRUE(discard->received(kB).empty());
  const auto block = run(FrameAction::kBlock);
  EXPECT_EQ(block->taken(kA), 0);
  const auto best_effort = run(FrameAction::kBestEffort);
  best_effort->ExpectInOrder(kB, 5);
  EXPECT_EQ(best_effort->count(kA, LlrCounter::kTxOk), 0U) << "only frames with a number count";
}

TEST(LlrInit, FramesPassWithoutNumbersWhileRetryIsOff) {
  LinkPair pair;
  pair.config(kA).retry.tx_enable = false;
  pair.SendMany(kA, 3);
  pair.Run(20);
  pair.ExpectInOrder(kB, 3);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxOk), 0U);
}

TEST(LlrNumbering, FramesCarryConsecutiveNumbersThatWrapAtTheTop) {
  LinkSizes sizes;
  sizes.first_seq = (1U << 20) - 3;
  LinkPair pair(2, sizes);
  pair.BringUp();
  pair.log_wires = true;
  pair.SendMany(kA, 6, 130);
  pair.Run(60);
  pair.ExpectInOrder(kB, 6);
  std::vector<std::uint32_t> numbers;
  for (const LinkWire& wire : pair.sent_wires(kA)) {
    if (wire.beat.flit.valid && wire.beat.flit.head) numbers.push_back(wire.beat.number);
  }
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{1048573, 1048574, 1048575, 0, 1, 2}));
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxReplay), 0U);
}

TEST(LlrNumbering, AFrameLostAtTheWrapIsReplayed) {
  LinkSizes sizes;
  sizes.first_seq = (1U << 20) - 2;
  for (int victim = 0; victim < 5; ++victim) {
    LinkPair pair(3, sizes);
    pair.BringUp();
    pair.fault = HitFrame(kA, victim, false);
    pair.SendMany(kA, 8);
    pair.Run(80);
    pair.ExpectInOrder(kB, 8);
    EXPECT_EQ(pair.count(kB, LlrCounter::kTxNackCtlOs), 1U);
  }
}

TEST(LlrNumbering, IneligibleFramesCarryNoneAndKeepTheirPlace) {
  LinkPair pair;
  pair.BringUp();
  for (std::uint32_t i = 0; i < 10; ++i) pair.Send(kA, {i, 64, 0, i % 2 == 0, false});
  pair.Run(40);
  pair.ExpectInOrder(kB, 10);
  EXPECT_EQ(pair.count(kA, LlrCounter::kTxOk), 5U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxExpectedSeqGood), 5U);
}

TEST(LlrNumbering, UnderErrorsOnlyIneligibleFramesAreLost) {
  LinkPair pair(3);
  pair.config(kA).retry.replay_timer = 60;
  pair.BringUp();
  for (std::uint32_t i = 0; i < 400; ++i) pair.Send(kA, {i, 64, 0, i % 2 == 0, false});
  int frame = 0;
  pair.fault = [&](int end, LinkWire& wire) {
    if (end == kA && wire.beat.flit.valid && ++frame % 7 == 0) wire.beat.bad = true;
  };
  pair.Run(6000);
  std::vector<std::uint32_t> eligible;
  std::size_t others = 0;
  for (const ReceivedFrame& f : pair.received(kB)) {
    if (f.id % 2 == 0)
      eligible.push_back(f.id);
    else
      ++others;
  }
  ASSERT_EQ(eligible.size(), 200U);
  for (std::size_t i = 0; i < eligible.size(); ++i) EXPECT_EQ(eligible[i], 2 * i);
  EXPECT_LT(others, 200U);
  EXPECT_EQ(pair.count(kB, LlrCounter::kRxPlainBad), 200 - others);
}

TEST(LlrLimits, OutstandingFramesStopAtTheLimit) {
  LinkPair pair(2);
  pair.config(kA).retry.max_frames = 4;
  pair.BringUp();
  pair.fault = [](int end, LinkWire& wire) {
    if (end == kB) wire.control.valid = false;  // no ACK comes back
  };
  pair.SendMany(kA, 10);
  pair.Run(100);
  EXPECT_EQ(pair.taken(kA), 4);
  EXPECT_EQ(pair.port(kA).transmitter().Outstanding(), 4U);
}

TEST(LlrLimits, OutstandingBytesStopAtTheLimitToTheByte) {
  for (const std::uint32_t limit : {599U, 600U, 601U}) {
    LinkPair pair(2);
    pair.config(kA).retry.max_bytes = limit;
    pair.BringUp();
    pair.fault = [](int end, LinkWire& wire) {
      if (end == kB) wire.control.valid = false;
    };
    pair.SendMany(kA, 10, 100);
    pair.Run(100);
    EXPECT_EQ(pair.taken(kA), limit < 600 ? 5 : 6) << limit;
  }
}

TEST(LlrLimits, TheReplayBufferStopsAFrameThatWouldNotFit) {
  LinkSizes sizes;
  sizes.buffer_beats = 16;
  LinkPair pair(2, sizes);
  pair.BringUp();
  pair.fault = [](int end, LinkWire& wire) {
    if (end == kB) wire.control.valid = false;
  };
  pair.SendMany(kA, 10, 320);  // five beats each
  pair.Run(100);
  EXPECT_EQ(pair.taken(kA), 3);
}

}  // namespace
}  // namespace linkwright::link
