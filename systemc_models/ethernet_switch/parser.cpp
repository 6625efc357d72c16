// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/parser.h"

#include "fabric/routing/frame_arithmetic.h"

namespace linkwright::ethernet_switch {

namespace es = spec::ethernet_switch;

namespace {

constexpr int kEthernetHeader = 14;
constexpr int kFcsBytes = 4;
constexpr int kTagBytes = 4;
constexpr int kIpHeader = 20;
constexpr std::uint32_t kTcp = 6;
constexpr std::uint32_t kUdp = 17;
constexpr std::uint32_t kFragmentBits = 0x3FFF;  // more fragments, offset
// Total length of the smallest IPv4 packet that reaches to the end of a telemetry block.
constexpr std::uint32_t kTelemetryLength = es::kTelemetryEnd - kEthernetHeader;
static_assert(kTelemetryLength == 98);

const std::uint8_t* Bytes(const BeatData& beat) {
  return reinterpret_cast<const std::uint8_t*>(beat.data());
}

// The order of bytes does not matter to a one's complement sum that is compared with all ones.
bool ChecksumHolds(const std::uint8_t* header, std::uint32_t bytes) {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < bytes; i += 4) {
    std::uint32_t word;
    std::memcpy(&word, header + i, sizeof word);
    sum += word;
  }
  return routing::FoldOnes(sum) == 0xFFFF;
}

void ParseIpv4(const Control& control, const std::uint8_t* frame, ParsedFrame& p) {
  const int at = kEthernetHeader + p.tag;
  const std::uint8_t* ip = frame + at;
  const std::uint32_t words = ip[0] & 0xF;
  const std::uint32_t length = 4 * words;
  const std::uint32_t total = Read16(ip + 2);
  p.header = HeaderKind::kIpv4;
  if (ip[0] >> 4 != 4 || words < 5 || at + length > es::kBeatBytes || total < length ||
      !ChecksumHolds(ip, length)) {
    p.bad_header = true;
    return;
  }
  p.dscp = static_cast<std::uint8_t>(ip[1] >> 2);
  p.ecn = ip[1] & 3;
  p.priority = static_cast<std::uint8_t>(control.dscp_class[p.dscp]);
  p.hops = ip[8];
  p.least_bytes = kEthernetHeader + kFcsBytes + p.tag + total;
  const std::uint32_t protocol = ip[9];
  const std::uint32_t source = Read32(ip + 12);
  p.address = Read32(ip + 16);
  p.routed = p.destination == control.router_mac;
  std::uint32_t ports = 0;
  // Only the first fragment has a transport header: all of them must go the same way.
  const bool fragment = (Read16(ip + 6) & kFragmentBits) != 0;
  const bool has_ports = (protocol == kTcp || protocol == kUdp) && !fragment &&
                         at + length + 4 <= static_cast<std::uint32_t>(es::kBeatBytes);
  if (has_ports) ports = Read32(ip + length);
  std::uint32_t queue_pair = 0;
  const bool plain_udp = protocol == kUdp && !fragment && length == kIpHeader;
  const std::uint32_t destination_port = ports & 0xFFFF;
  if (control.hash_queue_pair != 0 && plain_udp && destination_port == es::kRoceUdpPort) {
    queue_pair = Read32(frame + 46 + p.tag) & 0xFFFFFF;
  }
  p.flow = {source, p.address, ports, protocol << 24 | queue_pair};
  p.telemetry = p.tag == 0 && plain_udp && control.telemetry_udp_port != 0 &&
                destination_port == control.telemetry_udp_port && total >= kTelemetryLength;
}

void ParseCompact(const Control& control, const std::uint8_t* frame, ParsedFrame& p) {
  const std::uint8_t* header = frame + kEthernetHeader + p.tag;
  p.header = HeaderKind::kCompact;
  p.dscp = static_cast<std::uint8_t>(header[0] >> 2);
  p.ecn = header[0] & 3;
  p.priority = static_cast<std::uint8_t>(control.dscp_class[p.dscp]);
  p.hops = header[1];
  p.routed = true;
  p.address = Read16(header + 4);
  p.flow = {Read16(header + 2), p.address, Read16(header + 6), 0};
}

}  // namespace

ParsedFrame Parse(const Control& control, const BeatData& beat) {
  const std::uint8_t* frame = Bytes(beat);
  ParsedFrame p;
  p.destination = Read48(frame);
  std::uint32_t type = Read16(frame + 12);
  const PerClass* class_of_priority = nullptr;
  if (type == es::kEtherTypeVlan) {
    p.tag = kTagBytes;
    const bool drop_eligible = (frame[14] >> 4 & 1) != 0;
    class_of_priority = drop_eligible ? &control.dei_class : &control.pcp_class;
    type = Read16(frame + 16);
  }
  switch (type) {
    case es::kEtherTypeIpv4:
      ParseIpv4(control, frame, p);
      break;
    case es::kEtherTypeCompact:
      ParseCompact(control, frame, p);
      break;
    default:
      p.control = type == es::kEtherTypeControl && p.tag == 0;
      if (type == es::kEtherTypeIpv6) {
        const std::uint32_t traffic_class = Read16(frame + kEthernetHeader + p.tag) >> 4 & 0xFF;
        p.priority = static_cast<std::uint8_t>(control.dscp_class[traffic_class >> 2]);
      } else if (class_of_priority != nullptr) {
        p.priority = static_cast<std::uint8_t>((*class_of_priority)[frame[14] >> 5]);
      }
      p.flow = routing::MacFlow(p.destination, Read48(frame + 6));
      break;
  }
  return p;
}

bool IsPfc(const BeatData& beat) {
  return Read48(Bytes(beat)) == kPfcDestination && Read16(Bytes(beat) + 14) == es::kPfcOpcode;
}

PfcContent ParsePfc(const BeatData& beat) {
  PfcContent content;
  content.classes = Bytes(beat)[17];
  for (int c = 0; c < kClasses; ++c) {
    content.timers[c] = static_cast<std::uint16_t>(Read16(Bytes(beat) + 18 + 2 * c));
  }
  return content;
}

}  // namespace linkwright::ethernet_switch
