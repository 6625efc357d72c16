// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/switch_device.h"

#include <fmt/format.h>

#include <utility>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::cycle {

SwitchDevice::SwitchDevice(std::string name, SwitchModule& module, AwaitMailbox await)
    : name_(std::move(name)), module_(module), await_(std::move(await)) {}

uint32_t SwitchDevice::Read(uint32_t address) {
  module_.Post({true, false, address, 0});
  Flush();
  return module_.read_data();
}

void SwitchDevice::Write(uint32_t address, uint32_t value) {
  module_.Post({true, true, address, value});
}

void SwitchDevice::Flush() {
  if (!module_.MailboxEmpty()) await_(module_);
  if (const auto refused = module_.TakeRefused()) {
    throw diagnostics::RunFailure(
        fmt::format("{}: access to register {:#07x} was refused", name_, *refused));
  }
}

}  // namespace linkwright::cycle
