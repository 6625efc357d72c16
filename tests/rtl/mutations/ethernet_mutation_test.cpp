// SPDX-License-Identifier: Apache-2.0
// Does lock-step of the Ethernet switch bite? Every faulty copy of the RTL must be told from the
// twin, within a few thousand cycles.
#include <gtest/gtest.h>

#include <iterator>

#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/rtl/mutations/mutation_hunt.h"

namespace linkwright::verilated {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks, caught, family, cycles) \
  const linkwright_switch_plugin_table* Table_mutant_##name();
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
}  // namespace linkwright::verilated

namespace linkwright::mutations {
namespace {

constexpr Mutation kMutations[] = {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks, caught, family, cycles) \
  {#name, variant, file, breaks, caught, family, cycles, verilated::Table_mutant_##name},
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
};

// The list holds a copy without a fault, too, which must not be caught.
TEST(EthernetMutations, AreAllCaughtAndTheTrueCopyIsNot) {
  EXPECT_GE(std::size(kMutations), 15U);
  ExpectCaught({lockstep::ethernet::EthernetKind()}, kMutations);
}

}  // namespace
}  // namespace linkwright::mutations
