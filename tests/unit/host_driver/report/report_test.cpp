// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "host_driver/report/bench_table.h"
#include "host_driver/report/fabric_text.h"
#include "host_driver/report/report_text.h"

namespace linkwright::report {
namespace {

TEST(BenchTable, FitsNumbersAsNcclTestsDoes) {
  EXPECT_EQ(FittedNumber(1.234, 7), "1.23");
  EXPECT_EQ(FittedNumber(12345.678, 7), "12345.7");
  EXPECT_EQ(FittedNumber(1234567.8, 7), "1234568");
  EXPECT_EQ(FittedNumber(123456789.0, 7), "1.2e+08");
}

BenchRow Row() {
  return {.size_bytes = 1024,
          .count = 512,
          .type = "half",
          .redop = "sum",
          .time_ps = 16200000,
          .cycles = 9,
          .algbw_GBps = 0.063,
          .busbw_GBps = 0.11};
}

TEST(BenchTable, RowsStandUnderTheirHeader) {
  BenchTable table(Row(), true, {.width = 80});
  const std::string header = table.Header();
  const std::string title = header.substr(2, header.find('\n', 2) - 2);
  const std::string row = table.Row(Row());
  EXPECT_EQ(title.size() + 1, row.size()) << header << row;
  EXPECT_NE(row.find("  16.20    0.06    0.11       0          9\n"), std::string::npos) << row;
  EXPECT_TRUE(header.starts_with("#\n#"));
}

TEST(BenchTable, FitsEightyColumnsUpToAGibibyteWithAllColumnsOfNcclTests) {
  BenchRow row = Row();
  row.size_bytes = 1ULL << 30;
  row.count = 1ULL << 29;
  row.type = "bfloat16";
  BenchTable table(row, true, {.width = 80});
  const std::string text = table.Header() + table.Row(row) + table.Trailer();
  for (const std::string& line : telemetry::Wrapped(text, 1000))
    EXPECT_LE(telemetry::DisplayWidth(line), 80) << line;
  EXPECT_NE(text.find("redop"), std::string::npos);
  EXPECT_NE(text.find("#wrong"), std::string::npos);
}

TEST(BenchTable, TrailerNamesTheSizesThatWereNotKept) {
  BenchTable table(Row(), false, {.width = 80});
  BenchRow row = Row();
  row.size_bytes = 1048536;
  table.Row(row, 1048576);
  table.Row(Row(), Row().size_bytes);
  EXPECT_TRUE(table.Trailer().starts_with(
      "# cut to whole elements in every chunk (B): 1048576 to 1048536\n# Out of bounds"))
      << table.Trailer();
}

TEST(BenchTable, TrailerWithoutARowSaysThatNothingWasMeasured) {
  EXPECT_TRUE(BenchTable(Row(), false, {})
                  .Trailer()
                  .starts_with("# Out of bounds values : nothing measured\n"));
}

TEST(BenchTable, TrailerCountsWrongValues) {
  BenchTable right(Row(), false, {}), wrong(Row(), false, {});
  right.Row({.busbw_GBps = 2});
  right.Row({.busbw_GBps = 4});
  EXPECT_NE(right.Trailer().find(": 3\n"), std::string::npos);
  wrong.Row({.wrong = 5});
  EXPECT_NE(wrong.Trailer().find("5 FAILED"), std::string::npos);
}

TEST(BenchTable, TrailerClaimsNothingOfRowsThatAreNotThere) {
  BenchTable none(Row(), false, {}), unchecked(Row(), false, {});
  EXPECT_NE(none.Trailer().find(": nothing measured\n"), std::string::npos);
  unchecked.Row({.checked = false});
  EXPECT_NE(unchecked.Trailer().find("values : not checked\n"), std::string::npos);
}

TEST(ReportText, ShowsTimesAndSizesInTheUnitAPersonWouldChoose) {
  telemetry::RunReport report;
  report.Add("collective.time", int64_t{13279040}, "ps", "a time");
  report.Add("collective.size", int64_t{1048576}, "B", "a size");
  const std::string text = ReportText(report, {});
  EXPECT_NE(text.find("13.28  us"), std::string::npos) << text;
  EXPECT_NE(text.find("1  MiB"), std::string::npos) << text;
}

TEST(LeftOutText, NamesSubjectsOnceAndEverySentenceWithDetails) {
  const std::vector<std::string> sentences = {"price: hosts are not counted",
                                              "price: software is not counted", "flags (nowhere)"};
  EXPECT_EQ(
      LeftOutText(sentences, {}),
      "Left out by the models used: price (2 points); flags (--details says each in\nfull)\n");
  EXPECT_NE(LeftOutText(sentences, {.details = true}).find("  - price: software is not counted\n"),
            std::string::npos);
  EXPECT_EQ(LeftOutText({}, {}), "");
}

TEST(FabricText, NamesWhatIsNotZeroAndNothingElse) {
  telemetry::RunReport report;
  EXPECT_EQ(FabricText(report, {}), "");
  report.Add("network.retransmissions", int64_t{1200}, "frames", "sent again");
  report.Add("network.timeouts", int64_t{0}, "timeouts", "silence");
  report.Add("switches.reroutes", int64_t{1}, "reroutes", "groups written anew");
  report.Add("network.link_events", int64_t{1}, "events", "links that died");
  report.Add("switches.interrupts", int64_t{2}, "interrupts", "served");
  EXPECT_EQ(FabricText(report, {.width = 200}),
            "Ethernet fabric: links that died or came back: 1, interrupts: 2, data frames sent "
            "again: 1,200, reroutes: 1\n");
}

}  // namespace
}  // namespace linkwright::report
