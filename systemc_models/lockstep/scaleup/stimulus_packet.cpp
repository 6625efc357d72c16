// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_packet.h"

#include <algorithm>

namespace linkwright::lockstep::scaleup {
namespace {

using Operation = sw::Operation;

constexpr std::array kUnicast = {Operation::kRead,          Operation::kWrite,
                                 Operation::kAtomic,        Operation::kWriteResponse,
                                 Operation::kErrorResponse, Operation::kReadResponse,
                                 Operation::kAtomicResponse};
constexpr unsigned kDataBit = 0x20;
constexpr unsigned kFlitBytes = 64;
constexpr unsigned kMaxBytes = 256;

unsigned DrawBytes(const Phase& phase, random::Stream& random) {
  const std::uint64_t draw = random.Next();
  const auto roll = static_cast<int>(draw & 255U);
  if (roll < phase.short_share) {
    return (draw >> 8 & 3U) == 0 ? 1 + static_cast<unsigned>(draw >> 16 & 63U) : kFlitBytes;
  }
  const unsigned flits = 1 + static_cast<unsigned>(draw >> 10 & 3U);
  return (draw >> 12 & 3U) == 0 ? flits * kFlitBytes - static_cast<unsigned>(draw >> 20 & 63U)
                                : flits * kFlitBytes;
}

}  // namespace

std::string_view ToString(Fault fault) {
  constexpr std::array<std::string_view, kFaults> kNames = {
      "none",          "unknown_operation", "switch_operation",
      "bad_data_type", "missing_vc",        "wrong_parity",
      "zero_bytes",    "too_long",          "stale_response",
      "no_route",      "odd_route",         "bad_group",
      "no_head_flag",  "head_inside",       "tail_early",
      "tail_missing",  "truncated",         "garbage_above_fields"};
  return kNames[static_cast<std::size_t>(fault)];
}

int DataFlits(unsigned op, unsigned bytes) {
  return (op & kDataBit) != 0 ? static_cast<int>((bytes + kFlitBytes - 1) / kFlitBytes) : 0;
}

int PacketMaker::DrawVc(bool response, random::Stream& random) const {
  const int pairs = response ? variant_.virtual_channels / 2 : (variant_.virtual_channels + 1) / 2;
  const int pair = static_cast<int>(random.Below(static_cast<std::uint64_t>(pairs)));
  return 2 * pair + (response ? 1 : 0);
}

int PacketMaker::DrawDestination(const Phase& phase, const Pattern& pattern,
                                 random::Stream& random) {
  if (phase.family == Family::kBursty) {
    if (burst_left_-- <= 0) {
      burst_left_ = static_cast<int>(random.Between(1, 24));
      burst_target_ = pattern.Destination(port_, random);
    }
    return burst_target_;
  }
  const bool multi_way = phase.family != Family::kPermutation && random.Below(5) == 0;
  if (multi_way) {
    return static_cast<int>(random.Between(plan_.single_way_ids(), plan_.multi_way_end() - 1));
  }
  return pattern.Destination(port_, random);
}

void PacketMaker::DrawCommon(sw::Header& header, const Phase& phase, random::Stream& random) const {
  const std::uint64_t draw = random.Next();
  header.src = static_cast<std::uint16_t>((draw & 7U) == 0 ? draw >> 8 & 1023U
                                                           : static_cast<unsigned>(port_));
  header.tag = static_cast<std::uint16_t>(draw >> 20 & 0xFFFFU);
  header.address = phase.one_address ? 0x1000U + (draw >> 40 & 255U)
                                     : random.Next() & ((std::uint64_t{1} << 57) - 1);
  header.bytes = static_cast<std::uint16_t>(DrawBytes(phase, random));
  header.ack = (draw >> 36 & 1U) != 0;
  header.poison = (draw >> 50 & 63U) == 0;
  header.status = static_cast<sw::Status>(draw >> 56 & 7U);
}

sw::Header PacketMaker::DrawUnicast(const Phase& phase, const Pattern& pattern,
                                    random::Stream& random) {
  sw::Header header;
  DrawCommon(header, phase, random);
  const Operation op = kUnicast[static_cast<std::size_t>(random.Below(kUnicast.size()))];
  const bool response = sw::IsResponse(op);
  header.op = op;
  header.vc = static_cast<std::uint8_t>(DrawVc(response, random));
  header.dst = static_cast<std::uint16_t>(DrawDestination(phase, pattern, random));
  header.group = static_cast<std::uint16_t>(random.Below(1024));
  header.dtype = static_cast<sw::DataType>(random.Below(4));
  if ((op == Operation::kWriteResponse || op == Operation::kErrorResponse) &&
      random.Below(2) == 0) {
    header.bytes = 0;
  }
  return header;
}

sw::Header PacketMaker::DrawGroup(const Phase& phase, random::Stream& random) const {
  sw::Header header;
  DrawCommon(header, phase, random);
  const int reads = phase.family == Family::kMulticast   ? 20
                    : phase.family == Family::kReduction ? 240
                                                         : 128;
  const bool reduce = static_cast<int>(random.Below(256)) < reads;
  header.op = reduce ? Operation::kReduceRead : Operation::kMulticastWrite;
  // A reduction's result travels on vc | 1, which must exist.
  do {
    header.vc = static_cast<std::uint8_t>(DrawVc(false, random));
  } while (reduce && static_cast<int>(header.vc | 1) >= variant_.virtual_channels);
  int group = 0;
  do {
    group = static_cast<int>(random.Below(static_cast<std::uint64_t>(plan_.usable_groups())));
  } while (group == plan_.empty_group());
  header.group = static_cast<std::uint16_t>(group);
  header.dst = static_cast<std::uint16_t>(random.Below(1024));
  header.dtype = static_cast<sw::DataType>(random.Below(3));
  return header;
}

void PacketMaker::Spoil(sw::Header& header, Fault fault, random::Stream& random) const {
  switch (fault) {
    case Fault::kUnknownOperation: {
      do {
        header.op = static_cast<Operation>(random.Below(64));
      } while (sw::IsKnown(header.op));
      break;
    }
    case Fault::kSwitchOperation:
      header.op = random.Below(2) == 0 ? Operation::kMemberRead : Operation::kReduceResponse;
      break;
    case Fault::kBadDataType:
      header.op = Operation::kReduceRead;
      header.dtype = static_cast<sw::DataType>(3);
      header.vc = static_cast<std::uint8_t>(header.vc & 2U);
      break;
    case Fault::kMissingVc:
      header.vc = 3;
      break;
    case Fault::kWrongParity:
      header.vc ^= 1;
      break;
    case Fault::kZeroBytes:
      header.bytes = 0;
      break;
    case Fault::kTooLong:
      header.bytes = static_cast<std::uint16_t>(random.Between(kMaxBytes + 1, 511));
      break;
    case Fault::kStaleResponse:
      header.op = Operation::kMemberResponse;
      header.vc = 1;
      // Half of them name an entry that may be active, with a guessed generation.
      if (random.Below(2) == 0) header.tag = static_cast<std::uint16_t>(random.Below(512));
      break;
    case Fault::kNoRoute:
      header.dst = static_cast<std::uint16_t>(random.Between(plan_.odd_end(), 1023));
      break;
    case Fault::kOddRoute:
      header.dst =
          static_cast<std::uint16_t>(random.Between(plan_.multi_way_end(), plan_.odd_end() - 1));
      break;
    case Fault::kBadGroup:
      header.op = random.Below(2) == 0 ? Operation::kMulticastWrite : Operation::kReduceRead;
      header.vc = 0;
      header.dtype = sw::DataType::kFp32;
      header.group = static_cast<std::uint16_t>(plan_.empty_group() >= 0 && random.Below(2) == 0
                                                    ? plan_.empty_group()
                                                    : random.Between(variant_.groups, 1023));
      break;
    default:
      break;  // faults of flags and flits, see Peer
  }
}

Packet PacketMaker::Draw(const Phase& phase, const Pattern& pattern, random::Stream& random) {
  const std::uint64_t draw = random.Next();
  const bool group = plan_.usable_groups() > 0 && static_cast<int>(draw & 255U) < phase.group_share;
  sw::Header header = group ? DrawGroup(phase, random) : DrawUnicast(phase, pattern, random);
  Packet packet;
  if (static_cast<int>(draw >> 16 & 0xFFFFU) < phase.illegal) {
    packet.fault = static_cast<Fault>(1 + random.Below(kFaults - 1));
    Spoil(header, packet.fault, random);
  }
  packet.header = sw::Pack(header);
  if (packet.fault == Fault::kGarbageAboveFields) {
    for (std::size_t word = 3; word < packet.header.size(); ++word) {
      packet.header[word] = random.Next();
    }
  }
  packet.op = static_cast<int>(header.op);
  packet.vc = static_cast<int>(header.vc);
  packet.data_flits = DataFlits(static_cast<unsigned>(header.op), header.bytes);
  if (packet.fault == Fault::kTruncated && packet.data_flits > 0) {
    packet.data_flits =
        static_cast<int>(random.Below(static_cast<std::uint64_t>(packet.data_flits)));
  }
  return packet;
}

Packet PacketMaker::MemberResponse(const sw::Header& member_read, bool wrong, bool poison,
                                   random::Stream& random) const {
  sw::Header header = member_read;
  header.op = Operation::kMemberResponse;
  header.vc |= 1;
  header.src = static_cast<std::uint16_t>(port_);
  header.dst = member_read.src;
  header.poison = poison;
  if (wrong) {
    switch (random.Below(3)) {
      case 0:
        header.tag = static_cast<std::uint16_t>(header.tag ^ (1U << random.Below(16)));
        break;
      case 1:
        header.bytes = static_cast<std::uint16_t>(random.Between(1, kMaxBytes));
        break;
      default:
        header.bytes = 0;
        break;
    }
  }
  Packet packet;
  packet.header = sw::Pack(header);
  packet.op = static_cast<int>(header.op);
  packet.vc = static_cast<int>(header.vc);
  packet.data_flits = DataFlits(static_cast<unsigned>(header.op), header.bytes);
  packet.operand = true;
  packet.dtype = static_cast<unsigned>(header.dtype);
  return packet;
}

}  // namespace linkwright::lockstep::scaleup
