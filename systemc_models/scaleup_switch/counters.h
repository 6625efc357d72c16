// SPDX-License-Identifier: Apache-2.0
// What the switch counts, exactly as the registers show it: 32 bits, wrapping.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::scaleup_switch {

inline constexpr int kMaxVcs = spec::scaleup_switch::kVirtualChannelsMax;

struct PortCounters {
  std::array<std::uint32_t, kMaxVcs> rx_packets{};
  std::array<std::uint32_t, kMaxVcs> tx_packets{};
  std::uint32_t rx_flits = 0;
  std::uint32_t tx_flits = 0;
  std::uint32_t tx_credit_wait = 0;
  std::array<std::uint32_t, kMaxVcs> watermark{};
  std::array<std::uint32_t, spec::scaleup_switch::kDropReasons> drops{};
};

struct Counters {
  explicit Counters(int ports) : port(ports) {}

  std::vector<PortCounters> port;
  std::uint32_t reductions_done = 0;
  std::uint32_t reductions_timed_out = 0;
  std::uint32_t multicast_copies = 0;
  std::uint32_t events = 0;  // interrupt causes raised in the current tick

  void Raise(spec::scaleup_switch::Interrupt cause) {
    events |= std::uint32_t{1} << static_cast<int>(cause);
  }
  void Drop(int at_port, spec::scaleup_switch::DropReason reason) {
    ++port[at_port].drops[static_cast<int>(reason)];
    Raise(spec::scaleup_switch::Interrupt::kPacketDropped);
  }
  /// Zeroes every count; causes of the current tick stay.
  void Clear() {
    std::fill(port.begin(), port.end(), PortCounters{});
    reductions_done = reductions_timed_out = multicast_copies = 0;
  }
};

}  // namespace linkwright::scaleup_switch
