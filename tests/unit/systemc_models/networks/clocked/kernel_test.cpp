// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/kernel.h"

#include <gtest/gtest.h>

#include "foundation/diagnostics/check.h"

namespace linkwright::clocked {
namespace {

TEST(Kernel, WarningsOfSystemCAreErrors) {
  Kernel kernel;
  Kernel::Scope scope(kernel);
  EXPECT_THROW(SC_REPORT_WARNING("test", "something odd"), diagnostics::InternalError);
  EXPECT_THROW(SC_REPORT_ERROR("test", "something wrong"), diagnostics::InternalError);
  EXPECT_NO_THROW(SC_REPORT_INFO("test", "something"));
}

TEST(Kernel, EachHasItsOwnTime) {
  Kernel first, second;
  {
    Kernel::Scope scope(first);
    sc_core::sc_start(sc_core::sc_time::from_value(500));
    EXPECT_EQ(sc_core::sc_time_stamp().value(), 500u);
  }
  Kernel::Scope scope(second);
  EXPECT_EQ(sc_core::sc_time_stamp().value(), 0u);
}

}  // namespace
}  // namespace linkwright::clocked
