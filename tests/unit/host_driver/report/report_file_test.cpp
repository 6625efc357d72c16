// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/report_file.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::report {
namespace {

using telemetry::RunReport;
using telemetry::Value;

RunReport Example() {
  RunReport report;
  report.SetProvenance("version", "0.1.0");
  report.SetProvenance("seed", 7);
  report.SetProvenance("scenario", Value::Map{{"rate", "800 Gb/s"}, {"a", 1}});
  report.Add("z.time", std::int64_t{1284}, "ps", "from first send to last receive");
  report.Add("a.goodput", 0.1, "GB/s", "payload over time, \"bus\" convention");
  report.AddRow({{"size", "1 MiB"}, {"time", 1.5}});
  report.AddRow({{"size", "2 MiB"}, {"note", "a,b"}});
  report.LeaveOut("clock drift between chips");
  return report;
}

TEST(ReportFile, WritesJsonInTheOrderOfInsertion) {
  EXPECT_EQ(JsonText(Example()), R"({
  "status": "complete",
  "provenance": {
    "version": "0.1.0",
    "seed": 7,
    "scenario": {
      "rate": "800 Gb/s",
      "a": 1
    }
  },
  "metrics": {
    "z.time": {
      "value": 1284,
      "unit": "ps",
      "definition": "from first send to last receive"
    },
    "a.goodput": {
      "value": 0.1,
      "unit": "GB/s",
      "definition": "payload over time, \"bus\" convention"
    }
  },
  "results": [
    {
      "size": "1 MiB",
      "time": 1.5
    },
    {
      "size": "2 MiB",
      "note": "a,b"
    }
  ],
  "what_is_left_out": [
    "clock drift between chips"
  ]
}
)");
}

TEST(ReportFile, SaysThatARunFailedAndWhy) {
  RunReport report = Example();
  report.SetFailure("deadlock");
  const Json json = ToJson(report);
  EXPECT_EQ(json["status"], "failed");
  EXPECT_EQ(json["failure"], "deadlock");
}

TEST(ReportFile, NamesTheLabelsOfAMetricBesideItsKey) {
  RunReport report;
  report.Merge(Example(), {"size", "1024"});
  const Json metric = ToJson(report)["metrics"]["z.time{size=1024}"];
  EXPECT_EQ(metric["value"], 1284);
  EXPECT_EQ(metric["name"], "z.time");
  EXPECT_EQ(metric["labels"]["size"], "1024");
}

TEST(ReportFile, KeepsEveryBitOfANumber) {
  for (const double value : {0.1, 1.0 / 3, 1e-310, 1.7976931348623157e308, 123456789.123456789}) {
    RunReport report;
    report.Add("x", value, "1", "a number");
    EXPECT_EQ(Json::parse(JsonText(report))["metrics"]["x"]["value"].get<double>(), value);
  }
  const Json document =
      Json::parse(R"({"a":[1,-2,18446744073709551615,0.5,true,null,"x"],"b":{}})");
  EXPECT_EQ(ToJson(FromJson(document)).dump(), document.dump());
}

TEST(ReportFile, WritesCsvWithQuotesWhereNeeded) {
  EXPECT_EQ(MetricsCsv(Example()),
            "name,value,unit,definition\r\n"
            "z.time,1284,ps,from first send to last receive\r\n"
            "a.goodput,0.1,GB/s,\"payload over time, \"\"bus\"\" convention\"\r\n");
  EXPECT_EQ(ResultsCsv(Example()), "size,time,note\r\n1 MiB,1.5,\r\n2 MiB,,\"a,b\"\r\n");
}

// A double holds 53 bits; an integer that went through one would lose its last.
TEST(ReportFile, KeepsEveryDigitOfAnInteger) {
  for (const int64_t value : {(int64_t{1} << 53) + 1, INT64_MAX, INT64_MIN, int64_t{-1}}) {
    RunReport report;
    report.Add("x", value, "ps", "a number");
    report.AddRow({{"x", value}});
    EXPECT_EQ(Json::parse(JsonText(report))["metrics"]["x"]["value"].get<int64_t>(), value);
    EXPECT_EQ(Json::parse(JsonText(report))["results"][0]["x"].get<int64_t>(), value);
    EXPECT_EQ(MetricsCsv(report),
              "name,value,unit,definition\r\nx," + std::to_string(value) + ",ps,a number\r\n");
    EXPECT_EQ(ResultsCsv(report), "x\r\n" + std::to_string(value) + "\r\n");
  }
}

