// SPDX-License-Identifier: Apache-2.0
// The wires of a switch's ports, of flits and of frames. Flits have credits both ways; frames have
// a byte count and an error flag, and in the place of credits hold wires in, cells charged out and
// a clock from outside. A tick costs what its valid beats cost: valid bits travel as masks, and
// only ports that carry or carried something are touched.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "systemc_models/interfaces/switch_plugin.h"
#include "systemc_models/verilated/port_mask.h"

namespace linkwright::verilated {

template <class Model>
concept CarriesFrames = requires(Model& model) {
  model.hold_i;
};

/// `Model` is the class that Verilator made of a top with the wires of
/// rtl/top/scaleup_switch_*.sv or rtl/top/ethernet_switch_*.sv.
template <class Model, int kPorts>
class PortWires {
 public:
  static constexpr bool kFrames = CarriesFrames<Model>;
  static constexpr const char* kComponent = kFrames ? "ethernet_switch" : "scaleup_switch";

  /// Before a reset: nothing was sent yet.
  void Forget(linkwright_switch_outputs& outputs) {
    beats_out_ = credits_out_ = {};
    if constexpr (kFrames) std::fill_n(outputs.occupancy, kPorts * kClasses, 0U);
  }

  void Drive(Model& wires, const linkwright_switch_inputs& inputs) {
    PortMask<kPorts> valid, head, tail, error, credit, up;
    for (int port = 0; port < kPorts; ++port) {
      const linkwright_port_beat& beat = inputs.port[port];
      if (inputs.link_up[port] != 0) up.Set(port);
      if constexpr (kFrames) {
        wires.hold_i[port] = inputs.backpressure[port];
      } else if (beat.credit_valid != 0) {
        credit.Set(port);
        wires.rx_credit_vc_i[port] = beat.credit_vc;
        wires.rx_credit_limit_i[port] = beat.credit_limit;
      }
      if (beat.valid == 0) continue;
      valid.Set(port);
      if (beat.head != 0) head.Set(port);
      if (beat.tail != 0) tail.Set(port);
      if constexpr (kFrames) {
        if (beat.error != 0) error.Set(port);
        wires.rx_bytes_i[port] = beat.bytes;
      }
      std::memcpy(&wires.rx_data_i[port], beat.data, sizeof beat.data);
    }
    up.Store(wires.link_up_i);
    valid.Store(wires.rx_valid_i);
    head.Store(wires.rx_head_i);
    tail.Store(wires.rx_tail_i);
    if constexpr (kFrames) {
      error.Store(wires.rx_error_i);
      wires.time_i = inputs.time;
    } else {
      credit.Store(wires.rx_credit_valid_i);
    }
  }

  void Read(const Model& wires, linkwright_switch_outputs& outputs) {
    PortMask<kPorts> valid, head, tail, error;
    valid.Load(wires.tx_valid_o);
    head.Load(wires.tx_head_o);
    tail.Load(wires.tx_tail_o);
    if constexpr (kFrames) error.Load(wires.tx_error_o);
    valid.ForEachInEither(beats_out_, [&](int port) {
      linkwright_port_beat& beat = outputs.port[port];
      beat.valid = valid.Test(port);
      beat.head = valid.Test(port) && head.Test(port);
      beat.tail = valid.Test(port) && tail.Test(port);
      if constexpr (kFrames) beat.error = valid.Test(port) && error.Test(port);
      if (beat.valid == 0) return;
      if constexpr (kFrames) beat.bytes = wires.tx_bytes_o[port];
      std::memcpy(beat.data, &wires.tx_data_o[port], sizeof beat.data);
    });
    beats_out_ = valid;
    if constexpr (kFrames) {
      for (int port = 0; port < kPorts; ++port)
        ReadHeld(wires, port, outputs.occupancy + port * kClasses);
    } else {
      ReadCredits(wires, outputs);
    }
  }

 private:
  static constexpr int kClasses = 8;
  static constexpr int kHeldBits = 20;

  void ReadCredits(const Model& wires, linkwright_switch_outputs& outputs) {
    PortMask<kPorts> credit;
    credit.Load(wires.tx_credit_valid_o);
    credit.ForEachInEither(credits_out_, [&](int port) {
      linkwright_port_beat& beat = outputs.port[port];
      beat.credit_valid = credit.Test(port);
      beat.credit_vc = wires.tx_credit_vc_o[port];
      beat.credit_limit = wires.tx_credit_limit_o[port];
    });
    credits_out_ = credit;
  }

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

  PortMask<kPorts> beats_out_, credits_out_;  // valid in the previous tick
};

}  // namespace linkwright::verilated
