// SPDX-License-Identifier: Apache-2.0
// A switch on its own, as host software sees it: an access is a tick.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::device {

class TwinDevice final : public interfaces::Device {
 public:
  TwinDevice(std::string name, std::unique_ptr<interfaces::ClockedSwitch> twin, int ports)
      : name_(std::move(name)), twin_(std::move(twin)), inputs_(ports), outputs_(ports) {
    twin_->Reset(outputs_);
  }
  const std::string& name() const override { return name_; }
  uint32_t Read(uint32_t address) override { return Access({true, false, address, 0}); }
  void Write(uint32_t address, uint32_t value) override {
    ++writes;
    Access({true, true, address, value});
  }
  void Flush() override {  // and until the interrupt wire has followed
    Access({});
    Access({});
  }
  bool InterruptPending() const override { return outputs_.interrupt; }
  void SetLink(int port, bool up) {
    inputs_.link_up[static_cast<size_t>(port)] = up ? 1 : 0;
    Access({});
    Access({});
    Access({});
  }
  int writes = 0;

 private:
  uint32_t Access(const interfaces::RegisterRequest& request) {
    inputs_.bus = request;
    twin_->Tick(inputs_, outputs_);
    EXPECT_FALSE(outputs_.bus.error) << std::hex << request.address;
    return outputs_.bus.data;
  }
  std::string name_;
  std::unique_ptr<interfaces::ClockedSwitch> twin_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
};

}  // namespace linkwright::device
