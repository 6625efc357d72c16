// SPDX-License-Identifier: Apache-2.0
// The mutations that CMake built for this test (mutations.inc). For one source of a test.
#pragma once

#include "tests/rtl/mutations/mutation_hunt.h"

namespace linkwright::verilated {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks, caught, family, cycles) \
  const linkwright_switch_plugin_table* Table_mutant_##name();
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
}  // namespace linkwright::verilated

namespace linkwright::mutations {

constexpr Mutation kMutations[] = {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks, caught, family, cycles) \
  {#name, variant, file, breaks, caught, family, cycles, verilated::Table_mutant_##name},
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
};

}  // namespace linkwright::mutations
