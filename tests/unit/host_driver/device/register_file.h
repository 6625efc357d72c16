// SPDX-License-Identifier: Apache-2.0
// Registers without a switch behind them: what a driver writes, in order, and what it reads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

class RegisterFile final : public interfaces::Device {
 public:
  using Posted = std::pair<uint32_t, uint32_t>;  // address, value

  explicit RegisterFile(std::string name) : name_(std::move(name)) {}

  const std::string& name() const override { return name_; }
  uint32_t Read(uint32_t address) override {
    ++reads;
    const uint32_t value = registers[address];
    if (after_read) after_read(address);
    return value;
  }
  void Write(uint32_t address, uint32_t value) override {
    log.emplace_back(address, value);
    uint32_t& word = registers[address];
    word = clears.contains(address) ? word & ~value : value;
  }
  void Flush() override { ++flushes; }
  bool InterruptPending() const override { return false; }

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
    clears = {reg::kInterruptCause};
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
    clears = {reg::kInterruptCause};
  }

  std::map<uint32_t, uint32_t> registers;  // zero until written
  std::set<uint32_t> clears;               // a one written there clears its bit
  std::function<void(uint32_t)> after_read;
  std::vector<Posted> log;
  int reads = 0, flushes = 0;

 private:
  void Set(uint32_t address, int value) { registers[address] = static_cast<uint32_t>(value); }

  std::string name_;
};

}  // namespace linkwright::device
