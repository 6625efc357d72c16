// SPDX-License-Identifier: Apache-2.0
// Register traffic: the plan first, then random reads and writes of everything while frames fly, at
// the end a read of every register, so that two switches with equal answers have equal state.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <set>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_conformance/frame_books.h"
#include "systemc_models/ethernet_conformance/register_mirror.h"
#include "systemc_models/ethernet_conformance/stimulus_phase.h"
#include "systemc_models/ethernet_conformance/stimulus_plan.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/coverage.h"

namespace linkwright::ethernet_conformance {

class RegisterDriver {
 public:
  RegisterDriver(const sw::Variant& variant, const SwitchPlan& plan, Family family,
                 std::uint64_t seed, RegisterMirror& mirror, FrameBooks& books);

  /// The answer to the request of the previous tick, if there was one.
  void Observe(const interfaces::RegisterResponse& response);
  /// Draining: what was disturbed is repaired, otherwise silence.
  void Drive(std::int64_t cycle, const Phase& phase, bool draining,
             interfaces::RegisterRequest& request);
  /// The port is disabled as soon as the bus is free, and enabled again after some cycles.
  void DisableFor(int port, std::int64_t cycle, std::int64_t ticks);
  /// Nothing that was programmed keeps the switch from becoming empty any more: all queues are
  /// strict, there is no watchdog.
  void Relieve(std::int64_t cycle);
  /// Nothing is due to be written.
  bool quiet() const { return setup_left() == 0 && repairs_.empty() && !last_.valid; }
  /// Instead of Drive once traffic has ended; reads the registers one by one.
  void DriveReadout(interfaces::RegisterRequest& request);
  bool ReadoutDone() const { return readout_next_ == readout_.size(); }
  std::size_t setup_left() const { return plan_.setup().size() - setup_next_; }

  void CollectCoverage(lockstep::Coverage& coverage) const;

 private:
  struct Repair {
    std::int64_t due = 0;
    RegisterWrite write;
  };

  void PlanReadout();
  std::uint32_t DrawElementAddress(const sw::RegisterInfo& info);
  std::uint32_t DrawReadAddress();
  RegisterWrite DrawWrite(std::int64_t cycle, const Phase& phase);
  RegisterWrite DrawKnob(std::int64_t cycle);
  RegisterWrite DrawTableWrite(std::int64_t cycle);
  RegisterWrite DrawInjection();
  RegisterWrite DrawCounterWrite(std::uint32_t bits);
  bool FollowUp(interfaces::RegisterRequest& request);
  void NoteFollowUp(std::uint32_t address, std::uint32_t data);
  RegisterWrite Disturb(std::int64_t cycle, RegisterWrite write);
  const RegisterWrite& Again() {
    return plan_.setup()[static_cast<std::size_t>(random_.Below(plan_.setup().size()))];
  }
  int DrawPort() {
    return static_cast<int>(random_.Below(static_cast<std::uint64_t>(variant_.ports)));
  }
  void NotePortRead(std::uint32_t offset, int port, std::uint32_t data);
  void NoteStorm(int port, std::uint32_t storms);

  const sw::Variant& variant_;
  const SwitchPlan& plan_;
  const bool settled_;      // some registers keep what the plan gave them
  const bool toggles_pfc_;  // but PFC_CLASSES does not
  random::Stream random_;
  RegisterMirror& mirror_;
  FrameBooks& books_;
  std::size_t setup_next_ = 0;
  std::deque<Repair> repairs_;  // writes that undo a disturbance later
  std::vector<std::uint32_t> readout_;
  std::size_t readout_next_ = 0;
  std::uint32_t again_ = 0;         // an address to be read at once, 0: none
  int again_left_ = 0;              // times
  std::uint32_t drops_before_ = 0;  // of a queue, as read in the cycle before

  interfaces::RegisterRequest last_;
  std::set<std::uint32_t> written_counters_;  // whose values say nothing about events any more
  std::array<std::uint64_t, sw::kDropReasons> drops_{};  // reads that found some
  std::array<std::uint64_t, sw::kInterrupts> interrupts_{};
  std::array<std::uint64_t, sw::kInjectKinds> injected_{};
  std::vector<std::uint32_t> storms_;  // as last read, by port
  std::array<std::uint64_t, 4> storm_action_{};
  std::uint64_t storms_restored_ = 0, storms_counted_ = 0;
  std::uint64_t reads_ = 0, writes_ = 0, refused_reads_ = 0, refused_writes_ = 0, misaligned_ = 0;
  std::uint64_t cleared_ = 0, knobs_ = 0, counters_written_ = 0;
  std::uint64_t headroom_ = 0, trimmed_ = 0, poisoned_ = 0, marked_ = 0, paused_ = 0, xoff_ = 0;
  std::uint64_t watermarks_ = 0, pool_watermark_ = 0;
  std::uint64_t carries_ = 0, queue_drops_ = 0, drops_together_ = 0, filled_storms_ = 0;
  std::uint64_t limit_refusals_ = 0;  // at the end, if nothing disturbed the counters
  std::uint64_t trims_ = 0;
};

}  // namespace linkwright::ethernet_conformance
