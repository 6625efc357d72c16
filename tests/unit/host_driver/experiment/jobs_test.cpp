// SPDX-License-Identifier: Apache-2.0
// Several collectives at once, described by a scenario, on the flow network and clocked.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "foundation/config/document.h"
#include "host_driver/experiment/run.h"
#include "host_driver/planning/plan.h"

namespace linkwright::experiment {
namespace {

Outcome RunYaml(const std::string& yaml) {
  const config::Document document = config::Document::Parse(yaml, "s.yaml");
  const planning::Plan plan = planning::MakePlan(scenario::ReadScenario(document), document);
  return RunPlanOnce(plan, {});
}

std::string Head(const std::string& fidelity) {
  return fmt::format("pod: {{ready: bench8}}\nnetwork: {{fidelity: {}}}\njobs:\n", fidelity);
}
std::string Job(const std::string& name, const std::string& ranks, const std::string& more = "") {
  return fmt::format(
      "  - {{name: {}, ranks: {}, algorithm: all_reduce_ring, size: 256KiB, channels: 2, protocol: "
      "simple{}}}\n",
      name, ranks, more);
}

class Jobs : public testing::TestWithParam<const char*> {};

TEST_P(Jobs, OnRanksOfTheirOwnTakeAsLongAsAlone) {
  const Outcome alone = RunYaml(Head(GetParam()) + Job("a", "'0-3'"));
  const Outcome both = RunYaml(Head(GetParam()) + Job("a", "'0-3'") + Job("b", "'4-7'"));
  ASSERT_EQ(both.jobs.size(), 2u);
  EXPECT_EQ(both.wrong(), 0u);
  EXPECT_EQ(both.jobs[0].result.time, alone.jobs[0].result.time);
  EXPECT_EQ(both.jobs[1].result.time, alone.jobs[0].result.time);
}

TEST_P(Jobs, OnSharedRanksShareTheLinks) {
  const Outcome alone = RunYaml(Head(GetParam()) + Job("a", "8"));
  const Outcome both = RunYaml(Head(GetParam()) + Job("a", "8") + Job("b", "8"));
  EXPECT_EQ(both.wrong(), 0u);
  for (const JobOutcome& job : both.jobs) {
    EXPECT_GT(job.result.time, alone.jobs[0].result.time) << job.name;
    EXPECT_LT(units::ToSeconds(job.result.time), 2.5 * units::ToSeconds(alone.jobs[0].result.time))
        << job.name;
    EXPECT_EQ(job.result.ranks[0].payload_sent, alone.jobs[0].result.ranks[0].payload_sent);
  }
}

TEST_P(Jobs, OverlappingCommunicatorsBothComputeTheRightSums) {
  const Outcome both = RunYaml(Head(GetParam()) + Job("low", "'0-3'") +
                               Job("even", "{first: 0, count: 4, stride: 2}", ", type: fp16"));
  EXPECT_EQ(both.wrong(), 0u);
  EXPECT_EQ(both.jobs[0].result.ranks.size(), 4u);
  EXPECT_EQ(both.jobs[1].result.ranks.size(), 4u);
}

TEST_P(Jobs, AJobThatStartsWhenTheOtherHasEndedIsNotDisturbed) {
  const Outcome alone = RunYaml(Head(GetParam()) + Job("a", "8"));
  const Outcome both = RunYaml(Head(GetParam()) + Job("a", "8") + Job("late", "8", ", start: 1ms"));
  EXPECT_EQ(both.jobs[0].result.time, alone.jobs[0].result.time);
  EXPECT_EQ(both.wrong(), 0u);
  EXPECT_GT(both.time, units::Duration::Milliseconds(1));
  EXPECT_EQ(std::get<int64_t>(both.report.Find("collective.start{job=late}")->value),
            1'000'000'000);
}

TEST_P(Jobs, AreReportedEachUnderItsName) {
  const Outcome both = RunYaml(Head(GetParam()) + Job("a", "'0-3'") + Job("b", "'2-5'"));
  for (const char* metric : {"collective.time{job=a}", "collective.time{job=b}",
                             "collective.busbw{job=a}", "collective.wrong{job=b}", "jobs.time"})
    EXPECT_NE(both.report.Find(metric), nullptr) << metric;
  EXPECT_EQ(both.report.Find("collective.time"), nullptr) << "whose would it be?";
}

// The flow network and Ethernet tell priorities apart; the job that goes first hardly sees the
// other, which comes later than among equals.
class JobsOfPriorities : public testing::TestWithParam<const char*> {
 protected:
  static std::string Fabric() {
    return std::string(GetParam()) == "ethernet"
               ? "pod: {ready: eth8}\njobs:\n"
               : "pod: {ready: bench8}\nnetwork: {fidelity: flow}\njobs:\n";
  }
  static std::string Exchange(const std::string& name, const std::string& more = "") {
    return fmt::format(
        "  - {{name: {}, ranks: 8, algorithm: all_to_all_allpairs, size: 4MiB, channels: 1, "
        "protocol: simple{}}}\n",
        name, more);
  }
};

TEST_P(JobsOfPriorities, TheHigherOneTakesAboutAsLongAsAlone) {
  const Outcome alone = RunYaml(Fabric() + Exchange("a"));
  const Outcome equal = RunYaml(Fabric() + Exchange("a") + Exchange("b"));
  const Outcome both = RunYaml(Fabric() + Exchange("a", ", priority: 1") + Exchange("b"));
  EXPECT_EQ(both.wrong(), 0u);
  const auto of = [](const Outcome& outcome, size_t job) {
    return units::ToSeconds(outcome.jobs[job].result.time);
  };
  EXPECT_GT(of(equal, 0), 1.4 * of(alone, 0));
  EXPECT_LT(of(both, 0), 1.15 * of(alone, 0)) << "first";
  EXPECT_GT(of(both, 1), 1.4 * of(alone, 0)) << "second";
}

TEST_P(JobsOfPriorities, AJobByItselfTakesAsLongWhateverItsPriority) {
  EXPECT_EQ(RunYaml(Fabric() + Exchange("a", ", priority: 2")).jobs[0].result.time,
            RunYaml(Fabric() + Exchange("a")).jobs[0].result.time);
}

INSTANTIATE_TEST_SUITE_P(Fabrics, JobsOfPriorities, testing::Values("flow", "ethernet"),
                         [](const auto& of) { return std::string(of.param); });

INSTANTIATE_TEST_SUITE_P(Fidelities, Jobs, testing::Values("flow", "cycle"),
                         [](const auto& of) { return std::string(of.param); });

TEST(JobsInTheNetwork, EachHasAGroupOfItsOwn) {
  const Outcome both = RunYaml(
      "pod: {ready: bench8}\njobs:\n"
      "  - {name: low, ranks: '0-3', algorithm: all_reduce_nvls, size: 64KiB}\n"
      "  - {name: high, ranks: [1, 4, 6, 7], algorithm: all_reduce_nvls, size: 64KiB}\n");
  EXPECT_EQ(both.wrong(), 0u);
  EXPECT_GT(std::get<int64_t>(both.report.Find("switches.reductions")->value), 0);
}

TEST(Run, IsPricedWhenSomebodyAsks) {
  const config::Document document =
      config::Document::Parse("network: {fidelity: flow}\ncollective: {size: 64KiB}\n", "s.yaml");
  const planning::Plan plan = planning::MakePlan(scenario::ReadScenario(document), document);
  Outcome outcome = RunPlanOnce(plan, {});
  EXPECT_EQ(outcome.report.Find("tco.energy_per_collective"), nullptr);
  const scoring::PriceTag tag = AddPrice(plan, outcome);
  EXPECT_NE(outcome.report.Find("tco.energy_per_collective"), nullptr);
  EXPECT_FALSE(tag.bom.lines.empty());
}

}  // namespace
}  // namespace linkwright::experiment
