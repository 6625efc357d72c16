// SPDX-License-Identifier: Apache-2.0
// Follows frames from the wires in to the wires out, by the number each carries, and counts what
// the switch did with them. It knows what was driven and programmed, not how a switch works: what
// it counts is evidence for functional coverage, never a check.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/ethernet/frame_maker.h"
#include "systemc_models/lockstep/ethernet/register_map.h"
#include "systemc_models/lockstep/ethernet/stimulus_plan.h"
#include "systemc_models/lockstep/harness/coverage.h"

namespace linkwright::lockstep::ethernet {

class FrameMonitor {
 public:
  FrameMonitor(const sw::Variant& variant, const SwitchPlan& plan, const RegisterMirror& mirror);

  /// The first and the last beat of a frame goes into `port`.
  void Begin(const Frame& frame, int port, std::int64_t cycle);
  void End(const Frame& frame, std::int64_t cycle);
  /// The peer of `port` asks in `cycle` for silence of a class until about `until`.
  void Pause(int port, int traffic_class, std::int64_t cycle, std::int64_t until);
  /// The link of `port` goes down in `cycle`: pauses end, and what was said is forgotten.
  void LinkFell(int port, std::int64_t cycle);
  /// PFC_CLASSES as last seen; called in every cycle.
  void NoteClasses();
  /// Those of `classes` that PFC can stop.
  std::uint16_t LosslessOf(std::uint16_t classes) const;
  /// The switch has stopped its peer, or the peer the switch, as far as PFC frames tell.
  bool Stopped(int port, std::int64_t cycle) const;
  /// The peer of `port` has the switch wait beyond `cycle`.
  bool Paused(int port, std::int64_t cycle) const { return PausedClasses(port, cycle) != 0; }
  std::uint16_t PausedClasses(int port, std::int64_t cycle) const;
  /// Telemetry slots written by a port that had sent 2^16 beats.
  std::uint64_t late_slots() const { return late_slots_; }
  /// A valid beat comes out of `port`.
  void Out(int port, const interfaces::FlitBeat& beat);
  void EndTick();

  int ClassOf(const Frame& frame) const;
  void CollectCoverage(Coverage& coverage) const;

 private:
  struct Sent {
    std::uint32_t serial = 0;
    std::int64_t begin = -1;
    std::int64_t end = -1;
    int traffic_class = 0;
    int port = -1;
    int group = -1;
    int bytes = 0;
    int hop_count = -1;
    std::uint8_t ecn = 0;
    FrameKind kind = FrameKind::kMac;
    std::uint64_t paused = 0;  // members of the group that were, of the first 64 ports
    std::uint64_t members = 0;
  };
  struct Output {
    std::optional<Sent> frame;
    int beat = 0;
    std::uint32_t beats = 0;
    bool ce = false;
    int last_class = -1;
    std::uint32_t xoff = 0;
    bool fell = false;  // since it last spoke of XOFF, which it had said
    std::array<std::int64_t, sw::kClasses> strict_end{};  // of the youngest that left
  };

  std::size_t Index(int port, int traffic_class) const {
    return static_cast<std::size_t>(sw::kClasses * port + traffic_class);
  }
  Sent* Find(std::uint32_t serial);
  void Head(Output& output, int port, const interfaces::FlitBeat& beat);
  void PauseOut(Output& output, const interfaces::FlitBeat& beat);
  void Balanced(const Sent& sent, int port);
  void Scheduled(Output& output, const Sent& sent);
  void Tail(const Output& output, const interfaces::FlitBeat& beat);

  const SwitchPlan& plan_;
  const RegisterMirror& mirror_;
  std::vector<std::vector<Sent>> sent_;  // by port, a ring of the youngest
  std::vector<Output> outputs_;
  std::vector<std::int64_t> paused_until_;
  std::vector<std::size_t> ended_;  // queues that got a whole frame in this tick
  std::uint32_t classes_ = 0;
  std::uint64_t late_slots_ = 0;
  Coverage seen_;
};

/// Serial numbers carry the port in their upper bits.
inline constexpr int kSerialPortShift = 22;

}  // namespace linkwright::lockstep::ethernet
