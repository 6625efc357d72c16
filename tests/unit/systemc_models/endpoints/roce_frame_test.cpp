// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/roce_frame.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace linkwright::endpoints {
namespace {

RoceHeader HeaderOf(RoceOpcode opcode) {
  RoceHeader h;
  h.destination_mac = 0x024C57010002;
  h.source_mac = 0x024C57000005;
  h.source_address = 0x0A000006;
  h.destination_address = 0x0A000003;
  h.dscp = 26;
  h.ecn = kEcnCapable;
  h.source_port = 0xC123;
  h.opcode = opcode;
  h.ack_request = true;
  h.queue_pair = 0x000015;
  h.psn = 0xABCDEF;
  h.address = 0x1122334455667788;
  h.key = 0x99AABBCC;
  h.message_bytes = 5;
  h.syndrome = kSyndromeSequenceError;
  h.message_number = 0x010203;
  return h;
}

std::vector<uint8_t> Frame(RoceOpcode opcode, size_t payload_bytes) {
  std::vector<std::byte> payload(payload_bytes);
  for (size_t i = 0; i < payload_bytes; ++i) payload[i] = static_cast<std::byte>(i * 7 + 1);
  std::vector<uint8_t> frame(RoceFrameBytes(opcode, payload_bytes));
  EXPECT_EQ(WriteRoceFrame(HeaderOf(opcode), payload.data(), payload_bytes, frame.data()),
            frame.size());
  return frame;
}

// A write of five bytes: Ethernet 14, IPv4 20, UDP 8, BTH 12, RETH 16, payload 5 and pad 3, ICRC 4,
// FCS 4.
TEST(RoceFrame, LaysHeadersOutByteForByte) {
  const std::vector<uint8_t> frame = Frame(RoceOpcode::kWriteOnly, 5);
  ASSERT_EQ(frame.size(), 86u);
  const std::vector<uint8_t> expected = {
      0x02, 0x4C, 0x57, 0x01, 0x00, 0x02, 0x02, 0x4C, 0x57, 0x00, 0x00, 0x05, 0x08,
      0x00, 0x45, 0x6A, 0x00, 0x44, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0x26, 0x37,
      0x0A, 0x00, 0x00, 0x06, 0x0A, 0x00, 0x00, 0x03, 0xC1, 0x23, 0x12, 0xB7, 0x00,
      0x30, 0x00, 0x00, 0x0A, 0x70, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x15, 0x80, 0xAB,
      0xCD, 0xEF, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB,
      0xCC, 0x00, 0x00, 0x00, 0x05, 1,    8,    15,   22,   29,   0,    0,    0};
  EXPECT_EQ(std::vector<uint8_t>(frame.begin(), frame.begin() + 78), expected);
  // The FCS is the MAC's.
  EXPECT_EQ(std::vector<uint8_t>(frame.end() - 4, frame.end()), (std::vector<uint8_t>(4, 0)));
}

TEST(RoceFrame, TheChecksumOfTheIpHeaderIsRight) {
  const std::vector<uint8_t> frame = Frame(RoceOpcode::kWriteMiddle, 1024);
  uint32_t sum = 0;
  for (int i = 14; i < 34; i += 2) sum += static_cast<uint32_t>(frame[i] << 8 | frame[i + 1]);
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  EXPECT_EQ(sum, 0xFFFFu);
}

// Bit by bit and from the definition: CRC-32 (reflected 0x04C11DB7) over eight bytes of ones and
// the packet with ones in the place of what routers change, sent least significant byte first.
TEST(RoceFrame, TheInvariantCrcIsTheDefinedOne) {
  for (const RoceOpcode opcode :
       {RoceOpcode::kWriteOnly, RoceOpcode::kWriteMiddle, RoceOpcode::kAcknowledge}) {
    const std::vector<uint8_t> frame = Frame(opcode, opcode == RoceOpcode::kAcknowledge ? 0 : 333);
    std::vector<uint8_t> covered(8, 0xFF);
    covered.insert(covered.end(), frame.begin() + 14, frame.end() - 8);
    for (const size_t offset : {15, 22, 24, 25, 40, 41, 46}) covered[8 + offset - 14] = 0xFF;
    uint32_t crc = ~uint32_t{0};
    for (const uint8_t byte : covered) {
      crc ^= byte;
      for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
    }
    crc = ~crc;
    for (size_t i = 0; i < 4; ++i)
      EXPECT_EQ(frame[frame.size() - 8 + i], static_cast<uint8_t>(crc >> 8 * i));
  }
}

TEST(RoceFrame, IsReadBackAsItWasWritten) {
  for (const RoceOpcode opcode :
       {RoceOpcode::kWriteFirst, RoceOpcode::kWriteMiddle, RoceOpcode::kWriteLast,
        RoceOpcode::kWriteOnly, RoceOpcode::kAcknowledge}) {
    for (const size_t bytes : {0u, 1u, 2u, 3u, 4u, 4096u}) {
      const std::vector<uint8_t> frame = Frame(opcode, bytes);
      RoceFrame parsed;
      ASSERT_EQ(ParseRoceFrame(frame, parsed), RoceVerdict::kGood);
      const RoceHeader h = HeaderOf(opcode);
      EXPECT_EQ(parsed.header.opcode, opcode);
      EXPECT_EQ(parsed.header.psn, h.psn);
      EXPECT_EQ(parsed.header.queue_pair, h.queue_pair);
      EXPECT_TRUE(parsed.header.ack_request);
      EXPECT_EQ(parsed.header.source_address, h.source_address);
      EXPECT_EQ(parsed.payload.size(), bytes);
      if (HasReth(opcode)) {
        EXPECT_EQ(parsed.header.address, h.address);
        EXPECT_EQ(parsed.header.key, h.key);
        EXPECT_EQ(parsed.header.message_bytes, h.message_bytes);
      }
      if (opcode == RoceOpcode::kAcknowledge) {
        EXPECT_EQ(parsed.header.syndrome, h.syndrome);
        EXPECT_EQ(parsed.header.message_number, h.message_number);
      }
      if (bytes > 2) {
        EXPECT_EQ(parsed.payload[2], std::byte{15});
      }
    }
  }
}

// Switches change MAC addresses, time to live, ECN and the header checksum; nothing else may
// change.
TEST(RoceFrame, SurvivesWhatRoutersDoAndNothingElse) {
  const std::vector<uint8_t> good = Frame(RoceOpcode::kWriteOnly, 100);
  RoceFrame parsed;
  std::vector<uint8_t> routed = good;
  routed[0] ^= 0xFF;
  routed[15] |= 3;
  routed[22] -= 3;
  routed[24] ^= 0x55;
  EXPECT_EQ(ParseRoceFrame(routed, parsed), RoceVerdict::kGood);
  EXPECT_EQ(parsed.header.ecn, kEcnMarked);
  EXPECT_EQ(parsed.header.time_to_live, 61);
  for (size_t byte = 26; byte < good.size() - 4; ++byte) {
    if (byte == 40 || byte == 41 || byte == 46) continue;  // UDP checksum, reserved byte of the BTH
    std::vector<uint8_t> broken = good;
    broken[byte] ^= 0x10;
    EXPECT_NE(ParseRoceFrame(broken, parsed), RoceVerdict::kGood) << "byte " << byte;
  }
  std::vector<uint8_t> cut(good.begin(), good.begin() + 128);
  EXPECT_EQ(ParseRoceFrame(cut, parsed), RoceVerdict::kBadLength);
}

}  // namespace
}  // namespace linkwright::endpoints
