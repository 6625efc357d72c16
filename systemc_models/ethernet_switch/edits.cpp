// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/edits.h"

#include <algorithm>
#include <cstring>

#include "fabric/routing/frame_arithmetic.h"
#include "systemc_models/ethernet_switch/parser.h"

namespace linkwright::ethernet_switch {

namespace es = spec::ethernet_switch;

namespace {

constexpr int kHeaderAt = 14;  // behind addresses and EtherType of an untagged frame
constexpr std::uint8_t kCongestionExperienced = 3;

std::uint8_t* Bytes(BeatData& beat) { return reinterpret_cast<std::uint8_t*>(beat.data()); }

// Traffic class byte: DSCP in the upper six bits, ECN in the lower two.
std::uint8_t EditTrafficClass(const Control& control, const Frame& frame, std::uint8_t value) {
  if (frame.trimmed) value = static_cast<std::uint8_t>(control.trim_dscp << 2 | (value & 3u));
  if (frame.marked) value |= kCongestionExperienced;
  return value;
}

void EditIpv4(const Control& control, const Frame& frame, std::uint8_t* ip) {
  const auto word0 = static_cast<std::uint16_t>(Read16(ip));
  const auto word4 = static_cast<std::uint16_t>(Read16(ip + 8));
  ip[1] = EditTrafficClass(control, frame, ip[1]);
  if (frame.routed) --ip[8];
  const auto checksum = static_cast<std::uint16_t>(Read16(ip + 10));
  Write16(ip + 10, routing::UpdateChecksum(checksum, word0, static_cast<std::uint16_t>(Read16(ip)),
                                           word4, static_cast<std::uint16_t>(Read16(ip + 8))));
}

}  // namespace

void EditFirstBeat(const Control& control, const Frame& frame, int output, BeatData& beat) {
  if (!frame.routed && !frame.marked && !frame.trimmed) return;
  std::uint8_t* bytes = Bytes(beat);
  std::uint8_t* header = bytes + kHeaderAt + frame.tag;
  if (frame.header == HeaderKind::kIpv4) {
    if (frame.routed) {
      Write48(bytes, control.NextHop(output));
      Write48(bytes + 6, control.router_mac);
    }
    EditIpv4(control, frame, header);
  } else if (frame.header == HeaderKind::kCompact) {
    header[0] = EditTrafficClass(control, frame, header[0]);
    --header[1];
  }
}

void AddHop(const Control& control, const HopReport& report, BeatData& beat) {
  std::uint8_t* bytes = Bytes(beat);
  const std::uint8_t hops = bytes[0];
  if (hops >= es::kTelemetryHops) return;
  es::TelemetrySlot slot;
  slot.rate_code = static_cast<std::uint8_t>(control.telemetry_rate);
  slot.tx_beats = report.tx_beats;
  slot.timestamp = report.now;
  slot.depth = static_cast<std::uint16_t>(std::min<std::uint32_t>(report.depth, 0xFFFF));
  beat[1 + hops] = Pack(slot)[0];  // a word of the beat holds its first byte lowest
  bytes[0] = static_cast<std::uint8_t>(hops + 1);
}

void WritePfc(const Control& control, unsigned classes, unsigned stopped, BeatData& beat) {
  beat = {};
  std::uint8_t* bytes = Bytes(beat);
  Write48(bytes, kPfcDestination);
  Write48(bytes + 6, control.router_mac);
  Write16(bytes + 12, es::kEtherTypeControl);
  Write16(bytes + 14, es::kPfcOpcode);
  Write16(bytes + 16, classes);
  for (int c = 0; c < kClasses; ++c) {
    if ((stopped >> c & 1) != 0) Write16(bytes + 18 + 2 * c, control.pfc_quanta);
  }
}

}  // namespace linkwright::ethernet_switch
