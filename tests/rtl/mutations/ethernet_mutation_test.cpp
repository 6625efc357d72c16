// SPDX-License-Identifier: Apache-2.0
// Does lock-step of the Ethernet switch bite? Every faulty copy of the RTL must be told from the
// twin, within a few thousand cycles.
#include <gtest/gtest.h>

#include <iterator>

#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/rtl/mutations/mutation_list.h"

namespace linkwright::mutations {
namespace {

// The list holds a copy without a fault, too, which must not be caught.
TEST(EthernetMutations, AreAllCaughtAndTheTrueCopyIsNot) {
  EXPECT_GE(std::size(kMutations), 15U);
  ExpectCaught({lockstep::ethernet::EthernetKind()}, kMutations);
}

}  // namespace
}  // namespace linkwright::mutations