TEST(ReportFile, QuotesWhatCsvWouldMisread) {
  const struct {
    const char* text;
    const char* field;
  } cases[] = {{"plain", "plain"},
               {"", ""},
               {"a,b", "\"a,b\""},
               {"say \"a\"", "\"say \"\"a\"\"\""},
               {"two\nlines", "\"two\nlines\""},
               {"cr\r", "\"cr\r\""},
               {" blank ", " blank "}};
  for (const auto& c : cases) {
    RunReport report;
    report.AddRow({{"first", 1}, {"text", c.text}, {"last", 2}});
    EXPECT_EQ(ResultsCsv(report), "first,text,last\r\n1," + std::string(c.field) + ",2\r\n")
        << c.text;
  }
}

TEST(ReportFile, ARowWithoutAColumnLeavesItEmpty) {
  RunReport report;
  report.AddRow({{"a", 1}});
  report.AddRow({{"b", true}, {"a", Value{}}});
  report.AddRow({{"c", Value::List{1, 2}}});
  EXPECT_EQ(ResultsCsv(report), "a,b,c\r\n1,,\r\n,true,\r\n,,\"[1,2]\"\r\n");
}

TEST(ReportFile, ALabelledMetricIsOneFieldOfCsv) {
  RunReport job, report;
  job.Merge(Example(), {"job", "a"});
  report.Merge(job, {"size", "8"});
  const std::string csv = MetricsCsv(report);
  EXPECT_NE(MetricsCsv(job).find("z.time{job=a},1284,"), std::string::npos);
  EXPECT_NE(csv.find("\"z.time{job=a,size=8}\",1284,"), std::string::npos) << csv;
}

TEST(ReportFile, TextThatIsNotUtf8IsReplacedAndNotFatal) {
  RunReport report;
  report.SetFailure("file '\xff.yaml'");
  EXPECT_EQ(Json::parse(JsonText(report))["failure"], "file '\xEF\xBF\xBD.yaml'");
}

TEST(ReportFile, AFailedRunKeepsTheRowsThatAreFinished) {
  const std::string json = testing::TempDir() + "report_partial.json";
  const std::string csv = testing::TempDir() + "report_partial.csv";
  RunReport report = Example();
  report.SetFailure("a deadlock");
  WriteReportFiles(report, json, csv);
  const Json read = Json::parse(std::ifstream(json));
  EXPECT_EQ(read["status"], "failed");
  EXPECT_EQ(read["results"].size(), 2u);
  std::ostringstream text;
  text << std::ifstream(csv).rdbuf();
  EXPECT_EQ(text.str(), ResultsCsv(report)) << "rows where there are any, not metrics";
  std::filesystem::remove(json);
  std::filesystem::remove(csv);
}

TEST(ReportFile, ARunWithoutRowsHasItsMetricsInCsv) {
  const std::string csv = testing::TempDir() + "report_metrics.csv";
  RunReport report;
  report.Add("x", int64_t{1}, "ps", "a number");
  WriteReportFiles(report, "", csv);
  std::ostringstream text;
  text << std::ifstream(csv).rdbuf();
  EXPECT_EQ(text.str(), MetricsCsv(report));
  std::filesystem::remove(csv);
}

TEST(ReportFile, JsonAndCsvAreNeverOneFile) {
  const std::string path = testing::TempDir() + "one_file";
  EXPECT_THROW((ExpectWritable({{"JSON", path}, {"CSV", path}})), diagnostics::UserError);
  EXPECT_THROW((ExpectWritable({{"JSON", path}, {"CSV", testing::TempDir() + "./one_file"}})),
               diagnostics::UserError);
  EXPECT_THROW((ExpectWritable({{"JSON", "-"}, {"CSV", "-"}})), diagnostics::UserError);
  EXPECT_THROW((ExpectWritable({{"JSON", "-"}, {"CSV", "/dev/stdout"}})), diagnostics::UserError);
  EXPECT_NO_THROW((ExpectWritable({{"JSON", path}, {"CSV", ""}})));
  EXPECT_NO_THROW((ExpectWritable({{"JSON", ""}, {"CSV", ""}})));
}

TEST(ReportFile, NeitherFileAppearsWhenOneCannot) {
  RunReport report;
  report.Add("time", int64_t{1}, "ps", "a time");
  const std::string json = testing::TempDir() + "report_files.json";
  std::filesystem::remove(json);
  EXPECT_THROW(WriteReportFiles(report, json, testing::TempDir() + "no_such_folder/x.csv"),
               diagnostics::UserError);
  EXPECT_FALSE(std::filesystem::exists(json));
}

}  // namespace
}  // namespace linkwright::report
