// SPDX-License-Identifier: Apache-2.0
// What people see at other widths than 80 columns, and with --details.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host_driver/report/bench_table.h"
#include "host_driver/report/fabric_text.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/retry_text.h"
#include "host_driver/report/terminal.h"

namespace linkwright::report {
namespace {

using telemetry::Page;
using telemetry::RunReport;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> Lines(const std::string& text) { return telemetry::Wrapped(text, 10000); }

void ExpectFits(const std::string& text, int width) {
  for (const std::string& line : Lines(text))
    EXPECT_LE(telemetry::DisplayWidth(line), width) << line;
}

// The line that begins with a word, blanks put together: "a 1 2".
std::string RowOf(const std::string& text, const std::string& word) {
  for (const std::string& line : Lines(text)) {
    if (!line.starts_with(word)) continue;
    std::string row;
    for (const char c : line) {
      if (c != ' ' || (!row.empty() && row.back() != ' ')) row += c;
    }
    return row;
  }
  return "no line begins with " + word;
}

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

RunReport Metrics() {
  RunReport report;
  report.Add("collective.time", int64_t{1'234'567}, "ps", "from launch to the last rank's end");
  report.Add("collective.wrong", int64_t{0}, "elements", "that differ from a reduction beside it");
  report.Add("network.flits", int64_t{123'456}, "flits", "that left an accelerator");
  report.Add("switches.packets_dropped", int64_t{3}, "packets", "that no route was found for");
  report.LeaveOut("price: hosts are not counted");
  return report;
}

TEST(ReportText, TheShortFormHasWhatMostPeopleLookFor) {
  const std::string text = ReportText(Metrics(), {});
  for (const char* shown : {"collective.time", "collective.wrong", "switches.packets_dropped"})
    EXPECT_TRUE(Has(text, shown)) << shown;
  EXPECT_FALSE(Has(text, "network.flits"));
  EXPECT_FALSE(Has(text, "from launch")) << "definitions are details";
  EXPECT_TRUE(Has(text, "--details: every metric"));
  EXPECT_TRUE(Has(text, "Left out by the models used: price"));
}

TEST(ReportText, DetailsHaveEveryMetricWithItsDefinitionAtAnyWidth) {
  for (const int width : {40, 80, 120}) {
    const std::string text = ReportText(Metrics(), {.width = width, .details = true});
    ExpectFits(text, width);
    EXPECT_TRUE(Has(text, "network.flits")) << width;
    EXPECT_TRUE(Has(text, "rank's")) << width;
    EXPECT_TRUE(Has(text, "price: hosts")) << width;
    EXPECT_FALSE(Has(text, "(--details")) << width;
  }
}

struct Shown {
  int64_t value;
  const char* unit;
  const char* row;
};

TEST(ReportText, ValuesHaveFourDigitsInAUnitAPersonWouldChoose) {
  for (const Shown& shown :
       {Shown{999, "ps", "m 999 ps"}, Shown{1'000, "ps", "m 1 ns"},
        Shown{1'234'567, "ps", "m 1.235 us"}, Shown{5'000'000'000, "ps", "m 5 ms"},
        Shown{1'000'000'000'000, "ps", "m 1 s"}, Shown{1023, "B", "m 1,023 B"},
        Shown{1536, "B", "m 1.5 KiB"}, Shown{0, "elements", "m 0 elements"}}) {
    RunReport report;
    report.Add("m", shown.value, shown.unit, "a metric");
    EXPECT_EQ(RowOf(MetricsTable(report.metrics(), false).ToText({}), "m "), shown.row);
  }
}

TEST(ReportText, LabelsStandBehindTheNameOfAMetric) {
  RunReport whole;
  whole.Merge(Metrics(), {"job", "late"});
  EXPECT_TRUE(Has(ReportText(whole, {}), "collective.time{job=late}"));
}

TEST(LeftOutText, FitsTheNarrowestPageInBothForms) {
  const std::vector<std::string> sentences = {
      "congestion control: marks are counted and no sender slows down for them",
      "flags between thread blocks take time but send no flits (docs/models/collectives.md)"};
  for (const bool details : {false, true}) {
    const std::string text = LeftOutText(sentences, {.width = 40, .details = details});
    ExpectFits(text, 40);
    EXPECT_TRUE(Has(text, "congestion"));
    EXPECT_EQ(Has(text, "slows"), details) << text;
  }
}

BenchRow Row(uint64_t bytes, uint64_t wrong = 0) {
  return {.size_bytes = bytes,
          .count = bytes / 4,
          .type = "float",
          .redop = "sum",
          .time_ps = 12'345'678,
          .cycles = 4321,
          .algbw_GBps = 10,
          .busbw_GBps = 15,
          .wrong = wrong};
}

TEST(BenchTable, CyclesAreTheFirstColumnToGoAndTheTableSaysSo) {
  BenchTable wide(Row(1 << 20), true, {.width = 120});
  EXPECT_TRUE(Has(wide.Header(), "cycles"));
  EXPECT_FALSE(Has(wide.Trailer(), "not shown"));
  BenchTable narrow(Row(1 << 20), true, {.width = 60});
  EXPECT_FALSE(Has(narrow.Header(), "cycles"));
  EXPECT_TRUE(Has(narrow.Header(), "#wrong"));
  EXPECT_TRUE(Has(narrow.Trailer(), "# (not shown in 60 columns: cycles")) << narrow.Trailer();
  BenchTable flow(Row(1 << 20), false, {.width = 120});
  EXPECT_FALSE(Has(flow.Header(), "cycles")) << "a network without a clock has none";
}

TEST(BenchTable, EveryLineOfItsHeaderAndTrailerIsAComment) {
  for (const int width : {40, 80, 120}) {
    BenchTable table(Row(1 << 20), true, {.width = width});
    table.Row(Row(1024));
    const std::string header = table.Header(), trailer = table.Trailer();
    for (const std::string& text : {header, trailer}) {
      for (const std::string& line : Lines(text.substr(0, text.size() - 1)))
        EXPECT_TRUE(line.starts_with('#')) << width << ": " << line;
    }
  }
}

TEST(BenchTable, TheAverageIsOfTheRowsNotOfTheSizes) {
  BenchTable table(Row(1 << 20), true, {});
  for (const double busbw : {1.0, 2.0, 6.0}) {
    BenchRow row = Row(1024);
    row.busbw_GBps = busbw;
    table.Row(row);
  }
  EXPECT_TRUE(Has(table.Trailer(), "# Out of bounds values : 0 OK\n# Avg bus bandwidth    : 3\n"))
      << table.Trailer();
  BenchTable none(Row(1 << 20), true, {});
  EXPECT_TRUE(Has(none.Trailer(), ": 0 OK\n# Avg bus bandwidth    : 0\n")) << none.Trailer();
}

TEST(BenchTable, ASweepWithoutDataSaysThatNothingWasChecked) {
  BenchTable table(Row(1 << 20), true, {});
  BenchRow row = Row(1024);
  row.checked = false;
  EXPECT_TRUE(Has(table.Row(row), "N/A"));
  EXPECT_TRUE(Has(table.Trailer(), "0 not checked"));
  table.Row(Row(1024));
  EXPECT_TRUE(Has(table.Trailer(), "0 OK")) << "one row was";
}

struct Fitted {
  double value;
  int width;
  const char* text;
};

TEST(BenchTable, ANumberLosesDecimalsBeforeItLosesItsColumn) {
  for (const Fitted& fitted :
       {Fitted{0, 6, "0.00"}, Fitted{0.004, 6, "0.00"}, Fitted{0.005001, 6, "0.01"},
        Fitted{999.99, 6, "999.99"}, Fitted{9999.99, 6, "10000"}, Fitted{9999.94, 6, "9999.9"},
        Fitted{123456, 6, "123456"}, Fitted{1234567, 6, "1.2e+06"}, Fitted{99.999, 5, "100.0"}}) {
    EXPECT_EQ(FittedNumber(fitted.value, fitted.width), fitted.text) << fitted.value;
  }
}

TEST(FabricText, WrapsAtTheWidthOfThePage) {
  RunReport report;
  report.Add("network.retransmissions", int64_t{1'234'567}, "frames", "sent again");
  report.Add("network.sequence_naks", int64_t{2}, "NAKs", "out of order");
  report.Add("switches.pause_storms", int64_t{1}, "storms", "ended by the watchdog");
  ExpectFits(FabricText(report, {.width = 40}), 40);
  EXPECT_EQ(FabricText(report, {.width = 120}),
            "Ethernet fabric: data frames sent again: 1,234,567, NAKs: 2, pause storms: 1\n");
}

TEST(Terminal, IsAsWideAsColumnsSaysWhereItIsNone) {
  testing::internal::CaptureStdout();  // a file has no width
  const struct {
    const char* columns;
    int width;
  } cases[] = {{"40", 40}, {"120", 120}, {"0", 80}, {"-5", 80}, {"12x", 80}, {"", 80}};
  std::vector<int> widths;
  for (const auto& c : cases) {
    setenv("COLUMNS", c.columns, 1);
    widths.push_back(TerminalPage(false).width);
  }
  unsetenv("COLUMNS");
  const int without = TerminalPage(false).width;
  testing::internal::GetCapturedStdout();
  for (size_t i = 0; i < widths.size(); ++i)
    EXPECT_EQ(widths[i], cases[i].width) << "COLUMNS='" << cases[i].columns << "'";
  EXPECT_EQ(without, 80);
  EXPECT_TRUE(TerminalPage(true).details);
}

TEST(Terminal, NamesFromFilesAreNeverCommandsToIt) {
  testing::internal::CaptureStdout();
  Print("a{}b\n", "\x1b[2J");
  std::fflush(stdout);
  const std::string out = testing::internal::GetCapturedStdout();
  EXPECT_EQ(out.find('\x1b'), std::string::npos) << out;
  EXPECT_TRUE(out.starts_with("a"));
  EXPECT_TRUE(out.ends_with("b\n"));
}

}  // namespace
}  // namespace linkwright::report
