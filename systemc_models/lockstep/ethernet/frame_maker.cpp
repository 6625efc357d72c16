// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/frame_maker.h"

#include <algorithm>

#include "systemc_models/lockstep/ethernet/frame_text.h"

namespace linkwright::lockstep::ethernet {
namespace {

constexpr int kUdp = 17;
constexpr int kTcp = 6;
constexpr std::uint64_t kPauseAddress = 0x0180C2000001ULL;
constexpr std::uint64_t kAnyMac = 0xFEFFFFFFFFFFULL;
constexpr std::uint64_t kExperimentalType = 0x88B6;  // IEEE local, without a meaning to us
constexpr int kEthernetBytes = 18;                   // header and FCS

void Put(Frame& frame, int at, int bytes, std::uint64_t value) {
  for (int i = 0; i < bytes; ++i) {
    frame.front[static_cast<std::size_t>(at + i)] =
        static_cast<std::uint8_t>(value >> (8 * (bytes - 1 - i)));
  }
}

std::uint16_t Checksum(const Frame& frame, int at, int words) {
  std::uint32_t sum = 0;
  for (int i = 0; i < words; ++i) {
    const auto index = static_cast<std::size_t>(at + 2 * i);
    sum += static_cast<std::uint32_t>(frame.front[index] << 8 | frame.front[index + 1]);
  }
  while (sum >> 16 != 0) sum = (sum & 0xFFFFU) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

// Few flows, so that the same one comes again.
std::uint64_t Few(random::Stream& random, std::uint64_t any, int values) {
  return random.Below(4) == 0 ? any : any % static_cast<std::uint64_t>(values) * 0x11U + 1;
}

Fault DrawFault(const SwitchPlan& plan, random::Stream& random) {
  const auto fault = static_cast<Fault>(1 + random.Below(kFaults - 1));
  if (!plan.trims_everything()) return fault;
  return fault == Fault::kBeatOutside || fault == Fault::kHeadInside || fault == Fault::kMissingTail
             ? Fault::kBadFcs
             : fault;
}

// The word of flags and offset. Two of its bits do not make a fragment.
std::uint64_t DrawFragment(bool fragment, random::Stream& random) {
  const std::uint64_t other = random.Next() & 0xC000U;
  if (!fragment) return other;
  switch (random.Below(4)) {
    case 0:
      return other | 0x2000U;  // the first
    case 1:
      return other | 1U << random.Below(13);
    default:
      return other | std::max<std::uint64_t>(random.Next() & 0x3FFFU, 1);
  }
}

bool IsControl(Fault fault) {
  return fault == Fault::kBadOpcode || fault == Fault::kBadControlAddress ||
         fault == Fault::kLongControl;
}

bool NeedsIpv4(Fault fault) { return fault >= Fault::kBadVersion && fault <= Fault::kBadChecksum; }

}  // namespace

std::string_view ToString(Fault fault) {
  constexpr std::array<std::string_view, kFaults> kNames = {"none",
                                                            "bad FCS",
                                                            "runt",
                                                            "oversize",
                                                            "beat outside",
                                                            "head inside",
                                                            "tail missing",
                                                            "aborted by the link",
                                                            "IP version",
                                                            "IP header short",
                                                            "IP header long",
                                                            "total length short",
                                                            "total length long",
                                                            "checksum",
                                                            "TTL",
                                                            "unknown destination",
                                                            "odd destination",
                                                            "control opcode",
                                                            "control address",
                                                            "control of two beats",
                                                            "odd byte count",
                                                            "beats stop",
                                                            "port disabled inside"};
  return kNames[static_cast<std::size_t>(fault)];
}

int FrameMaker::DrawBytes(SizeMix sizes, random::Stream& random) const {
  switch (sizes) {
    case SizeMix::kImix: {
      const std::uint64_t draw = random.Below(12);
      return draw < 7 ? 64 : draw < 11 ? 594 : 1518;
    }
    case SizeMix::kMinimum:
      return sw::kMinFrameBytes;
    case SizeMix::kJumbo:
      return sw::kMaxFrameBytes - static_cast<int>(random.Below(8) == 0 ? random.Below(200) : 0);
    case SizeMix::kCellPlusOne:
      return variant_.cell_beats * sw::kBeatBytes + 1;
    case SizeMix::kUniform:
      return static_cast<int>(random.Between(sw::kMinFrameBytes, sw::kMaxFrameBytes));
    case SizeMix::kTiny:
      return static_cast<int>(random.Between(sw::kMinFrameBytes, 260));
  }
  return sw::kMinFrameBytes;
}

void FrameMaker::Address(Frame& frame, const Phase& phase, Pattern& pattern,
                         random::Stream& random) {
  int total = 0;
  for (const int weight : phase.kinds) total += weight;
  int draw = static_cast<int>(random.Below(static_cast<std::uint64_t>(total)));
  int kind = 0;
  while (draw >= phase.kinds[static_cast<std::size_t>(kind)]) {
    draw -= phase.kinds[static_cast<std::size_t>(kind++)];
  }
  frame.kind = static_cast<FrameKind>(kind);
  if (plan_.trims_everything() && frame.kind != FrameKind::kIpv4) frame.kind = FrameKind::kRouted;
  if (NeedsIpv4(frame.fault) && frame.kind != FrameKind::kIpv4) frame.kind = FrameKind::kRouted;
  if (frame.fault == Fault::kTtl && frame.kind < FrameKind::kRouted)
    frame.kind = FrameKind::kRouted;
  if (IsControl(frame.fault)) frame.kind = FrameKind::kControl;
  if (static_cast<int>(random.Below(256)) < phase.group_share) {
    frame.group = static_cast<int>(random.Below(static_cast<std::uint64_t>(plan_.groups())));
  } else {
    frame.port = pattern.Destination(port_, random);
  }
}

std::uint64_t FrameMaker::Key(const Frame& frame, const Destinations& to, std::uint64_t mask,
                              random::Stream& random) const {
  if (frame.fault == Fault::kUnknownDestination) return random.Next() & mask;
  const auto& keys = frame.fault == Fault::kOddDestination ? to.odd
                     : frame.group >= 0 ? to.group[static_cast<std::size_t>(frame.group)]
                                        : to.port[static_cast<std::size_t>(frame.port)];
  return keys.empty() ? random.Next() & mask : keys[random.Below(keys.size())];
}

void FrameMaker::WriteMac(Frame& frame, random::Stream& random) const {
  const bool routed = frame.kind == FrameKind::kRouted;
  const std::uint64_t to = routed ? plan_.router_mac() : Key(frame, plan_.macs(), kAnyMac, random);
  Put(frame, 0, 6, to);
  Put(frame, 6, 6, Few(random, random.Next() & kAnyMac, 16));
  int at = 12;
  if (frame.tagged) {
    Put(frame, 12, 2, sw::kEtherTypeVlan);
    Put(frame, 14, 2, random.Next());
    at += kTagBytes;
  }
  const std::uint64_t draw = random.Below(8);
  const std::uint64_t any = draw == 0  ? sw::kEtherTypeVlan
                            : draw < 4 ? sw::kEtherTypeIpv6
                                       : kExperimentalType;
  const std::uint64_t type = frame.kind == FrameKind::kCompact ? sw::kEtherTypeCompact
                             : frame.kind == FrameKind::kMac   ? any
                                                               : sw::kEtherTypeIpv4;
  Put(frame, at, 2, type);
}

void FrameMaker::WriteIpv4(Frame& frame, random::Stream& random) const {
  const int at = (frame.tagged ? kTagBytes : 0) + 14;
  const int room = frame.bytes - kEthernetBytes - (frame.tagged ? kTagBytes : 0);
  int words = 5;
  if (random.Below(8) == 0) {
    words = static_cast<int>(random.Between(5, std::min((sw::kBeatBytes - at) / 4, room / 4)));
  }
  int total = room - static_cast<int>(random.Below(4) == 0 ? random.Below(8) : 0);
  if (frame.fault == Fault::kShortIhl) words = static_cast<int>(random.Below(5));
  if (frame.fault == Fault::kLongIhl) words = static_cast<int>(random.Between(13, 15));
  if (frame.fault == Fault::kLongTotalLength) total = room + 1 + static_cast<int>(random.Below(64));
  if (frame.fault != Fault::kLongTotalLength) total = std::max(total, 4 * words);
  if (frame.fault == Fault::kShortTotalLength) total = static_cast<int>(random.Below(20));
  const std::uint64_t version = frame.fault == Fault::kBadVersion ? 5 + random.Below(8) : 4;
  const std::uint64_t time_to_live =
      frame.fault == Fault::kTtl ? random.Below(2) : random.Between(2, 255);
  const std::uint64_t draw = random.Below(8);
  const std::uint64_t protocol = draw < 5 ? kUdp : draw < 7 ? kTcp : random.Below(256);
  Put(frame, at, 1, version << 4 | static_cast<unsigned>(words));
  Put(frame, at + 1, 1, static_cast<std::uint64_t>(frame.dscp << 2 | frame.ecn));
  Put(frame, at + 2, 2, static_cast<std::uint64_t>(total));
  frame.fragment = random.Below(5) == 0;
  Put(frame, at + 6, 2, DrawFragment(frame.fragment, random));
  Put(frame, at + 8, 1, time_to_live);
  Put(frame, at + 9, 1, protocol);
  Put(frame, at + 10, 2, 0);
  Put(frame, at + 12, 4, Few(random, random.Next() & 0xFFFFFFFFU, 8));
  const auto& prefixed = plan_.prefixed();
  const bool by_prefix = random.Below(4) == 0;
  if (by_prefix) frame.port = frame.group = -1;
  Put(frame, at + 16, 4,
      by_prefix ? prefixed[random.Below(prefixed.size())]
                : Key(frame, plan_.hosts(), 0x7FFFFFFFU, random));
  const int ports = at + 4 * words;
  if (words >= 5 && ports + 4 <= sw::kBeatBytes && protocol == kUdp) {
    const std::uint64_t to = random.Below(8);
    Put(frame, ports, 2, Few(random, random.Next() & 0xFFFFU, 4));
    Put(frame, ports + 2, 2,
        to < 6    ? sw::kRoceUdpPort
        : to == 6 ? 5000 + random.Below(2)
                  : random.Below(65536));
    if (words == 5 && random.Below(2) == 0) Put(frame, 47 + at - 14, 3, random.Below(8));
    if (words == 5 && !frame.tagged && total >= 98 && !frame.fragment) {
      frame.hop_count =
          static_cast<int>(random.Below(8) == 0 ? random.Below(256) : random.Below(7));
      Put(frame, sw::kTelemetryOffset, 1, static_cast<std::uint64_t>(frame.hop_count));
    }
  }
}

void FrameMaker::WriteCompact(Frame& frame, random::Stream& random) const {
  const int at = (frame.tagged ? kTagBytes : 0) + 14;
  Put(frame, at, 1, static_cast<std::uint64_t>(frame.dscp << 2 | frame.ecn));
  Put(frame, at + 1, 1, frame.fault == Fault::kTtl ? random.Below(2) : random.Between(2, 255));
  Put(frame, at + 2, 2, Few(random, random.Next() & 0xFFFFU, 8));
  Put(frame, at + 4, 2, Key(frame, plan_.compact(), 0xFFFFU, random));
  Put(frame, at + 6, 2, Few(random, random.Next() & 0xFFFFU, 8));
}

void FrameMaker::WriteChecksum(Frame& frame, random::Stream& random) {
  const int at = (frame.tagged ? kTagBytes : 0) + 14;
  const int words = frame.front[static_cast<std::size_t>(at)] & 15;
  if (random.Below(4) == 0) {
    // An identification that makes the sum of the rest about 0x101: less one hop, that carries
    // twice; with a mark, a little below.
    frame.near_carry = true;
    const auto wanted = static_cast<std::uint32_t>(random.Between(0xFD, 0x103));
    Put(frame, at + 4, 2, 0);
    const std::uint32_t needed = wanted + Checksum(frame, at, 2 * words);
    Put(frame, at + 4, 2, (needed & 0xFFFFU) + (needed >> 16));
  }
  const std::uint16_t sum = Checksum(frame, at, 2 * words);
  Put(frame, at + 10, 2, frame.fault == Fault::kBadChecksum ? sum ^ (1U << random.Below(16)) : sum);
}

void FrameMaker::WriteControl(Frame& frame, random::Stream& random) const {
  frame.port = frame.group = -1;
  frame.tagged = false;
  frame.bytes =
      frame.fault == Fault::kLongControl ? 64 + static_cast<int>(random.Between(1, 100)) : 64;
  const bool address = frame.fault != Fault::kBadControlAddress;
  Put(frame, 0, 6, address ? kPauseAddress : kPauseAddress ^ (1ULL << random.Below(48)));
  Put(frame, 12, 2, sw::kEtherTypeControl);
  Put(frame, 14, 2,
      frame.fault == Fault::kBadOpcode
          ? static_cast<std::uint64_t>(sw::kPfcOpcode) ^ 1ULL << random.Below(16)
          : sw::kPfcOpcode);
}

Frame FrameMaker::Draw(const Phase& phase, Pattern& pattern, std::uint32_t serial,
                       random::Stream& random) {
  Frame frame;
  for (std::uint8_t& byte : frame.front) byte = static_cast<std::uint8_t>(random.Next());
  frame.serial = serial;
  frame.bytes = DrawBytes(phase.sizes, random);
  if (static_cast<int>(random.Below(65536)) < phase.fault) frame.fault = DrawFault(plan_, random);
  const bool needs_beats = frame.fault == Fault::kStalled || frame.fault == Fault::kPortOff;
  if (needs_beats && frame.bytes <= sw::kBeatBytes) {
    frame.bytes = static_cast<int>(random.Between(sw::kBeatBytes + 1, 400));
  }
  Address(frame, phase, pattern, random);
  frame.tagged = static_cast<int>(random.Below(256)) < phase.tagged;
  frame.dscp = phase.dscp[random.Below(phase.dscp.size())];
  frame.ecn = static_cast<std::uint8_t>(random.Below(4));
  Put(frame, kSerialAt, 4, serial);
  Put(frame, kSerialAt + 4, 4, CheckOfSerial(serial));
  if (frame.kind == FrameKind::kControl) {
    WriteControl(frame, random);
  } else {
    WriteMac(frame, random);
    if (frame.kind == FrameKind::kIpv4 || frame.kind == FrameKind::kRouted) {
      const int port = frame.port, group = frame.group;
      WriteIpv4(frame, random);
      if (frame.kind == FrameKind::kIpv4) frame.port = port, frame.group = group;
    } else if (frame.kind == FrameKind::kCompact) {
      WriteCompact(frame, random);
    }
  }
  // Where a header ends behind the number, the sum covers it.
  if (frame.kind == FrameKind::kIpv4 || frame.kind == FrameKind::kRouted) {
    WriteChecksum(frame, random);
  }
  if (frame.fault == Fault::kRunt) {
    frame.bytes = static_cast<int>(random.Between(random.Below(2) == 0 ? 62 : 1, 63));
  }
  if (frame.fault == Fault::kOversize) {
    frame.bytes = sw::kMaxFrameBytes + static_cast<int>(random.Between(1, 200));
  }
  return frame;
}

Frame FrameMaker::Pause(std::uint16_t classes, std::span<const std::uint16_t> timers,
                        random::Stream& random) {
  Frame frame;
  for (std::uint8_t& byte : frame.front) byte = static_cast<std::uint8_t>(random.Next());
  frame.kind = FrameKind::kControl;
  Put(frame, 0, 6, kPauseAddress);
  Put(frame, 12, 2, sw::kEtherTypeControl);
  Put(frame, 14, 2, sw::kPfcOpcode);
  Put(frame, 16, 2, classes);
  for (int i = 0; i < sw::kClasses; ++i)
    Put(frame, 18 + 2 * i, 2, timers[static_cast<std::size_t>(i)]);
  return frame;
}

}  // namespace linkwright::lockstep::ethernet
