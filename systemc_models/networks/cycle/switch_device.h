// SPDX-License-Identifier: Apache-2.0
// A hosted switch as driver code sees it: register accesses go through the module's mailbox, one
// per cycle, and reads let time pass.
#pragma once

#include <functional>
#include <string>

#include "systemc_models/interfaces/device.h"
#include "systemc_models/networks/cycle/switch_module.h"

namespace linkwright::cycle {

class SwitchDevice final : public interfaces::Device {
 public:
  // Lets simulated time pass until the module's mailbox is empty.
  using AwaitMailbox = std::function<void(SwitchModule&)>;

  SwitchDevice(std::string name, SwitchModule& module, AwaitMailbox await);

  const std::string& name() const override { return name_; }
  uint32_t Read(uint32_t address) override;
  void Write(uint32_t address, uint32_t value) override;
  void Flush() override;
  bool InterruptPending() const override { return module_.interrupt(); }

 private:
  std::string name_;
  SwitchModule& module_;
  AwaitMailbox await_;
};

}  // namespace linkwright::cycle
