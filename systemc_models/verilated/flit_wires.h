// SPDX-License-Identifier: Apache-2.0
// The wires of a switch of flits: beats, and credits both ways. A tick costs what its valid beats
// cost: valid bits travel as masks, and only ports that carry or carried something are touched.
#pragma once

#include <cstring>

#include "systemc_models/interfaces/switch_plugin.h"
#include "systemc_models/verilated/port_mask.h"

namespace linkwright::verilated {

/// `Model` is the class that Verilator made of a top with the wires of rtl/top/scaleup_switch_*.sv.
template <class Model, int kPorts>
class FlitWires {
 public:
  static constexpr const char* kComponent = "scaleup_switch";

  /// Before a reset: nothing was sent yet.
  void Forget(linkwright_switch_outputs&) { flits_out_ = credits_out_ = {}; }

  void DriveTime(Model&, std::uint32_t) {}

  void DrivePorts(Model& wires, const linkwright_switch_inputs& inputs) {
    PortMask<kPorts> valid, head, tail, credit, up;
    for (int port = 0; port < kPorts; ++port) {
      const linkwright_port_beat& beat = inputs.port[port];
      if (inputs.link_up[port] != 0) up.Set(port);
      if (beat.valid != 0) {
        valid.Set(port);
        if (beat.head != 0) head.Set(port);
        if (beat.tail != 0) tail.Set(port);
        std::memcpy(&wires.rx_data_i[port], beat.data, sizeof beat.data);
      }
      if (beat.credit_valid != 0) {
        credit.Set(port);
        wires.rx_credit_vc_i[port] = beat.credit_vc;
        wires.rx_credit_limit_i[port] = beat.credit_limit;
      }
    }
    up.Store(wires.link_up_i);
    valid.Store(wires.rx_valid_i);
    head.Store(wires.rx_head_i);
    tail.Store(wires.rx_tail_i);
    credit.Store(wires.rx_credit_valid_i);
  }

  void ReadPorts(const Model& wires, linkwright_switch_outputs& outputs) {
    PortMask<kPorts> valid, head, tail, credit;
    valid.Load(wires.tx_valid_o);
    head.Load(wires.tx_head_o);
    tail.Load(wires.tx_tail_o);
    credit.Load(wires.tx_credit_valid_o);
    valid.ForEachInEither(flits_out_, [&](int port) {
      linkwright_port_beat& beat = outputs.port[port];
      beat.valid = valid.Test(port);
      beat.head = valid.Test(port) && head.Test(port);
      beat.tail = valid.Test(port) && tail.Test(port);
      if (beat.valid != 0) std::memcpy(beat.data, &wires.tx_data_o[port], sizeof beat.data);
    });
    credit.ForEachInEither(credits_out_, [&](int port) {
      linkwright_port_beat& beat = outputs.port[port];
      beat.credit_valid = credit.Test(port);
      beat.credit_vc = wires.tx_credit_vc_o[port];
      beat.credit_limit = wires.tx_credit_limit_o[port];
    });
    flits_out_ = valid;
    credits_out_ = credit;
  }

 private:
  PortMask<kPorts> flits_out_, credits_out_;  // valid in the previous tick
};

}  // namespace linkwright::verilated
