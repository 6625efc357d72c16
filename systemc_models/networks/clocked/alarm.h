// SPDX-License-Identifier: Apache-2.0
// Stops the kernel at a chosen instant, together with the modules whose edge it is: sc_start with a
// duration would stop before them.
#pragma once

#include <cstdint>
#include <systemc>

namespace linkwright::clocked {

class Alarm final : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Alarm);
  explicit Alarm(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(Ring);
    sensitive << event_;
    dont_initialize();
  }
  // In picoseconds. Rings at `at`, or at an earlier instant that is still set: cancelled
  // notifications would pile up in the kernel's queue.
  void Set(int64_t now, int64_t at) {
    if (at_ > now && at_ <= at) return;
    at_ = at;
    event_.cancel();
    event_.notify(sc_core::sc_time::from_value(static_cast<uint64_t>(at - now)));
  }

 private:
  void Ring() { sc_core::sc_pause(); }
  sc_core::sc_event event_;
  int64_t at_ = 0;
};

}  // namespace linkwright::clocked
