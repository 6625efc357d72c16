// SPDX-License-Identifier: Apache-2.0
// Who uses a simulation: starts transfers, sets timers, and is called back.
#pragma once

#include <cstdint>

namespace linkwright::simulation {

// Callbacks run inside Simulation::Run, at its Now(); they may start transfers, set timers and
// access registers of devices. Cookies are the client's own: clients need not agree on them.
class Client {
 public:
  virtual void OnDelivered(uint64_t cookie) = 0;
  virtual void OnTimer(uint64_t cookie) = 0;

 protected:
  ~Client() = default;
};

}  // namespace linkwright::simulation
