// SPDX-License-Identifier: Apache-2.0
// Stops the kernel at a chosen edge, together with the modules of that edge: sc_start with a
// duration would stop before them.
#pragma once

#include <cstdint>
#include <systemc>

namespace linkwright::cycle {

class Alarm final : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Alarm);
  explicit Alarm(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(Ring);
    sensitive << event_;
    dont_initialize();
  }
  // Rings at `cycle`, or at an earlier edge that is still set: cancelled notifications would pile
  // up in the kernel's queue.
  void Set(int64_t now, int64_t cycle, uint64_t period_ps) {
    if (at_ > now && at_ <= cycle) return;
    at_ = cycle;
    event_.cancel();
    event_.notify(sc_core::sc_time::from_value(period_ps * static_cast<uint64_t>(cycle - now)));
  }

 private:
  void Ring() { sc_core::sc_pause(); }
  sc_core::sc_event event_;
  int64_t at_ = 0;
};

}  // namespace linkwright::cycle
