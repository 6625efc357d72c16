// SPDX-License-Identifier: Apache-2.0
// RoCEv2 frames, byte for byte: Ethernet, IPv4, UDP 4791, base transport header, RETH or AETH,
// payload, pad, ICRC, FCS. The ICRC is computed and checked; the four FCS bytes are 0, since the
// MAC makes and checks them (docs/models/roce.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace linkwright::endpoints {

enum class RoceOpcode : uint8_t {
  kWriteFirst = 0x06,
  kWriteMiddle = 0x07,
  kWriteLast = 0x08,
  kWriteOnly = 0x0A,
  kAcknowledge = 0x11,
};

inline constexpr uint32_t kPsnMask = 0xFFFFFF;
// AETH syndromes: an acknowledgement without a credit limit; the packet named is missing.
inline constexpr uint8_t kSyndromeAck = 0x1F;
inline constexpr uint8_t kSyndromeSequenceError = 0x60;
inline constexpr int kEcnCapable = 2;
inline constexpr int kEcnMarked = 3;

struct RoceHeader {
  uint64_t destination_mac = 0, source_mac = 0;  // 48 bits, first byte on the wire most significant
  uint32_t source_address = 0, destination_address = 0;
  uint8_t dscp = 0, ecn = 0, time_to_live = 64;
  uint16_t source_port = 0;  // the flow's entropy
  RoceOpcode opcode = RoceOpcode::kWriteOnly;
  bool ack_request = false;
  uint32_t queue_pair = 0;  // destination's, 24 bits
  uint32_t psn = 0;         // 24 bits
  // RETH: first and only.
  uint64_t address = 0;
  uint32_t key = 0;
  uint32_t message_bytes = 0;
  // AETH: acknowledgements.
  uint8_t syndrome = 0;
  uint32_t message_number = 0;  // 24 bits
};

constexpr bool HasReth(RoceOpcode opcode) {
  return opcode == RoceOpcode::kWriteFirst || opcode == RoceOpcode::kWriteOnly;
}
constexpr bool EndsMessage(RoceOpcode opcode) {
  return opcode == RoceOpcode::kWriteLast || opcode == RoceOpcode::kWriteOnly;
}

// Bytes in front of the payload: 54, with RETH 70, with AETH 58.
constexpr size_t PayloadOffset(RoceOpcode opcode) {
  constexpr size_t kThroughBth = 14 + 20 + 8 + 12;
  if (HasReth(opcode)) return kThroughBth + 16;
  return kThroughBth + (opcode == RoceOpcode::kAcknowledge ? 4 : 0);
}
// Of the whole frame, FCS included; the payload is padded to whole words of 4 bytes.
constexpr size_t RoceFrameBytes(RoceOpcode opcode, size_t payload_bytes) {
  return PayloadOffset(opcode) + (payload_bytes + 3) / 4 * 4 + 4 + 4;
}

// Writes the frame to `frame`, which has room for RoceFrameBytes, and returns its bytes. `payload`
// may be null: zeros.
size_t WriteRoceFrame(const RoceHeader& header, const std::byte* payload, size_t payload_bytes,
                      uint8_t* frame);

enum class RoceVerdict { kGood, kNotRoce, kBadLength, kBadIcrc };

struct RoceFrame {
  RoceHeader header;
  std::span<const std::byte> payload;  // without pad; points into the frame
};

// Untagged IPv4 without options. kNotRoce: another protocol, port or operation; kBadLength: shorter
// than its headers say.
RoceVerdict ParseRoceFrame(std::span<const uint8_t> frame, RoceFrame& parsed);

}  // namespace linkwright::endpoints
