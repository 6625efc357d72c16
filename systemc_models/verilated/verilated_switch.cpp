// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/verilated/verilated_switch.h"

#if defined(__SANITIZE_ADDRESS__)
// Verilator's runtime keeps a buffer for names per thread and never frees it (verilated.cpp,
// catName).
extern "C" const char* __lsan_default_suppressions() { return "leak:Verilated::catName\n"; }
#endif

namespace linkwright::verilated {

// One function per model, defined by the configured copies of variant.cpp.in.
#define LINKWRIGHT_VARIANT(name) \
  std::unique_ptr<VerilatedSwitch> Make_scaleup_switch_##name(const VerilatedOptions& options);
#include "verilated_variants.inc"
#undef LINKWRIGHT_VARIANT

namespace {

struct Entry {
  std::string_view name;
  std::unique_ptr<VerilatedSwitch> (*make)(const VerilatedOptions& options);
};

// May be empty, which an array must not.
const std::vector<Entry>& Entries() {
  static const std::vector<Entry> entries = {
#define LINKWRIGHT_VARIANT(name) {#name, Make_scaleup_switch_##name},
#include "verilated_variants.inc"
#undef LINKWRIGHT_VARIANT
  };
  return entries;
}

}  // namespace

std::unique_ptr<VerilatedSwitch> MakeVerilatedSwitch(const spec::scaleup_switch::Variant& variant,
                                                     const VerilatedOptions& options) {
  for (const Entry& entry : Entries()) {
    if (entry.name == variant.name) return entry.make(options);
  }
  return nullptr;
}

std::vector<std::string_view> VerilatedVariants() {
  std::vector<std::string_view> names;
  for (const Entry& entry : Entries()) names.push_back(entry.name);
  return names;
}

}  // namespace linkwright::verilated
