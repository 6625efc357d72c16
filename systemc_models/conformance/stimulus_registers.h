// SPDX-License-Identifier: Apache-2.0
// Register traffic: the fabric plan first, then random reads and writes of everything while packets
// fly, at the end a read of every counter, so that two switches with equal answers have equal
// counters.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/conformance/stimulus_fabric.h"
#include "systemc_models/conformance/stimulus_phase.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/coverage.h"

namespace linkwright::conformance {

class RegisterDriver {
 public:
  RegisterDriver(const sw::Variant& variant, const FabricPlan& plan, std::uint64_t seed);

  /// The answer to the request of the previous tick, if there was one.
  void Observe(const interfaces::RegisterResponse& response);
  /// Draining: reductions end soon, credits are not repeated, and the bus is silent.
  void Drive(std::int64_t cycle, const Phase& phase, bool draining,
             interfaces::RegisterRequest& request);
  /// Instead of Drive once traffic has ended; reads the counters one by one.
  void DriveReadout(interfaces::RegisterRequest& request);
  bool ReadoutDone() const { return readout_next_ == readout_.size(); }

  void CollectCoverage(lockstep::Coverage& coverage) const;

 private:
  struct Repair {
    std::int64_t due = 0;
    RegisterWrite write;
  };

  std::uint32_t DrawReadAddress();
  std::uint32_t DrawElementAddress(const sw::RegisterInfo& info);
  RegisterWrite DrawWrite(std::int64_t cycle);
  RegisterWrite DrawPortWrite(std::int64_t cycle);
  int DrawPort() {
    return static_cast<int>(random_.Below(static_cast<std::uint64_t>(variant_.ports)));
  }

  const sw::Variant& variant_;
  const FabricPlan& plan_;
  random::Stream random_;
  std::size_t setup_next_ = 0;
  int drained_ = 0;              // register writes done in this stretch of draining
  std::vector<Repair> repairs_;  // writes that undo a disturbance later
  std::vector<std::uint32_t> readout_;
  std::size_t readout_next_ = 0;

  interfaces::RegisterRequest last_;
  std::set<std::uint32_t> written_counters_;  // whose values say nothing about events any more
  std::array<std::uint64_t, sw::kDropReasons> drops_{};  // largest counter value read
  std::array<std::uint64_t, sw::kInterrupts>
      interrupts_{};  // reads of the cause register with the bit set
  std::uint64_t reads_ = 0, writes_ = 0, refused_reads_ = 0, refused_writes_ = 0, misaligned_ = 0;
  std::uint64_t injected_credit_drops_ = 0, injected_poison_ = 0, cleared_ = 0;
  std::uint64_t reductions_done_ = 0, reductions_timed_out_ = 0, multicast_copies_ = 0;
  std::uint64_t credit_wait_ = 0;
};

}  // namespace linkwright::conformance
