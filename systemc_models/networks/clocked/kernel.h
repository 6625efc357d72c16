// SPDX-License-Identifier: Apache-2.0
// A SystemC kernel of one's own. The library keeps one current simulation context for the process;
// a Kernel owns a fresh one and makes it current only while a Scope lives, so networks can be built
// one after another, or side by side, in one process.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>

namespace linkwright::clocked {

class Kernel {
 public:
  // Routes SystemC's reports: warnings and worse are thrown as InternalError.
  Kernel();
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  // When something happens next of the kernel's own accord, in picoseconds; -1: never.
  int64_t NextActivityPs() const;

  // Modules are made, run and destroyed inside a scope of their kernel.
  class Scope {
   public:
    explicit Scope(Kernel& kernel);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    sc_core::sc_simcontext* previous_;
    sc_core::sc_simcontext* previous_default_;
  };

 private:
  std::unique_ptr<sc_core::sc_simcontext> context_;
};

}  // namespace linkwright::clocked
