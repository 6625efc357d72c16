// SPDX-License-Identifier: Apache-2.0
// Random wires for the tests that hold whatever happens.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {

/// Drives every wire at random, with faults, settings that change in flight, links and holds.
struct Drive {
  Drive(const Variant& v, std::uint64_t seed) : variant(v), random(seed), left(v.ports) {}

  void Wires(interfaces::SwitchInputs& in, std::uint32_t time) {
    in.time = time;
    for (int port = 0; port < variant.ports; ++port) {
      interfaces::FlitBeat& wires = in.port[port].flit;
      wires.valid = random.Bernoulli(0.7);
      if (!wires.valid) continue;
      if (left[port].empty() || random.Bernoulli(0.002)) {
        left[port] = Frame();
        traffic::DriveBeat(left[port], 0, random.Bernoulli(0.02), wires);
        left[port].erase(left[port].begin(), left[port].begin() + wires.bytes);
        continue;
      }
      traffic::DriveBeat(left[port], 0, random.Bernoulli(0.02), wires);
      wires.head = random.Bernoulli(0.001);
      left[port].erase(left[port].begin(), left[port].begin() + wires.bytes);
    }
    if (links_change && random.Bernoulli(0.003)) {
      in.link_up[random.Below(static_cast<std::uint64_t>(variant.ports))] ^= 1;
    }
    if (random.Bernoulli(0.01)) {
      in.backpressure[random.Below(static_cast<std::uint64_t>(variant.ports))] =
          random.Bernoulli(0.8) ? 0 : static_cast<std::uint16_t>(random.Below(512));
    }
    in.bus = {};
    if (random.Bernoulli(0.02)) in.bus = Register();
  }

  FrameBytes Frame() {
    const int port = static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports)));
    const int bytes = 60 + static_cast<int>(random.Below(random.Bernoulli(0.1) ? 9200 : 400));
    if (pfc && random.Bernoulli(0.05)) {
      std::array<std::uint16_t, 8> timers{};
      for (auto& timer : timers) timer = static_cast<std::uint16_t>(random.Below(200));
      return MakePfcFrame(static_cast<unsigned>(random.Below(256)), timers);
    }
    if (random.Bernoulli(0.3)) {
      return SwitchedFrame(port, std::max(bytes, 60), static_cast<int>(random.Below(65536)));
    }
    Ipv4FrameSpec spec = RoutedSpec(port, std::max(bytes, 64));
    spec.dscp = static_cast<int>(random.Below(64));
    spec.ecn = static_cast<int>(random.Below(4));
    spec.destination = random.Bernoulli(0.5) ? 0x0B000001 : spec.destination;
    return MakeIpv4Frame(spec);
  }

  interfaces::RegisterRequest Register() {
    const auto c = static_cast<int>(random.Below(8));
    const auto value = [&](std::uint64_t n) { return static_cast<std::uint32_t>(random.Below(n)); };
    switch (random.Below(12)) {
      case 0:
        return {true, true, regs::PgAlpha(c), value(16)};
      case 1:
        return {true, true, regs::QueueAlpha(c), value(16)};
      case 2:
        return {true, true, regs::kPfcClasses, value(256)};
      case 3:
        return {true, true, regs::kCutThrough, value(2)};
      case 4:
        return {true, true, regs::kTrimClasses, value(256)};
      case 5:
        return {true, true, regs::kStrictClasses, value(256)};
      case 6:
        return {true, true, regs::QueueQuantum(c), value(3000)};
      case 7:
        return {true, true, regs::PgReserved(c), value(40)};
      case 8:
        return {true, true, regs::kSharedCells, 100 + value(3000)};
      case 9:
        return {true, true, regs::kWatchdogAction, value(4)};
      case 10:
        return {true, true, regs::kErrorInject, value(4096)};
      default:
        return {true, false, regs::kCellsUsed, 0};
    }
  }

  Variant variant;
  random::Stream random;
  std::vector<FrameBytes> left;
  bool links_change = true;
  bool pfc = true;
};

/// Everything that can happen may happen: classes, headroom, watchdog, refresh, a group of
/// flowlets.
inline void Prepare(SwitchUnderTest& s) {
  for (int c = 0; c < kClasses; ++c) s.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
  for (int d = 0; d < 64; ++d) s.Write(regs::DscpClass(d), static_cast<std::uint32_t>(d / 8));
  for (int port = 0; port < s.ports(); ++port) {
    for (int c = 0; c < kClasses; ++c) s.Write(regs::PgHeadroom(port, c), 100);
  }
  s.Write(regs::kWatchdogDetect, 500);
  s.Write(regs::kWatchdogRestore, 300);
  s.Write(regs::kPfcRefresh, 200);
  s.AddHost(0x0B000001, kTargetValid | kTargetGroup | 1);
  s.SetGroup(1, 0xF, Balance::kFlowlet);
}

}  // namespace linkwright::ethernet_switch
