// SPDX-License-Identifier: Apache-2.0
// Which registers of an Ethernet switch are written and read while frames fly, and what their
// answers tell; at the end every status register and many of tables and modes are read.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/ethernet/frame_books.h"
#include "systemc_models/lockstep/ethernet/register_map.h"
#include "systemc_models/lockstep/ethernet/stimulus_phase.h"
#include "systemc_models/lockstep/ethernet/stimulus_plan.h"
#include "systemc_models/lockstep/harness/coverage.h"
#include "systemc_models/lockstep/harness/register_traffic.h"

namespace linkwright::lockstep::ethernet {

class RegisterDriver final : public RegisterTraffic {
 public:
  RegisterDriver(const sw::Variant& variant, const SwitchPlan& plan, Family family,
                 std::uint64_t seed, RegisterMirror& mirror, FrameBooks& books);

  /// Draining: what was disturbed is repaired, otherwise silence.
  void Drive(std::int64_t cycle, const Phase& phase, bool draining,
             interfaces::RegisterRequest& request);
  /// The port is disabled as soon as the bus is free, and enabled again after some cycles.
  void DisableFor(int port, std::int64_t cycle, std::int64_t ticks);
  /// Nothing that was programmed keeps the switch from becoming empty any more: all queues are
  /// strict, there is no watchdog.
  void Relieve(std::int64_t cycle);
  /// Nothing is due to be written.
  bool quiet() const { return setup_left() == 0 && !repairs_left() && !waits_for_answer(); }
  void CollectCoverage(Coverage& coverage) const;

 private:
  void Written(std::uint32_t address, std::uint32_t value) override;
  void Read(std::uint32_t address, std::uint32_t data) override;
  std::uint32_t DrawReadAddress() override;
  void PlanReadout();
  RegisterWrite DrawWrite(std::int64_t cycle, const Phase& phase);
  RegisterWrite DrawKnob(std::int64_t cycle);
  RegisterWrite DrawTableWrite(std::int64_t cycle);
  RegisterWrite DrawInjection();
  RegisterWrite DrawCounterWrite(std::uint32_t bits);
  bool FollowUp(interfaces::RegisterRequest& request);
  void NoteFollowUp(std::uint32_t address, const PortRegister& at, std::uint32_t data);
  RegisterWrite Disturb(std::int64_t cycle, RegisterWrite write);
  void NotePortRead(const PortRegister& at, std::uint32_t data);
  void NoteStorm(int port, std::uint32_t storms);

  const sw::Variant& variant_;
  const SwitchPlan& plan_;
  const bool settled_;      // some registers keep what the plan gave them
  const bool toggles_pfc_;  // but PFC_CLASSES does not
  RegisterMirror& mirror_;
  FrameBooks& books_;
  std::uint32_t again_ = 0;         // an address to be read at once, 0: none
  int again_left_ = 0;              // times
  std::uint32_t drops_before_ = 0;  // of a queue, as read in the cycle before

  std::array<std::uint64_t, sw::kDropReasons> drops_{};  // reads that found some
  std::array<std::uint64_t, sw::kInterrupts> interrupts_{};
  std::array<std::uint64_t, sw::kInjectKinds> injected_{};
  std::vector<std::uint32_t> storms_;  // as last read, by port
  std::array<std::uint64_t, 4> storm_action_{};
  std::uint64_t storms_restored_ = 0, storms_counted_ = 0;
  std::uint64_t cleared_ = 0, knobs_ = 0, counters_written_ = 0;
  std::uint64_t headroom_ = 0, trimmed_ = 0, poisoned_ = 0, marked_ = 0, paused_ = 0, xoff_ = 0;
  std::uint64_t watermarks_ = 0, pool_watermark_ = 0;
  std::uint64_t carries_ = 0, queue_drops_ = 0, drops_together_ = 0, filled_storms_ = 0;
  std::uint64_t limit_refusals_ = 0;  // at the end, if nothing disturbed the counters
  std::uint64_t trims_ = 0;
};

}  // namespace linkwright::lockstep::ethernet
