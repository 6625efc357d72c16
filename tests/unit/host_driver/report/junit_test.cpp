// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/junit.h"

#include <gtest/gtest.h>

namespace linkwright::report {
namespace {

TEST(JUnit, IsASuiteWithItsCountsAndEveryCase) {
  const JUnitSuite suite{.name = "s & t",
                         .timestamp = "2026-11-29T10:00:00Z",
                         .properties = {{"seeds", "1 2"}},
                         .cases = {{.class_name = "ci", .name = "good", .seconds = 0.25},
                                   {.class_name = "ci",
                                    .name = "bad",
                                    .seconds = 1,
                                    .failure = "a < \"b\"",
                                    .details = "line one\nline \x1b two\n"},
                                   {.class_name = "ci", .name = "none", .skipped = "not built"}}};
  EXPECT_EQ(JUnitText(suite),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="1" time="1.250">
  <testsuite name="s &amp; t" tests="3" failures="1" errors="0" skipped="1" time="1.250" timestamp="2026-11-29T10:00:00Z">
    <properties>
      <property name="seeds" value="1 2" />
    </properties>
    <testcase classname="ci" name="good" time="0.250" />
    <testcase classname="ci" name="bad" time="1.000">
      <failure message="a &lt; &quot;b&quot;">line one
line \u{1B} two
</failure>
    </testcase>
    <testcase classname="ci" name="none" time="0.000">
      <skipped message="not built" />
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(JUnit, ASuiteWithoutCasesIsOneToo) {
  EXPECT_NE(JUnitText({.name = "n"}).find("<testsuite name=\"n\" tests=\"0\""), std::string::npos);
}

}  // namespace
}  // namespace linkwright::report
