// SPDX-License-Identifier: Apache-2.0
// A register bus with nothing behind it but memory: what the driver writes, in order, and what it
// would read back. Where a twin would have to be brought into a state, a test writes the registers
// that say so.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

class FakeRegisters final : public interfaces::Device {
 public:
  using Posted = std::pair<uint32_t, uint32_t>;  // address, value

  explicit FakeRegisters(std::string name) : name_(std::move(name)) {}

  const std::string& name() const override { return name_; }
  // A register that was never written reads `unwritten`.
  uint32_t Read(uint32_t address) override {
    ++reads;
    const auto found = registers.find(address);
    return found == registers.end() ? unwritten : found->second;
  }
  void Write(uint32_t address, uint32_t value) override {
    written.emplace_back(address, value);
    if (address == write_one_to_clear) {
      registers[address] &= ~value;
    } else {
      registers[address] = value;
    }
  }
  void Flush() override { ++flushes; }
  bool InterruptPending() const override { return interrupt; }

  // Identifies itself as that switch.
  void Become(const spec::scaleup_switch::Variant& variant) {
    namespace su = spec::scaleup_switch;
    namespace reg = spec::scaleup_switch::registers;
    registers[reg::kIdentity] = su::kIdentityValue;
    registers[reg::kSpecVersion] = su::kSpecVersion;
    registers[reg::kSpecHash] = su::kSpecHash;
    Set(reg::kVariant, variant.index);
    Set(reg::kPorts, variant.ports);
    Set(reg::kVirtualChannels, variant.virtual_channels);
    Set(reg::kSlotsPerVc, variant.slots_per_vc);
    Set(reg::kAllocator, static_cast<int>(variant.allocator));
    Set(reg::kMaxIterations, variant.max_iterations);
    Set(reg::kQueueMode, static_cast<int>(variant.queue_mode));
    Set(reg::kEgressPad, variant.egress_pad);
    Set(reg::kReductionEntries, variant.reduction_entries);
    Set(reg::kReduceLatency, variant.reduce_latency);
    Set(reg::kResultSlots, variant.result_slots);
    Set(reg::kGroups, variant.groups);
    write_one_to_clear = reg::kInterruptCause;
  }
  void Become(const spec::ethernet_switch::Variant& variant) {
    namespace es = spec::ethernet_switch;
    namespace reg = spec::ethernet_switch::registers;
    registers[reg::kIdentity] = es::kIdentityValue;
    registers[reg::kSpecVersion] = es::kSpecVersion;
    registers[reg::kSpecHash] = es::kSpecHash;
    Set(reg::kVariant, variant.index);
    Set(reg::kPorts, variant.ports);
    Set(reg::kCells, variant.cells);
    Set(reg::kCellBeats, variant.cell_beats);
    Set(reg::kLineBytes, variant.line_bytes);
    Set(reg::kEgressPad, variant.egress_pad);
    Set(reg::kGroups, variant.groups);
    Set(reg::kHostRows, variant.host_rows);
    Set(reg::kClockPeriodPs, variant.clock_period_ps);
    write_one_to_clear = reg::kInterruptCause;
  }

  std::map<uint32_t, uint32_t> registers;
  std::vector<Posted> written;
  uint32_t unwritten = 0;
  uint32_t write_one_to_clear = ~0u;  // address of the one register that is cleared by ones
  int reads = 0, flushes = 0;
  bool interrupt = false;

 private:
  void Set(uint32_t address, int value) { registers[address] = static_cast<uint32_t>(value); }

  std::string name_;
};

}  // namespace linkwright::device
