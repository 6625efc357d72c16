// SPDX-License-Identifier: Apache-2.0
// Who is called what in an Ethernet fabric: driver, network and tests agree by these functions. MAC
// addresses are locally administered, 48 bits, first byte on the wire most significant.
#pragma once

#include <cstdint>

namespace linkwright::routing {

// 10.0.0.1 and up: accelerator a is 10.0.0.0 + a + 1.
constexpr uint32_t AcceleratorAddress(int accelerator) {
  return 0x0A000001u + static_cast<uint32_t>(accelerator);
}
// 02:4c:57:00:hh:ll of accelerator hhll.
constexpr uint64_t AcceleratorMac(int accelerator) {
  return 0x024C57000000u | static_cast<uint64_t>(accelerator);
}
// 02:4c:57:01:hh:ll of switch hhll; every switch is a router of its own.
constexpr uint64_t RouterMac(int switch_index) {
  return 0x024C57010000u | static_cast<uint64_t>(switch_index);
}

}  // namespace linkwright::routing
