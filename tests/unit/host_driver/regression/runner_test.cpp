// SPDX-License-Identifier: Apache-2.0
// Verdicts over runs of four ranks, and what is written about them.
#include "host_driver/regression/runner.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "host_driver/regression/result_files.h"
#include "host_driver/regression/result_text.h"
#include "tests/unit/host_driver/regression/regression_under_test.h"

namespace linkwright::regression {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTwo =
    "entries:\n"
    "  - {name: flow, scenario: four.yaml}\n"
    "  - {name: twin, scenario: four.yaml, fidelity: cycle, metrics: [collective.*]}\n";

class RunnerTest : public testing::Test {
 protected:
  explicit RunnerTest(const char* text = kTwo)
      : regressions_(folder_.Read(text)), runs_(PlanRuns(regressions_, {})) {}

  // Every look at the clock is a quarter of a second later.
  std::vector<Result> Run(Request request = {}) {
    request.regressions = &regressions_;
    request.goldens = &goldens_;
    request.seconds = [this] { return now_ += 0.25; };
    std::vector<Result> results;
    RunAll(request, runs_, results);
    return results;
  }
  void AcceptAll() {
    for (const Result& result : Run()) Accept(result.name, result.figures, {}, goldens_);
  }

  RegressionFolder folder_;
  Regressions regressions_;
  std::vector<PlannedRun> runs_;
  GoldenFile goldens_;
  double now_ = 0;
};

TEST_F(RunnerTest, WhatWasAcceptedIsTheSame) {
  EXPECT_EQ(Run()[0].verdict, Verdict::kNew);
  AcceptAll();
  const std::vector<Result> results = Run();
  ASSERT_EQ(results.size(), 2u);
  for (const Result& result : results) EXPECT_EQ(result.verdict, Verdict::kSame) << result.name;
  EXPECT_EQ(FailureOf(results, true), "");
  EXPECT_TRUE(results[0].figures.contains("network.transfers"));
  EXPECT_FALSE(results[1].figures.contains("network.transfers")) << "only collective.*";
}

TEST_F(RunnerTest, OneCycleIsAChange) {
  AcceptAll();
  ++goldens_.goldens["twin"].metrics["collective.cycles"];
  const std::vector<Result> results = Run();
  EXPECT_EQ(results[0].verdict, Verdict::kSame);
  EXPECT_EQ(results[1].verdict, Verdict::kChanged);
  EXPECT_EQ(FailureOf(results, false), "of 2 runs 1 changed");
  EXPECT_THAT(
      ResultLine(results[1], false),
      testing::MatchesRegex(
          "twin: cycles [0-9,]+ -> [0-9,]+ \\(-1, -[0-9.]+ %\\) \\(0.25 s, .* kcycles/s\\)"));
  EXPECT_THAT(SummaryLine(results), HasSubstr("2 runs: 1 ok, 1 changed (0.50 s)"));
}

TEST_F(RunnerTest, WallTimeIsThatOfTheRunAndNoFigure) {
  const Result twin = Run()[1];
  EXPECT_EQ(twin.wall_seconds, 0.25);
  EXPECT_EQ(twin.cycles, twin.figures.at("collective.cycles"));
  EXPECT_EQ(twin.cycles_per_second(), 4.0 * static_cast<double>(twin.cycles));
  EXPECT_EQ(Run()[0].cycles, 0) << "no clock";
}

TEST_F(RunnerTest, DrawnSeedsAreHeldAgainstNoGolden) {
  AcceptAll();
  goldens_.goldens["flow"].metrics["collective.time"] = 1;
  const std::vector<Result> results = Run({.seeds = {4711, 12}});
  ASSERT_EQ(results.size(), 6u);
  EXPECT_EQ(results[0].verdict, Verdict::kChanged);
  EXPECT_EQ(results[1].verdict, Verdict::kPassed);
  EXPECT_EQ(Title(results[1]), "flow seed 4711");
  EXPECT_EQ(Title(results[5]), "twin seed 12");
  EXPECT_EQ(Run({.own_seeds = false, .seeds = {1}}).size(), 2u);
}

TEST_F(RunnerTest, ResultsComeAsTheyAreReady) {
  std::vector<std::string> seen;
  Run({.finished = [&](const Result& result) { seen.push_back(result.name); }});
  EXPECT_THAT(seen, ElementsAre("flow", "twin"));
}

TEST_F(RunnerTest, AnInterruptionEndsAllAndKeepsWhatIsThere) {
  std::atomic<bool> interrupted{false};
  std::vector<Result> results;
  Request request{.regressions = &regressions_,
                  .goldens = &goldens_,
                  .interrupted = &interrupted,
                  .finished = [&](const Result&) { interrupted = true; }};
  EXPECT_THROW(RunAll(request, runs_, results), diagnostics::RunFailure);
  EXPECT_EQ(results.size(), 1u);
}

TEST(Runner, AFailureIsAResultAndTheOthersRun) {
  const RegressionFolder folder;
  const Regressions regressions = folder.Read(
      "entries:\n"
      "  - name: dead\n"
      "    scenario: four.yaml\n"
      "    fidelity: cycle\n"
      "    set: {network.retry: {}, faults: [{kind: link_down, link: 'pod0.accelerator1:0', at: "
      "1us}]}\n"
      "  - {name: alive, scenario: four.yaml}\n");
  const GoldenFile goldens;
  std::vector<Result> results;
  RunAll({.regressions = &regressions, .goldens = &goldens}, PlanRuns(regressions, {}), results);
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].verdict, Verdict::kFailed);
  EXPECT_THAT(results[0].why, HasSubstr("deadlock"));
  EXPECT_EQ(ResultLine(results[0], false).find('\n'), std::string::npos);
  EXPECT_EQ(results[1].verdict, Verdict::kNew);
  EXPECT_EQ(FailureOf(results, false), "of 2 runs 1 failed");
}

