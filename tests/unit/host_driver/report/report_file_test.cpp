// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/report_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

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
