// SPDX-License-Identifier: Apache-2.0
// A switch as host software sees it: registers and interrupts. Twin or RTL stands behind it; the
// driver cannot tell.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace linkwright::interfaces {

class Device {
 public:
  virtual ~Device() = default;
  // Path in the topology, e.g. "pod0.plane3.switch".
  virtual const std::string& name() const = 0;
  // Reads advance simulated time until the answer is there. Throws diagnostics::RunFailure if the
  // device answers with an error.
  virtual uint32_t Read(uint32_t address) = 0;
  // Posted: queued, done in order, one per cycle; a later Read or Flush waits for it. An error
  // answer throws at that point.
  virtual void Write(uint32_t address, uint32_t value) = 0;
  virtual void Flush() = 0;
  // True while the interrupt wire is high.
  virtual bool InterruptPending() const = 0;
};

// A network of simulated switches.
class DeviceHost {
 public:
  virtual ~DeviceHost() = default;
  // In order of switch index (planes of a pod); the pointers live as long as the host.
  virtual std::vector<Device*> Devices() = 0;
  // Has the device's interrupt wire risen since this was last asked?
  virtual bool TakeInterrupt(int device) = 0;
};

}  // namespace linkwright::interfaces
