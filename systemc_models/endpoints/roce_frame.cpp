// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/roce_frame.h"

#include <zlib.h>

#include <array>
#include <cstring>

namespace linkwright::endpoints {

namespace {

constexpr size_t kIp = 14;
constexpr size_t kUdp = kIp + 20;
constexpr size_t kBth = kUdp + 8;
constexpr size_t kExtended = kBth + 12;
constexpr size_t kIcrcBytes = 4;
constexpr size_t kFcsBytes = 4;
constexpr uint16_t kRocePort = 4791;
constexpr uint8_t kUdpProtocol = 17;

void Put(uint8_t* at, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i, value >>= 8) at[i] = static_cast<uint8_t>(value);
}

uint64_t Get(const uint8_t* at, int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | at[i];
  return value;
}

uint16_t HeaderChecksum(const uint8_t* ip) {
  uint32_t sum = 0;
  for (int word = 0; word < 10; ++word) sum += static_cast<uint32_t>(Get(ip + 2 * word, 2));
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<uint16_t>(~sum);
}

// CRC-32 over eight bytes of ones and everything from the IPv4 header to the pad, with ones in the
// place of what switches may change: type of service, time to live, both checksums, and the BTH's
// reserved byte.
uint32_t InvariantCrc(const uint8_t* frame, size_t end) {
  std::array<uint8_t, 8 + kExtended - kIp> head;
  head.fill(0xFF);
  std::memcpy(&head[8], frame + kIp, kExtended - kIp);
  const auto ones = [&head](size_t offset, size_t bytes) {
    std::memset(&head[8 + offset - kIp], 0xFF, bytes);
  };
  ones(kIp + 1, 1);
  ones(kIp + 8, 1);
  ones(kIp + 10, 2);
  ones(kUdp + 6, 2);
  ones(kBth + 4, 1);
  uLong crc = crc32(0, head.data(), static_cast<uInt>(head.size()));
  crc = crc32(crc, frame + kExtended, static_cast<uInt>(end - kExtended));
  return static_cast<uint32_t>(crc);
}

void PutLittleEndian(uint8_t* at, uint32_t value) {
  for (int i = 0; i < 4; ++i) at[i] = static_cast<uint8_t>(value >> (8 * i));
}

void PutHeaders(const RoceHeader& h, size_t payload_bytes, size_t frame_bytes, uint8_t* frame) {
  Put(frame, h.destination_mac, 6);
  Put(frame + 6, h.source_mac, 6);
  Put(frame + 12, 0x0800, 2);
  uint8_t* ip = frame + kIp;
  ip[0] = 0x45;
  ip[1] = static_cast<uint8_t>(h.dscp << 2 | h.ecn);
  Put(ip + 2, frame_bytes - kIp - kFcsBytes, 2);
  Put(ip + 4, 0x00004000, 4);  // no fragments
  ip[8] = h.time_to_live;
  ip[9] = kUdpProtocol;
  Put(ip + 10, 0, 2);
  Put(ip + 12, h.source_address, 4);
  Put(ip + 16, h.destination_address, 4);
  Put(ip + 10, HeaderChecksum(ip), 2);
  uint8_t* udp = frame + kUdp;
  Put(udp, h.source_port, 2);
  Put(udp + 2, kRocePort, 2);
  Put(udp + 4, frame_bytes - kUdp - kFcsBytes, 2);
  Put(udp + 6, 0, 2);
  uint8_t* bth = frame + kBth;
  bth[0] = static_cast<uint8_t>(h.opcode);
  bth[1] = static_cast<uint8_t>(0x40 | (4 - payload_bytes % 4) % 4 << 4);
  Put(bth + 2, 0xFFFF, 2);
  Put(bth + 4, h.queue_pair & kPsnMask, 4);
  Put(bth + 8, uint32_t{h.ack_request} << 31 | (h.psn & kPsnMask), 4);
  uint8_t* extended = frame + kExtended;
  if (HasReth(h.opcode)) {
    Put(extended, h.address, 8);
    Put(extended + 8, h.key, 4);
    Put(extended + 12, h.message_bytes, 4);
  } else if (h.opcode == RoceOpcode::kAcknowledge) {
    Put(extended, uint32_t{h.syndrome} << 24 | (h.message_number & kPsnMask), 4);
  }
}

bool KnownOpcode(uint8_t opcode) {
  for (const RoceOpcode known :
       {RoceOpcode::kWriteFirst, RoceOpcode::kWriteMiddle, RoceOpcode::kWriteLast,
        RoceOpcode::kWriteOnly, RoceOpcode::kAcknowledge}) {
    if (opcode == static_cast<uint8_t>(known)) return true;
  }
  return false;
}

void GetHeaders(const uint8_t* frame, RoceHeader& h) {
  h.destination_mac = Get(frame, 6);
  h.source_mac = Get(frame + 6, 6);
  const uint8_t* ip = frame + kIp;
  h.dscp = ip[1] >> 2;
  h.ecn = ip[1] & 3;
  h.time_to_live = ip[8];
  h.source_address = static_cast<uint32_t>(Get(ip + 12, 4));
  h.destination_address = static_cast<uint32_t>(Get(ip + 16, 4));
  h.source_port = static_cast<uint16_t>(Get(frame + kUdp, 2));
  const uint8_t* bth = frame + kBth;
  h.opcode = static_cast<RoceOpcode>(bth[0]);
  h.queue_pair = static_cast<uint32_t>(Get(bth + 5, 3));
  h.ack_request = (bth[8] & 0x80) != 0;
  h.psn = static_cast<uint32_t>(Get(bth + 9, 3));
  const uint8_t* extended = frame + kExtended;
  if (HasReth(h.opcode)) {
    h.address = Get(extended, 8);
    h.key = static_cast<uint32_t>(Get(extended + 8, 4));
    h.message_bytes = static_cast<uint32_t>(Get(extended + 12, 4));
  } else if (h.opcode == RoceOpcode::kAcknowledge) {
    h.syndrome = extended[0];
    h.message_number = static_cast<uint32_t>(Get(extended + 1, 3));
  }
}

}  // namespace

