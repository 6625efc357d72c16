// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/traffic/frame_builder.h"

#include <algorithm>

namespace linkwright::traffic {

namespace {

constexpr int kMacBytes = 12;
constexpr int kFcsBytes = 4;
constexpr int kIpHeader = 20;
constexpr int kUdpHeader = 8;

// Addresses, tag and EtherType; returns where what follows begins.
int BeginFrame(FrameBytes& frame, std::uint64_t destination, std::uint64_t source, int tag,
               std::uint16_t ether_type) {
  WriteField(frame, 0, 6, destination);
  WriteField(frame, 6, 6, source);
  int at = kMacBytes;
  if (tag != kUntagged) {
    WriteField(frame, at, 2, 0x8100);
    WriteField(frame, at + 2, 2, static_cast<std::uint64_t>(tag));
    at += 4;
  }
  WriteField(frame, at, 2, ether_type);
  return at + 2;
}

void FillPayload(FrameBytes& frame, int from) {
  const int end = static_cast<int>(frame.size()) - kFcsBytes;
  for (int i = from; i < end; ++i) frame[i] = static_cast<std::uint8_t>(i - from + 1);
}

}  // namespace

std::uint64_t ReadField(const FrameBytes& frame, int at, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | frame.at(at + i);
  return value;
}

void WriteField(FrameBytes& frame, int at, int bytes, std::uint64_t value) {
  for (int i = bytes - 1; i >= 0; --i) {
    frame.at(at + i) = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}

std::uint16_t HeaderResidue(const FrameBytes& frame, int at) {
  const int words = 2 * (frame.at(at) & 0xF);
  std::uint32_t sum = 0;
  for (int i = 0; i < words; ++i) {
    sum += static_cast<std::uint32_t>(ReadField(frame, at + 2 * i, 2));
    if (sum > 0xFFFF) sum -= 0xFFFF;  // end-around carry
  }
  return static_cast<std::uint16_t>(0xFFFF - sum);
}

void WriteHeaderChecksum(FrameBytes& frame, int at) {
  WriteField(frame, at + 10, 2, 0);
  WriteField(frame, at + 10, 2, HeaderResidue(frame, at));
}

FrameBytes MakeIpv4Frame(const Ipv4FrameSpec& s) {
  FrameBytes frame(s.bytes);
  const int ip = BeginFrame(frame, s.destination_mac, s.source_mac, s.tag, 0x0800);
  const int header = kIpHeader + 4 * s.options;
  frame[ip] = static_cast<std::uint8_t>(0x40 | (header / 4));
  frame[ip + 1] = static_cast<std::uint8_t>(s.dscp << 2 | s.ecn);
  WriteField(frame, ip + 2, 2, static_cast<std::uint64_t>(s.bytes - ip - kFcsBytes));
  WriteField(frame, ip + 4, 2, 0x1234);  // identification
  WriteField(frame, ip + 6, 2, 0x4000);  // do not fragment
  frame[ip + 8] = static_cast<std::uint8_t>(s.ttl);
  frame[ip + 9] = static_cast<std::uint8_t>(s.protocol);
  WriteField(frame, ip + 12, 4, s.source);
  WriteField(frame, ip + 16, 4, s.destination);
  FillPayload(frame, ip + header);
  const int room = s.bytes - kFcsBytes - ip - header;
  if (room >= kUdpHeader && (s.protocol == 6 || s.protocol == 17)) {
    WriteField(frame, ip + header, 2, s.source_port);
    WriteField(frame, ip + header + 2, 2, s.destination_port);
    WriteField(frame, ip + header + 4, 2, static_cast<std::uint64_t>(room));
    WriteField(frame, ip + header + 6, 2, 0);
    if (s.destination_port == 4791 && room >= kUdpHeader + 8) {
      WriteField(frame, ip + header + kUdpHeader + 5, 3, s.queue_pair);
    }
  }
  WriteHeaderChecksum(frame, ip);
  return frame;
}

FrameBytes MakeMacFrame(const MacFrameSpec& s) {
  FrameBytes frame(s.bytes);
  FillPayload(frame, BeginFrame(frame, s.destination, s.source, s.tag, s.ether_type));
  return frame;
}

FrameBytes MakeCompactFrame(const CompactFrameSpec& s) {
  FrameBytes frame(s.mac.bytes);
  const int at = BeginFrame(frame, s.mac.destination, s.mac.source, s.mac.tag, 0x88B5);
  frame[at] = static_cast<std::uint8_t>(s.dscp << 2 | s.ecn);
  frame[at + 1] = static_cast<std::uint8_t>(s.hops);
  WriteField(frame, at + 2, 2, s.source);
  WriteField(frame, at + 4, 2, s.destination);
  WriteField(frame, at + 6, 2, s.entropy);
  FillPayload(frame, at + 8);
  return frame;
}

FrameBytes MakePfcFrame(unsigned classes, const std::array<std::uint16_t, 8>& quanta) {
  FrameBytes frame(64);
  WriteField(frame, 0, 6, 0x0180C2000001);
  WriteField(frame, 6, 6, 0x020000000003);
  WriteField(frame, 12, 2, 0x8808);
  WriteField(frame, 14, 2, 0x0101);
  WriteField(frame, 16, 2, classes);
  for (int c = 0; c < 8; ++c) WriteField(frame, 18 + 2 * c, 2, quanta[c]);
  return frame;
}

}  // namespace linkwright::traffic
