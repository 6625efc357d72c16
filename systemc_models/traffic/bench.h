// SPDX-License-Identifier: Apache-2.0
// A switch with an ideal sender and receiver at every port, clocked together. Works on any
// ClockedSwitch that follows the specification: the twin, the verilated RTL, a team's own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/traffic/port_ends.h"
#include "systemc_models/traffic/scoreboard.h"

namespace linkwright::traffic {

using spec::scaleup_switch::Variant;

/// Makes the switch under test.
using SwitchFactory = std::function<std::unique_ptr<interfaces::ClockedSwitch>(const Variant&)>;

class Bench {
 public:
  /// Resets the switch; accelerator i is port i.
  Bench(std::unique_ptr<interfaces::ClockedSwitch> device, const Variant& variant,
        int packets_in_flight_per_source = 4096);

  /// Enables all ports, routes accelerator i to port i, grants every receiver's credits, and runs
  /// until all of it is in effect.
  void BringUp(int receiver_window = 32768, int credit_delay = 0);

  /// One clock cycle: the ends sample what the switch drove, drive their wires, and the switch
  /// ticks.
  void Tick();
  void Run(std::int64_t cycles);
  /// Runs until nothing is in flight and the switch is idle, or `limit` cycles have passed; false
  /// then.
  bool Drain(std::int64_t limit = 100000);

  /// One bus access; takes a cycle to ask and reads the answer off the wires of the next.
  std::uint32_t Read(std::uint32_t address);
  void Write(std::uint32_t address, std::uint32_t value);
  interfaces::RegisterResponse Access(const interfaces::RegisterRequest& request);

  /// Hands a packet to the sender of its source's port, expecting `copies` arrivals. Its tag is
  /// chosen here.
  Header Send(Header header, int copies = 1);
  /// A write of `bytes` on VC 0.
  Header SendWrite(int src, int dst, int bytes = 64, std::uint64_t address = 0);

  std::int64_t now() const { return now_; }
  const Variant& variant() const { return variant_; }
  Sender& sender(int port) { return senders_[port]; }
  Receiver& receiver(int port) { return receivers_[port]; }
  Scoreboard& scoreboard() { return scoreboard_; }
  interfaces::ClockedSwitch& device() { return *device_; }
  /// Wires of the current cycle. The ends drive them in Tick, except ports that are released.
  interfaces::SwitchInputs& inputs() { return inputs_; }
  const interfaces::SwitchOutputs& outputs() const { return outputs_; }
  /// From now on the caller drives the flits of this port.
  void ReleaseFlits(int port) { driven_[port] = false; }

  /// Called for every packet delivered.
  std::function<void(const Delivery&)> on_delivery;
  /// Every delivery, if wanted.
  std::vector<Delivery> deliveries;
  bool keep_deliveries = true;

 private:
  Variant variant_;
  std::unique_ptr<interfaces::ClockedSwitch> device_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::vector<Sender> senders_;
  std::vector<Receiver> receivers_;
  std::vector<bool> driven_;
  Scoreboard scoreboard_;
  std::int64_t now_ = 0;
};

}  // namespace linkwright::traffic
