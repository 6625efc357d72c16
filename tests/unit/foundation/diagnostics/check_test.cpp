// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/check.h"

#include <gtest/gtest.h>

#include <string>

#include "foundation/units/literals.h"

namespace linkwright::diagnostics {
namespace {

using namespace units::literals;

TEST(Check, SaysNothingAndEvaluatesNothingWhenTrue) {
  int evaluated = 0;
  LINKWRIGHT_CHECK(true) << ++evaluated;
  EXPECT_EQ(evaluated, 0);
}

TEST(Check, ThrowsConditionPlaceAndText) {
  const int credits = -1;
  try {
    LINKWRIGHT_CHECK(credits >= 0) << "port " << 3 << " after " << 5_ns;
    FAIL() << "nothing was thrown";
  } catch (const InternalError& error) {
    const std::string text = error.what();
    EXPECT_TRUE(text.starts_with("tests/unit/foundation/diagnostics/check_test.cpp:")) << text;
    EXPECT_TRUE(text.ends_with(": check failed: credits >= 0: port 3 after 5 ns")) << text;
  }
}

TEST(Check, NamesComponentAndSimulatedTime) {
  try {
    LINKWRIGHT_CHECK_AT(1 + 1 == 3, "pod0.switch3", units::SimTime::At(1284_ns));
    FAIL() << "nothing was thrown";
  } catch (const InternalError& error) {
    const std::string text = error.what();
    EXPECT_TRUE(text.ends_with("pod0.switch3 at 1.284 us: check failed: 1 + 1 == 3")) << text;
  }
}

TEST(Check, StandsInAnIfWithoutBraces) {
  bool reached_else = false;
  if (reached_else)
    LINKWRIGHT_CHECK(false) << "not reached";
  else
    reached_else = true;
  EXPECT_TRUE(reached_else);
}

}  // namespace
}  // namespace linkwright::diagnostics
