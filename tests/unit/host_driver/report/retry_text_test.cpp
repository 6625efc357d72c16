// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/retry_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/host_driver/report/text_under_test.h"

namespace linkwright::report {
namespace {

using telemetry::RunReport;

struct Direction {
  const char* name;
  int64_t sent, delivered, damaged, replays, timeouts, nacks;
};

RunReport WithRetry(const std::vector<Direction>& directions) {
  RunReport report;
  Direction all{};
  const auto add = [&](const std::string& path, const Direction& d) {
    const std::string prefix = "network.retry." + path;
    report.Add(prefix + "frames_sent", d.sent, "frames", "sent");
    report.Add(prefix + "frames_delivered", d.delivered, "frames", "delivered");
    report.Add(prefix + "frames_damaged", d.damaged, "frames", "damaged");
    report.Add(prefix + "frames_swallowed", int64_t{0}, "frames", "lost");
    report.Add(prefix + "replays", d.replays, "replays", "replays");
    report.Add(prefix + "timeouts", d.timeouts, "replays", "by timer");
    report.Add(prefix + "nacks_received", d.nacks, "NACKs", "NACKs");
  };
  for (const Direction& d : directions) {
    add(std::string(d.name) + ".", d);
    all.sent += d.sent;
    all.delivered += d.delivered;
    all.damaged += d.damaged;
    all.replays += d.replays;
    all.timeouts += d.timeouts;
  }
  add("", all);
  report.Add("network.retry.goodput_lost", 0.1, "ratio", "lost");
  return report;
}

TEST(RetryText, AddsUpTheLinksAndTellsTheWorstFirst) {
  const RunReport report =
      WithRetry({{"good.up", 1000, 1000, 0, 0, 0, 0}, {"bad.up", 2000, 1500, 40, 30, 10, 20}});
  const std::string text = RetryText(report, {.width = 120});
  EXPECT_TRUE(
      text.starts_with("Links with retry: 40 frames damaged, 0 lost on links that were down; 30 "
                       "replays, 10 of them"))
      << text;
  EXPECT_TRUE(Has(RetryText(report, {.width = 300}),
                  "500 of 3,000 frames sent, all links together, were in vain (16.667 %)."))
      << "500 / 3000";
  EXPECT_LT(text.find("bad.up"), text.find("good.up"));
  EXPECT_EQ(RowOf(text, "bad.up"), "bad.up 2,000 500 40 20 30 10 25.000");
  EXPECT_EQ(RowOf(text, "good.up"), "good.up 1,000 0 0 0 0 0 0.000");
}

TEST(RetryText, ALinkThatSentNothingLostNothing) {
  EXPECT_EQ(RowOf(RetryText(WithRetry({{"idle.up", 0, 0, 0, 0, 0, 0}}), {.width = 120}), "idle"),
            "idle.up 0 0 0 0 0 0 0.000");
}

TEST(RetryText, ShowsEightDirectionsUnlessDetailsAreWanted) {
  std::vector<Direction> many;
  std::vector<std::string> names;
  for (int i = 0; i < 11; ++i) names.push_back("link" + std::to_string(i));
  for (int i = 0; i < 11; ++i)
    many.push_back({names[static_cast<size_t>(i)].c_str(), 100, 100 - i, 0, 0, 0, 0});
  const std::string text = RetryText(WithRetry(many), {.width = 80});
  EXPECT_TRUE(Has(text, "link10")) << "the worst";
  EXPECT_TRUE(Has(text, "link3"));
  EXPECT_FALSE(Has(text, "link2")) << "the ninth";
  EXPECT_TRUE(Has(text, "(and 3 more directions; --details or --json FILE: all)\n")) << text;
  const std::string details = RetryText(WithRetry(many), {.width = 80, .details = true});
  EXPECT_TRUE(Has(details, "link0"));
  EXPECT_FALSE(Has(details, "more directions"));
}

TEST(RetryText, CreditsAloneAreNoRetry) {
  RunReport report;
  report.Add("network.retry.frames_sent", int64_t{5}, "frames", "sent");
  EXPECT_EQ(RetryText(report, {}), "");
  EXPECT_EQ(RetryText({}, {}), "");
}

TEST(RetryText, GivesUpTheLeastOfItsColumnsFirst) {
  const RunReport report = WithRetry({{"pod0.accelerator3.link1.up", 2000, 1500, 40, 30, 10, 20}});
  size_t shown = 0;
  for (const int width : {40, 60, 80, 120}) {
    const std::string text = RetryText(report, {.width = width});
    ExpectFits(text, width);
    const std::string row = RowOf(text, "pod0.accelerator3.link1.up");
    EXPECT_TRUE(row.ends_with(" 25.000")) << row << ": the share is always there";
    const size_t columns = static_cast<size_t>(std::count(row.begin(), row.end(), ' '));
    EXPECT_GE(columns, shown) << width;
    shown = columns;
  }
  EXPECT_EQ(shown, 7u) << "all of them in 120 columns";
}

}  // namespace
}  // namespace linkwright::report
