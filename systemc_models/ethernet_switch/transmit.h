// SPDX-License-Identifier: Apache-2.0
// The move stage: the frame in service at each output, the line's debt, edits, and giving cells
// back.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/switch_state.h"

namespace linkwright::ethernet_switch {

/// What the choose stage has decided for an output.
struct Service {
  FrameIndex frame = 0;     // 0: a PFC frame
  bool emit = true;         // false: discarded
  DropReason discard{};     // why, without `emit`
  bool deficit = false;     // served by deficit round robin
  std::uint32_t known = 0;  // bytes taken from the deficit
};

/// A frame turned out longer than what was taken from its queue's deficit.
struct Correction {
  int output;
  int priority;
  std::uint32_t bytes;
};

class Transmit {
 public:
  explicit Transmit(SwitchState& state);

  void Step();
  /// Outputs that may take a frame in this tick: without one, or done with it. Valid after Step.
  const PortSet& Free() const { return free_; }
  /// Of the last Step.
  const std::vector<Correction>& corrections() const { return corrections_; }
  void Start(int output, const Service& service);

  /// No frame in service and no line busy.
  bool Settled() const { return !busy_.Any(state_.words); }
  /// Frames in service; a PFC frame does not count.
  int frames() const { return frames_; }

 private:
  struct Output {
    Service service;
    bool active = false;
    std::uint16_t moved = 0;     // beats
    std::uint32_t debt = 0;      // bytes the line still has to send
    std::uint32_t tx_beats = 0;  // since reset
    int idle = 0;                // ticks that the frame in service left unfilled for a PFC frame
  };

  bool Coming(const Output& output) const;
  std::uint32_t Move(int port, Output& output);
  std::uint32_t MovePfc(int port, Output& output);
  void Emit(int port, Output& output, Frame& frame, BeatIndex beat, bool last, std::uint32_t bytes);
  void Finish(int port, Output& output, const Frame& frame);

  SwitchState& state_;
  std::vector<Output> output_;
  PortSet busy_;    // in service or with debt
  PortSet active_;  // in service
  PortSet free_;
  std::vector<Correction> corrections_;
  int frames_ = 0;
};

}  // namespace linkwright::ethernet_switch
