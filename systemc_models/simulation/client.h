// SPDX-License-Identifier: Apache-2.0
// Who uses a simulation: starts transfers, sets timers, and is called back.
#pragma once

#include <cstdint>

namespace linkwright::simulation {

// For the progress bar; in bytes.
struct Work {
  uint64_t done = 0;
  uint64_t total = 0;  // 0: unknown
};

// Callbacks run inside Simulation::Run, at its Now(); they may start transfers, set timers and
// access registers of devices. Cookies are the client's own: clients need not agree on them.
class Client {
 public:
  virtual void OnDelivered(uint64_t cookie) = 0;
  virtual void OnTimer(uint64_t cookie) = 0;
  // Of a client that was attached.
  virtual Work work() const { return {}; }

 protected:
  ~Client() = default;
};

}  // namespace linkwright::simulation
