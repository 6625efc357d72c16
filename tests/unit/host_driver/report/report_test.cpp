// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/report/bench_table.h"
#include "host_driver/report/fabric_text.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/text_table.h"

namespace linkwright::report {
namespace {

TEST(TextTable, AlignsNumbersRightAndTextLeft) {
  TextTable table({{"pod", "", TextTable::Align::kLeft}, {"time", "us", TextTable::Align::kRight}});
  table.AddRow({"a", "7"});
  table.AddRow({"longer", "1,234"});
  EXPECT_EQ(table.ToText(),
            "pod      time\n"
            "           us\n"
            "------  -----\n"
            "a           7\n"
            "longer  1,234\n");
}

TEST(TextTable, CountsCodePointsNotBytes) {
  TextTable table({{"µs", "", TextTable::Align::kLeft}, {"x", "", TextTable::Align::kLeft}});
  table.AddRow({"12", "y"});
  EXPECT_EQ(table.ToText(), "µs  x\n--  -\n12  y\n");
}

TEST(FourDigits, KeepsFourSignificantDigits) {
  EXPECT_EQ(FourDigits(0), "0");
  EXPECT_EQ(FourDigits(0.123456), "0.1235");
  EXPECT_EQ(FourDigits(12.3456), "12.35");
  EXPECT_EQ(FourDigits(999.9), "999.9");
  EXPECT_EQ(FourDigits(1234.5), "1,235");
  EXPECT_EQ(FourDigits(1234567), "1,234,567");
  EXPECT_EQ(FourDigits(-4321), "-4,321");
}

TEST(Grouped, HandlesTheSmallestNumber) {
  EXPECT_EQ(Grouped(INT64_MIN), "-9,223,372,036,854,775,808");
  EXPECT_EQ(Grouped(-999), "-999");
  EXPECT_EQ(Grouped(1000), "1,000");
}

TEST(BenchTable, FitsNumbersAsNcclTestsDoes) {
  EXPECT_EQ(FittedNumber(1.234, 7), "1.23");
  EXPECT_EQ(FittedNumber(12345.678, 7), "12345.7");
  EXPECT_EQ(FittedNumber(1234567.8, 7), "1234568");
  EXPECT_EQ(FittedNumber(123456789.0, 7), "1.2e+08");
}

TEST(BenchTable, RowsStandUnderTheirHeader) {
  BenchRow row{.size_bytes = 1024,
               .count = 512,
               .type = "half",
               .redop = "sum",
               .time_ps = 16200000,
               .cycles = 9,
               .algbw_GBps = 0.063,
               .busbw_GBps = 0.11};
  const std::string header = BenchTableHeader();
  const std::string title = header.substr(2, header.find('\n', 2) - 2);
  EXPECT_EQ(title.size() + 1, BenchTableRow(row).size());
  EXPECT_NE(BenchTableRow(row).find("  16.20    0.06    0.11       0           9\n"),
            std::string::npos);
}

TEST(BenchTable, TrailerCountsWrongValues) {
  EXPECT_NE(BenchTableTrailer({{.busbw_GBps = 2}, {.busbw_GBps = 4}}).find(": 3\n"),
            std::string::npos);
  EXPECT_NE(BenchTableTrailer({{.wrong = 5}}).find("5 FAILED"), std::string::npos);
}

TEST(FabricText, NamesWhatIsNotZeroAndNothingElse) {
  telemetry::RunReport report;
  EXPECT_EQ(FabricText(report), "");
  report.Add("network.retransmissions", int64_t{1200}, "frames", "sent again");
  report.Add("network.timeouts", int64_t{0}, "timeouts", "silence");
  report.Add("switches.reroutes", int64_t{1}, "reroutes", "groups written anew");
  report.Add("network.link_events", int64_t{1}, "events", "links that died");
  report.Add("switches.interrupts", int64_t{2}, "interrupts", "served");
  EXPECT_EQ(FabricText(report),
            "Ethernet fabric: links that died or came back: 1, interrupts: 2, data frames sent "
            "again: 1,200, reroutes: 1\n");
}

TEST(ReportFiles, NeitherFileAppearsWhenOneCannot) {
  telemetry::RunReport report;
  report.Add("time", int64_t{1}, "ps", "a time");
  const std::string json = testing::TempDir() + "report_files.json";
  std::filesystem::remove(json);
  EXPECT_THROW(WriteReportFiles(report, json, testing::TempDir() + "no_such_folder/x.csv"),
               diagnostics::UserError);
  EXPECT_FALSE(std::filesystem::exists(json));
}

}  // namespace
}  // namespace linkwright::report
