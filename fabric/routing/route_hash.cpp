// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/route_hash.h"

#include "foundation/diagnostics/check.h"

namespace linkwright::routing {

uint16_t Crc16(uint16_t crc, uint64_t bits, int count) {
  constexpr uint16_t kPolynomial = 0x1021;
  for (int i = count - 1; i >= 0; --i) {
    const bool feedback = ((crc >> 15) ^ (bits >> i)) & 1;
    crc = static_cast<uint16_t>(crc << 1);
    if (feedback) crc ^= kPolynomial;
  }
  return crc;
}

uint16_t RouteHash(int source, int destination, uint64_t address, uint16_t seed) {
  constexpr int kIdBits = 10;
  constexpr int kAddressBits = 57;
  constexpr int kRegionBits = 8;
  uint16_t crc = Crc16(seed, static_cast<uint64_t>(source), kIdBits);
  crc = Crc16(crc, static_cast<uint64_t>(destination), kIdBits);
  crc = Crc16(crc, address >> kRegionBits, kAddressBits - kRegionBits);
  return Crc16(crc, 0, kRegionBits);
}

int ChooseNextHop(uint16_t hash, int live_hops) {
  LINKWRIGHT_CHECK(live_hops >= 1) << "no live way to choose";
  return static_cast<int>((static_cast<uint32_t>(hash) * static_cast<uint32_t>(live_hops)) >> 16);
}

}  // namespace linkwright::routing
