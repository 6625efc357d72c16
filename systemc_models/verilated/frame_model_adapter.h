// SPDX-License-Identifier: Apache-2.0
// One verilated top of frames behind ClockedSwitch: beats with a byte count and an error flag, and
// backpressure wires in the place of credits, and a clock from outside. Instantiated by one source
// file per variant (frame_variant.cpp.in). Cost of a tick: see model_adapter.h.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

#include "systemc_models/verilated/port_mask.h"
#include "systemc_models/verilated/verilated_model.h"

namespace linkwright::verilated {

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, int kPorts, class Tracer>
class FrameModelAdapter final : public VerilatedSwitch {
 public:
  explicit FrameModelAdapter(const VerilatedOptions& options) : model_(options) {}

  int ports() const override { return kPorts; }

  void Reset(interfaces::SwitchOutputs& outputs) override {
    model_.Enter();
    DriveNothing();
    model_.Reset();
    for (interfaces::PortBeat& beat : outputs.port) beat = {};
    outputs.occupancy.assign(kPorts * kClasses, 0);
    beats_out_ = {};
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
  static constexpr int kClasses = 8;
  static constexpr int kOccupancyBits = 20;

  void DriveNothing() {
    const interfaces::SwitchInputs nothing(kPorts);
    DriveInputs(nothing);
    PortMask<kPorts>().Store(model_.wires().link_up_i);
  }

  void DriveInputs(const interfaces::SwitchInputs& inputs) {
    Model& wires = model_.wires();
    PortMask<kPorts> valid, head, tail, error, up;
    for (int port = 0; port < kPorts; ++port) {
      const interfaces::FlitBeat& beat = inputs.port[port].flit;
      if (inputs.link_up[port] != 0) up.Set(port);
      wires.hold_i[port] = inputs.backpressure[port];
      if (!beat.valid) continue;
      valid.Set(port);
      if (beat.head) head.Set(port);
      if (beat.tail) tail.Set(port);
      if (beat.error) error.Set(port);
      wires.rx_bytes_i[port] = beat.bytes;
      std::memcpy(&wires.rx_data_i[port], beat.data.data(), sizeof beat.data);
    }
    up.Store(wires.link_up_i);
    valid.Store(wires.rx_valid_i);
    head.Store(wires.rx_head_i);
    tail.Store(wires.rx_tail_i);
    error.Store(wires.rx_error_i);
    wires.time_i = inputs.time;
    model_.DriveBus(inputs.bus);
  }

  void ReadOutputs(interfaces::SwitchOutputs& outputs) {
    const Model& wires = model_.wires();
    PortMask<kPorts> valid, head, tail, error;
    valid.Load(wires.tx_valid_o);
    head.Load(wires.tx_head_o);
    tail.Load(wires.tx_tail_o);
    error.Load(wires.tx_error_o);
    valid.ForEachInEither(beats_out_, [&](int port) {
      interfaces::FlitBeat& beat = outputs.port[port].flit;
      beat.valid = valid.Test(port);
      beat.head = beat.valid && head.Test(port);
      beat.tail = beat.valid && tail.Test(port);
      beat.error = beat.valid && error.Test(port);
      if (!beat.valid) return;
      beat.bytes = wires.tx_bytes_o[port];
      std::memcpy(beat.data.data(), &wires.tx_data_o[port], sizeof beat.data);
    });
    beats_out_ = valid;
    for (int port = 0; port < kPorts; ++port)
      ReadOccupancy(port, &outputs.occupancy[port * kClasses]);
    model_.ReadBus(outputs);
  }

  // Fields of 20 bits, lowest class first.
  void ReadOccupancy(int port, std::uint32_t* occupancy) {
    std::uint32_t words[kClasses * kOccupancyBits / 32 + 1] = {};
    std::memcpy(words, &model_.wires().held_o[port], kClasses * kOccupancyBits / 8);
    for (int c = 0; c < kClasses; ++c) {
      const int bit = c * kOccupancyBits;
      const std::uint64_t pair = std::uint64_t{words[bit / 32 + 1]} << 32 | words[bit / 32];
      occupancy[c] = static_cast<std::uint32_t>(pair >> bit % 32) & ((1U << kOccupancyBits) - 1);
    }
  }

  VerilatedModel<Model, Tracer> model_;
  PortMask<kPorts> beats_out_;  // valid in the previous tick
};

}  // namespace linkwright::verilated
