// SPDX-License-Identifier: Apache-2.0
// Promises of the link that both ends could break alike, judged at the wires: no control ordered
// set waits without bound, whatever the traffic.
#include "systemc_models/oracle/link_oracle.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "foundation/random/stream.h"
#include "tests/rtl/link/models.h"

namespace linkwright::link {
namespace {

using oracle::LinkOracle;
using oracle::LinkPromises;

struct LineRate {
  int beats = 2;              // of a frame
  std::uint16_t spacing = 1;  // of ACKs
  std::int64_t ticks = 6000;
  std::uint32_t cc_period = 3;
  bool retry = true;
  double loss = 0;  // of beats, without retry
};

struct Outcome {
  oracle::Findings findings;
  std::int64_t healed = 0;  // CC_UPDATEs
  std::int64_t due = 0;
  std::int64_t delivered = 0;
  std::int64_t silence = 0;
};

// Both directions at line rate; cores free at once what they get.
Outcome Judge(const RtlFactory& make, const LineRate& load) {
  constexpr std::uint32_t kLimit = 31;
  const LinkSizes sizes = SmallSizes();
  LinkPromises promises;
  promises.virtual_channels = sizes.virtual_channels;
  promises.retry = load.retry;
  promises.most_ticks_refused = 200;
  LinkOracle oracle(promises);
  random::Stream random(11, "losses");
  std::array<std::unique_ptr<LinkDevice>, 2> ports = {make(sizes, 1), make(sizes, 2)};
  std::array<LinkInputs, 2> inputs;
  std::array<LinkOutputs, 2> outputs;
  std::array<std::uint64_t, 2> next{};
  std::array<int, 2> beat{};
  std::array<int, 2> came{};
  for (LinkInputs& input : inputs) {
    RetryConfig& retry = input.config.retry;
    retry.tx_enable = retry.rx_enable = load.retry;
    retry.ctl_spacing = load.spacing;
    retry.max_frames = 8;
    retry.replay_timer = 60;
    retry.replay_count = 0;
    retry.init_action = FrameAction::kBlock;
    CreditConfig& credit = input.config.credit;
    credit.tx_enable = credit.rx_enable = 1;
    credit.limit.fill(kLimit);
    credit.shift = 6;
    credit.cc_period = load.cc_period;
    credit.cf_min_spacing = load.spacing;
    credit.cf_max_spacing = 64;
  }
  for (auto& port : ports) port->Reset();
  for (std::int64_t tick = 0; tick < load.ticks; ++tick) {
    const std::array<LinkWire, 2> wires = {outputs[1].wire, outputs[0].wire};
    for (std::size_t end = 0; end < 2; ++end) {
      LinkInputs& input = inputs[end];
      input.wire = wires[end];
      if (input.wire.beat.flit.valid && load.loss > 0 && random.Bernoulli(load.loss)) {
        input.wire.beat.bad = true;
      }
      FrameOffer& offer = input.offer;
      offer.flit.valid = true;
      offer.flit.head = beat[end] == 0;
      offer.flit.tail = beat[end] == load.beats - 1;
      offer.flit.data[0] = next[end];
      offer.vc = 0;
      offer.length = static_cast<std::uint16_t>(64 * load.beats);
      offer.eligible = true;
      ports[end]->Tick(input, outputs[end]);
    }
    for (std::size_t end = 0; end < 2; ++end) {
      oracle.Observe(static_cast<int>(end), inputs[end], outputs[end]);
      if (outputs[end].taken) {
        beat[end] = inputs[end].offer.flit.tail ? 0 : beat[end] + 1;
        if (beat[end] == 0) ++next[end];
      }
      const DeliveredBeat& out = outputs[end].out;
      came[end] = !out.flit.valid ? came[end] : out.flit.head ? 1 : came[end] + 1;
      inputs[end].freed = {out.flit.valid && out.flit.tail, out.vc,
                           static_cast<std::uint16_t>(64 * came[end])};
    }
  }
  Outcome outcome;
  outcome.findings = oracle.findings();
  outcome.healed = oracle.sent(0, ControlKind::kCcUpdate);
  outcome.due = load.ticks / load.cc_period;
  outcome.delivered = oracle.delivered(1);
  outcome.silence = oracle.longest_silence();
  return outcome;
}

std::unique_ptr<LinkDevice> MakeTwin(const LinkSizes& sizes, std::uint64_t /*seed*/) {
  return std::make_unique<LinkPort>(sizes);
}

TEST(LinkOracle, HealingIsHeardUnderFramesOfAnyLengthAtLineRate) {
  for (const auto& [name, make] :
       {std::pair{"twin", RtlFactory(MakeTwin)}, std::pair{"RTL", RtlFactory(MakeSmall)}}) {
    for (const int beats : {1, 2, 3, 5}) {
      for (const std::uint16_t spacing : {0, 1, 2}) {
        const Outcome outcome = Judge(make, {.beats = beats, .spacing = spacing});
        EXPECT_TRUE(outcome.findings.empty())
            << name << ", frames of " << beats << " beats, spacing " << spacing << ": "
            << outcome.findings.First();
        EXPECT_GT(outcome.healed, outcome.due / 4) << name << " " << beats << " " << spacing;
        fmt::print(
            "{:<5} frames of {} beats, spacing {}: {} of {} CC_UPDATEs left, {} ticks at "
            "most without, {} frames\n",
            name, beats, spacing, outcome.healed, outcome.due, outcome.silence, outcome.delivered);
      }
    }
  }
}

// Without healing the sender would believe in ever fewer credits, until none is left.
TEST(LinkOracle, ALinkThatLosesFramesNeverRunsOutOfCredits) {
  for (const RtlFactory& make : {RtlFactory(MakeTwin), RtlFactory(MakeSmall)}) {
    const Outcome outcome =
        Judge(make, {.ticks = 20000, .cc_period = 16, .retry = false, .loss = 0.05});
    EXPECT_TRUE(outcome.findings.empty()) << outcome.findings.First();
    EXPECT_GT(outcome.delivered, 8000);
  }
}

// A peer whose every frame is damaged, and is the one that is expected: a NACK is asked for in
// every tick.
TEST(LinkOracle, NacksWithoutEndKeepNoOtherControlSetBack) {
  for (const RtlFactory& make : {RtlFactory(MakeTwin), RtlFactory(MakeSmall)}) {
    LinkPromises promises;
    promises.virtual_channels = SmallSizes().virtual_channels;
    LinkOracle oracle(promises);
    const std::unique_ptr<LinkDevice> port = make(SmallSizes(), 1);
    LinkInputs inputs;
    LinkOutputs outputs;
    inputs.config.retry.tx_enable = inputs.config.retry.rx_enable = true;
    inputs.config.retry.ctl_spacing = 1;
    CreditConfig& credit = inputs.config.credit;
    credit.tx_enable = credit.rx_enable = 3;
    credit.limit.fill(31);
    credit.cc_period = credit.cf_max_spacing = 5;
    credit.cf_min_spacing = 1;
    port->Reset();
    for (int tick = 0; tick < 3000; ++tick) {
      inputs.wire.control = {tick == 3, ControlKind::kInit, 0, 0, false, 0};
      LinkBeat& beat = inputs.wire.beat;
      beat.flit.valid = beat.flit.head = beat.flit.tail = tick > 3;
      beat.bad = beat.numbered = true;
      beat.number = 0;
      port->Tick(inputs, outputs);
      oracle.Observe(0, inputs, outputs);
    }
    EXPECT_TRUE(oracle.findings().empty()) << oracle.findings().First();
    EXPECT_GT(oracle.sent(0, ControlKind::kNack), 1400);
    for (const ControlKind kind :
         {ControlKind::kInit, ControlKind::kCfUpdate, ControlKind::kCcUpdate}) {
      EXPECT_GT(oracle.sent(0, kind), 250) << static_cast<int>(kind);
    }
  }
}

TEST(LinkOracle, NamesHealingThatWaitsForABoundary) {
  for (const LinkMutant& mutant : LinkMutants()) {
    if (std::strcmp(mutant.name, "healing_waits_for_a_boundary") != 0) continue;
    const Outcome outcome = Judge(mutant.make, {});
    ASSERT_FALSE(outcome.findings.empty());
    EXPECT_THAT(outcome.findings.First(), testing::HasSubstr("no CC_UPDATE of channel 0 for"));
    fmt::print("{}; {} of {} left\n", outcome.findings.First(), outcome.healed, outcome.due);
    return;
  }
  FAIL() << "no such mutation";
}

}  // namespace
}  // namespace linkwright::link