size_t WriteRoceFrame(const RoceHeader& header, const std::byte* payload, size_t payload_bytes,
                      uint8_t* frame) {
  const size_t bytes = RoceFrameBytes(header.opcode, payload_bytes);
  const size_t offset = PayloadOffset(header.opcode);
  const size_t icrc = bytes - kFcsBytes - kIcrcBytes;
  PutHeaders(header, payload_bytes, bytes, frame);
  if (payload != nullptr) {
    std::memcpy(frame + offset, payload, payload_bytes);
  } else {
    std::memset(frame + offset, 0, payload_bytes);
  }
  std::memset(frame + offset + payload_bytes, 0, icrc - offset - payload_bytes);
  PutLittleEndian(frame + icrc, InvariantCrc(frame, icrc));
  std::memset(frame + bytes - kFcsBytes, 0, kFcsBytes);
  return bytes;
}

RoceVerdict ParseRoceFrame(std::span<const uint8_t> frame, RoceFrame& parsed) {
  if (frame.size() < kExtended + kIcrcBytes + kFcsBytes) return RoceVerdict::kNotRoce;
  const uint8_t* bytes = frame.data();
  if (Get(bytes + 12, 2) != 0x0800 || bytes[kIp] != 0x45 || bytes[kIp + 9] != kUdpProtocol ||
      Get(bytes + kUdp + 2, 2) != kRocePort || !KnownOpcode(bytes[kBth])) {
    return RoceVerdict::kNotRoce;
  }
  const size_t total = kIp + Get(bytes + kIp + 2, 2);
  const size_t offset = PayloadOffset(static_cast<RoceOpcode>(bytes[kBth]));
  const size_t pad = bytes[kBth + 1] >> 4 & 3;
  if (total + kFcsBytes > frame.size() || total < offset + pad + kIcrcBytes)
    return RoceVerdict::kBadLength;
  std::array<uint8_t, kIcrcBytes> expected;
  PutLittleEndian(expected.data(), InvariantCrc(bytes, total - kIcrcBytes));
  if (std::memcmp(expected.data(), bytes + total - kIcrcBytes, kIcrcBytes) != 0)
    return RoceVerdict::kBadIcrc;
  GetHeaders(bytes, parsed.header);
  parsed.payload = std::as_bytes(frame.subspan(offset, total - kIcrcBytes - pad - offset));
  return RoceVerdict::kGood;
}

}  // namespace linkwright::endpoints
