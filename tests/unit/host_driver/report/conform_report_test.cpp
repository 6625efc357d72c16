// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/conform_report.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace linkwright::report {
namespace {

using conformance::CaseResult;
using conformance::TestRecord;

CaseResult Case(const char* name, bool passes) {
  TestRecord record{.scenario = std::string(name) + " 1-2", .test_case = name};
  record.measurements = {{"lost", "0", passes ? "0" : "3", passes}};
  return {.models = "twin", .test_case = name, .what = "w", .records = {record}};
}

TEST(ConformJunit, NamesTheValueThatFailed) {
  const std::vector<CaseResult> results = {Case("LLR-01", true), Case("LLR-02", false)};
  const std::string xml = ConformJunit(results);
  EXPECT_NE(xml.find("tests=\"2\" failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("lost: expected 0, measured 3"), std::string::npos) << xml;
}

// Whoever reads the file of a run that was interrupted must not take it for one that passed.
TEST(ConformJunit, OfARunThatEndedEarlyHasAFailure) {
  const std::vector<CaseResult> results = {Case("LLR-01", true)};
  const std::string xml = ConformJunit(results, "interrupted");
  EXPECT_NE(xml.find("tests=\"2\" failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("interrupted"), std::string::npos) << xml;
}

TEST(ConformText, ACaseWithoutAValueFails) {
  CaseResult empty = Case("LLR-01", true);
  empty.records.clear();
  EXPECT_FALSE(empty.passed());
  EXPECT_EQ(FailedCases({{empty}}), "LLR-01 (twin)");
}

}  // namespace
}  // namespace linkwright::report
