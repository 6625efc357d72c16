// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/golden.h"

#include <gmock/gmock.h>

#include <iterator>

#include "tests/unit/host_driver/regression/regression_under_test.h"

namespace linkwright::regression {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const Golden kRecord = {.reason = "why", .date = "2026-11-29", .version = "0.1.0", .metrics = {}};

TEST(Golden, LiesBesideTheFileOfPeople) {
  EXPECT_EQ(GoldenPath("a/ci.yaml"), "a/ci.golden.json");
  EXPECT_EQ(GoldenPath("ci.yml"), "ci.golden.json");
  EXPECT_EQ(GoldenPath("ci"), "ci.golden.json");
  EXPECT_EQ(GoldenPath("ci.v2.yaml"), "ci.v2.golden.json");
}

TEST(Golden, IsReadAsItWasWrittenToTheLastDigit) {
  const RegressionFolder folder;
  GoldenFile goldens;
  const Figures figures = {{"a", INT64_MAX}, {"b", INT64_MIN}, {"collective.time{job=x}", 0}};
  EXPECT_TRUE(Accept("ring8/64KiB", figures, kRecord, goldens));
  WriteGoldens(goldens, folder.Path("g.json"));
  const GoldenFile read = ReadGoldens(folder.Path("g.json"));
  ASSERT_EQ(read.goldens.size(), 1u);
  const Golden& golden = read.goldens.at("ring8/64KiB");
  EXPECT_EQ(golden.metrics, figures);
  EXPECT_EQ(golden.reason, "why");
  EXPECT_EQ(golden.date, "2026-11-29");
  EXPECT_EQ(golden.version, "0.1.0");
  const std::string text = ReadAll(folder.Path("g.json"));
  WriteGoldens(read, folder.Path("again.json"));
  EXPECT_EQ(ReadAll(folder.Path("again.json")), text);
}

// Whoever asks why a figure is what it is wants the last reason that changed it.
TEST(Golden, KeepsTheRecordOfWhatDidNotChange) {
  GoldenFile goldens;
  Golden later = kRecord;
  later.reason = "later";
  EXPECT_TRUE(Accept("a", {{"x", 1}}, kRecord, goldens));
  EXPECT_TRUE(Accept("b", {{"x", 1}}, kRecord, goldens));
  EXPECT_FALSE(Accept("a", {{"x", 1}}, later, goldens));
  EXPECT_TRUE(Accept("b", {{"x", 2}}, later, goldens));
  EXPECT_EQ(goldens.goldens.at("a").reason, "why");
  EXPECT_EQ(goldens.goldens.at("b").reason, "later");
}

TEST(Golden, WhatHasNoneIsToldAtItsEntryAndWhatHasNoEntryByName) {
  const RegressionFolder folder;
  const Regressions r = folder.Read(
      "entries:\n  - {name: a, scenario: four.yaml}\n  - {name: b, scenario: four.yaml, sizes: "
      "[1KiB]}\n");
  EXPECT_THAT(
      MistakesOf([&] { ExpectGoldens({}, r, {"a"}); }),
      ElementsAre(HasSubstr("there are no goldens yet; this writes them: linkwright regress")));
  GoldenFile goldens;
  Accept("a", {{"x", 1}}, kRecord, goldens);
  Accept("gone", {{"x", 1}}, kRecord, goldens);
  WriteGoldens(goldens, GoldenPath(r.path));
  EXPECT_THAT(
      MistakesOf([&] {
        ExpectGoldens(goldens, r, {"a", "b/1KiB"});
      }),
      testing::UnorderedElementsAre(testing::AllOf(HasSubstr("3:12: 'b/1KiB' has no golden"),
                                                   HasSubstr("--accept --reason \"WHY\" --only b")),
                                    HasSubstr("'gone' has a golden, but is no run of")));
  EXPECT_EQ(DropStale(r.file, goldens), 1u);
  EXPECT_THAT(MistakesOf([&] { ExpectGoldens(goldens, r, {"a"}); }), ElementsAre())
      << "b does not run";
}

TEST(Golden, AFileThatSomebodyEditedIsReadStrictly) {
  const RegressionFolder folder;
  const auto refused = [&](const std::string& text) {
    return MistakesOf([&] { ReadGoldens(folder.Write("g.json", text)); });
  };
  EXPECT_THAT(refused(R"({"format": 2, "goldens": {}})"), ElementsAre(HasSubstr("1:12: ")));
  EXPECT_THAT(refused(R"({"format": 1, "goldens": {"a": {"reason": "r", "date": "d", "version": "v",
 "metrics": {"x": 1.5}}}})"),
              ElementsAre(HasSubstr("2:19: ")));
  EXPECT_THAT(refused(R"({"format": 1, "goldens": {"a": {"reason": "r", "date": "d", "version": "v",
 "metrics": {"x": 1, "x": 1}}}})"),
              ElementsAre(HasSubstr("2:")));
  EXPECT_THAT(refused(R"({"format": 1, "goldens": {"a": {"metrics": {}}}})"), testing::SizeIs(3));
  EXPECT_THAT(refused("{\"format\": 1, "), testing::SizeIs(1));
  EXPECT_TRUE(ReadGoldens(folder.Path("not there")).goldens.empty());
}

}  // namespace
}  // namespace linkwright::regression
