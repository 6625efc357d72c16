// SPDX-License-Identifier: Apache-2.0
// One verilated top of flits behind ClockedSwitch. A template over the generated model class, so
// that the adapter is written once; it is instantiated by one source file per variant
// (variant.cpp.in).
//
// A tick costs what its valid beats cost: valid bits travel as masks, and only ports that carry or
// carried something are touched.
#pragma once

#include <cstring>
#include <string>

#include "systemc_models/verilated/port_mask.h"
#include "systemc_models/verilated/verilated_model.h"

namespace linkwright::verilated {

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, int kPorts, class Tracer>
class ModelAdapter final : public VerilatedSwitch {
 public:
  explicit ModelAdapter(const VerilatedOptions& options) : model_(options) {}

  int ports() const override { return kPorts; }

  void Reset(interfaces::SwitchOutputs& outputs) override {
    model_.Enter();
    DriveNothing();
    model_.Reset();
    for (interfaces::PortBeat& beat : outputs.port) beat = {};
    flits_out_ = {};
    credits_out_ = {};
    ReadOutputs(outputs);
  }

  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    model_.Enter();
    DriveInputs(inputs);
    model_.Clock([&] { ReadOutputs(outputs); });
  }

  bool StartTrace(const std::string& path) override { return model_.StartTrace(path); }
  void StopTrace() override { model_.StopTrace(); }

 private:
  void DriveNothing() {
    const interfaces::SwitchInputs nothing(kPorts);
    DriveInputs(nothing);
    PortMask<kPorts>().Store(model_.wires().link_up_i);
  }

  void DriveInputs(const interfaces::SwitchInputs& inputs) {
    Model& wires = model_.wires();
    PortMask<kPorts> valid, head, tail, credit, up;
    for (int port = 0; port < kPorts; ++port) {
      const interfaces::PortBeat& beat = inputs.port[port];
      if (inputs.link_up[port] != 0) up.Set(port);
      if (beat.flit.valid) {
        valid.Set(port);
        if (beat.flit.head) head.Set(port);
        if (beat.flit.tail) tail.Set(port);
        std::memcpy(&wires.rx_data_i[port], beat.flit.data.data(), sizeof beat.flit.data);
      }
      if (beat.credit.valid) {
        credit.Set(port);
        wires.rx_credit_vc_i[port] = beat.credit.vc;
        wires.rx_credit_limit_i[port] = beat.credit.limit;
      }
    }
    up.Store(wires.link_up_i);
    valid.Store(wires.rx_valid_i);
    head.Store(wires.rx_head_i);
    tail.Store(wires.rx_tail_i);
    credit.Store(wires.rx_credit_valid_i);
    model_.DriveBus(inputs.bus);
  }

  void ReadOutputs(interfaces::SwitchOutputs& outputs) {
    const Model& wires = model_.wires();
    PortMask<kPorts> valid, head, tail, credit;
    valid.Load(wires.tx_valid_o);
    head.Load(wires.tx_head_o);
    tail.Load(wires.tx_tail_o);
    credit.Load(wires.tx_credit_valid_o);
    valid.ForEachInEither(flits_out_, [&](int port) {
      interfaces::FlitBeat& flit = outputs.port[port].flit;
      flit.valid = valid.Test(port);
      flit.head = flit.valid && head.Test(port);
      flit.tail = flit.valid && tail.Test(port);
      if (flit.valid) std::memcpy(flit.data.data(), &wires.tx_data_o[port], sizeof flit.data);
    });
    credit.ForEachInEither(credits_out_, [&](int port) {
      interfaces::CreditBeat& beat = outputs.port[port].credit;
      beat.valid = credit.Test(port);
      beat.vc = wires.tx_credit_vc_o[port];
      beat.limit = wires.tx_credit_limit_o[port];
    });
    flits_out_ = valid;
    credits_out_ = credit;
    model_.ReadBus(outputs);
  }

  VerilatedModel<Model, Tracer> model_;
  PortMask<kPorts> flits_out_, credits_out_;  // valid in the previous tick
};

}  // namespace linkwright::verilated
