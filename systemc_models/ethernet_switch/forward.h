// SPDX-License-Identifier: Apache-2.0
// Capture and forward: framing, parse, look-up and choice of the port, one beat per port and tick.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/member_choice.h"
#include "systemc_models/ethernet_switch/parser.h"
#include "systemc_models/ethernet_switch/switch_state.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::ethernet_switch {

/// What the forward stage hands to the write stage: a beat of a frame that is being forwarded, or
/// the end of one that was cut short.
struct ForwardedBeat {
  BeatIndex beat = 0;    // 0: an end without data
  FrameIndex frame = 0;  // with the first beat only
  std::uint16_t port = 0;
  std::uint16_t bytes = 0;  // of the frame, this beat included
  bool end = false;
  bool bad = false;
  DropReason reason{};
};

class Forward {
 public:
  explicit Forward(SwitchState& state);

  /// What the stage before the edge has handed over, ascending by port but for cut-short frames.
  const std::vector<ForwardedBeat>& forwarded() const { return forwarded_; }
  /// Processes the captured beats; what forwarded() held is gone.
  void Step();
  /// Last in a tick: the wires into the input register.
  void Capture(const interfaces::SwitchInputs& inputs);

  bool Settled() const {
    return captured_.empty() && forwarded_.empty() && !in_frame_.Any(state_.words);
  }

 private:
  struct Captured {
    BeatIndex beat;
    std::uint16_t port;
    std::uint8_t bytes;  // 1 to 64
    bool head;
    bool tail;
    bool error;
  };
  struct Port {
    bool forwarding = false;
    std::uint8_t dscp = 0;
    std::uint32_t bytes = 0;
    std::uint32_t least_bytes = 0;  // of an IPv4 frame; 0: any
    std::uint64_t last_beat = 0;    // tick
    FrameIndex frame = 0;           // that is forwarded
  };
  struct Verdict {
    FrameIndex frame = 0;  // 0: dropped or taken
    bool taken = false;
    DropReason reason{};
  };

  void Take(const Captured& captured);
  void Begin(const Captured& captured);
  void Continue(const Captured& captured);
  void Cut(int port, Port& p, DropReason reason);
  PortSet Aborted();
  void FindGaps(PortSet& aborted);
  void GiveUp(FrameIndex frame);
  Verdict Judge(const Captured& captured, bool bad_fcs);
  Verdict Control(int port, BeatIndex beat, bool tail);
  FrameIndex MakeFrame(int port, int output, const ParsedFrame& parsed);
  bool TooShort(const Port& p) const;
  bool UseInjection(int port);

  SwitchState& state_;
  MemberChoice choice_;
  std::vector<Captured> captured_;
  PortSet valid_;  // ports in captured_
  PortSet in_frame_;
  std::uint64_t next_gap_ = 0;  // tick; no frame has been silent for too long before it
  std::vector<Port> port_;
  std::vector<ForwardedBeat> forwarded_;
};

}  // namespace linkwright::ethernet_switch
