// SPDX-License-Identifier: Apache-2.0
// Small sums that Ethernet switch, driver and tests must do alike: dynamic thresholds and checksum
// updates, as docs/models/ethernet_switch.md defines them.
#pragma once

#include <cstdint>
#include <limits>

namespace linkwright::routing {

inline constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

// Cells that a priority group or queue may hold of a shared pool of `pool` cells, of which `used`
// are taken: alpha = 2^(code - 8) times what is free. Code 0: none; code 15: kNoLimit.
constexpr uint64_t ThresholdLimit(int code, uint64_t pool, uint64_t used) {
  if (code == 0) return 0;
  if (code == 15) return kNoLimit;
  const uint64_t free = pool > used ? pool - used : 0;
  return code >= 8 ? free << (code - 8) : free >> (8 - code);
}

// Sum of 16-bit words with the carries folded in until none is left.
constexpr uint16_t FoldOnes(uint64_t sum) {
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<uint16_t>(sum);
}

// An IPv4 header checksum after words 0 and 4 have changed (RFC 1624, equation 3).
constexpr uint16_t UpdateChecksum(uint16_t checksum, uint16_t word0, uint16_t new_word0,
                                  uint16_t word4, uint16_t new_word4) {
  const uint32_t sum = static_cast<uint32_t>(static_cast<uint16_t>(~checksum)) +
                       static_cast<uint16_t>(~word0) + new_word0 + static_cast<uint16_t>(~word4) +
                       new_word4;
  return static_cast<uint16_t>(~FoldOnes(sum));
}

}  // namespace linkwright::routing
