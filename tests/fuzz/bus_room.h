// SPDX-License-Identifier: Apache-2.0
// A switch (p4, twin and RTL) as the register target sees it: a bus, a clock, some traffic, and
// software that can always bring it back.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::fuzz {

class BusRoom {
 public:
  virtual ~BusRoom() = default;
  /// A switch just reset; `brought_up`: programmed so that traffic flows.
  virtual void Reset(bool brought_up) = 0;
  virtual interfaces::RegisterResponse Access(const interfaces::RegisterRequest& request) = 0;
  virtual void Run(int ticks) = 0;
  /// Something of kind 0 to 2 from port `from` to port `to`; what becomes of it does not matter.
  virtual void Send(int kind, int from, int to) = 0;
  /// Programs everything anew through the driver, then demands that a packet of every port arrives
  /// whole and that the switch empties itself. Throws std::exception if not.
  virtual void Recover() = 0;
  virtual bool has_rtl() const = 0;
  virtual std::int64_t now() const = 0;
};

std::unique_ptr<BusRoom> MakeScaleUpRoom();
std::unique_ptr<BusRoom> MakeEthernetRoom();

/// The bus as a driver wants it.
class BusDevice final : public interfaces::Device {
 public:
  using Bus = std::function<interfaces::RegisterResponse(const interfaces::RegisterRequest&)>;
  explicit BusDevice(Bus bus) : bus_(std::move(bus)) {}
  const std::string& name() const override { return name_; }
  std::uint32_t Read(std::uint32_t address) override;
  void Write(std::uint32_t address, std::uint32_t value) override;
  void Flush() override {}
  bool InterruptPending() const override { return false; }

 private:
  std::string name_ = "switch";
  Bus bus_;
};

}  // namespace linkwright::fuzz