TEST(Runner, AMetricThatNoRunHasIsAMistakeAtItsPlace) {
  const RegressionFolder folder;
  const Regressions regressions = folder.Read(
      "entries:\n  - {name: a, scenario: four.yaml, metrics: [collective.time, colective.size]}\n");
  const std::vector<PlannedRun> runs = PlanRuns(regressions, {});
  GoldenFile goldens;
  std::vector<Result> results;
  const auto run = [&] {
    RunAll({.regressions = &regressions, .goldens = &goldens}, runs, results);
  };
  EXPECT_THAT(MistakesOf(run),
              ElementsAre("2:63: the run has no metric 'colective.size' that is a whole number "
                          "(collective.size)"));
  goldens.goldens["a"].metrics = {{"colective.size", 3}};
  EXPECT_THAT(MistakesOf(run), ElementsAre()) << "it has gone, which is a change";
  EXPECT_EQ(results.back().verdict, Verdict::kChanged);
}

TEST(Acceptance, TakesWhatRanAndKeepsWhatDidNot) {
  RegressionFile file;
  for (const char* name : {"ran", "same", "not_run"}) file.entries.push_back({.name = name});
  GoldenFile goldens;
  for (const char* name : {"same", "not_run", "gone"})
    Accept(name, {{"x", 1}}, {.reason = "first"}, goldens);
  std::vector<Result> results = {{.name = "ran", .verdict = Verdict::kNew, .figures = {{"x", 2}}},
                                 {.name = "same", .verdict = Verdict::kSame, .figures = {{"x", 1}}},
                                 {.name = "not_run", .verdict = Verdict::kNotRun}};
  GoldenFile untouched = goldens;
  const Acceptance acceptance = AcceptResults(results, false, file, {.reason = "second"}, goldens);
  EXPECT_EQ(acceptance.accepted, 1u);
  EXPECT_EQ(acceptance.dropped, 1u);
  EXPECT_EQ(goldens.goldens.at("ran").reason, "second");
  EXPECT_EQ(goldens.goldens.at("same").reason, "first");
  EXPECT_EQ(goldens.goldens.at("not_run").metrics, (Figures{{"x", 1}}));
  EXPECT_FALSE(goldens.goldens.contains("gone"));
  EXPECT_THROW(AcceptResults(results, true, file, {}, untouched), diagnostics::RunFailure);
  results[1].verdict = Verdict::kFailed;
  EXPECT_THROW(AcceptResults(results, false, file, {}, untouched), diagnostics::RunFailure);
  EXPECT_EQ(untouched.goldens.size(), 3u);
}

