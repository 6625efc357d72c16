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

#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

class FakeRegisters final : public interfaces::Device {
 public:
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

  std::map<uint32_t, uint32_t> registers;
  std::vector<std::pair<uint32_t, uint32_t>> written;
  uint32_t unwritten = 0;
  uint32_t write_one_to_clear = ~0u;  // address of the one register that is cleared by ones
  int reads = 0, flushes = 0;
  bool interrupt = false;

 private:
  std::string name_;
};

}  // namespace linkwright::device
