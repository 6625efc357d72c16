// SPDX-License-Identifier: Apache-2.0
// One verilated top behind ClockedSwitch. A template over the generated model class, so that the
// adapter is written once; it is instantiated by one source file per variant (variant.cpp.in).
//
// A tick costs what its valid beats cost: valid bits travel as masks, and only ports that carry or
// carried something are touched.
#pragma once

#include <verilated.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>

#include "foundation/diagnostics/check.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {

/// One bit per port.
template <int kPorts>
class PortMask {
 public:
  static constexpr int kWords = (kPorts + 63) / 64;

  void Set(int port) { words_[port / 64] |= std::uint64_t{1} << (port % 64); }
  bool Test(int port) const { return (words_[port / 64] >> (port % 64) & 1U) != 0; }

  /// To and from a packed vector of the model: CData up to QData, or VlWide.
  template <class Vector>
  void Store(Vector& vector) const {
    if constexpr (std::is_integral_v<Vector>) {
      vector = static_cast<Vector>(words_[0]);
    } else {
      for (int i = 0; i < (kPorts + 31) / 32; ++i) {
        vector[i] = static_cast<std::uint32_t>(words_[i / 2] >> (32 * (i % 2)));
      }
    }
  }
  template <class Vector>
  void Load(const Vector& vector) {
    if constexpr (std::is_integral_v<Vector>) {
      words_[0] = vector;
    } else {
      words_ = {};
      for (int i = 0; i < (kPorts + 31) / 32; ++i) {
        words_[i / 2] |= std::uint64_t{vector[i]} << (32 * (i % 2));
      }
    }
  }

  /// Calls f(port) for every port that is in this mask or in `other`.
  template <class Function>
  void ForEachInEither(const PortMask& other, Function f) const {
    for (int word = 0; word < kWords; ++word) {
      std::uint64_t bits = words_[word] | other.words_[word];
      while (bits != 0) {
        f(word * 64 + std::countr_zero(bits));
        bits &= bits - 1;
      }
    }
  }

 private:
  std::array<std::uint64_t, kWords> words_{};
};

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, int kPorts, class Tracer>
class ModelAdapter final : public VerilatedSwitch {
 public:
  explicit ModelAdapter(const VerilatedOptions& options) {
    context_.randReset(options.initial_value_seed == 0 ? 0 : 2);
    context_.randSeed(options.initial_value_seed == 0 ? 1 : options.initial_value_seed);
    context_.fatalOnError(false);  // an assertion becomes an exception, not an abort
    if constexpr (kTraces) context_.traceEverOn(true);
    Verilated::threadContextp(&context_);
    model_ = std::make_unique<Model>(&context_, "switch");
  }
  ~ModelAdapter() override {
    StopTrace();
    // Verilator's scopes sign off at the thread's context, which may be another model's by now.
    Verilated::threadContextp(&context_);
    model_->final();
    model_.reset();
  }

  int ports() const override { return kPorts; }

