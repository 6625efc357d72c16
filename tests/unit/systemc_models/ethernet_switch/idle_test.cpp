// SPDX-License-Identifier: Apache-2.0
// Idleness, clock gating, reset, conservation in every tick.
#include <memory>
#include <numeric>
#include <vector>

#include "tests/unit/systemc_models/ethernet_switch/random_drive.h"

namespace linkwright::ethernet_switch {
namespace {

TEST(SwitchIdle, AfterResetItIsAndTheFirstLinkEndsItForATick) {
  SwitchUnderTest s("p4", false);
  EXPECT_TRUE(s.bench.outputs().idle);
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().idle) << "the links came up";
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().idle);
}

TEST(SwitchIdle, EndsWithTheCaptureAndReturnsWhenTheLineIsPaid) {
  SwitchUnderTest s("p4");
  s.bench.Send(0, SwitchedFrame(1));
  std::vector<bool> idle;
  for (int tick = 0; tick < 9; ++tick) {
    s.bench.Tick();
    idle.push_back(s.bench.outputs().idle);
  }
  // Tick 4: on the wires, debt 42. Tick 5: the wires are free and the debt is 0.
  EXPECT_THAT(idle,
              testing::ElementsAre(false, false, false, false, false, true, true, true, true));
}

TEST(SwitchIdle, ARegisterAnswerAndAPendingInterruptKeepItAwake) {
  SwitchUnderTest s("p4");
  s.Read(regs::kIdentity);
  EXPECT_FALSE(s.bench.outputs().idle);
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().idle);
  s.Write(regs::kInterruptMask, 0xF);
  s.bench.Tick();
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().idle) << "a level that stands is no news";
  s.Write(regs::kInterruptMask, 0);
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().idle);
  EXPECT_FALSE(s.bench.outputs().interrupt);
}

TEST(SwitchIdle, ARunningPauseKeepsItAwake) {
  SwitchUnderTest s("p4");
  s.Write(regs::kPfcClasses, 1);
  s.bench.Tick();
  std::array<std::uint16_t, 8> timers{};
  timers.fill(10);
  s.bench.Send(0, MakePfcFrame(1, timers));
  s.bench.Run(2);
  int awake = 0;
  while (!s.bench.outputs().idle) {
    s.bench.Tick();
    ++awake;
  }
  EXPECT_EQ(awake, (640 + 41) / 42);
}

// Nothing is lost or made: at the end every beat store and every cell is free again, whatever
// happened on the way; and in every tick cells match between both sides.
TEST(SwitchConservation, EveryCellOfEveryGroupIsACellOfAQueueInEveryTick) {
  for (const char* name : {"p4", "p8", "p8_wide"}) {
    SwitchUnderTest s(name);
    Prepare(s);
    Drive drive(s.bench.variant(), 17);
    interfaces::SwitchInputs in = s.bench.inputs();
    interfaces::SwitchOutputs out = s.bench.outputs();
    auto& twin = s.twin;
    std::uint64_t out_beats = 0;
    for (std::uint32_t tick = 0; tick < 30000; ++tick) {
      drive.Wires(in, tick);
      twin.Tick(in, out);
      const BufferView view = twin.buffer();
      ASSERT_EQ(view.group_cells, view.used) << tick;
      ASSERT_EQ(view.queue_cells, view.used) << tick;
      ASSERT_EQ(view.group_shared, view.shared) << tick;
      ASSERT_EQ(view.queue_shared, view.egress_shared) << tick;
      ASSERT_LE(view.used, static_cast<std::uint32_t>(s.bench.variant().cells));
      ASSERT_EQ(std::accumulate(out.occupancy.begin(), out.occupancy.end(), 0U), view.used) << tick;
      for (const auto& port : out.port) out_beats += port.flit.valid ? 1 : 0;
    }
    EXPECT_GT(out_beats, 10000U);
    for (auto& port : in.port) port.flit.valid = false;
    in.bus = {};
    std::fill(in.link_up.begin(), in.link_up.end(), 0);  // ends what is open
    std::fill(in.backpressure.begin(), in.backpressure.end(), 0);
    for (int tick = 0; tick < 20000; ++tick) {
      in.time = 30000 + static_cast<std::uint32_t>(tick);
      twin.Tick(in, out);
    }
    EXPECT_EQ(twin.resident_beats(), 0U) << name;
    EXPECT_EQ(twin.resident_frames(), 0U) << name;
    EXPECT_EQ(twin.buffer().used, 0U) << name;
  }
}

