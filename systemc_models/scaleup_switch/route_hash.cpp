// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/route_hash.h"

#include <array>

namespace linkwright::scaleup_switch {
namespace {

constexpr std::uint16_t kPolynomial = 0x1021;

constexpr std::uint16_t Shift(std::uint16_t crc, int bits) {
  for (int bit = 0; bit < bits; ++bit) {
    crc = static_cast<std::uint16_t>((crc << 1) ^ ((crc & 0x8000U) != 0 ? kPolynomial : 0));
  }
  return crc;
}

constexpr std::array<std::uint16_t, 256> kByteTable = [] {
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte)
    table[byte] = Shift(static_cast<std::uint16_t>(byte << 8), 8);
  return table;
}();

constexpr std::uint16_t AddByte(std::uint16_t crc, std::uint64_t byte) {
  return static_cast<std::uint16_t>((crc << 8) ^ kByteTable[((crc >> 8) ^ byte) & 0xFF]);
}

}  // namespace

std::uint16_t RouteHash(std::uint16_t seed, unsigned src, unsigned dst, std::uint64_t address) {
  // The leading 5 of the 77 bits, so that whole bytes remain.
  std::uint16_t crc = Shift(static_cast<std::uint16_t>(seed ^ ((src >> 5 & 0x1F) << 11)), 5);
  // 72 bits: src[4:0], dst[9:0], address[56:8], 8 zeros.
  const std::uint64_t region = address >> 8 & 0x1FFFFFFFFFFFFULL;  // 49 bits
  const std::uint64_t high = static_cast<std::uint64_t>(src & 0x1F) << 59 |
                             static_cast<std::uint64_t>(dst & 0x3FF) << 49 | region;
  for (int shift = 56; shift >= 0; shift -= 8) crc = AddByte(crc, high >> shift);
  return AddByte(crc, 0);
}

}  // namespace linkwright::scaleup_switch
