// SPDX-License-Identifier: Apache-2.0
// Which registers of a scale-up switch are written and read while packets fly, and what their
// answers tell; at the end all counters are read.
#pragma once

#include <array>
#include <cstdint>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/coverage.h"
#include "systemc_models/lockstep/harness/register_traffic.h"
#include "systemc_models/lockstep/scaleup/stimulus_fabric.h"
#include "systemc_models/lockstep/scaleup/stimulus_phase.h"

namespace linkwright::lockstep::scaleup {

class RegisterDriver final : public RegisterTraffic {
 public:
  RegisterDriver(const sw::Variant& variant, const FabricPlan& plan, std::uint64_t seed);

  /// Draining: reductions end soon, credits are not repeated, and the bus is silent.
  void Drive(std::int64_t cycle, const Phase& phase, bool draining,
             interfaces::RegisterRequest& request);
  void CollectCoverage(Coverage& coverage) const;

 private:
  void Written(std::uint32_t, std::uint32_t) override {}
  void Read(std::uint32_t address, std::uint32_t data) override;
  std::uint32_t DrawReadAddress() override;
  RegisterWrite DrawWrite(std::int64_t cycle);
  RegisterWrite DrawPortWrite(std::int64_t cycle);
  RegisterWrite ShortTimeout(std::int64_t low, std::int64_t high);

  const sw::Variant& variant_;
  const FabricPlan& plan_;
  int drained_ = 0;  // register writes done in this stretch of draining

  std::array<std::uint64_t, sw::kDropReasons> drops_{};      // largest counter value read
  std::array<std::uint64_t, sw::kInterrupts> interrupts_{};  // reads of the cause with the bit set
  std::uint64_t injected_credit_drops_ = 0, injected_poison_ = 0, cleared_ = 0;
  std::uint64_t reductions_done_ = 0, reductions_timed_out_ = 0, multicast_copies_ = 0;
  std::uint64_t credit_wait_ = 0;
};

}  // namespace linkwright::lockstep::scaleup
