// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/frame_hash.h"

namespace linkwright::routing {

namespace {

constexpr uint32_t kPolynomial = 0x04C11DB7;

// Slicing by four: row n holds the remainders of a byte that is followed by n zero bytes.
using SliceTable = std::array<std::array<uint32_t, 256>, 4>;

constexpr SliceTable MakeSlices() {
  SliceTable table{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte << 24;
    for (int bit = 0; bit < 8; ++bit) crc = crc << 1 ^ ((crc >> 31) != 0 ? kPolynomial : 0);
    table[0][byte] = crc;
  }
  for (std::size_t row = 1; row < table.size(); ++row) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const uint32_t crc = table[row - 1][byte];
      table[row][byte] = crc << 8 ^ table[0][crc >> 24];
    }
  }
  return table;
}

constexpr SliceTable kSlices = MakeSlices();

}  // namespace

uint32_t FlowCrc(const FlowWords& words) {
  uint32_t crc = ~uint32_t{0};
  for (const uint32_t word : words) {
    crc ^= word;
    crc = kSlices[3][crc >> 24] ^ kSlices[2][crc >> 16 & 0xFF] ^ kSlices[1][crc >> 8 & 0xFF] ^
          kSlices[0][crc & 0xFF];
  }
  return crc;
}

// The additions (Jenkins' final mix) make choices at two tiers with well spread seeds independent:
// a CRC alone is linear, so that a seed would only permute the ways.
uint32_t FlowHash(const FlowWords& words, uint32_t seed) {
  uint32_t h = FlowCrc(words) ^ seed;
  h += h << 10;
  h ^= h >> 6;
  h += h << 3;
  h ^= h >> 11;
  h += h << 15;
  return h;
}

}  // namespace linkwright::routing