// One class of one port is read in each tick; the answer is the state before the tick, which the
// wires have shown since the tick before.
TEST(SwitchHeld, WiresSayWhatTheRegistersOfTheGroupsSay) {
  for (const char* name : {"p4", "p8"}) {
    SwitchUnderTest s(name);
    Prepare(s);
    Drive drive(s.bench.variant(), 53);
    interfaces::SwitchInputs in = s.bench.inputs();
    interfaces::SwitchOutputs out = s.bench.outputs();
    const int groups = s.ports() * kClasses;
    ASSERT_EQ(out.occupancy.size(), static_cast<std::size_t>(groups));
    int some = 0;
    for (std::uint32_t tick = 0; tick < 20000; ++tick) {
      drive.Wires(in, tick);
      const int group = static_cast<int>(tick * 7U) % groups;
      in.bus = {.valid = true, .address = regs::PgCells(group / kClasses, group % kClasses)};
      const std::uint32_t occupancy = out.occupancy[group];
      s.twin.Tick(in, out);
      ASSERT_EQ(out.bus.data, occupancy) << name << tick;
      some += occupancy != 0 ? 1 : 0;
    }
    EXPECT_GT(some, 1000) << name;
  }
}

// Every frame that began has left, or has been counted by reason. A trimmed one is both refused and
// let go on.
TEST(SwitchConservation, FramesInAreFramesOutAndFramesDropped) {
  for (const char* name : {"p4", "p8", "p8_wide", "p16"}) {
    SwitchUnderTest s(name);
    Prepare(s);
    Drive drive(s.bench.variant(), 41);
    drive.links_change = false;
    drive.pfc = false;
    s.Write(regs::kClearCounters, 1);
    std::int64_t out = 0;
    s.bench.keep = false;
    s.bench.on_frame = [&](const ReceivedFrame& frame) {
      out += traffic::ReadField(frame.bytes, 0, 6) != 0x0180C2000001 ? 1 : 0;
    };
    std::uint32_t time = 0;
    s.bench.before_tick = [&](interfaces::SwitchInputs& in) { drive.Wires(in, time++); };
    s.bench.Run(30000);
    s.bench.before_tick = [&](interfaces::SwitchInputs& in) {  // ends what is open
      in.backpressure.assign(in.backpressure.size(), 0);
      in.bus = {};
      for (int port = 0; port < s.ports(); ++port) {
        FrameBytes& rest = drive.left[port];
        if (rest.empty()) continue;
        traffic::DriveBeat(rest, 0, false, in.port[port].flit);
        in.port[port].flit.head = false;
        rest.erase(rest.begin(), rest.begin() + in.port[port].flit.bytes);
      }
    };
    s.bench.Run(200);
    s.bench.before_tick = nullptr;
    for (int c = 0; c < kClasses; ++c) s.Write(regs::QueueQuantum(c), 9216);
    ASSERT_TRUE(s.bench.Drain());
    std::int64_t in = 0;
    std::int64_t dropped = 0;
    std::int64_t trimmed = 0;
    for (int port = 0; port < s.ports(); ++port) {
      in += s.Read(regs::PortRxFrames(port));
      trimmed += s.Read(regs::PortTrimmed(port));
      for (int r = 0; r < spec::ethernet_switch::kDropReasons; ++r) {
        dropped += s.Read(regs::PortDrops(port, r));
      }
    }
    EXPECT_EQ(in, out + dropped - trimmed) << name;
    EXPECT_GT(out, 1000) << name;
    EXPECT_GT(dropped, 1000) << name;
    EXPECT_GT(trimmed, 10) << name;
  }
}

void ExpectSameWires(const interfaces::SwitchOutputs& a, const interfaces::SwitchOutputs& b,
                     std::int64_t tick) {
  ASSERT_EQ(a.idle, b.idle) << tick;
  ASSERT_EQ(a.interrupt, b.interrupt) << tick;
  ASSERT_EQ(a.bus.valid, b.bus.valid) << tick;
  ASSERT_EQ(a.bus.data, b.bus.data) << tick;
  ASSERT_EQ(a.occupancy, b.occupancy) << tick;
  for (std::size_t port = 0; port < a.port.size(); ++port) {
    const auto& x = a.port[port].flit;
    const auto& y = b.port[port].flit;
    ASSERT_EQ(x.valid, y.valid) << tick;
    if (!x.valid) continue;
    ASSERT_EQ(x.data, y.data) << tick;
    ASSERT_EQ(x.head, y.head) << tick;
    ASSERT_EQ(x.tail, y.tail) << tick;
    ASSERT_EQ(x.bytes, y.bytes) << tick;
    ASSERT_EQ(x.error, y.error) << tick;
  }
}

