// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/frame_queue.h"

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"

namespace linkwright::retry {

using interfaces::FlitBeat;

namespace {

constexpr int kBeatBytes = 64;
constexpr int kEtherTypeAt = 12, kTagAt = 14, kTagBytes = 4;
// Behind the tag, if there is one.
constexpr int kTypeOfServiceAt = 15, kTotalLengthAt = 16;
constexpr int kTrafficClassAt = 14, kPayloadLengthAt = 18;
constexpr int kAroundIp = 14 + 4;  // Ethernet header and FCS
constexpr int kIpv6Header = 40;
constexpr int kVlan = 0x8100, kIpv4 = 0x0800, kIpv6 = 0x86DD;

int ByteAt(const FlitBeat& beat, int at) {
  return static_cast<int>(beat.data[static_cast<size_t>(at / 8)] >> (at % 8 * 8) & 0xFF);
}
int WordAt(const FlitBeat& beat, int at) { return ByteAt(beat, at) << 8 | ByteAt(beat, at + 1); }

}  // namespace

FrameQueue::FrameQueue(const ClassOfDscp& class_of_dscp, const ClassOfTag& class_of_tag,
                       int cell_bytes, std::string path)
    : class_of_dscp_(class_of_dscp),
      class_of_tag_(class_of_tag),
      cell_bytes_(cell_bytes),
      path_(std::move(path)) {}

FrameQueue::Frame FrameQueue::Read(const FlitBeat& head) const {
  Frame frame;
  const int tag = WordAt(head, kEtherTypeAt) == kVlan ? kTagBytes : 0;
  const int type = WordAt(head, kEtherTypeAt + tag);
  int dscp = -1;
  if (type == kIpv4) {
    frame.length = kAroundIp + tag + WordAt(head, kTotalLengthAt + tag);
    dscp = ByteAt(head, kTypeOfServiceAt + tag) >> 2;
  } else if (type == kIpv6) {
    frame.length = kAroundIp + tag + kIpv6Header + WordAt(head, kPayloadLengthAt + tag);
    dscp = WordAt(head, kTrafficClassAt + tag) >> 6 & 63;
  } else if (tag > 0) {
    frame.traffic_class = class_of_tag_[static_cast<size_t>(ByteAt(head, kTagAt) >> 4)];
  }
  if (dscp >= 0) {
    frame.length = std::max(frame.length, kBeatBytes);
    frame.traffic_class = class_of_dscp_[static_cast<size_t>(dscp)];
  }
  if (head.tail) frame.length = head.bytes;
  return frame;
}

void FrameQueue::Push(const FlitBeat& beat) {
  beats_.push_back(beat);
  beats_.back().valid = true;
  if (!arriving_) {
    frames_.push_back(Read(beat));
    const Frame& frame = frames_.back();
    if (frame.length > 0) credits_[static_cast<size_t>(frame.traffic_class)] += CreditsOf(frame);
  }
  Frame& frame = frames_.back();
  frame.bytes += beat.tail ? beat.bytes : kBeatBytes;
  arriving_ = !beat.tail;
  if (arriving_) return;
  if (frame.length == 0) {
    frame.length = frame.bytes;
    credits_[static_cast<size_t>(frame.traffic_class)] += CreditsOf(frame);
  }
  LINKWRIGHT_CHECK(frame.bytes == frame.length || (beat.error && frame.bytes < frame.length))
      << path_ << ": a frame of " << frame.bytes << " bytes whose headers say " << frame.length;
}

void FrameQueue::Offer(link::FrameOffer& offer) const {
  offer.flit.valid = offering();
  if (!offer.flit.valid) return;
  const Frame& frame = frames_.front();
  offer.flit = beats_.front();
  offer.vc = static_cast<uint8_t>(frame.traffic_class);
  offer.length = static_cast<uint16_t>(frame.length);
}

void FrameQueue::Pop() {
  const bool tail = beats_.front().tail;
  beats_.pop_front();
  Frame& frame = frames_.front();
  if (!begun_) credits_[static_cast<size_t>(frame.traffic_class)] -= CreditsOf(frame);
  begun_ = !tail;
  if (tail) frames_.pop_front();
}

}  // namespace linkwright::retry
