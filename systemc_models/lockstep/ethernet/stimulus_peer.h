// SPDX-License-Identifier: Apache-2.0
// What stands at the other end of one link: it sends frames at the pace of the line or faster,
// pauses the switch and is paused by it, holds the output back, and lets its link fall inside
// frames.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "foundation/random/stream.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/ethernet/frame_maker.h"
#include "systemc_models/lockstep/ethernet/frame_monitor.h"
#include "systemc_models/lockstep/ethernet/stimulus_phase.h"
#include "systemc_models/lockstep/harness/phased_stimulus.h"

namespace linkwright::lockstep::ethernet {

/// Counts for functional coverage.
struct PeerCounts : TrafficCounts {
  std::array<std::uint64_t, kFaults> sent_fault{};
  std::array<std::uint64_t, kSizeMixes> sent_sizes{};
  std::uint64_t frames_sent = 0;
  std::uint64_t beyond_line = 0;  ///< beats that the line would not have carried yet
  std::uint64_t pauses = 0;
  std::uint64_t resumes = 0;
  std::uint64_t stuck = 0;
  std::uint64_t obeyed = 0;  ///< cycles in which a frame waited because its class was paused
  std::uint64_t held_classes = 0;
  std::uint64_t held_output = 0;
  std::uint64_t fragments = 0;
  std::uint64_t near_carry = 0;
  std::uint64_t timers = 0;  ///< beside powers of two
};

class Peer {
 public:
  Peer(const sw::Variant& variant, const SwitchPlan& plan, int port, std::uint64_t seed);

  /// What the switch drove in this cycle.
  void Observe(const interfaces::FlitBeat& beat, std::int64_t cycle, FrameMonitor& monitor);
  /// What the peer drives in this cycle. Draining: it finishes what it began, lets the switch go on
  /// and begins nothing.
  void Drive(std::int64_t cycle, const Phase& phase, Pattern& pattern, bool draining,
             FrameMonitor& monitor, interfaces::FlitBeat& flit);
  std::uint16_t DriveHold(std::int64_t cycle, const Phase& phase, bool draining);

  /// True once when the link is to fall now.
  bool TakeAbort() { return std::exchange(abort_, false); }
  /// Ticks for which the port is to be disabled from now on, once; 0: not at all.
  std::int64_t TakeDisable() { return std::exchange(disable_, 0); }
  /// The link fell: what the switch said before does not hold.
  void LinkFell() { paused_until_.fill(0); }
  /// At the end: PFC frames that end all pauses, now and then, as long as the switch is not empty.
  void Insist() { insists_ = true; }
  /// The pauses that it asked for are left to expire.
  void Wait() { outstanding_ = 0; }
  /// Nothing more, not even a PFC frame.
  void Rest() { insists_ = false, outstanding_ = 0; }
  bool sending() const { return sending_; }
  const PeerCounts& counts() const { return counts_; }

 private:
  bool Begin(std::int64_t cycle, const Phase& phase, Pattern& pattern, bool draining,
             FrameMonitor& monitor);
  bool BeginPause(std::int64_t cycle, const Phase& phase, bool draining, FrameMonitor& monitor);
  void DrawTimers(PauseStyle style);
  void Stall(std::int64_t cycle);
  void SendPause(std::uint16_t classes, std::int64_t cycle, FrameMonitor& monitor);
  void Start(const Frame& frame);
  int Emit(std::int64_t cycle, FrameMonitor& monitor, interfaces::FlitBeat& flit);

  const int port_;
  const int line_bytes_;
  random::Stream random_;
  FrameMaker maker_;
  PeerCounts counts_;

  Frame current_;
  Frame next_;
  bool sending_ = false;
  bool has_next_ = false;
  bool abort_ = false;
  bool insists_ = false;
  std::int64_t disable_ = 0;
  std::int64_t stall_until_ = 0;
  std::int64_t insist_at_ = 0;
  int beat_ = 0;
  int fault_beat_ = 0;
  int debt_ = 0;
  std::uint32_t serial_;

  std::array<std::int64_t, sw::kClasses> paused_until_{};  // by the switch
  std::uint16_t outstanding_ = 0;                          // classes that the switch holds for us
  std::array<std::uint16_t, sw::kClasses> timers_{};
  std::int64_t refresh_at_ = 0;
  std::int64_t refresh_every_ = 0;  // 0: not repeated

  std::uint16_t hold_classes_ = 0;
  std::int64_t hold_until_ = 0;
  std::int64_t stop_until_ = 0;
};

}  // namespace linkwright::lockstep::ethernet