  void Reset(interfaces::SwitchOutputs& outputs) override {
    Verilated::threadContextp(&context_);
    DriveNothing();
    // A falling edge of the reset, but no clock before it: nothing may be concluded from the bits a
    // model is born with.
    model_->clk_i = 0;
    model_->rst_ni = 1;
    model_->eval();
    model_->rst_ni = 0;
    model_->eval();
    Clock();
    Clock();
    model_->rst_ni = 1;
    model_->eval();
    for (interfaces::PortBeat& beat : outputs.port) beat = {};
    flits_out_ = {};
    credits_out_ = {};
    ReadOutputs(outputs);
  }

  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    Verilated::threadContextp(&context_);
    DriveInputs(inputs);
    model_->clk_i = 1;
    model_->eval();
    ReadOutputs(outputs);
    Dump();
    model_->clk_i = 0;
    model_->eval();
    Dump();
    LINKWRIGHT_CHECK(!context_.gotError()) << "assertion of the RTL failed, see above";
  }

  bool StartTrace(const std::string& path) override {
    if constexpr (kTraces) {
      StopTrace();
      tracer_ = std::make_unique<Tracer>();
      model_->trace(tracer_.get(), 99);
      tracer_->open(path.c_str());
      if (!tracer_->isOpen()) tracer_.reset();
      return tracer_ != nullptr;
    } else {
      return path.empty() && false;
    }
  }
  void StopTrace() override {
    if constexpr (kTraces) {
      if (tracer_) tracer_->close();
      tracer_.reset();
    }
  }

 private:
  static constexpr bool kTraces = !std::is_void_v<Tracer>;
  static constexpr std::uint64_t kHalfPeriod = 5;

  void Clock() {
    model_->clk_i = 1;
    model_->eval();
    model_->clk_i = 0;
    model_->eval();
  }

  void Dump() {
    context_.timeInc(kHalfPeriod);
    if constexpr (kTraces) {
      if (tracer_) tracer_->dump(context_.time());
    }
  }

  void DriveNothing() {
    const interfaces::SwitchInputs nothing(kPorts);
    DriveInputs(nothing);
    PortMask<kPorts>().Store(model_->link_up_i);
  }

  void DriveInputs(const interfaces::SwitchInputs& inputs) {
    PortMask<kPorts> valid, head, tail, credit, up;
    for (int port = 0; port < kPorts; ++port) {
      const interfaces::PortBeat& beat = inputs.port[port];
      if (inputs.link_up[port] != 0) up.Set(port);
      if (beat.flit.valid) {
        valid.Set(port);
        if (beat.flit.head) head.Set(port);
        if (beat.flit.tail) tail.Set(port);
        std::memcpy(&model_->rx_data_i[port], beat.flit.data.data(), sizeof beat.flit.data);
      }
      if (beat.credit.valid) {
        credit.Set(port);
        model_->rx_credit_vc_i[port] = beat.credit.vc;
        model_->rx_credit_limit_i[port] = beat.credit.limit;
      }
    }
    up.Store(model_->link_up_i);
    valid.Store(model_->rx_valid_i);
    head.Store(model_->rx_head_i);
    tail.Store(model_->rx_tail_i);
    credit.Store(model_->rx_credit_valid_i);
    model_->bus_valid_i = inputs.bus.valid;
    model_->bus_write_i = inputs.bus.write;
    model_->bus_address_i = inputs.bus.address;
    model_->bus_wdata_i = inputs.bus.data;
  }

  void ReadOutputs(interfaces::SwitchOutputs& outputs) {
    PortMask<kPorts> valid, head, tail, credit;
    valid.Load(model_->tx_valid_o);
    head.Load(model_->tx_head_o);
    tail.Load(model_->tx_tail_o);
    credit.Load(model_->tx_credit_valid_o);
    valid.ForEachInEither(flits_out_, [&](int port) {
      interfaces::FlitBeat& flit = outputs.port[port].flit;
      flit.valid = valid.Test(port);
      flit.head = flit.valid && head.Test(port);
      flit.tail = flit.valid && tail.Test(port);
      if (flit.valid) std::memcpy(flit.data.data(), &model_->tx_data_o[port], sizeof flit.data);
    });
    credit.ForEachInEither(credits_out_, [&](int port) {
      interfaces::CreditBeat& beat = outputs.port[port].credit;
      beat.valid = credit.Test(port);
      beat.vc = model_->tx_credit_vc_o[port];
      beat.limit = model_->tx_credit_limit_o[port];
    });
    flits_out_ = valid;
    credits_out_ = credit;
    outputs.bus.valid = model_->bus_valid_o;
    outputs.bus.error = model_->bus_error_o;
    outputs.bus.data = model_->bus_rdata_o;
    outputs.interrupt = model_->irq_o;
    outputs.idle = model_->idle_o;
  }

  struct NoTracer {};
  VerilatedContext context_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<std::conditional_t<kTraces, Tracer, NoTracer>> tracer_;
  PortMask<kPorts> flits_out_, credits_out_;  // valid in the previous tick
};

}  // namespace linkwright::verilated
