// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/run_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::telemetry {
namespace {

RunReport Example() {
  RunReport report;
  report.SetProvenance("version", "0.1.0");
  report.SetProvenance("seed", 7);
  report.SetProvenance("scenario", Json{{"rate", "800 Gb/s"}, {"a", 1}});
  report.Add("z.time", std::int64_t{1284}, "ps", "from first send to last receive");
  report.Add("a.goodput", 0.1, "GB/s", "payload over time, \"bus\" convention");
  report.AddRow({{"size", "1 MiB"}, {"time", 1.5}});
  report.AddRow({{"size", "2 MiB"}, {"note", "a,b"}});
  report.LeaveOut("clock drift between chips");
  return report;
}

TEST(RunReport, WritesJsonInTheOrderOfInsertion) {
  EXPECT_EQ(Example().ToText(), R"({
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

TEST(RunReport, GivesTheSameBytesTwiceAndAfterReadingBack) {
  const std::string text = Example().ToText();
  EXPECT_EQ(Example().ToText(), text);
  EXPECT_EQ(RunReport::FromJson(Json::parse(text), "r.json").ToText(), text);
}

TEST(RunReport, KeepsEveryBitOfADouble) {
  for (const double value : {0.1, 1.0 / 3, 1e-310, 1.7976931348623157e308, 123456789.123456789}) {
    RunReport report;
    report.Add("x", value, "1", "a number");
    const Json json = Json::parse(report.ToText());
    EXPECT_EQ(json["metrics"]["x"]["value"].get<double>(), value);
  }
}

TEST(RunReport, WritesCsvWithQuotesWhereNeeded) {
  EXPECT_EQ(Example().ToCsv(),
            "name,value,unit,definition\r\n"
            "z.time,1284,ps,from first send to last receive\r\n"
            "a.goodput,0.1,GB/s,\"payload over time, \"\"bus\"\" convention\"\r\n");
  EXPECT_EQ(Example().ResultsToCsv(), "size,time,note\r\n1 MiB,1.5,\r\n2 MiB,,\"a,b\"\r\n");
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
  EXPECT_THROW(report.AddRow(Json::array()), diagnostics::InternalError);
  EXPECT_EQ(report.ToText(), Example().ToText());
}

TEST(RunReport, FindsMetricsAndProvenance) {
  const RunReport report = Example();
  ASSERT_NE(report.Find("z.time"), nullptr);
  EXPECT_EQ(AsDouble(*report.Find("z.time")), 1284.0);
  EXPECT_EQ(report.Find("z"), nullptr);
  EXPECT_EQ(report.Provenance("seed"), 7);
  EXPECT_TRUE(report.Provenance("none").is_null());
}

TEST(RunReport, NamesTheFileThatIsNoReport) {
  for (const char* text :
       {"[]", "{}", R"({"provenance": {}, "metrics": {"x": 3}, "what_is_left_out": []})",
        R"({"provenance": {}, "metrics": {"x": {"value": "a", "unit": "s", "definition": "d"}}})",
        R"({"provenance": {}, "metrics": {"x": {"value": 1, "unit": "", "definition": "d"}}})",
        R"({"provenance": {}, "metrics": {}, "results": [1], "what_is_left_out": []})"}) {
    try {
      RunReport::FromJson(Json::parse(text), "old.json");
      ADD_FAILURE() << "accepted " << text;
    } catch (const diagnostics::UserError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("old.json: error: not a run report"))
          << error.what();
    }
  }
}

}  // namespace
}  // namespace linkwright::telemetry
