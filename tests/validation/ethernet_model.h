// SPDX-License-Identifier: Apache-2.0
// The Ethernet switch that theory is held against: the twin, or the RTL where it was built. MAC
// address 2 and a port number leads to that port.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "fabric/routing/frame_hash.h"
#include "systemc_models/traffic/frame_bench.h"
#ifdef LINKWRIGHT_THEORY_ON_RTL
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#else
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#endif

namespace linkwright::traffic {

namespace regs = spec::ethernet_switch::registers;
using spec::ethernet_switch::DropReason;
using spec::ethernet_switch::FindVariant;
using spec::ethernet_switch::Variant;

/// nullptr: this build has no such model.
inline std::unique_ptr<interfaces::ClockedSwitch> MakeModel(const Variant& variant) {
#ifdef LINKWRIGHT_THEORY_ON_RTL
  return plugins::MakeRtl(plugins::kEthernetSwitch, variant.name);
#else
  return ethernet_switch::MakeEthernetSwitch(variant);
#endif
}

constexpr std::uint64_t HostMac(int port) {
  return 0x020000000000 + static_cast<std::uint64_t>(port);
}

/// All ports enabled, hosts known, class = PCP = DSCP / 8, pools as large as the buffer, no limits.
inline void BringUp(FrameBench& bench) {
  const Variant& variant = bench.variant();
  bench.Write(regs::kSharedCells, static_cast<std::uint32_t>(variant.cells));
  bench.Write(regs::kEgressSharedCells, static_cast<std::uint32_t>(variant.cells));
  for (int c = 0; c < 8; ++c) {
    bench.Write(regs::PgAlpha(c), 15);
    bench.Write(regs::QueueAlpha(c), 15);
    bench.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
  }
  for (int d = 0; d < 64; ++d) bench.Write(regs::DscpClass(d), static_cast<std::uint32_t>(d / 8));
  std::vector<int> ways(variant.mac_rows);
  for (int port = 0; port < variant.ports; ++port) {
    bench.Write(regs::PortControl(port), 1);
    const int row = routing::MacRow(HostMac(port), variant.mac_rows);
    const int entry = 4 * row + ways[row]++;
    bench.Write(regs::MacKeyLow(entry), static_cast<std::uint32_t>(HostMac(port)));
    bench.Write(regs::MacKeyHigh(entry), static_cast<std::uint32_t>(HostMac(port) >> 32));
    bench.Write(regs::MacTarget(entry), 0x80000000u | static_cast<std::uint32_t>(port));
  }
  bench.Run(4);
}

/// A tagged frame of a class, 68 bytes at least; or without a tag of class 0.
inline FrameBytes FrameTo(int port, int bytes, int priority = -1) {
  MacFrameSpec spec;
  spec.destination = HostMac(port);
  spec.bytes = bytes;
  if (priority >= 0) spec.tag = priority << 13;
  return MakeMacFrame(spec);
}

}  // namespace linkwright::traffic

/// In a test: a bench called `bench` around the model of a named variant.
#define LINKWRIGHT_ETHERNET_BENCH(name)                   \
  auto model = MakeModel(*FindVariant(name));             \
  if (!model) GTEST_SKIP() << "built without " << (name); \
  FrameBench bench(std::move(model), *FindVariant(name)); \
  BringUp(bench)
