// SPDX-License-Identifier: Apache-2.0
// Does lock-step of the scale-up switch bite? Every faulty copy of the RTL must be told from the
// twin, within a few thousand cycles, and the true RTL must not.
#include <gtest/gtest.h>

#include <iterator>

#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
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

using lockstep::scaleup::ScaleUpKind;

constexpr Mutation kMutations[] = {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks, caught, family, cycles) \
  {#name, variant, file, breaks, caught, family, cycles, verilated::Table_mutant_##name},
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
};

TEST(Mutations, AreAllCaught) {
  EXPECT_GE(std::size(kMutations), 14U);
  ExpectCaught({ScaleUpKind()}, kMutations);
}

TEST(Mutations, AreTheCauseOfWhatIsCaught) {
  const HuntingGround ground{ScaleUpKind(), 2, 4000};
  for (const char* name : {"p4", "p8_wavefront"}) {
    const Catch c = Hunt(ground, name, [&] { return ScaleUpKind().ours.device(name); });
    EXPECT_FALSE(c.caught) << name << " " << c.check;
  }
}

}  // namespace
}  // namespace linkwright::mutations
