// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/recorded_frames.h"

#include <time.h>

#include <algorithm>
#include <utility>

#include "fabric/routing/frame_hash.h"
#include "foundation/random/stream.h"
#include "systemc_models/traffic/frame_bench.h"

namespace linkwright::benchmarks {

namespace regs = spec::ethernet_switch::registers;
using interfaces::FlitBeat;
using spec::ethernet_switch::Variant;

namespace {

constexpr std::uint64_t kRouterMac = 0x02AABBCCDDEE;
constexpr std::uint32_t kValid = 0x80000000u;
constexpr std::size_t kWarmUp = 500;

std::vector<FrameTick> SetUp(const Variant& variant) {
  std::vector<FrameTick> ticks;
  const auto write = [&](std::uint32_t address, std::uint32_t value) {
    ticks.push_back({{true, true, address, value}, {}});
  };
  write(regs::kSharedCells, static_cast<std::uint32_t>(variant.cells));
  write(regs::kEgressSharedCells, static_cast<std::uint32_t>(variant.cells));
  for (int c = 0; c < 8; ++c) write(regs::PgAlpha(c), 15);
  for (int c = 0; c < 8; ++c) write(regs::QueueAlpha(c), 15);
  write(regs::kRouterMacLow, static_cast<std::uint32_t>(kRouterMac));
  write(regs::kRouterMacHigh, static_cast<std::uint32_t>(kRouterMac >> 32));
  for (int port = 0; port < variant.ports; ++port) {
    write(regs::PortControl(port), 1);
    const std::uint32_t host = 0x0A010000u + static_cast<std::uint32_t>(port);
    const int row = routing::HostRow(host, variant.host_rows);
    const int entry = 4 * row + port / variant.host_rows % 4;
    write(regs::HostKey(entry), host);
    write(regs::HostTarget(entry), kValid | static_cast<std::uint32_t>(port));
  }
  for (int word = 0; word < (variant.ports + 31) / 32; ++word) {
    write(regs::GroupMask(0, word), 0xFFFFFFFF);
  }
  write(regs::GroupMode(0), 3);
  write(regs::LpmTarget(0), kValid | 0x8000u);
  return ticks;
}

// Every line is full.
void Offer(const Variant& variant, const FrameLoad& load, int cycles,
           std::vector<FrameTick>& ticks) {
  linkwright::random::Stream random(1);
  std::vector<traffic::FrameBytes> frame(variant.ports);
  std::vector<std::size_t> sent(variant.ports);
  std::vector<int> debt(variant.ports);
  for (int cycle = 0; cycle < cycles; ++cycle) {
    FrameTick tick;
    for (int port = 0; port < variant.ports; ++port) {
      if (debt[port] < 2 * variant.line_bytes) {
        if (frame[port].empty()) {
          traffic::Ipv4FrameSpec spec;
          spec.destination_mac = kRouterMac;
          spec.bytes = load.sizes[random.Below(load.sizes.size())];
          const auto other =
              load.targets == FrameTargets::kUniform
                  ? static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports)))
                  : (port * 5 + 3) % variant.ports;
          spec.destination = (load.targets == FrameTargets::kGroup ? 0x0B000000u : 0x0A010000u) +
                             static_cast<std::uint32_t>(other);
          spec.source = static_cast<std::uint32_t>(random.Next());
          frame[port] = MakeIpv4Frame(spec);
          sent[port] = 0;
        }
        FlitBeat beat;
        traffic::DriveBeat(frame[port], sent[port], false, beat);
        sent[port] += beat.bytes;
        debt[port] += beat.bytes + (beat.tail ? 20 : 0);
        if (beat.tail) frame[port].clear();
        tick.beats.emplace_back(port, beat);
      }
      debt[port] = std::max(0, debt[port] - variant.line_bytes);
    }
    ticks.push_back(std::move(tick));
  }
}

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// With `device` null: only the wires.
FrameTiming Run(const FrameTraffic& traffic, interfaces::ClockedSwitch* device, int ports) {
  interfaces::SwitchInputs in(ports);
  interfaces::SwitchOutputs out(ports);
  if (device != nullptr) device->Reset(out);
  FrameTiming timing;
  double start = 0;
  for (std::size_t t = 0; t < traffic.ticks.size(); ++t) {
    if (t == traffic.loaded) start = CpuSeconds();
    const FrameTick& tick = traffic.ticks[t];
    for (const auto& [port, beat] : tick.beats) in.port[port].flit = beat;
    in.bus = tick.bus;
    in.time = static_cast<std::uint32_t>(t);
    if (device != nullptr) device->Tick(in, out);
    for (const auto& [port, beat] : tick.beats) in.port[port].flit.valid = false;
    if (t < traffic.loaded) continue;
    timing.beats += static_cast<std::int64_t>(tick.beats.size());
    for (const auto& port : out.port) timing.sent += port.flit.valid ? 1 : 0;
  }
  timing.seconds = CpuSeconds() - start;
  timing.ticks = static_cast<std::int64_t>(traffic.ticks.size() - traffic.loaded);
  return timing;
}

}  // namespace

FrameTraffic RecordFrames(const Variant& variant, const FrameLoad& load, int cycles) {
  FrameTraffic traffic{SetUp(variant), 0};
  traffic.loaded = traffic.ticks.size() + kWarmUp;
  Offer(variant, load, cycles + static_cast<int>(kWarmUp), traffic.ticks);
  return traffic;
}

FrameTiming ReplayFrames(const FrameTraffic& traffic, interfaces::ClockedSwitch& device) {
  FrameTiming timing = Run(traffic, &device, device.ports());
  timing.seconds -= Run(traffic, nullptr, device.ports()).seconds;
  return timing;
}

}  // namespace linkwright::benchmarks
