// SPDX-License-Identifier: Apache-2.0
// Does lock-step of the scale-up switch bite? Every faulty copy of the RTL must be told from the
// twin, within a few thousand cycles, and the true RTL must not.
#include <gtest/gtest.h>

#include <iterator>

#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/rtl/mutations/mutation_list.h"

namespace linkwright::mutations {
namespace {

using lockstep::scaleup::ScaleUpKind;

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
