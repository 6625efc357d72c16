// SPDX-License-Identifier: Apache-2.0
// Which of several equal next hops a packet takes: the golden function of
// docs/models/scaleup_switch.md
// ("Ingress", unicast). Driver, models and tests predict next hops with it; same source,
// destination and 256-byte region always give the same one.
#pragma once

#include <cstdint>

namespace linkwright::routing {

// Reset value of the switch's HASH_SEED register.
inline constexpr uint16_t kDefaultHashSeed = 0xFFFF;

// CRC-16 with polynomial 0x1021 over the low `count` (0 to 64) bits of `bits`, most significant
// first; no reflection, no final xor. From 0xFFFF over whole bytes this is CRC-16/CCITT-FALSE
// (check value 0x29B1).
uint16_t Crc16(uint16_t crc, uint64_t bits, int count);

// Over the 77 bits {src[9:0], dst[9:0], address[56:8], 8'b0}.
uint16_t RouteHash(int source, int destination, uint64_t address, uint16_t seed = kDefaultHashSeed);

// Number among the live next hops in their order, 0 to live_hops-1; live_hops >= 1.
int ChooseNextHop(uint16_t hash, int live_hops);

}  // namespace linkwright::routing
