// SPDX-License-Identifier: Apache-2.0
// Where a thread block stands.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/units/duration.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

enum class RunnerState : uint8_t {
  kAsleep,   // a timer is set: launch, a slice in work, or something known to come
  kBlocked,  // nothing is set; `wait` says what must happen
  kDone,
};

enum class WaitReason : uint8_t {
  kNothing,
  kDependence,
  kData,
  kPlace,
  kSignal,
  kBarrier,
  kOutstanding,  // its own transfers
};

struct Runner {
  int rank = 0;
  int thread_block = 0;
  const collectives::ThreadBlock* code = nullptr;

  // The step it is at (or, having ended, was at): where it stands in its run, and its connections
  // (indices, -1 where it has none).
  collectives::Instruction current;
  int step = 0;
  int32_t run = 0;
  int32_t repetition = 0;
  int send = -1;
  int recv = -1;

  RunnerState state = RunnerState::kAsleep;
  WaitReason wait = WaitReason::kNothing;
  uint64_t iteration = 0;
  int part = 0;
  uint64_t offset = 0;      // bytes of the part done
  uint64_t slice = 0;       // bytes in work
  int32_t places = 1;       // of the FIFO, for the slice to be sent
  bool working = false;     // a slice is in work
  bool entered = false;     // the step's dependence is met
  bool at_barrier = false;  // has arrived
  bool released = false;    // and may leave
  int outstanding = 0;      // own transfers in flight that the step waits for at its end
  int limited = 0;          // of them, those that count against multimem_outstanding

  // Steps published, counted over iterations; what it was before and when it changed.
  int64_t published = 0;
  int64_t published_before = 0;
  units::SimTime published_at;
  std::vector<int> waiters;  // runners that wait for a publication of this one

  units::SimTime finished;

  const collectives::Instruction& Current() const { return current; }
};

}  // namespace linkwright::executor
