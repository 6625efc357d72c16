// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/wire_burst.h"

#include <algorithm>

#include "systemc_models/traffic/frame_bench.h"

namespace linkwright::fuzz {
namespace {

constexpr std::size_t kRecordBytes = 8;
constexpr std::size_t kMostBeats = 1500;
constexpr int kLengths = 9600;
constexpr int kBeat = 64;
constexpr int kLongGap = 254;  // with 2 more the longest that a frame survives

std::uint32_t MaxFrame(std::uint8_t code) {
  if (code == 0) return 9216;
  return code == 255 ? 16383U : 60U + 16U * code;
}

void Gap(int ticks, bool link, std::vector<WireTick>& to) {
  for (int tick = 0; tick < ticks; ++tick) to.push_back({.beat = {}, .link = link});
}

void AppendFrame(const FrameRecord& record, std::vector<WireTick>& to) {
  const int beats = (record.length + kBeat - 1) / kBeat;
  const int where = record.where % beats;
  const auto has = [&](Misuse flag) { return (record.flags & flag) != 0; };
  for (int beat = 0; beat < beats; ++beat) {
    WireTick tick;
    interfaces::FlitBeat& wires = tick.beat;
    wires.valid = true;
    wires.head = (beat == 0) != (has(kHead) && beat == where);
    wires.tail = beat == beats - 1 && !has(kNoTail);
    if (wires.tail) {
      wires.bytes = static_cast<std::uint8_t>(record.length - beat * kBeat);
      if (has(kTailBytes)) wires.bytes = record.value;
      wires.error = has(kError);
    } else if (has(kGarbage)) {
      wires.bytes = record.value;
      wires.error = true;
    }
    for (int i = 0; i < kBeat; ++i) {
      const auto at = static_cast<std::size_t>(beat * kBeat + i);
      const std::uint64_t byte =
          at < record.bytes.size() ? record.bytes[at] : static_cast<std::uint8_t>(at);
      wires.data[static_cast<std::size_t>(i / 8)] |= byte << (8 * (i % 8));
    }
    tick.link = !(has(kLinkDownBeat) && beat == where);
    to.push_back(tick);
    if (beat != where) continue;
    if (has(kGapInside))
      Gap((record.gap & 15) + ((record.gap & 128) != 0 ? kLongGap : 0), true, to);
    if (has(kLinkDownGap)) Gap(1, false, to);
  }
  Gap(record.gap & 15, true, to);
}

}  // namespace

void AppendRecord(const FrameRecord& record, Input& input) {
  const auto raw = static_cast<unsigned>(record.length - 1);
  const std::size_t stored = std::min<std::size_t>(record.bytes.size(), 65535);
  for (const unsigned byte :
       {raw & 255U, raw >> 8, static_cast<unsigned>(stored & 255),
        static_cast<unsigned>(stored >> 8), static_cast<unsigned>(record.flags),
        static_cast<unsigned>(record.where), static_cast<unsigned>(record.gap),
        static_cast<unsigned>(record.value)}) {
    input.push_back(static_cast<std::uint8_t>(byte));
  }
  input.insert(input.end(), record.bytes.begin(),
               record.bytes.begin() + static_cast<std::ptrdiff_t>(stored));
}

Burst DecodeBurst(std::span<const std::uint8_t> input) {
  Burst burst;
  const std::uint8_t setup = input.empty() ? 0 : input[0];
  burst.cut_through = (setup & 1) != 0;
  burst.port = setup >> 1 & 3;
  burst.enabled = (setup & 8) == 0;
  burst.inject_bad_fcs = (setup & 16) != 0;
  burst.inject_drop_pfc = (setup & 32) != 0;
  burst.max_frame = MaxFrame(input.size() < 2 ? std::uint8_t{0} : input[1]);
  std::size_t at = 2;
  while (at + kRecordBytes <= input.size() && burst.ticks.size() < kMostBeats) {
    const auto* head = input.data() + at;
    FrameRecord record;
    record.length = 1 + (head[0] | head[1] << 8) % kLengths;
    record.flags = head[4];
    record.where = head[5];
    record.gap = head[6];
    record.value = head[7];
    at += kRecordBytes;
    const std::size_t follow =
        std::min<std::size_t>(static_cast<std::size_t>(head[2] | head[3] << 8), input.size() - at);
    record.bytes.assign(input.data() + at, input.data() + at + follow);
    at += follow;
    AppendFrame(record, burst.ticks);
  }
  Gap(1, false, burst.ticks);
  Gap(2, true, burst.ticks);
  for (int i = 0; i < 3; ++i) {
    WireTick tick;
    traffic::DriveBeat(traffic::MakePfcFrame(0xFF, {}), 0, false, tick.beat);
    burst.ticks.push_back(tick);
    Gap(2, true, burst.ticks);
  }
  return burst;
}

}  // namespace linkwright::fuzz
