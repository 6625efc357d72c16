// SPDX-License-Identifier: Apache-2.0
// A hosted switch as driver code sees it: register accesses go through its mailbox, one
// per cycle, and reads let time pass.
#pragma once

#include <functional>
#include <string>

#include "systemc_models/interfaces/device.h"
#include "systemc_models/networks/clocked/register_mailbox.h"

namespace linkwright::clocked {

class SwitchDevice final : public interfaces::Device {
 public:
  // `await` lets simulated time pass until the mailbox is empty; `interrupt` reads the wire.
  SwitchDevice(std::string name, RegisterMailbox& mailbox, std::function<void()> await,
               std::function<bool()> interrupt);

  const std::string& name() const override { return name_; }
  uint32_t Read(uint32_t address) override;
  void Write(uint32_t address, uint32_t value) override;
  void Flush() override;
  bool InterruptPending() const override { return interrupt_(); }

 private:
  std::string name_;
  RegisterMailbox& mailbox_;
  std::function<void()> await_;
  std::function<bool()> interrupt_;
};

}  // namespace linkwright::clocked
