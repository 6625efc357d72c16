// SPDX-License-Identifier: Apache-2.0
// Ethernet frames as bytes, for tests and stimuli. Sizes include the four FCS bytes, whose content
// is the MAC's business (they are 0 here).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace linkwright::traffic {

using FrameBytes = std::vector<std::uint8_t>;

inline constexpr int kUntagged = -1;

struct Ipv4FrameSpec {
  std::uint64_t destination_mac = 0x020000000001;
  std::uint64_t source_mac = 0x020000000002;
  int tag = kUntagged;  // PCP, DEI and VLAN id: 16 bits
  std::uint32_t source = 0x0A000001;
  std::uint32_t destination = 0x0A000002;
  int dscp = 0;
  int ecn = 0;
  int ttl = 64;
  int protocol = 17;
  int options = 0;  // 32-bit words, 0 to 10
  std::uint16_t source_port = 49152;
  std::uint16_t destination_port = 4791;
  std::uint32_t queue_pair = 0;  // destination queue pair of a RoCEv2 header, 24 bits
  int bytes = 64;                // of the frame
};

/// Total length is what fits; payload bytes count up from 1. The checksum is right.
FrameBytes MakeIpv4Frame(const Ipv4FrameSpec& spec);

struct MacFrameSpec {
  std::uint64_t destination = 0x020000000001;
  std::uint64_t source = 0x020000000002;
  int tag = kUntagged;
  std::uint16_t ether_type = 0x88B6;  // IEEE local experimental: no layer above
  int bytes = 64;
};
FrameBytes MakeMacFrame(const MacFrameSpec& spec);

struct CompactFrameSpec {
  MacFrameSpec mac;
  int dscp = 0;
  int ecn = 0;
  int hops = 8;
  std::uint16_t source = 1;
  std::uint16_t destination = 2;
  std::uint16_t entropy = 0;
};
FrameBytes MakeCompactFrame(const CompactFrameSpec& spec);

/// Pauses the classes of `classes` for `quanta` (of 64 byte times) each.
FrameBytes MakePfcFrame(unsigned classes, const std::array<std::uint16_t, 8>& quanta);

std::uint64_t ReadField(const FrameBytes& frame, int at, int bytes);
void WriteField(FrameBytes& frame, int at, int bytes, std::uint64_t value);

/// One's complement sum over an IPv4 header whose first byte is at `at`, by RFC 1071; 0 if its
/// checksum is right.
std::uint16_t HeaderResidue(const FrameBytes& frame, int at = 14);
void WriteHeaderChecksum(FrameBytes& frame, int at = 14);

}  // namespace linkwright::traffic
