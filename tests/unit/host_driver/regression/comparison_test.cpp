// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/comparison.h"

#include <gtest/gtest.h>

namespace linkwright::regression {
namespace {

TEST(Comparison, PatternsMatchAsAShellsStars) {
  EXPECT_TRUE(Matches("collective.cycles", "collective.cycles"));
  EXPECT_TRUE(Matches("collective.cycles", "collective.*"));
  EXPECT_TRUE(Matches("collective.cycles", "*"));
  EXPECT_TRUE(Matches("collective.cycles", "*cy*es"));
  EXPECT_TRUE(Matches("aXbXc", "a*Xc"));
  EXPECT_TRUE(Matches("collective.time{job=a}", "*{job=a}"));
  EXPECT_FALSE(Matches("collective.cycles", "collective"));
  EXPECT_FALSE(Matches("collective.cycles", "*.time"));
  EXPECT_FALSE(Matches("", "a"));
  EXPECT_TRUE(Matches("", "*"));
}

TEST(Comparison, FiguresAreTheWholeNumbersOfAReport) {
  telemetry::RunReport report;
  report.Add("collective.cycles", int64_t{7}, "cycles", "d");
  report.Add("collective.busbw", 1.5, "GB/s", "d");
  report.Add("network.flits", int64_t{9}, "flits", "d");
  EXPECT_EQ(FiguresOf(report, {}), (Figures{{"collective.cycles", 7}, {"network.flits", 9}}));
  EXPECT_EQ(FiguresOf(report, {"network.*", "nothing"}), (Figures{{"network.flits", 9}}));
}

TEST(Comparison, AChangedCycleReadsAsOneLine) {
  const Comparison c = Compare({{"collective.cycles", 1204}, {"a", 5}, {"b", 0}, {"c", 1}},
                               {{"collective.cycles", 1210}, {"a", 7}, {"b", 3}, {"c", 1}});
  EXPECT_FALSE(c.same());
  EXPECT_EQ(ChangesText(c, 3),
            "cycles 1,204 -> 1,210 (+6, +0.5 %), 2 of 3 counters changed: a 5 -> 7 (+2, +40 %), b "
            "0 -> 3 (+3)");
  EXPECT_EQ(ChangesText(c, 1),
            "cycles 1,204 -> 1,210 (+6, +0.5 %), 2 of 3 counters changed: a 5 -> 7 (+2, +40 %) and "
            "1 more");
}

TEST(Comparison, SmallSharesKeepTwoDigitsAndLargeOnesAll) {
  EXPECT_EQ(ChangeText("x", {"x", 31622, 31623}), "x 31,622 -> 31,623 (+1, +0.0032 %)");
  EXPECT_EQ(ChangeText("x", {"x", 31623, 31622}), "x 31,623 -> 31,622 (-1, -0.0032 %)");
  EXPECT_EQ(ChangeText("x", {"x", 4, 10}), "x 4 -> 10 (+6, +150 %)");
  EXPECT_EQ(ChangeText("x", {"x", 10, 0}), "x 10 -> 0 (-10, -100 %)");
  EXPECT_EQ(ChangeText("x", {"x", -4, -2}), "x -4 -> -2 (+2, +50 %)");
}

TEST(Comparison, CountersMayComeAndGo) {
  const Comparison c =
      Compare({{"collective.cycles", 4}, {"old", 1}}, {{"collective.cycles", 4}, {"young", 2}});
  EXPECT_FALSE(c.same());
  EXPECT_EQ(ChangesText(c, 9),
            "cycles 4 as accepted, 2 of 2 counters changed: old is gone: was 1, young is new: 2");
}

TEST(Comparison, EqualFiguresAreTheSame) {
  const Figures figures = {{"collective.cycles", 4}, {"a", 1}};
  EXPECT_TRUE(Compare(figures, figures).same());
  EXPECT_TRUE(Compare({}, {}).same());
  EXPECT_TRUE(Compare({{"a", 1}}, {{"a", 1}}).same());
  EXPECT_FALSE(Compare({{"collective.cycles", 4}}, {}).same());
}

// Cycles where there is a clock; of several jobs the time until all have ended.
TEST(Comparison, TheHeadlineIsTheFirstThatARunHas) {
  EXPECT_EQ(LengthText({{"collective.cycles", 31623}, {"collective.time", 20238720}}),
            "31,623 cycles");
  EXPECT_EQ(LengthText({{"collective.time", 391654331}}), "391.7 us");
  EXPECT_EQ(LengthText({{"jobs.time", 95871360}, {"collective.cycles{job=a}", 1}}), "95.87 us");
  EXPECT_EQ(LengthText({{"network.flits", 3}}), "1 figure");
  EXPECT_EQ(ChangesText(Compare({{"collective.time", 1000}}, {{"collective.time", 1001}}), 3),
            "time in ps 1,000 -> 1,001 (+1, +0.1 %)");
}

}  // namespace
}  // namespace linkwright::regression
