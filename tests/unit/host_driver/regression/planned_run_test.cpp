// SPDX-License-Identifier: Apache-2.0
// What a regression file says, and what becomes of it before anything runs.
#include "host_driver/regression/planned_run.h"

#include <gmock/gmock.h>

#include "tests/unit/host_driver/regression/regression_under_test.h"

namespace linkwright::regression {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> Refused(const std::string& text) {
  const RegressionFolder folder;
  return MistakesOf([&] { PlanRuns(folder.Read(text), {}); });
}

TEST(RegressionFile, MistakesAreToldAtTheirPlaces) {
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenaro: four.yaml}\n"),
              testing::Contains(HasSubstr("2:15: ")).Times(1));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenaro: four.yaml}\n"),
              testing::Contains(HasSubstr("(scenario)")));
  EXPECT_THAT(Refused("entries: []\n"), ElementsAre(HasSubstr("1:10: ")));
  EXPECT_THAT(Refused("{}\n"), ElementsAre(HasSubstr("needs 'entries'")));
  EXPECT_THAT(Refused("entries:\n  - {name: a b, scenario: four.yaml}\n"),
              ElementsAre(HasSubstr("2:12: 'name': expected letters, digits")));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml}\n  - {name: a, scenario: "
                      "four.yaml}\n"),
              ElementsAre("3:12: two entries are called 'a'"));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml, sizes: [1KiB, 1024B]}\n"),
              ElementsAre(HasSubstr("1 KiB is given twice")));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml, sizes: [0 B]}\n"),
              ElementsAre(HasSubstr("more than 0 B")));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml, metrics: ['']}\n"),
              ElementsAre(HasSubstr("expected a name or a pattern")));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml, sizes: [1KiB], set: "
                      "{collective.size: 2KiB}}\n"),
              ElementsAre(HasSubstr("come from `sizes`")));
}

// The scenario's own reader judges, and its place is the entry that laid the value over it.
TEST(RegressionFile, WhatIsLaidOverAScenarioIsJudgedWhereItStands) {
  EXPECT_THAT(
      Refused("entries:\n  - {name: a, scenario: four.yaml, set: {collective.sice: 1KiB}}\n"),
      ElementsAre(testing::AllOf(HasSubstr("2:"), HasSubstr("(size)"))));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml, set: {pod.ready: bench44}}\n"),
              ElementsAre(HasSubstr("2:53: ")));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: four.yaml, fidelity: fow}\n"),
              ElementsAre(HasSubstr("(flow)")));
  EXPECT_THAT(Refused("entries:\n  - {name: a, scenario: for.yaml}\n"),
              ElementsAre(HasSubstr("2:25: there is no scenario file")));
}

TEST(RegressionFile, AllEntriesAreJudgedAtOnce) {
  EXPECT_EQ(
      Refused("entries:\n  - {name: a, scenario: no.yaml}\n  - {name: b, scenario: four.yaml, "
              "set: {pod.ready: bench44}}\n")
          .size(),
      2u);
}

TEST(PlannedRun, AnEntryIsARunForEachOfItsSizesWithWhatItSays) {
  const RegressionFolder folder;
  const Regressions regressions = folder.Read(
      "entries:\n"
      "  - {name: plain, scenario: four.yaml}\n"
      "  - name: all\n"
      "    scenario: four.yaml\n"
      "    fidelity: cycle\n"
      "    sizes: [1KiB, 64KiB]\n"
      "    seed: 9\n"
      "    set: {collective.type: bf16, pod: {ready: bench8}}\n");
  const std::vector<PlannedRun> runs = PlanRuns(regressions, {});
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].name, "plain");
  EXPECT_EQ(runs[0].plan->scenario.network.fidelity, scenario::Fidelity::kFlow);
  EXPECT_EQ(runs[1].name, "all/1KiB");
  EXPECT_EQ(runs[2].name, "all/64KiB");
  const scenario::Scenario& s = runs[2].plan->scenario;
  EXPECT_EQ(s.network.fidelity, scenario::Fidelity::kCycle);
  EXPECT_EQ(s.collective.size.count(), 65536u);
  EXPECT_EQ(s.collective.type, numerics::DataType::kBf16);
  EXPECT_EQ(s.seed, 9u);
  EXPECT_EQ(runs[2].plan->pod_name, "bench8");
  EXPECT_EQ(PlanWithSeed(runs[2], 4711).scenario.seed, 4711u);
  EXPECT_EQ(PlanWithSeed(runs[2], 4711).scenario.collective.size.count(), 65536u);
  EXPECT_FALSE(PlanOfTwin(runs[2], 1)) << "it is one";
}

TEST(PlannedRun, OnlyNamedEntriesAreTaken) {
  const RegressionFolder folder;
  const Regressions regressions = folder.Read(
      "entries:\n  - {name: first, scenario: no.yaml}\n  - {name: second, scenario: four.yaml}\n");
  const std::vector<PlannedRun> runs = PlanRuns(regressions, {"second"});
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].entry, 1u);
  EXPECT_THAT(MistakesOf([&] { PlanRuns(regressions, {"secnd"}); }),
              ElementsAre(HasSubstr("no entry is called 'secnd' (second)")));
}

}  // namespace
}  // namespace linkwright::regression
