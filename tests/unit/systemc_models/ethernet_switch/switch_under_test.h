// SPDX-License-Identifier: Apache-2.0
// Short words for what every test of the Ethernet switch does.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "fabric/routing/frame_hash.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/traffic/frame_bench.h"

namespace linkwright::ethernet_switch {

namespace regs = spec::ethernet_switch::registers;
using spec::ethernet_switch::Balance;
using spec::ethernet_switch::FindVariant;
using spec::ethernet_switch::InjectKind;
using spec::ethernet_switch::StormAction;
using traffic::FrameBench;
using traffic::FrameBytes;
using traffic::Ipv4FrameSpec;
using traffic::MacFrameSpec;
using traffic::MakeCompactFrame;
using traffic::MakeIpv4Frame;
using traffic::MakeMacFrame;
using traffic::MakePfcFrame;
using traffic::ReceivedFrame;

inline constexpr std::uint32_t kTargetValid = 0x80000000u;
inline constexpr std::uint32_t kTargetGroup = 0x8000u;
inline constexpr std::uint64_t kRouterMac = 0x02AABBCCDDEE;

/// Address of the host at a port; frames to it leave there.
constexpr std::uint64_t HostMac(int port) {
  return 0x020000000100 + static_cast<std::uint64_t>(port);
}
constexpr std::uint32_t HostIp(int port) { return 0x0A010000u + static_cast<std::uint32_t>(port); }
/// What the switch puts into routed frames that leave at a port.
constexpr std::uint64_t NextHop(int port) {
  return 0x02DEAD000000 + static_cast<std::uint64_t>(port);
}

/// A bench around the twin; all ports enabled and up, hosts in the tables, the whole buffer shared
/// without limits, unless brought up otherwise.
struct SwitchUnderTest {
  explicit SwitchUnderTest(const Variant& variant, bool bring_up = true)
      : owned(std::make_unique<EthernetSwitch>(variant)),
        twin(*owned),
        bench(std::move(owned), variant) {
    if (bring_up) BringUp();
  }
  explicit SwitchUnderTest(const char* name, bool bring_up = true)
      : SwitchUnderTest(*FindVariant(name), bring_up) {}

  int ports() const { return bench.variant().ports; }
  void Write(std::uint32_t address, std::uint32_t value) { bench.Write(address, value); }
  std::uint32_t Read(std::uint32_t address) { return bench.Read(address); }
  std::uint32_t Drops(int port, DropReason reason) { return Read(regs::PortDrops(port, reason)); }

  void BringUp() {
    const auto cells = static_cast<std::uint32_t>(bench.variant().cells);
    Write(regs::kSharedCells, cells);
    Write(regs::kEgressSharedCells, cells);
    for (int c = 0; c < kClasses; ++c) {
      Write(regs::PgAlpha(c), 15);
      Write(regs::QueueAlpha(c), 15);
    }
    Write(regs::kRouterMacLow, static_cast<std::uint32_t>(kRouterMac));
    Write(regs::kRouterMacHigh, static_cast<std::uint32_t>(kRouterMac >> 32));
    for (int port = 0; port < ports(); ++port) {
      Write(regs::PortControl(port), 1);
      Write(regs::NextHopMacLow(port), static_cast<std::uint32_t>(NextHop(port)));
      Write(regs::NextHopMacHigh(port), static_cast<std::uint32_t>(NextHop(port) >> 32));
      AddMac(HostMac(port), kTargetValid | static_cast<std::uint32_t>(port));
      AddHost(HostIp(port), kTargetValid | static_cast<std::uint32_t>(port));
    }
    bench.Drain(10);
  }
  void AddMac(std::uint64_t mac, std::uint32_t target) {
    const int row = routing::MacRow(mac, bench.variant().mac_rows);
    const int entry = row * 4 + mac_ways[row]++;
    Write(regs::MacKeyLow(entry), static_cast<std::uint32_t>(mac));
    Write(regs::MacKeyHigh(entry), static_cast<std::uint32_t>(mac >> 32));
    Write(regs::MacTarget(entry), target);
  }
  void AddHost(std::uint32_t key, std::uint32_t target) {
    const int row = routing::HostRow(key, bench.variant().host_rows);
    const int entry = row * 4 + host_ways[row]++;
    Write(regs::HostKey(entry), key);
    Write(regs::HostTarget(entry), target);
  }
  /// Members of a group; ports below 32.
  void SetGroup(int group, std::uint32_t mask, Balance mode) {
    Write(regs::GroupMask(group, 0), mask);
    Write(regs::GroupMode(group), static_cast<std::uint32_t>(mode));
  }

  /// The frames that have come out of `port`, oldest first.
  std::vector<ReceivedFrame> From(int port) const {
    std::vector<ReceivedFrame> frames;
    for (const ReceivedFrame& frame : bench.received) {
      if (frame.port == port) frames.push_back(frame);
    }
    return frames;
  }

  std::map<int, int> mac_ways;
  std::map<int, int> host_ways;
  std::unique_ptr<EthernetSwitch> owned;  // until the bench takes it
  EthernetSwitch& twin;
  FrameBench bench;
};

/// A frame that leaves at `port` unchanged.
inline FrameBytes SwitchedFrame(int port, int bytes = 64, int tag = traffic::kUntagged) {
  MacFrameSpec spec;
  spec.destination = HostMac(port);
  spec.bytes = bytes;
  spec.tag = tag;
  return MakeMacFrame(spec);
}

/// Of class `priority` where PCP_CLASS is the identity.
inline FrameBytes ClassFrame(int port, int priority, int bytes = 68) {
  return SwitchedFrame(port, bytes, priority << 13);
}

/// An IPv4 frame routed to the host at `port`.
inline Ipv4FrameSpec RoutedSpec(int port, int bytes = 64) {
  Ipv4FrameSpec spec;
  spec.destination_mac = kRouterMac;
  spec.destination = HostIp(port);
  spec.bytes = bytes;
  return spec;
}

}  // namespace linkwright::ethernet_switch
