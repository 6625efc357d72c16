// SPDX-License-Identifier: Apache-2.0
// The reduction unit: turns completed (or timed-out) entries into response packets, one result flit
// per tick, ReduceLatency ticks later.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/scaleup_switch/switch_state.h"

namespace linkwright::scaleup_switch {

class ReductionEngine {
 public:
  explicit ReductionEngine(SwitchState& state);

  void Reset();

  /// Computes this tick's result flit and chooses the next job, both from the state before the
  /// tick; before allocation and ingress.
  void Step();
  /// Releases the entry of a job that ended, and hands over results that are due; after ingress.
  void Commit();
  /// Result slots read to the end in this tick; after Step.
  void FreeResults(int count) { outstanding_ -= count; }

  /// No job, and no result waiting or on its way.
  bool empty() const { return outstanding_ == 0; }

 private:
  struct Job {
    bool busy = false;
    bool timed_out = false;
    std::uint32_t entry = 0;
    std::uint8_t flit = 0;
    std::uint8_t flits = 0;
    PacketIndex packet = kNoPacket;
  };
  struct Result {
    PacketIndex packet;
    std::uint8_t written;  // flits of the packet that are there from now on
    bool first;
  };

  Job Choose();
  void ComputeFlit();
  PacketIndex MakePacket(const ReductionEntry& entry, int port, bool timed_out, int flits);

  SwitchState& state_;
  Job job_;
  Job next_;
  bool job_ends_ = false;
  int next_port_ = 0;             // port that goes first
  int outstanding_ = 0;           // from decision to the reading of the last flit
  std::vector<Result> pipeline_;  // by due tick modulo its size; no packet: nothing due
  std::vector<const FlitData*> operands_;
};

}  // namespace linkwright::scaleup_switch
