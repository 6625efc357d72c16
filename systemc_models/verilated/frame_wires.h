// SPDX-License-Identifier: Apache-2.0
// The wires of a switch of Ethernet frames: beats with a byte count and an error flag, hold wires
// and cells charged in the place of credits, and a clock from outside. Cost of a tick: see
// flit_wires.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "systemc_models/interfaces/switch_plugin.h"
#include "systemc_models/verilated/port_mask.h"

namespace linkwright::verilated {

/// `Model` is the class that Verilator made of a top with the wires of
/// rtl/top/ethernet_switch_*.sv.
template <class Model, int kPorts>
class FrameWires {
 public:
  static constexpr const char* kComponent = "ethernet_switch";

  /// Before a reset: nothing was sent yet.
  void Forget(linkwright_switch_outputs& outputs) {
    std::fill_n(outputs.occupancy, kPorts * kClasses, 0U);
    beats_out_ = {};
  }

  void DriveTime(Model& wires, std::uint32_t time) { wires.time_i = time; }

  void DrivePorts(Model& wires, const linkwright_switch_inputs& inputs) {
    PortMask<kPorts> valid, head, tail, error, up;
    for (int port = 0; port < kPorts; ++port) {
      const linkwright_port_beat& beat = inputs.port[port];
      if (inputs.link_up[port] != 0) up.Set(port);
      wires.hold_i[port] = inputs.backpressure[port];
      if (beat.valid == 0) continue;
      valid.Set(port);
      if (beat.head != 0) head.Set(port);
      if (beat.tail != 0) tail.Set(port);
      if (beat.error != 0) error.Set(port);
      wires.rx_bytes_i[port] = beat.bytes;
      std::memcpy(&wires.rx_data_i[port], beat.data, sizeof beat.data);
    }
    up.Store(wires.link_up_i);
    valid.Store(wires.rx_valid_i);
    head.Store(wires.rx_head_i);
    tail.Store(wires.rx_tail_i);
    error.Store(wires.rx_error_i);
  }

  void ReadPorts(const Model& wires, linkwright_switch_outputs& outputs) {
    PortMask<kPorts> valid, head, tail, error;
    valid.Load(wires.tx_valid_o);
    head.Load(wires.tx_head_o);
    tail.Load(wires.tx_tail_o);
    error.Load(wires.tx_error_o);
    valid.ForEachInEither(beats_out_, [&](int port) {
      linkwright_port_beat& beat = outputs.port[port];
      beat.valid = valid.Test(port);
      beat.head = valid.Test(port) && head.Test(port);
      beat.tail = valid.Test(port) && tail.Test(port);
      beat.error = valid.Test(port) && error.Test(port);
      if (beat.valid == 0) return;
      beat.bytes = wires.tx_bytes_o[port];
      std::memcpy(beat.data, &wires.tx_data_o[port], sizeof beat.data);
    });
    beats_out_ = valid;
    for (int port = 0; port < kPorts; ++port)
      ReadHeld(wires, port, outputs.occupancy + port * kClasses);
  }

 private:
  static constexpr int kClasses = 8;
  static constexpr int kHeldBits = 20;

  // Fields of 20 bits, lowest class first.
  static void ReadHeld(const Model& wires, int port, std::uint32_t* held) {
    std::uint32_t words[kClasses * kHeldBits / 32 + 1] = {};
    std::memcpy(words, &wires.held_o[port], kClasses * kHeldBits / 8);
    for (int c = 0; c < kClasses; ++c) {
      const int bit = c * kHeldBits;
      const std::uint64_t pair = std::uint64_t{words[bit / 32 + 1]} << 32 | words[bit / 32];
      held[c] = static_cast<std::uint32_t>(pair >> bit % 32) & ((1U << kHeldBits) - 1);
    }
  }

  PortMask<kPorts> beats_out_;  // valid in the previous tick
};

}  // namespace linkwright::verilated
