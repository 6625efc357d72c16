// SPDX-License-Identifier: Apache-2.0
// The device under test: an Ethernet switch with an end of a link in front of each of its first
// four ports, joined by wires of one tick. Ports are numbered from 1.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "systemc_models/conformance/bench/models.h"
#include "systemc_models/networks/retry/frame_front.h"

namespace linkwright::conformance {

inline constexpr int kTestPorts = 4;

class DeviceUnderTest {
 public:
  /// `ports`: those that are plugged in; the others are down and cost nothing. `far`: what the
  /// stations promise to the device's senders, in credits; no credits if `cell_bytes` is 0.
  DeviceUnderTest(const Models& models, const std::vector<int>& ports, int cell_bytes,
                  const interfaces::LinkCredits::Buffer& far);

  const Variant& variant() const { return *models_.variant; }

  link::LinkConfig& config(int port) { return End(port).inputs.config; }
  const link::LinkDevice& link(int port) const {
    return *ends_[static_cast<std::size_t>(port - 1)]->port;
  }
  void ClearCounters(int port) { End(port).inputs.clear_counters = true; }
  /// Classes whose frames link-level retry may send again; all at first.
  void SetRetryClasses(std::uint8_t classes) { retry_classes_ = classes; }
  /// SAI_QUEUE_ATTR_PKT_DEQUEUE_ENABLE of the queues of a port: classes that may not start a frame.
  void StopQueues(int port, std::uint8_t classes) { End(port).stopped = classes; }

  /// The next tick carries this request to the registers; the answer is there after it.
  void Ask(const interfaces::RegisterRequest& request) { inputs_.bus = request; }
  const interfaces::RegisterResponse& answer() const { return outputs_.bus; }

  /// One tick, number `now`: what arrives at each port.
  void Tick(std::int64_t now, const std::array<link::LinkWire, kTestPorts>& arriving);
  /// What a port drives in the next one.
  link::LinkWire& wire(int port) { return End(port).outputs.wire; }

  bool AtRest() const;

 private:
  struct PortEnd {
    PortEnd(std::unique_ptr<link::LinkDevice> device, const retry::FrameFront::Settings& settings,
            int number);
    std::unique_ptr<link::LinkDevice> port;
    retry::FrameFront front;
    link::LinkInputs inputs;
    link::LinkOutputs outputs;
    std::uint8_t stopped = 0;
  };

  PortEnd& End(int port) { return *ends_[static_cast<std::size_t>(port - 1)]; }
  void TickEnd(std::size_t index, PortEnd& end, const link::LinkWire& arriving);

  Models models_;
  std::unique_ptr<interfaces::ClockedSwitch> switch_;
  std::array<std::optional<PortEnd>, kTestPorts> ends_;
  interfaces::SwitchInputs inputs_, next_inputs_;
  interfaces::SwitchOutputs outputs_;
  std::uint8_t retry_classes_ = 0xFF;
};

}  // namespace linkwright::conformance
