// SPDX-License-Identifier: Apache-2.0
// How an Ethernet switch picks among equal ways and where it keeps an address: golden functions of
// docs/models/ethernet_switch.md ("Hash", "Look-up", "Choice"). Driver, models and tests use them.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace linkwright::routing {

// What identifies a flow. IPv4: source, destination, {source port, destination port}, {protocol,
// destination queue pair}; compact frames: source id, destination id, entropy, 0; any other: see
// MacFlow.
using FlowWords = std::array<uint32_t, 4>;

struct Ipv4Flow {
  uint32_t source = 0;
  uint32_t destination = 0;
  uint16_t source_port = 0;
  uint16_t destination_port = 0;
  uint8_t protocol = 17;
  uint32_t queue_pair = 0;  // 24 bits; 0 unless HASH_QUEUE_PAIR is set and the frame is RoCEv2

  constexpr FlowWords words() const {
    return {source, destination, static_cast<uint32_t>(source_port) << 16 | destination_port,
            static_cast<uint32_t>(protocol) << 24 | (queue_pair & 0xFFFFFFu)};
  }
};

// 48-bit addresses, the first byte on the wire most significant.
constexpr FlowWords MacFlow(uint64_t destination, uint64_t source) {
  return {static_cast<uint32_t>(destination),
          static_cast<uint32_t>(destination >> 32 & 0xFFFF) << 16 |
              static_cast<uint32_t>(source >> 32 & 0xFFFF),
          static_cast<uint32_t>(source), 0};
}

// CRC-32 of the 128 bits, first word first, most significant bit first; polynomial 0x04C11DB7,
// initial value all ones, no reflection, no final exclusive or (CRC-32/MPEG-2).
uint32_t FlowCrc(const FlowWords& words);

// The hash of a flow at a switch whose HASH_SEED is `seed`.
uint32_t FlowHash(const FlowWords& words, uint32_t seed);

// A good HASH_SEED for switch or tier `number`. The hash mixes a seed once only: choices under
// seeds that differ in few bits (1 and 2, say) depend on each other, those under these do not.
constexpr uint32_t SpreadSeed(uint32_t number) {
  uint32_t h = number + 0x9E3779B9u;  // then the finalizer of MurmurHash3
  h ^= h >> 16;
  h *= 0x85EBCA6Bu;
  h ^= h >> 13;
  h *= 0xC2B2AE35u;
  return h ^ h >> 16;
}

// Number among `members` members in ascending order of ports, 0 to members - 1; members >= 1.
constexpr int EcmpMember(uint32_t hash, int members) {
  return static_cast<int>(((hash >> 16) * static_cast<uint32_t>(members)) >> 16);
}

// Where a flow whose member is lost begins to look for another: by bits that its first choice did
// not use, so that the flows of a lost member spread over the rest.
constexpr int EcmpSecondMember(uint32_t hash, int members) {
  return static_cast<int>(((hash & 0xFFFFu) * static_cast<uint32_t>(members)) >> 16);
}

// Row of a `key_bits` wide key in an exact table of `rows` rows, a power of two of at least 2: the
// exclusive or of the key's slices of log2(rows) bits.
constexpr int TableRow(uint64_t key, int key_bits, int rows) {
  const int slice = std::countr_zero(static_cast<unsigned>(rows));
  uint64_t row = 0;
  for (int bit = 0; bit < key_bits; bit += slice) row ^= key >> bit;
  return static_cast<int>(row & static_cast<uint64_t>(rows - 1));
}
constexpr int HostRow(uint32_t address, int rows) { return TableRow(address, 32, rows); }
constexpr int MacRow(uint64_t address, int rows) { return TableRow(address, 48, rows); }

}  // namespace linkwright::routing
