// SPDX-License-Identifier: Apache-2.0
// Idleness, clock gating, repeatability and the accounting identities.
#include <memory>
#include <vector>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

TEST(SwitchIdle, BeginsWhenTheFirstCreditsAreOut) {
  SwitchUnderTest s("p4", -1);
  EXPECT_FALSE(s.bench.outputs().idle);
  s.bench.Run(2);  // two VCs; the second update is on the wires now
  EXPECT_FALSE(s.bench.outputs().idle);
  s.bench.Run(1);
  EXPECT_TRUE(s.bench.outputs().idle);
}

TEST(SwitchIdle, EndsWithTheCaptureAndReturnsWithTheLastCredit) {
  SwitchUnderTest s("p4");
  ASSERT_TRUE(s.bench.Drain());
  s.bench.SendWrite(0, 1, 64);
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().idle);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.twin.resident_flits(), 0U);
}

TEST(SwitchIdle, EndsWithARegisterAnswer) {
  SwitchUnderTest s("p4");
  ASSERT_TRUE(s.bench.Drain());
  s.bench.Read(regs::kIdentity);
  EXPECT_FALSE(s.bench.outputs().idle) << "the answer is on the wires";
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().idle);
}

// Skips the ticks in which the clock-gating rule allows it.
class Gated final : public interfaces::ClockedSwitch {
 public:
  Gated(const Variant& variant, std::int64_t& skipped) : twin_(variant), skipped_(skipped) {}
  int ports() const override { return twin_.ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override { twin_.Reset(outputs); }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    bool quiet = outputs.idle && !inputs.bus.valid;
    for (const auto& port : inputs.port) quiet = quiet && !port.flit.valid && !port.credit.valid;
    if (quiet) {
      ++skipped_;
      return;
    }
    twin_.Tick(inputs, outputs);
  }

 private:
  ScaleUpSwitch twin_;
  std::int64_t& skipped_;
};

struct Arrival {
  int port;
  std::int64_t tail;
  Header header;
  bool operator==(const Arrival&) const = default;
};

std::vector<Arrival> RunBursts(std::unique_ptr<interfaces::ClockedSwitch> device,
                               const Variant& variant) {
  Bench bench(std::move(device), variant);
  bench.BringUp();
  std::vector<Arrival> arrivals;
  bench.on_delivery = [&](const Delivery& delivery) {
    arrivals.push_back({delivery.port, delivery.tail, delivery.header});
  };
  random::Stream random(31);
  for (int burst = 0; burst < 60; ++burst) {
    for (int packet = 0; packet < 20; ++packet) {
      const auto src = static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports)));
      const auto dst = static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports)));
      bench.SendWrite(src, dst, static_cast<int>(1 + random.Below(256)), random.Below(4) << 8);
    }
    bench.Run(static_cast<std::int64_t>(random.Below(3000)));
  }
  EXPECT_TRUE(bench.Drain());
  EXPECT_THAT(bench.scoreboard().violations(), testing::IsEmpty());
  return arrivals;
}

TEST(SwitchIdle, AGatedRunEqualsAnUngatedOnePacketForPacket) {
  for (const char* name : {"p4", "p8", "p8_wavefront", "p64"}) {
    const Variant& variant = *FindVariant(name);
    std::int64_t skipped = 0;
    const std::vector<Arrival> gated =
        RunBursts(std::make_unique<Gated>(variant, skipped), variant);
    const std::vector<Arrival> ungated =
        RunBursts(std::make_unique<ScaleUpSwitch>(variant), variant);
    EXPECT_EQ(gated, ungated) << name;
    EXPECT_GT(skipped, 10000) << name << ": the clock did stop";
  }
}

