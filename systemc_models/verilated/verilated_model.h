// SPDX-License-Identifier: Apache-2.0
// What every verilated model needs whatever its wires are: context, clock, reset, waveforms.
#pragma once

#include <verilated.h>
#if VM_COVERAGE
#include "systemc_models/verilated/coverage_book.h"
#endif

#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace linkwright::verilated {

/// Verilator keeps a context by thread, and beside it the last one of all threads, which they write
/// without a lock (verilated.h, s_lastContextp). Models of several threads share it.
class ContextOfThread {
 public:
  static VerilatedContext New() {
    const std::lock_guard lock(Mutex());
    return {};
  }
  static void Set(VerilatedContext& context) {
    static thread_local const VerilatedContext* current = nullptr;
    if (current == &context) return;
    const std::lock_guard lock(Mutex());
    Verilated::threadContextp(&context);
    current = &context;
  }

 private:
  static std::mutex& Mutex() {
    static std::mutex mutex;
    return mutex;
  }
};

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, class Tracer>
class VerilatedModel {
 public:
  static constexpr bool kTraces = !std::is_void_v<Tracer>;

  /// Verilator has two states only. Registers and memories without reset start at 0 for seed 0, and
  /// at bits drawn from any other seed: a design that is reset properly behaves the same for all of
  /// them.
  explicit VerilatedModel(std::uint64_t seed) {
    context_.randReset(seed == 0 ? 0 : 2);
    context_.randSeed(seed == 0 ? 1 : static_cast<int>(seed & 0x7fffffff));
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
#if VM_COVERAGE
    CoverageBook::Of(*model_).Add(*context_.coveragep());
#endif
    model_.reset();
  }
  VerilatedModel(const VerilatedModel&) = delete;
  VerilatedModel& operator=(const VerilatedModel&) = delete;

  Model& wires() { return *model_; }
  const Model& wires() const { return *model_; }
  /// Throws std::runtime_error if an assertion failed, which has been printed.
  void ExpectNoFailure() const {
    if (context_.gotError()) throw std::runtime_error("assertion of the RTL failed, see above");
  }

  /// Before the first use of the model in a call: this thread works for this model now.
  void Enter() { ContextOfThread::Set(context_); }

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
  }

  /// False if the file cannot be written, or if there is no tracer. 10 units of time per clock.
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
  VerilatedContext context_ = ContextOfThread::New();
  std::unique_ptr<Model> model_;
  std::unique_ptr<std::conditional_t<kTraces, Tracer, NoTracer>> tracer_;
};

}  // namespace linkwright::verilated
