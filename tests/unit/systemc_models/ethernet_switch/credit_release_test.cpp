// SPDX-License-Identifier: Apache-2.0
// Credits for the switch's cells: what the wires `held` say is enough to give every one of them
// back, in time and once.
#include <algorithm>
#include <array>
#include <bit>

#include "foundation/random/stream.h"
#include "systemc_models/link/cbfc_release.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

// The frames of one input as its link delivers them, and the credits of every class that their
// sender thinks in use.
struct Input {
  Input(int pipeline, int beats_of_a_cell)
      : release(kClasses, pipeline), cell_beats(beats_of_a_cell) {}

  void Tick(const link::CreditConfig& config, const interfaces::FlitBeat& rx,
            const std::uint32_t* occupancy) {
    const link::FreedFrame& freed = release.freed();
    if (freed.valid) in_use[freed.vc] -= freed.length >> config.shift;
    if (rx.valid) {
      if (rx.head) {
        beat.vc = static_cast<std::uint8_t>(rx.data[1] >> 53 & 7U);  // byte 14: PCP
        beats = 0;
      }
      in_use[beat.vc] += beats % cell_beats == 0 ? 1 : 0;
      ++beats;
    }
    beat.flit = rx;
    for (int c = 0; c < kClasses; ++c)
      overruns += static_cast<std::int64_t>(occupancy[c]) > in_use[c];
    release.Tick(config, beat, occupancy);
  }

  link::CbfcRelease release;
  link::DeliveredBeat beat;
  int cell_beats;
  int beats = 0;
  std::array<std::int64_t, kClasses> in_use{};
  int overruns = 0;  // ticks in which the switch held more than the sender knew
};

struct Outcome {
  int overruns = 0;
  std::int64_t missing = 0;
  std::uint32_t dropped = 0, sent = 0;
};

// Frames of all classes and lengths, good and bad, to outputs that are held at times and that drop
// what their queues have no room for.
Outcome RunTraffic(const char* name, int pipeline, bool cut_through) {
  SwitchUnderTest s(name);
  const Variant& variant = s.bench.variant();
  s.Write(regs::kCutThrough, cut_through ? 1 : 0);
  for (int c = 0; c < kClasses; ++c) {
    s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
    s.Write(regs::QueueAlpha(c), 6);
  }
  s.Write(regs::kSharedCells, 600);
  s.Write(regs::kEgressSharedCells, 400);
  link::CreditConfig config;
  config.shift = static_cast<std::uint8_t>(6 + std::countr_zero(unsigned(variant.cell_beats)));
  config.rx_enable = 0xFF;
  std::vector<Input> inputs(static_cast<std::size_t>(s.ports()), {pipeline, variant.cell_beats});
  random::Stream random(7, name);
  s.bench.keep = false;
  s.bench.before_tick = [&](interfaces::SwitchInputs& in) {
    if (random.Bernoulli(0.01)) {
      in.backpressure[random.Below(in.backpressure.size())] = random.Bernoulli(0.5) ? 0 : 0x100;
    }
    for (std::size_t port = 0; port < inputs.size(); ++port) {
      inputs[port].Tick(config, in.port[port].flit, &s.bench.outputs().occupancy[port * kClasses]);
    }
  };
  for (int n = 0; n < 4000; ++n) {
    const int input = static_cast<int>(random.Below(static_cast<std::uint64_t>(s.ports())));
    const int output = static_cast<int>(random.Below(2));
    const int bytes = random.Bernoulli(0.1) ? static_cast<int>(random.Between(1500, 9216))
                                            : static_cast<int>(random.Between(68, 600));
    s.bench.Send(input, ClassFrame(output, static_cast<int>(random.Below(8)), bytes),
                 random.Bernoulli(0.05));
    if (random.Bernoulli(0.3)) s.bench.Run(static_cast<std::int64_t>(random.Below(60)));
  }
  s.bench.Run(100);
  std::fill(s.bench.inputs().backpressure.begin(), s.bench.inputs().backpressure.end(), 0);
  s.bench.before_tick = [&](interfaces::SwitchInputs& in) {
    for (std::size_t port = 0; port < inputs.size(); ++port) {
      inputs[port].Tick(config, in.port[port].flit, &s.bench.outputs().occupancy[port * kClasses]);
    }
  };
  EXPECT_TRUE(s.bench.Drain());
  s.bench.Run(40);
  Outcome outcome;
  for (const Input& input : inputs) {
    outcome.overruns += input.overruns;
    for (const std::int64_t credits : input.in_use) outcome.missing += credits;
  }
  for (int port = 0; port < s.ports(); ++port) {
    outcome.sent += s.Read(regs::PortTxFrames(port));
    for (const DropReason reason :
         {DropReason::kEgressLimit, DropReason::kIngressLimit, DropReason::kBadFcs}) {
      outcome.dropped += s.Drops(port, reason);
    }
  }
  return outcome;
}

TEST(SwitchCredits, EveryCellIsGivenBackOnceAndNoneThatIsHeld) {
  for (const char* name : {"p4", "p8", "p8_wide"}) {
    for (const bool cut_through : {false, true}) {
      const Outcome outcome = RunTraffic(name, 3, cut_through);
      EXPECT_EQ(outcome.overruns, 0) << name;
      EXPECT_EQ(outcome.missing, 0) << name;
      EXPECT_GT(outcome.dropped, 100U) << name;
      EXPECT_GT(outcome.sent, 1000U) << name;
    }
  }
}

// The cells of a beat show on the wires three ticks later: earlier than that nobody may count it.
TEST(SwitchCredits, APipelineOfTwoGivesBackCellsThatAreAboutToBeCharged) {
  EXPECT_GT(RunTraffic("p4", 2, false).overruns, 0);
  EXPECT_EQ(RunTraffic("p4", 5, false).overruns, 0);
  EXPECT_EQ(RunTraffic("p4", 5, false).missing, 0);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
