// SPDX-License-Identifier: Apache-2.0
// Frames that wait in front of the transmitter of a link with retry. A frame's length is said with
// its first beat, so it is read from the headers where they tell (IP, tagged or not: its length; a
// frame of one beat: itself); any other frame is offered when its tail is there.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/link/llr_transmitter.h"

namespace linkwright::retry {

inline constexpr int kClasses = 8;

// How frames are told apart, as the Ethernet switch does it: the class of IP frames by DSCP, of
// other tagged ones by PCP * 2 + DEI; all others are class 0.
using ClassOfDscp = std::array<uint8_t, 64>;
using ClassOfTag = std::array<uint8_t, 16>;

class FrameQueue {
 public:
  // `cell_bytes`: of one credit. `path` names the link in messages.
  FrameQueue(const ClassOfDscp& class_of_dscp, const ClassOfTag& class_of_tag, int cell_bytes,
             std::string path);

  // Head to tail of one frame, gaps allowed.
  void Push(const interfaces::FlitBeat& beat);
  // The beat for the transmitter in this cycle; not valid if none may be offered.
  void Offer(link::FrameOffer& offer) const;
  // The beat offered was taken. InternalError if a frame ends that is not as long as was said; one
  // that ends bad may be shorter.
  void Pop();

  size_t beats() const { return beats_.size(); }
  bool offering() const { return !beats_.empty() && (begun_ || MayBegin()); }
  // Of frames of which no beat was taken, as far as they have come.
  int credits(int traffic_class) const { return credits_[static_cast<size_t>(traffic_class)]; }

 private:
  struct Frame {
    int length = 0;  // bytes, FCS included; 0: not known yet
    int traffic_class = 0;
    int bytes = 0;  // arrived
  };

  bool MayBegin() const { return frames_.front().length > 0; }
  Frame Read(const interfaces::FlitBeat& head) const;
  int CreditsOf(const Frame& frame) const { return (frame.length + cell_bytes_ - 1) / cell_bytes_; }

  ClassOfDscp class_of_dscp_;
  ClassOfTag class_of_tag_;
  int cell_bytes_;
  std::string path_;
  std::deque<interfaces::FlitBeat> beats_;
  std::deque<Frame> frames_;
  bool begun_ = false;     // a beat of the first frame was taken
  bool arriving_ = false;  // the last frame has not ended
  std::array<int, kClasses> credits_{};
};

}  // namespace linkwright::retry
