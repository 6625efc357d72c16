// SPDX-License-Identifier: Apache-2.0
// What every verilated switch needs whatever its ports carry: context, reset, clock, waveforms,
// register bus.
#pragma once

#include <verilated.h>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

#include "foundation/diagnostics/check.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, class Tracer>
class VerilatedModel {
 public:
  static constexpr bool kTraces = !std::is_void_v<Tracer>;

  explicit VerilatedModel(const VerilatedOptions& options) {
    context_.randReset(options.initial_value_seed == 0 ? 0 : 2);
    context_.randSeed(options.initial_value_seed == 0 ? 1 : options.initial_value_seed);
    context_.fatalOnError(false);  // an assertion becomes an exception, not an abort
    if constexpr (kTraces) context_.traceEverOn(true);
    Enter();
    model_ = std::make_unique<Model>(&context_, "switch");
  }
  ~VerilatedModel() {
    StopTrace();
    // Verilator's scopes sign off at the thread's context, which may be another model's by now.
    Enter();
    model_->final();
    model_.reset();
  }
  VerilatedModel(const VerilatedModel&) = delete;
  VerilatedModel& operator=(const VerilatedModel&) = delete;

  Model& wires() { return *model_; }

  /// Before the first use of the model in a call: this thread works for this model now.
  void Enter() { Verilated::threadContextp(&context_); }

  /// A falling edge of the reset, but no clock before it: nothing may be concluded from the bits a
  /// model is born with.
  void Reset() {
    model_->clk_i = 0;
    model_->rst_ni = 1;
    model_->eval();
    model_->rst_ni = 0;
    model_->eval();
    for (int i = 0; i < 2; ++i) {
      model_->clk_i = 1;
      model_->eval();
      model_->clk_i = 0;
      model_->eval();
    }
    model_->rst_ni = 1;
    model_->eval();
  }

  /// One clock period. `read_outputs` runs behind the rising edge.
  template <class ReadOutputs>
  void Clock(ReadOutputs read_outputs) {
    model_->clk_i = 1;
    model_->eval();
    read_outputs();
    Dump();
    model_->clk_i = 0;
    model_->eval();
    Dump();
    LINKWRIGHT_CHECK(!context_.gotError()) << "assertion of the RTL failed, see above";
  }

  void DriveBus(const interfaces::RegisterRequest& bus) {
    model_->bus_valid_i = bus.valid;
    model_->bus_write_i = bus.write;
    model_->bus_address_i = bus.address;
    model_->bus_wdata_i = bus.data;
  }
  void ReadBus(interfaces::SwitchOutputs& outputs) const {
    outputs.bus.valid = model_->bus_valid_o;
    outputs.bus.error = model_->bus_error_o;
    outputs.bus.data = model_->bus_rdata_o;
    outputs.interrupt = model_->irq_o;
    outputs.idle = model_->idle_o;
  }

  bool StartTrace(const std::string& path) {
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
  void StopTrace() {
    if constexpr (kTraces) {
      if (tracer_) tracer_->close();
      tracer_.reset();
    }
  }

 private:
  static constexpr std::uint64_t kHalfPeriod = 5;

  void Dump() {
    context_.timeInc(kHalfPeriod);
    if constexpr (kTraces) {
      if (tracer_) tracer_->dump(context_.time());
    }
  }

  struct NoTracer {};
  VerilatedContext context_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<std::conditional_t<kTraces, Tracer, NoTracer>> tracer_;
};

}  // namespace linkwright::verilated
