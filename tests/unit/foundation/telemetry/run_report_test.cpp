// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/run_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "foundation/diagnostics/check.h"

namespace linkwright::telemetry {
namespace {

RunReport Example() {
  RunReport report;
  report.SetProvenance("seed", 7);
  report.Add("z.time", std::int64_t{1284}, "ps", "from first send to last receive");
  report.Add("a.goodput", 0.1, "GB/s", "payload over time, \"bus\" convention");
  report.LeaveOut("clock drift between chips");
  return report;
}

TEST(RunReport, RefusesNumbersWithoutMeaning) {
  RunReport report = Example();
  EXPECT_THROW(report.Add("z.time", 1.0, "ps", "again"), diagnostics::InternalError);
  EXPECT_THROW(report.Add("x", 1.0, "", "no unit"), diagnostics::InternalError);
  EXPECT_THROW(report.Add("x", 1.0, "ps", ""), diagnostics::InternalError);
  EXPECT_THROW(report.Add("x", std::nan(""), "ps", "not finite"), diagnostics::InternalError);
  EXPECT_THROW(report.Add("x", std::numeric_limits<double>::infinity(), "ps", "not finite"),
               diagnostics::InternalError);
  EXPECT_THROW(report.SetProvenance("seed", 8), diagnostics::InternalError);
  EXPECT_EQ(report.ToText(), "z.time 1284 ps\na.goodput 0.1 GB/s\n");
}

TEST(RunReport, FindsMetricsAndProvenance) {
  const RunReport report = Example();
  ASSERT_NE(report.Find("z.time"), nullptr);
  EXPECT_EQ(AsDouble(*report.Find("z.time")), 1284.0);
  EXPECT_EQ(report.Find("z"), nullptr);
  ASSERT_NE(report.Provenance("seed"), nullptr);
  EXPECT_EQ(*report.Provenance("seed"), Value(7));
  EXPECT_EQ(report.Provenance("none"), nullptr);
}

TEST(RunReport, TellsMetricsOfOneNameApartByTheirLabels) {
  RunReport whole;
  whole.Merge(Example(), {"size", "1024"});
  whole.Merge(Example(), {"size", "4096"});
  ASSERT_NE(whole.Find("z.time{size=4096}"), nullptr);
  EXPECT_EQ(whole.Find("z.time{size=4096}")->name, "z.time");
  EXPECT_EQ(whole.Find("z.time"), nullptr);
  EXPECT_EQ(whole.metrics().size(), 4U);
  EXPECT_EQ(whole.what_is_left_out().size(), 1U);  // once
  EXPECT_THROW(whole.Merge(Example(), {"size", "1024"}), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::telemetry
