// SPDX-License-Identifier: Apache-2.0
// A module with one clock that stops while there is nothing to do, and the wires between such
// modules.
#pragma once

#include <bit>
#include <cstdint>
#include <exception>
#include <systemc>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::cycle {

// The clock all modules of a pod share.
struct Clock {
  sc_core::sc_time period;
  uint64_t period_ps = 1;
  bool gating = true;
  bool stopping = false;       // the pod is being destroyed: no more steps, no more timeouts
  int awake = 0;               // modules that run at the next edge
  std::exception_ptr failure;  // the first exception of a module; the kernel was paused for it
};

// Edges are at whole multiples of the period, from one period on. Within an edge modules may run in
// any order: wires take at least one cycle.
class Clocked : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Clocked);
  Clocked(sc_core::sc_module_name name, Clock& clock);

  // Runs again from the edge after Now() on; no effect on a module that is awake.
  void Wake() {
    if (awake_) return;
    awake_ = true;
    ++clock_.awake;
    wake_.notify(clock_.period);
  }

 protected:
  // A module that goes to sleep at this edge runs again `cycles` edges later, if nothing wakes it
  // before; perhaps once more, earlier, for nothing. Called from Step, which then returns false.
  void SleepFor(int64_t cycle, int64_t cycles) {
    if (timer_at_ > cycle && timer_at_ <= cycle + cycles) return;
    timer_at_ = cycle + cycles;
    timer_.notify(sc_core::sc_time::from_value(clock_.period_ps * static_cast<uint64_t>(cycles)));
  }
  // One edge. False: nothing to do until Wake.
  virtual bool Step(int64_t cycle) = 0;
  const Clock& clock() const { return clock_; }

 private:
  void Edge();

  Clock& clock_;
  sc_core::sc_event wake_, timer_;  // two: a cancelled long timeout stays in the kernel's queue
  int64_t timer_at_ = 0;
  bool awake_ = true;
};

// All wires that end at one consumer, `latency` cycles long: a ring of cycles, each with the beats
// of all ports side by side, which the consumer may use as its input array. The consumer resets the
// valid flags of what it has read.
class Wires {
 public:
  Wires(int ports, int latency)
      : latency_(latency),
        mask_(std::bit_ceil(static_cast<uint64_t>(latency) + 1) - 1),
        ring_(mask_ + 1, std::vector<interfaces::PortBeat>(static_cast<size_t>(ports))),
        arrivals_(mask_ + 1, 0) {}

  void SetConsumer(Clocked* consumer) { consumer_ = consumer; }

  // Producer: the beat that a flit or credit driven in `cycle` is put into; Sent tells that
  // something was.
  interfaces::PortBeat& Driven(int64_t cycle, int port) {
    return ring_[At(cycle + latency_)][static_cast<size_t>(port)];
  }
  void Sent(int64_t cycle) {
    ++arrivals_[At(cycle + latency_)];
    ++in_flight_;
    consumer_->Wake();
  }

  // Consumer: beats that arrive in `cycle`; Taken empties the count.
  std::vector<interfaces::PortBeat>& Arriving(int64_t cycle) { return ring_[At(cycle)]; }
  int arrivals(int64_t cycle) const { return arrivals_[At(cycle)]; }
  void Taken(int64_t cycle) {
    in_flight_ -= arrivals_[At(cycle)];
    arrivals_[At(cycle)] = 0;
  }
  bool empty() const { return in_flight_ == 0; }

 private:
  size_t At(int64_t cycle) const { return static_cast<uint64_t>(cycle) & mask_; }

  int latency_;
  uint64_t mask_;
  std::vector<std::vector<interfaces::PortBeat>> ring_;
  std::vector<int> arrivals_;  // beats with a valid flit or credit
  int64_t in_flight_ = 0;
  Clocked* consumer_ = nullptr;
};

}  // namespace linkwright::cycle
