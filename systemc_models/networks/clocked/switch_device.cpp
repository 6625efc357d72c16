// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/switch_device.h"

#include <fmt/format.h>

#include <utility>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::clocked {

SwitchDevice::SwitchDevice(std::string name, RegisterMailbox& mailbox, std::function<void()> await,
                           std::function<bool()> interrupt)
    : name_(std::move(name)),
      mailbox_(mailbox),
      await_(std::move(await)),
      interrupt_(std::move(interrupt)) {}

uint32_t SwitchDevice::Read(uint32_t address) {
  mailbox_.Post({true, false, address, 0});
  Flush();
  return mailbox_.read_data();
}

void SwitchDevice::Write(uint32_t address, uint32_t value) {
  mailbox_.Post({true, true, address, value});
}

void SwitchDevice::Flush() {
  if (!mailbox_.empty()) await_();
  if (const auto refused = mailbox_.TakeRefused()) {
    throw diagnostics::RunFailure(
        fmt::format("{}: access to register {:#07x} was refused", name_, *refused));
  }
}

}  // namespace linkwright::clocked
