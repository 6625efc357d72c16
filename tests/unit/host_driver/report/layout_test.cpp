// SPDX-License-Identifier: Apache-2.0
// What people see at other widths than 80 columns, and with --details.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host_driver/report/bench_table.h"
#include "host_driver/report/fabric_text.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/terminal.h"
#include "tests/unit/host_driver/report/text_under_test.h"

namespace linkwright::report {
namespace {

using telemetry::RunReport;

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
        Shown{1536, "B", "m 1,536 B"}, Shown{15'872, "B", "m 15.50 KiB"},
        Shown{0, "elements", "m 0 elements"}}) {
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
  BenchTable narrow(Row(1 << 20), true, {.width = 70});
  EXPECT_FALSE(Has(narrow.Header(), "cycles"));
  EXPECT_TRUE(Has(narrow.Header(), "#wrong"));
  EXPECT_TRUE(Has(narrow.Trailer(), "# (not shown in 70 columns: cycles")) << narrow.Trailer();
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
  EXPECT_TRUE(Has(none.Trailer(), ": nothing measured\n# Avg bus bandwidth    : 0\n"))
      << none.Trailer();
}

TEST(BenchTable, ASweepWithoutDataSaysThatNothingWasChecked) {
  BenchTable table(Row(1 << 20), true, {});
  BenchRow row = Row(1024);
  row.checked = false;
  EXPECT_TRUE(Has(table.Row(row), "N/A"));
  EXPECT_TRUE(Has(table.Trailer(), "not checked"));
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
