// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/frame_inputs.h"

#include <algorithm>
#include <array>

#include "systemc_models/traffic/frame_builder.h"
#include "tests/fuzz/known_table.h"
#include "tests/fuzz/wire_burst.h"

namespace linkwright::fuzz {
namespace {

using random::Stream;
using traffic::FrameBytes;

int Pick(Stream& stream, int count) {
  return static_cast<int>(stream.Below(static_cast<std::uint64_t>(count)));
}
template <std::size_t N>
int OneOf(Stream& stream, const std::array<int, N>& values) {
  return values[static_cast<std::size_t>(Pick(stream, static_cast<int>(N)))];
}

int Size(Stream& stream) {
  if (stream.Bernoulli(0.02)) return OneOf(stream, std::array{1518, 4096, 9216});
  return OneOf(stream, std::array{64, 64, 64, 65, 72, 100, 127, 128, 129, 192, 200, 260, 512});
}

// Mostly the three keys that lead to a port.
std::uint32_t Key(Stream& stream) {
  return static_cast<std::uint32_t>(Pick(stream, stream.Bernoulli(0.8) ? 3 : kKeys));
}

FrameBytes Ipv4(Stream& stream, int tag) {
  traffic::Ipv4FrameSpec spec;
  spec.tag = tag;
  spec.bytes = std::max(Size(stream), tag < 0 ? 64 : 68);
  spec.dscp = Pick(stream, 64);
  spec.ecn = Pick(stream, 4);
  spec.protocol = OneOf(stream, std::array{6, 17, 17, 1, 253});
  if (spec.bytes >= 100) spec.options = OneOf(stream, std::array{0, 0, 0, 1, 6, 7, 8, 10});
  const bool routed = stream.Bernoulli(0.7);
  spec.destination_mac = routed ? kRouterMac : kFirstMac + Key(stream);
  spec.destination = kFirstHost + Key(stream);
  if (stream.Bernoulli(0.3)) {
    constexpr std::array<std::uint32_t, 4> kPrefixed = {0x0A020001, 0x0A030001, 0xC0A80709,
                                                        0x0B000001};
    spec.destination = kPrefixed[stream.Below(kPrefixed.size())];
  }
  spec.ttl = OneOf(stream, std::array{64, 64, 255, 2});
  return MakeIpv4Frame(spec);
}

FrameBytes ValidFrame(Stream& stream) {
  const int tag = stream.Bernoulli(0.25) ? static_cast<int>(stream.Below(65536)) : -1;
  traffic::MacFrameSpec mac;
  mac.tag = tag;
  mac.bytes = Size(stream);
  mac.destination = kFirstMac + Key(stream);
  switch (Pick(stream, 8)) {
    case 0:
    case 1:
      return MakeMacFrame(mac);
    case 2: {
      traffic::CompactFrameSpec spec;
      spec.mac = mac;
      spec.dscp = Pick(stream, 64);
      spec.hops = OneOf(stream, std::array{8, 8, 2, 1});
      spec.destination = static_cast<std::uint16_t>(1 + Pick(stream, 4));
      return MakeCompactFrame(spec);
    }
    case 3: {
      std::array<std::uint16_t, 8> quanta{};
      for (auto& quantum : quanta) quantum = static_cast<std::uint16_t>(stream.Next());
      return traffic::MakePfcFrame(static_cast<unsigned>(stream.Below(65536)), quanta);
    }
    default:
      return Ipv4(stream, tag);
  }
}

void MendChecksum(Stream& stream, FrameBytes& frame, std::size_t ip) {
  const std::size_t header = 4U * (frame[ip] & 15U);
  if (header < 12 || ip + header > frame.size() || stream.Bernoulli(0.2)) return;
  traffic::WriteHeaderChecksum(frame, static_cast<int>(ip));
}

// One field of the headers gets a value next to, or far from, a right one.
void EditHeader(Stream& stream, FrameBytes& frame) {
  if (frame.size() < 64) return;
  const std::size_t ip = frame[12] == 0x81 && frame[13] == 0 ? 18 : 14;
  const auto at = [&](std::size_t offset) -> std::uint8_t& { return frame[ip + offset]; };
  switch (Pick(stream, 8)) {
    case 7:  // fragments and what looks like them
      traffic::WriteField(frame, static_cast<int>(ip) + 6, 2,
                          static_cast<std::uint64_t>(OneOf(
                              stream, std::array{0x2000, 1, 0x1FFF, 0x4000, 0x8000, 0xC000})));
      break;
    case 0:
      at(0) = static_cast<std::uint8_t>((at(0) & 0xF0) | Pick(stream, 16));
      break;
    case 1:
      at(0) = static_cast<std::uint8_t>((at(0) & 15) | Pick(stream, 16) << 4);
      break;
    case 2: {
      const int length = at(2) << 8 | at(3);
      const int edited = std::clamp(
          OneOf(stream, std::array{length + 1, length - 1, length + 4, 0, 19, 20, 65535}), 0,
          65535);
      traffic::WriteField(frame, static_cast<int>(ip) + 2, 2, static_cast<std::uint64_t>(edited));
      break;
    }
    case 3:
      at(8) = static_cast<std::uint8_t>(Pick(stream, 3));
      break;
    case 4:
      at(10) ^= static_cast<std::uint8_t>(1 + Pick(stream, 255));
      return;
    case 5:
      traffic::WriteField(frame, static_cast<int>(ip) + 16, 4, stream.Next() & 0xFFFFFFFF);
      break;
    default: {
      const int type = OneOf(stream, std::array{0x0800, 0x8100, 0x8808, 0x88B5, 0x86DD, 0x0101});
      traffic::WriteField(frame, OneOf(stream, std::array{12, 14, 16}), 2,
                          static_cast<std::uint64_t>(type));
      return;
    }
  }
  MendChecksum(stream, frame, ip);
}

void FlipBits(Stream& stream, FrameBytes& frame) {
  const std::size_t reach = std::min<std::size_t>(frame.size(), 64);
  for (int flips = 1 + Pick(stream, 3); flips > 0; --flips) {
    frame[stream.Below(reach)] ^= static_cast<std::uint8_t>(1 << Pick(stream, 8));
  }
}

void InsertTags(Stream& stream, FrameBytes& frame) {
  for (int tags = 1 + Pick(stream, 2); tags > 0; --tags) {
    const std::array<std::uint8_t, 4> tag = {0x81, 0, static_cast<std::uint8_t>(stream.Next()), 1};
    frame.insert(frame.begin() + std::min<std::ptrdiff_t>(12, std::ssize(frame)), tag.begin(),
                 tag.end());
  }
}

void Splice(Stream& stream, FrameBytes& frame) {
  const FrameBytes other = ValidFrame(stream);
  const std::size_t at = stream.Below(std::min<std::size_t>(frame.size(), 64));
  frame.resize(at);
  frame.insert(frame.end(), other.begin() + static_cast<std::ptrdiff_t>(std::min(at, other.size())),
               other.end());
  if (frame.empty()) frame.push_back(0);
}

void BreakFrame(Stream& stream, FrameRecord& record) {
  const auto flag = [&](int bits) { record.flags |= static_cast<std::uint8_t>(bits); };
  switch (Pick(stream, 12)) {
    case 0:
      FlipBits(stream, record.bytes);
      break;
    case 1: {  // cut off, near 64 as often as anywhere
      const std::size_t size =
          stream.Bernoulli(0.5) ? 60 + stream.Below(10) : 1 + stream.Below(record.bytes.size());
      if (size < record.bytes.size()) record.bytes.resize(size);
      break;
    }
    case 2:
      InsertTags(stream, record.bytes);
      break;
    case 3:
      Splice(stream, record.bytes);
      break;
    case 4:
      flag(OneOf(stream, std::array<int, 3>{kError, kHead, kNoTail}));
      break;
    case 5:
      flag(stream.Bernoulli(0.5) ? kTailBytes : kTailBytes | kGarbage);
      record.value = static_cast<std::uint8_t>(OneOf(stream, std::array{0, 1, 63, 64, 65, 255}));
      break;
    case 6:
      flag(OneOf(stream, std::array<int, 4>{kLinkDownGap, kLinkDownBeat, kGapInside, kGapInside}));
      if ((record.flags & kGapInside) != 0 && stream.Bernoulli(0.5)) {
        record.gap = static_cast<std::uint8_t>(128 + Pick(stream, 6));
      }
      break;
    case 7:  // longer than it says
      record.length = static_cast<int>(record.bytes.size()) + Pick(stream, 80);
      if (stream.Bernoulli(0.1)) record.length = 9200 + Pick(stream, 100);
      return;
    default:
      EditHeader(stream, record.bytes);
  }
  record.length = static_cast<int>(record.bytes.size());
}

}  // namespace

Input FrameInput(Stream& stream) {
  Input input;
  const unsigned setup = stream.Bernoulli(0.8) ? stream.Below(8) : stream.Below(64);
  input.push_back(static_cast<std::uint8_t>(setup));
  input.push_back(stream.Bernoulli(0.8) ? std::uint8_t{0}
                                        : static_cast<std::uint8_t>(stream.Below(256)));
  for (int frames = 1 + Pick(stream, 24); frames > 0; --frames) {
    FrameRecord record;
    record.bytes = ValidFrame(stream);
    record.length = static_cast<int>(record.bytes.size());
    record.where = static_cast<std::uint8_t>(Pick(stream, 4));
    record.gap = static_cast<std::uint8_t>(stream.Bernoulli(0.6) ? 0 : Pick(stream, 16));
    if (stream.Bernoulli(0.7)) {
      for (int ways = 1 + Pick(stream, 2); ways > 0; --ways) BreakFrame(stream, record);
    }
    AppendRecord(record, input);
  }
  return input;
}

}  // namespace linkwright::fuzz
