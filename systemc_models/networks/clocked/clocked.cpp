// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/clocked.h"

namespace linkwright::clocked {

Clocked::Clocked(sc_core::sc_module_name name, Clock& clock) : sc_module(name), clock_(clock) {
  ++clock_.awake;
  SC_METHOD(Edge);
}

void Clocked::Edge() {
  if (clock_.stopping) return next_trigger(wake_);
  const auto cycle = static_cast<int64_t>(sc_core::sc_time_stamp().value() / clock_.period_ps);
  bool stay = true;
  if (!awake_) {  // the end of a SleepFor
    awake_ = true;
    ++clock_.awake;
  }
  // Exceptions must not cross the kernel, which would replace them by a report of its own.
  try {
    if (cycle > 0) stay = Step(cycle);
  } catch (...) {
    if (!clock_.failure) clock_.failure = std::current_exception();
    sc_core::sc_pause();
  }
  if (stay || !clock_.gating) {
    next_trigger(clock_.period);
  } else {
    awake_ = false;
    --clock_.awake;
    next_trigger(wake_ | timer_);
  }
}

}  // namespace linkwright::clocked
