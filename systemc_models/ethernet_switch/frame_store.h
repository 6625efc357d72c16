// SPDX-License-Identifier: Apache-2.0
// Where beats and frames live. A beat is copied in once at capture and out once at the wires; in
// between only its index moves. Which physical cell holds it is not visible outside, so beats are
// linked one by one and cells are only counted (mmu.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/switch_parts/lazy_array.h"

namespace linkwright::ethernet_switch {

using switch_parts::LazyArray;

using BeatIndex = std::uint32_t;   // 0: none
using FrameIndex = std::uint32_t;  // 0: none
using BeatData = std::array<std::uint64_t, interfaces::kFlitWords>;

/// Chains of beats. The caller guarantees that no more than `capacity` are alive.
class BeatPool {
 public:
  explicit BeatPool(std::size_t capacity) : data_(capacity + 1), next_(capacity + 1) {}

  BeatIndex Take() {
    ++in_use_;
    if (free_ == 0) return static_cast<BeatIndex>(++fresh_);
    const BeatIndex beat = free_;
    free_ = next_[beat];
    return beat;
  }
  void Release(BeatIndex beat) { ReleaseChain(beat, beat, 1); }
  /// `count` beats, linked from `first` to `last`.
  void ReleaseChain(BeatIndex first, BeatIndex last, std::size_t count) {
    next_[last] = free_;
    free_ = first;
    in_use_ -= count;
  }
  void Link(BeatIndex beat, BeatIndex next) { next_[beat] = next; }
  BeatIndex Next(BeatIndex beat) const { return next_[beat]; }

  BeatData& operator[](BeatIndex beat) { return data_[beat]; }
  const BeatData& operator[](BeatIndex beat) const { return data_[beat]; }
  std::uint8_t* Bytes(BeatIndex beat) { return reinterpret_cast<std::uint8_t*>(&data_[beat]); }
  std::size_t in_use() const { return in_use_; }

 private:
  LazyArray<BeatData> data_;
  LazyArray<BeatIndex> next_;
  BeatIndex free_ = 0;
  std::size_t fresh_ = 0;
  std::size_t in_use_ = 0;
};

enum class HeaderKind : std::uint8_t { kOther, kIpv4, kCompact };

/// A frame that is to be forwarded, from its verdict to its last move.
struct Frame {
  FrameIndex next;  // in its queue
  BeatIndex first;  // stored and not moved yet
  BeatIndex last;
  std::uint16_t stored;  // beats
  std::uint16_t bytes;   // once complete
  std::uint16_t input;
  std::uint16_t output;
  std::uint8_t priority;  // class: priority group, queue and PFC priority
  std::uint8_t keep;      // beats a trimmed frame keeps
  std::uint8_t tag;       // bytes of its VLAN tag
  std::uint8_t ecn;
  HeaderKind header;
  bool routed;
  bool telemetry;
  bool cut_through;
  bool trimmed;
  bool marked;
  bool complete;  // its end has been stored
  bool error;
};

class FramePool {
 public:
  explicit FramePool(std::size_t capacity) : frame_(capacity + 1) {}

  /// All fields 0.
  FrameIndex Take() {
    ++in_use_;
    FrameIndex index = free_;
    if (index == 0) {
      index = static_cast<FrameIndex>(++fresh_);
    } else {
      free_ = frame_[index].next;
    }
    frame_[index] = Frame{};
    return index;
  }
  void Release(FrameIndex index) {
    frame_[index].next = free_;
    free_ = index;
    --in_use_;
  }
  Frame& operator[](FrameIndex index) { return frame_[index]; }
  const Frame& operator[](FrameIndex index) const { return frame_[index]; }
  std::size_t in_use() const { return in_use_; }

 private:
  LazyArray<Frame> frame_;
  FrameIndex free_ = 0;
  std::size_t fresh_ = 0;
  std::size_t in_use_ = 0;
};

}  // namespace linkwright::ethernet_switch
