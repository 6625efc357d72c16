// SPDX-License-Identifier: Apache-2.0
// What the first 64 bytes of a frame say.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "fabric/routing/frame_hash.h"
#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/frame_store.h"

namespace linkwright::ethernet_switch {

// Fields of several bytes are in network order.
inline std::uint32_t Read16(const std::uint8_t* bytes) {
  std::uint16_t value;
  std::memcpy(&value, bytes, sizeof value);
  return __builtin_bswap16(value);
}
inline std::uint32_t Read32(const std::uint8_t* bytes) {
  std::uint32_t value;
  std::memcpy(&value, bytes, sizeof value);
  return __builtin_bswap32(value);
}
inline std::uint64_t Read48(const std::uint8_t* bytes) {
  return std::uint64_t{Read16(bytes)} << 32 | Read32(bytes + 2);
}
inline void Write16(std::uint8_t* bytes, std::uint32_t value) {
  bytes[0] = static_cast<std::uint8_t>(value >> 8);
  bytes[1] = static_cast<std::uint8_t>(value);
}
inline void Write48(std::uint8_t* bytes, std::uint64_t value) {
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (40 - 8 * i));
}

inline constexpr std::uint64_t kPfcDestination = 0x0180C2000001;

struct ParsedFrame {
  HeaderKind header = HeaderKind::kOther;
  bool control = false;     // MAC control, untagged
  bool bad_header = false;  // IPv4 only; the fields below mean nothing then
  bool routed = false;
  bool telemetry = false;
  std::uint8_t tag = 0;  // bytes of the VLAN tag
  std::uint8_t priority = 0;
  std::uint8_t dscp = 0;
  std::uint8_t ecn = 0;
  std::uint8_t hops = 0;          // time to live or hop limit
  std::uint32_t least_bytes = 0;  // of the frame, by the IPv4 total length
  std::uint32_t address = 0;      // of routed frames: IPv4 destination or destination id
  std::uint64_t destination = 0;  // MAC
  routing::FlowWords flow{};
};

/// `beat` is the first beat of a frame of at least 64 bytes.
ParsedFrame Parse(const Control& control, const BeatData& beat);

/// Of a frame with ParsedFrame::control.
bool IsPfc(const BeatData& beat);
struct PfcContent {
  unsigned classes = 0;
  std::array<std::uint16_t, kClasses> timers{};
};
PfcContent ParsePfc(const BeatData& beat);

}  // namespace linkwright::ethernet_switch