TEST(SwitchReset, MakesARunRepeatableTickForTick) {
  const Variant& variant = *FindVariant("p8");
  EthernetSwitch reused(variant);
  EthernetSwitch fresh(variant);
  interfaces::SwitchInputs in(variant.ports);
  interfaces::SwitchOutputs a(variant.ports);
  interfaces::SwitchOutputs b(variant.ports);
  Drive drive(variant, 23);
  reused.Reset(a);
  for (std::uint32_t tick = 0; tick < 3000; ++tick) {
    drive.Wires(in, tick);
    reused.Tick(in, a);
  }
  reused.Reset(a);
  fresh.Reset(b);
  EXPECT_EQ(reused.resident_beats(), 0U);
  for (std::uint32_t tick = 0; tick < 5000; ++tick) {
    drive.Wires(in, tick);
    reused.Tick(in, a);
    fresh.Tick(in, b);
    ExpectSameWires(a, b, tick);
  }
}

// Bursts with silence between them; one switch skips every tick that it may.
TEST(SwitchIdle, AGatedRunEqualsAnUngatedOneWireForWire) {
  for (const char* name : {"p4", "p8", "p64"}) {
    SwitchUnderTest gated(name);
    SwitchUnderTest ungated(name);
    Prepare(gated);
    Prepare(ungated);
    for (SwitchUnderTest* s : {&gated, &ungated}) s->bench.Drain(100);
    const Variant& variant = gated.bench.variant();
    Drive drive(variant, 29);
    interfaces::SwitchInputs in = gated.bench.inputs();
    interfaces::SwitchOutputs a = gated.bench.outputs();
    interfaces::SwitchOutputs b = ungated.bench.outputs();
    std::vector<std::uint8_t> link = in.link_up;
    std::vector<std::uint16_t> backpressure = in.backpressure;
    int skipped = 0;
    std::uint32_t time = 1000;
    for (int burst = 0; burst < 40; ++burst) {
      const int busy = 50;
      for (int tick = 0; tick < 1500; ++tick, ++time) {
        if (tick < busy) {
          drive.Wires(in, time);
        } else {
          for (auto& port : in.port) port.flit.valid = false;
          in.bus = {};
          in.time = time;
          if (tick == busy) std::fill(in.backpressure.begin(), in.backpressure.end(), 0);
          if (tick == busy) std::fill(in.link_up.begin(), in.link_up.end(), 0);
          if (tick == busy + 10) std::fill(in.link_up.begin(), in.link_up.end(), 1);
        }
        bool quiet =
            a.idle && !in.bus.valid && in.link_up == link && in.backpressure == backpressure;
        for (const auto& port : in.port) quiet = quiet && !port.flit.valid;
        link = in.link_up;
        backpressure = in.backpressure;
        ungated.twin.Tick(in, b);
        if (quiet) {
          ++skipped;
          ASSERT_TRUE(b.idle);
        } else {
          gated.twin.Tick(in, a);
          ExpectSameWires(a, b, time);
        }
      }
      for (auto& frame : drive.left) frame.clear();
    }
    EXPECT_GT(skipped, 10000) << name << ": the clock did stop";
  }
}

TEST(SwitchParameters, OutsideTheSpecificationAreRefused) {
  const auto refused = [](auto change) {
    Variant variant = *FindVariant("p4");
    change(variant);
    EXPECT_THROW(EthernetSwitch{variant}, std::invalid_argument);
  };
  refused([](Variant& v) { v.ports = 513; });
  refused([](Variant& v) { v.cells = 4 * 72; });
  refused([](Variant& v) { v.cell_beats = 5; });
  refused([](Variant& v) { v.line_bytes = 65; });
  refused([](Variant& v) {
    v.mac_rows = 12;
    v.mac_entries = 48;
  });
  refused([](Variant& v) { v.host_entries = 8; });
  refused([](Variant& v) { v.flowlets = 3; });
}

// Any valid parameters, not only named variants.
TEST(SwitchParameters, ExtremesWork) {
  for (const int ports : {2, 63, 64, 65, 127, 512}) {
    Variant variant = *FindVariant("p512");
    variant.ports = ports;
    variant.cell_beats = 1 + ports % 4;
    variant.line_bytes = 16 + ports % 49;
    variant.egress_pad = ports == 2 ? 1023 : 1;
    SwitchUnderTest s(variant);
    s.bench.keep = false;
    int delivered = 0;
    s.bench.on_frame = [&](const ReceivedFrame&) { ++delivered; };
    for (int round = 0; round < 5; ++round) {
      for (int port = 0; port < ports; ++port) {
        s.bench.Send(port, SwitchedFrame((port * 7 + round) % ports, 64 + 100 * round));
      }
    }
    ASSERT_TRUE(s.bench.Drain()) << ports;
    EXPECT_EQ(delivered, 5 * ports);
    EXPECT_EQ(s.twin.resident_beats(), 0U);
  }
}

}  // namespace
}  // namespace linkwright::ethernet_switch