TEST(DrawnSeeds, AreTheSameOfOneNumberAndDiffer) {
  const std::vector<uint64_t> seeds = DrawSeeds(5, 1000);
  EXPECT_EQ(DrawSeeds(5, 1000), seeds);
  EXPECT_NE(DrawSeeds(6, 1000), seeds);
  EXPECT_EQ(std::set<uint64_t>(seeds.begin(), seeds.end()).size(), 1000u);
  const std::vector<uint64_t> few = DrawSeeds(5, 3);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), seeds.begin()));
}

// What is not built is said, and is a failure only when asked for, or when nothing else ran.
TEST(Verdicts, WhatDidNotRunFailsOnlyWhenAllMustRun) {
  const Result ran{.name = "a", .verdict = Verdict::kSame};
  const Result not_run{.name = "b", .verdict = Verdict::kNotRun, .why = "the RTL is not built"};
  EXPECT_EQ(FailureOf({ran, not_run}, false), "");
  EXPECT_EQ(FailureOf({ran, not_run}, true), "of 2 runs 1 did not run");
  EXPECT_EQ(FailureOf({not_run}, false), "of 1 runs 1 did not run");
  EXPECT_EQ(ResultLine(not_run, false), "b: not run: the RTL is not built");
}

TEST(ResultFiles, JsonHasEveryFigureAndChange) {
  Record record{
      .file = "a/ci.yaml", .started = "2026-11-29T10:00:00Z", .drawn = {7}, .drawn_from = 5};
  Result changed{
      .name = "ring8", .verdict = Verdict::kChanged, .cycles = 1210, .wall_seconds = 0.5};
  changed.figures = {{"collective.cycles", 1210}, {"new", 1}};
  changed.comparison = Compare({{"collective.cycles", 1204}}, changed.figures);
  record.results = {changed,
                    {.name = "ring8", .drawn = 7, .verdict = Verdict::kFailed, .why = "deadlock"},
                    {.name = "ring8", .verdict = Verdict::kNotRun, .why = "not built"}};
  record.failure = "of 3 runs 1 changed, 1 failed";
  RegressionFile file;
  file.entries.push_back({.name = "ring8"});
  const report::Json json = ToJson(record, file);
  EXPECT_EQ(json["status"], "failed");
  EXPECT_EQ(json["seeds"]["from"], 5);
  EXPECT_EQ(json["seeds"]["drawn"], report::Json({7}));
  EXPECT_EQ(json["results"][0]["changes"].dump(),
            R"([{"metric":"collective.cycles","golden":1204,"now":1210},)"
            R"({"metric":"new","golden":null,"now":1}])");
  EXPECT_EQ(json["results"][0]["cycles_per_s"], 2420.0);
  EXPECT_EQ(json["results"][0]["figures"]["new"], 1);
  EXPECT_EQ(json["results"][1]["seed"], 7);
  EXPECT_EQ(json["results"][1]["why"], "deadlock");
  EXPECT_FALSE(json["results"][2].contains("wall_s"));

  const report::JUnitSuite suite = ToJUnit(record, false);
  ASSERT_EQ(suite.cases.size(), 3u);
  EXPECT_THAT(suite.cases[0].failure, HasSubstr("cycles 1,204 -> 1,210"));
  EXPECT_EQ(suite.cases[0].details,
            "collective.cycles 1,204 -> 1,210 (+6, +0.5 %)\nnew is new: 1\n");
  EXPECT_EQ(suite.cases[1].name, "ring8 seed 7");
  EXPECT_EQ(suite.cases[1].failure, "deadlock");
  EXPECT_EQ(suite.cases[2].skipped, "not built");
  EXPECT_EQ(ToJUnit(record, true).cases[2].failure, "not run: not built");
  record.cut_short = true;
  EXPECT_EQ(ToJUnit(record, false).cases.back().failure, record.failure);
}

}  // namespace
}  // namespace linkwright::regression
