// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/frames.h"

#include <fmt/format.h>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::conformance {

using traffic::FrameBytes;

namespace {

namespace es = spec::ethernet_switch;

constexpr std::uint64_t kMacs = 0x020000000000;
constexpr std::uint16_t kIpv6 = 0x86DD;
constexpr std::uint16_t kExperimental = 0x88B6;  // IEEE local experimental type 2
constexpr int kEtherTypeAt = 12;
constexpr int kEthernetHeader = 14, kTagBytes = 4, kIpv6Header = 40, kFcsBytes = 4;
// Behind an IPv4 header and UDP; behind an IPv6 header; behind a tag and a type.
constexpr int kStampAt[] = {42, kEthernetHeader + kIpv6Header, kEthernetHeader + kTagBytes};
constexpr std::uint8_t kNoNextHeader = 59;

int StampAt(Header header) { return kStampAt[static_cast<std::size_t>(header)]; }

FrameBytes MakeIpv6Frame(const Flow& flow) {
  traffic::MacFrameSpec spec;
  spec.destination = MacOf(flow.to);
  spec.source = MacOf(flow.from);
  spec.ether_type = kIpv6;
  spec.bytes = flow.bytes;
  FrameBytes frame = traffic::MakeMacFrame(spec);
  const auto traffic_class = static_cast<std::uint64_t>(CodePointOf(flow)) << 2;
  const int at = kEthernetHeader;
  traffic::WriteField(frame, at, 4, std::uint64_t{6} << 28 | traffic_class << 20);
  const int payload = flow.bytes - kEthernetHeader - kFcsBytes - kIpv6Header;
  traffic::WriteField(frame, at + 4, 2, static_cast<std::uint64_t>(payload));
  traffic::WriteField(frame, at + 6, 2, kNoNextHeader << 8 | 64);
  for (const int address : {8, 24}) {
    traffic::WriteField(frame, at + address, 8, std::uint64_t{0xFD} << 56);
    traffic::WriteField(frame, at + address + 8, 8,
                        static_cast<std::uint64_t>(address == 8 ? flow.from : flow.to));
  }
  return frame;
}

}  // namespace

std::uint64_t MacOf(int port) { return kMacs + static_cast<std::uint64_t>(port); }

std::string AddressOf(int port, Header header) {
  return header == Header::kIpv6 ? fmt::format("fd00::{}", port) : fmt::format("10.0.0.{}", port);
}

// Every bit matters.
int ClassOfDscp(int dscp) { return (dscp >> 3 ^ dscp) & 7; }
// Other than that of PCP alone.
int ClassOfPcpDei(int pcp_dei) { return (pcp_dei >> 1 ^ (pcp_dei & 1 ? 5 : 0)) & 7; }

int CodePointOf(const Flow& flow) {
  if (flow.code_point >= 0) return flow.code_point;
  return flow.header == Header::kTagged ? 2 * flow.vc : 8 * flow.vc;
}

FrameBytes MakeFrame(const Flow& flow) {
  if (flow.header == Header::kIpv6) return MakeIpv6Frame(flow);
  if (flow.header == Header::kTagged) {
    traffic::MacFrameSpec spec;
    spec.destination = MacOf(flow.to);
    spec.source = MacOf(flow.from);
    spec.tag = CodePointOf(flow) << 12 | 1;
    spec.ether_type = kExperimental;
    spec.bytes = flow.bytes;
    return traffic::MakeMacFrame(spec);
  }
  traffic::Ipv4FrameSpec spec;
  spec.destination_mac = MacOf(flow.to);
  spec.source_mac = MacOf(flow.from);
  spec.source = 0x0A000000u + static_cast<std::uint32_t>(flow.from);
  spec.destination = 0x0A000000u + static_cast<std::uint32_t>(flow.to);
  spec.dscp = CodePointOf(flow);
  spec.bytes = flow.bytes;
  return traffic::MakeIpv4Frame(spec);
}

void WriteStamp(FrameBytes& frame, Header header, const Stamp& stamp) {
  traffic::WriteField(frame, StampAt(header), 2, stamp.flow);
  traffic::WriteField(frame, StampAt(header) + 2, 4, stamp.number);
}

std::optional<Stamp> ReadStamp(const FrameBytes& frame) {
  if (frame.size() < static_cast<std::size_t>(es::kMinFrameBytes)) return std::nullopt;
  const std::uint64_t type = traffic::ReadField(frame, kEtherTypeAt, 2);
  Header header = Header::kIpv4;
  if (type == kIpv6) {
    header = Header::kIpv6;
  } else if (type == es::kEtherTypeVlan) {
    header = Header::kTagged;
  } else if (type != es::kEtherTypeIpv4) {
    return std::nullopt;
  }
  Stamp stamp;
  stamp.flow = static_cast<std::uint16_t>(traffic::ReadField(frame, StampAt(header), 2));
  stamp.number = static_cast<std::uint32_t>(traffic::ReadField(frame, StampAt(header) + 2, 4));
  return stamp;
}

}  // namespace linkwright::conformance