TEST(SwitchReset, MakesARunRepeatableTickForTick) {
  const Variant& variant = *FindVariant("p8");
  ScaleUpSwitch reused(variant);
  ScaleUpSwitch fresh(variant);
  interfaces::SwitchInputs inputs(variant.ports);
  interfaces::SwitchOutputs a(variant.ports);
  interfaces::SwitchOutputs b(variant.ports);
  random::Stream random(41);
  const auto randomize = [&] {
    inputs.bus = {random.Bernoulli(0.2), true, regs::PortControl(static_cast<int>(random.Below(8))),
                  1};
    if (random.Bernoulli(0.1))
      inputs.bus.address = regs::RouteCount(static_cast<int>(random.Below(8)));
    for (auto& port : inputs.port) {
      port.flit.valid = random.Bernoulli(0.5);
      port.flit.head = random.Bernoulli(0.6);
      port.flit.tail = random.Bernoulli(0.6);
      Header header = Read(0, static_cast<int>(random.Below(8)), static_cast<int>(random.Below(4)));
      if (random.Bernoulli(0.3)) header.op = Operation::kWrite;
      port.flit.data = Pack(header);
      port.credit = {random.Bernoulli(0.3), static_cast<std::uint8_t>(random.Below(4)),
                     static_cast<std::uint16_t>(random.Below(100))};
    }
  };
  reused.Reset(a);
  for (int tick = 0; tick < 500; ++tick) {
    randomize();
    reused.Tick(inputs, a);
  }
  reused.Reset(a);
  fresh.Reset(b);
  EXPECT_EQ(reused.resident_flits(), 0U);
  for (int tick = 0; tick < 2000; ++tick) {
    randomize();
    reused.Tick(inputs, a);
    fresh.Tick(inputs, b);
    ASSERT_EQ(a.idle, b.idle) << tick;
    ASSERT_EQ(a.interrupt, b.interrupt) << tick;
    for (int port = 0; port < variant.ports; ++port) {
      ASSERT_EQ(a.port[port].flit.valid, b.port[port].flit.valid) << tick;
      if (a.port[port].flit.valid) {
        ASSERT_EQ(a.port[port].flit.data, b.port[port].flit.data) << tick;
      }
      ASSERT_EQ(a.port[port].credit.valid, b.port[port].credit.valid) << tick;
      if (a.port[port].credit.valid) {
        ASSERT_EQ(a.port[port].credit.limit, b.port[port].credit.limit) << tick;
      }
    }
  }
}

// Little's law, exact when both sides are counted over the same packets: the sum over cycles of
// flits inside equals the sum over flits of cycles inside.
TEST(SwitchAccounting, LittlesLawHoldsExactly) {
  SwitchUnderTest s("p16");
  random::Stream random(51);
  std::int64_t resident_cycles = 0;
  std::int64_t flit_cycles = 0;
  s.bench.on_delivery = [&](const Delivery& delivery) {
    flit_cycles += delivery.head - delivery.sent - 1;
  };
  const auto tick = [&] {
    s.bench.Tick();
    resident_cycles += static_cast<std::int64_t>(s.twin.resident_flits());
  };
  for (int cycle = 0; cycle < 5000; ++cycle) {
    for (int port = 0; port < 16; ++port) {
      if (random.Bernoulli(0.8)) s.bench.Send(Read(port, static_cast<int>(random.Below(16))));
    }
    tick();
  }
  while (s.twin.resident_flits() > 0 || s.bench.scoreboard().in_flight() > 0) tick();
  EXPECT_GT(s.bench.deliveries.size(), 60000U);
  EXPECT_EQ(resident_cycles, flit_cycles);
}

TEST(SwitchParameters, OutsideTheSpecificationAreRefused) {
  Variant variant = *FindVariant("p4");
  variant.ports = 145;
  EXPECT_THROW(ScaleUpSwitch{variant}, std::invalid_argument);
  variant.ports = 144;
  variant.virtual_channels = 5;
  EXPECT_THROW(ScaleUpSwitch{variant}, std::invalid_argument);
}

// Any valid parameters, not only named variants.
TEST(SwitchParameters, ExtremesWork) {
  Variant variant = *FindVariant("p4");
  for (const int ports : {2, 63, 64, 65, 127, 128, 144}) {
    variant.ports = ports;
    variant.virtual_channels = ports % 3 + 2;
    variant.slots_per_vc = 1;
    variant.egress_pad = ports == 2 ? 1023 : 1;
    variant.reduction_entries = ports % 2;
    variant.reduce_latency = 1;
    variant.result_slots = 1;
    variant.groups = 1;
    SwitchUnderTest s(variant, 2, 1);
    for (int round = 0; round < 5; ++round) {
      for (int port = 0; port < ports; ++port)
        s.bench.SendWrite(port, (port * 7 + round) % ports, 256);
    }
    EXPECT_TRUE(s.bench.Drain()) << ports;
    EXPECT_THAT(s.bench.scoreboard().violations(), testing::IsEmpty()) << ports;
    EXPECT_EQ(s.bench.scoreboard().delivered(), 5 * ports);
  }
}

}  // namespace
}  // namespace linkwright::scaleup_switch
