// SPDX-License-Identifier: Apache-2.0
// How fast the Ethernet switch's twin ticks with every line full: thousands of cycles and millions
// of beats per second of the switch alone. Its inputs are recorded once and replayed; best of
// three, processor time, less the time of bringing the recorded wires about.
//   benchmark_ethernet_switch [cycles [variant]]
#include <fmt/core.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/traffic/frame_bench.h"

namespace {

using linkwright::ethernet_switch::EthernetSwitch;
using linkwright::interfaces::FlitBeat;
using linkwright::interfaces::RegisterRequest;
using linkwright::interfaces::SwitchInputs;
using linkwright::interfaces::SwitchOutputs;
using linkwright::spec::ethernet_switch::FindVariant;
using linkwright::spec::ethernet_switch::Variant;
namespace regs = linkwright::spec::ethernet_switch::registers;
namespace routing = linkwright::routing;
namespace traffic = linkwright::traffic;

constexpr std::uint64_t kRouterMac = 0x02AABBCCDDEE;
constexpr std::uint32_t kAllPorts = 0x80000000u;

struct RecordedTick {
  RegisterRequest bus;
  std::vector<std::pair<int, FlitBeat>> beats;
};

enum class Kind { kPermutation, kUniform, kGroup };

struct Load {
  const char* name;
  Kind kind;
  std::vector<int> sizes;
};

std::vector<RecordedTick> SetUp(const Variant& variant) {
  std::vector<RecordedTick> ticks;
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
    write(regs::HostTarget(entry), kAllPorts | static_cast<std::uint32_t>(port));
  }
  for (int word = 0; word < (variant.ports + 31) / 32; ++word) {
    write(regs::GroupMask(0, word), 0xFFFFFFFF);
  }
  write(regs::GroupMode(0), 3);
  write(regs::LpmTarget(0), kAllPorts | 0x8000u);
  return ticks;
}

// Every line is full.
void Offer(const Variant& variant, const Load& load, int cycles, std::vector<RecordedTick>& ticks) {
  linkwright::random::Stream random(1);
  std::vector<traffic::FrameBytes> frame(variant.ports);
  std::vector<std::size_t> sent(variant.ports);
  std::vector<int> debt(variant.ports);
  for (int cycle = 0; cycle < cycles; ++cycle) {
    RecordedTick tick;
    for (int port = 0; port < variant.ports; ++port) {
      if (debt[port] < 2 * variant.line_bytes) {
        if (frame[port].empty()) {
          traffic::Ipv4FrameSpec spec;
          spec.destination_mac = kRouterMac;
          spec.bytes = load.sizes[random.Below(load.sizes.size())];
          const auto other =
              load.kind == Kind::kUniform
                  ? static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports)))
                  : (port * 5 + 3) % variant.ports;
          spec.destination = (load.kind == Kind::kGroup ? 0x0B000000u : 0x0A010000u) +
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

struct Timing {
  double seconds = 0;
  std::int64_t beats = 0;
};

Timing Replay(const Variant& variant, const std::vector<RecordedTick>& ticks, std::size_t loaded,
              bool with_switch) {
  EthernetSwitch device(variant);
  SwitchInputs in(variant.ports);
  SwitchOutputs out(variant.ports);
  device.Reset(out);
  Timing timing;
  double start = 0;
  std::uint32_t time = 0;
  for (std::size_t t = 0; t < ticks.size(); ++t) {
    if (t == loaded) start = CpuSeconds();
    for (const auto& [port, beat] : ticks[t].beats) in.port[port].flit = beat;
    in.bus = ticks[t].bus;
    in.time = time++;
    if (with_switch) device.Tick(in, out);
    for (const auto& [port, beat] : ticks[t].beats) in.port[port].flit.valid = false;
    if (t >= loaded) timing.beats += static_cast<std::int64_t>(ticks[t].beats.size());
  }
  timing.seconds = CpuSeconds() - start;
  return timing;
}

void Report(const Variant& variant, const Load& load, int cycles) {
  std::vector<RecordedTick> ticks = SetUp(variant);
  const std::size_t loaded = ticks.size() + 500;
  Offer(variant, load, cycles + 500, ticks);
  double best = 1e9;
  double wires = 1e9;
  std::int64_t beats = 0;
  for (int round = 0; round < 3; ++round) {
    const Timing timing = Replay(variant, ticks, loaded, true);
    best = std::min(best, timing.seconds);
    wires = std::min(wires, Replay(variant, ticks, loaded, false).seconds);
    beats = timing.beats;
  }
  const double seconds = best - wires;
  fmt::print("{:8} {:34} {:8.1f} kcycles/s  {:7.2f} M beats/s\n", variant.name, load.name,
             cycles / seconds / 1e3, static_cast<double>(beats) / seconds / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  const int cycles = argc > 1 ? std::atoi(argv[1]) : 20000;
  std::vector<std::string> names = {"p16", "p64", "p512"};
  if (argc > 2) names = {argv[2]};
  const Load loads[] = {
      {"64 bytes, permutation", Kind::kPermutation, {64}},
      {"64 bytes, uniform", Kind::kUniform, {64}},
      {"64 bytes, adaptive over all ports", Kind::kGroup, {64}},
      {"IMIX, uniform", Kind::kUniform, {64, 64, 64, 64, 64, 64, 64, 576, 576, 576, 576, 1518}},
      {"9216 bytes, permutation", Kind::kPermutation, {9216}},
  };
  for (const std::string& name : names) {
    const Variant* variant = FindVariant(name);
    if (variant == nullptr) {
      fmt::print(stderr, "no variant '{}'\n", name);
      return 2;
    }
    for (const Load& load : loads) {
      Report(*variant, load, variant->ports > 64 ? cycles / 5 : cycles);
    }
  }
}
