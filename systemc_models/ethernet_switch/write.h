// SPDX-License-Identifier: Apache-2.0
// The write stage: admission, storing and charging of beats, queueing, marking at enqueue.
#pragma once

#include <vector>

#include "systemc_models/ethernet_switch/forward.h"
#include "systemc_models/ethernet_switch/switch_state.h"

namespace linkwright::ethernet_switch {

class Write {
 public:
  explicit Write(SwitchState& state) : state_(state), open_(state.variant.ports) {}

  void Step(const std::vector<ForwardedBeat>& beats);

 private:
  FrameIndex Begin(const ForwardedBeat& beat);
  void Store(Frame& frame, BeatIndex beat);
  void End(FrameIndex index, const ForwardedBeat& beat);
  void Discard(FrameIndex index, DropReason reason);
  void Append(FrameIndex index);

  SwitchState& state_;
  std::vector<FrameIndex> open_;  // frame being received; 0: none, or refused
};

}  // namespace linkwright::ethernet_switch
