// SPDX-License-Identifier: Apache-2.0
// A module with one clock that stops while there is nothing to do.
#pragma once

#include <cstdint>
#include <exception>
#include <systemc>

namespace linkwright::clocked {

// What the modules of one clock domain share. Edges are at whole multiples of the period, from one
// period on.
struct Clock {
  sc_core::sc_time period;
  uint64_t period_ps = 1;
  bool gating = true;
  bool stopping = false;       // being destroyed: no more steps, no more timeouts
  int awake = 0;               // modules that run at the next edge
  std::exception_ptr failure;  // the first exception of a module; the kernel was paused for it
};

// Within an edge modules may run in any order, whatever their clocks: wires take at least one
// cycle.
class Clocked : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Clocked);
  Clocked(sc_core::sc_module_name name, Clock& clock);

  // Runs again from the next edge on; no effect on a module that is awake.
  void Wake() {
    if (awake_) return;
    awake_ = true;
    ++clock_.awake;
    const uint64_t since_edge = simcontext()->time_stamp().value() % clock_.period_ps;
    wake_.notify(sc_core::sc_time::from_value(clock_.period_ps - since_edge));
  }
  const Clock& clock() const { return clock_; }

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

 private:
  void Edge();

  Clock& clock_;
  sc_core::sc_event wake_, timer_;  // two: a cancelled long timeout stays in the kernel's queue
  int64_t timer_at_ = 0;
  bool awake_ = true;
};

}  // namespace linkwright::clocked
