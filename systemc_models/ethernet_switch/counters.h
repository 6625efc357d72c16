// SPDX-License-Identifier: Apache-2.0
// What the switch counts, exactly as the registers show it: words of 32 bits, wrapping.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::DropReason;
using spec::ethernet_switch::Interrupt;
using spec::ethernet_switch::kClasses;

using PerClass = std::array<std::uint32_t, kClasses>;

/// Bytes, in two registers.
struct ByteCounter {
  std::uint32_t low = 0;
  std::uint32_t high = 0;

  void Add(std::uint32_t bytes) {
    low += bytes;
    high += low < bytes ? 1 : 0;
  }
};

struct PortCounters {
  std::uint32_t rx_frames = 0;
  ByteCounter rx_bytes;
  std::uint32_t tx_frames = 0;
  ByteCounter tx_bytes;
  std::uint32_t poisoned = 0;
  std::uint32_t trimmed = 0;
  std::array<std::uint32_t, spec::ethernet_switch::kDropReasons> drops{};
  PerClass pg_drops{};
  PerClass queue_drops{};
  PerClass rx_pfc{};
  PerClass tx_pfc{};
  PerClass storms{};
  PerClass queue_frames{};
  PerClass queue_bytes{};
  PerClass queue_marked{};
  PerClass queue_watermark{};
  PerClass pg_watermark{};
  PerClass pg_headroom_watermark{};
};

struct Counters {
  explicit Counters(int ports) : port(ports) {}

  std::vector<PortCounters> port;
  std::uint32_t shared_watermark = 0;
  std::uint32_t events = 0;  // interrupt causes raised in the current tick

  void Raise(Interrupt cause) { events |= std::uint32_t{1} << static_cast<int>(cause); }
  void Drop(int at_port, DropReason reason) {
    ++port[at_port].drops[static_cast<int>(reason)];
    Raise(Interrupt::kFrameDropped);
  }
  /// Zeroes every count; causes of the current tick stay.
  void Clear() {
    std::fill(port.begin(), port.end(), PortCounters{});
    shared_watermark = 0;
  }
};

inline void RaiseTo(std::uint32_t& watermark, std::uint32_t value) {
  if (value > watermark) watermark = value;
}

}  // namespace linkwright::ethernet_switch
