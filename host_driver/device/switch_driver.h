// SPDX-License-Identifier: Apache-2.0
// Host software for one scale-up switch: knows registers and nothing else, so the same code drives
// the SystemC twin and the verilated RTL.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

// What the identification registers say.
struct SwitchIdentity {
  uint32_t identity = 0;  // spec: kIdentityValue
  uint32_t spec_version = 0;
  uint32_t spec_hash = 0;
  uint32_t variant = 0;
  uint32_t ports = 0;
  uint32_t virtual_channels = 0;
  uint32_t slots_per_vc = 0;
  uint32_t allocator = 0;
  uint32_t max_iterations = 0;
  uint32_t queue_mode = 0;
  uint32_t egress_pad = 0;
  uint32_t reduction_entries = 0;
  uint32_t reduce_latency = 0;
  uint32_t result_slots = 0;
  uint32_t groups = 0;

  friend bool operator==(const SwitchIdentity&, const SwitchIdentity&) = default;
};

struct PortCounters {
  std::vector<uint32_t> rx_packets, tx_packets, watermark;  // by virtual channel
  uint32_t rx_flits = 0, tx_flits = 0, tx_credit_wait = 0;
  std::vector<uint32_t> drops;  // by drop reason
};

class SwitchDriver {
 public:
  // `device` outlives the driver.
  explicit SwitchDriver(interfaces::Device& device) : device_(device) {}

  SwitchIdentity Enumerate();
  // Throws diagnostics::RunFailure with one sentence per constant that differs from the variant the
  // scenario names.
  void CheckIdentity(const spec::scaleup_switch::Variant& expected);

  void EnablePort(int port, bool enabled);
  // The output ports (1 to 4) that lead to an accelerator, or none.
  void ProgramRoute(int destination, std::span<const int> next_hops);
  // `ports`: members' ports, any order; `switch_ports` bounds the mask words that are written.
  void ProgramGroup(int group, std::span<const int> ports, int switch_ports);
  void SetIterations(uint32_t iterations);
  void SetCreditRefresh(uint32_t ticks);
  void SetReductionTimeout(uint32_t ticks);
  void SetInterruptMask(uint32_t mask);
  // Waits until every posted write is done.
  void Flush() { device_.Flush(); }

  PortCounters ReadPortCounters(int port, int virtual_channels);
  uint32_t ReadReductionsDone();
  uint32_t ReadMulticastCopies();
  // One bit per interrupt cause; the causes are cleared.
  uint32_t TakeInterrupts();
  bool InterruptPending() const { return device_.InterruptPending(); }
  const std::string& name() const { return device_.name(); }

 private:
  interfaces::Device& device_;
};

}  // namespace linkwright::device
