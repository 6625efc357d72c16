// SPDX-License-Identifier: Apache-2.0
// Every number both languages know, in one list: the package declares them, and the probe compares
// the package's with the header's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rtl/spec/compiler/spec_model.h"

namespace linkwright::spec_compiler {

struct Constant {
  std::string system_verilog;  // name in the package
  std::string cpp;             // expression in the header's namespace
  uint64_t value = 0;
  int bits = 0;     // width in SystemVerilog; 0: int unsigned
  std::string doc;  // may be empty
};

// Constants above it are unsigned in C++ and sized in SystemVerilog.
inline constexpr uint64_t kLargestInt = 0x7fff'ffff;

struct ConstantGroup {
  std::string title;
  std::vector<Constant> constants;
};

// Kinds of operations, in the order of their codes.
const std::vector<std::string>& OperationKinds();

// What the specification lists under `constants`.
ConstantGroup NamedNumbers(const Spec& spec);

std::vector<ConstantGroup> Constants(const Spec& spec);

}  // namespace linkwright::spec_compiler
