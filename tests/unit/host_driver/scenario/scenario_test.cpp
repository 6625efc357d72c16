// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/scenario.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

#include "foundation/config/document.h"
#include "host_driver/scenario/file_path.h"

namespace linkwright::scenario {
namespace {

Scenario Read(const std::string& yaml) {
  return ReadScenario(config::Document::Parse(yaml, "s.yaml"));
}

// "2:10: message" of the first mistake.
std::string RefusalOf(const std::string& yaml) {
  try {
    Read(yaml);
  } catch (const diagnostics::UserError& error) {
    const diagnostics::Diagnostic& first = error.diagnostics().front();
    return fmt::format("{}:{}: {}", first.location.line, first.location.column, first.message);
  }
  return "accepted";
}

void ExpectRefusal(const std::string& yaml, const std::string& text) {
  const std::string said = RefusalOf(yaml);
  EXPECT_NE(said.find(text), std::string::npos) << said;
}

TEST(Scenario, TheEmptyOneIsARingOfTheDefaults) {
  const Scenario scenario = Read("{}");
  EXPECT_EQ(scenario.network.fidelity, Fidelity::kCycle);
  ASSERT_EQ(JobsOf(scenario).size(), 1u);
  EXPECT_EQ(JobsOf(scenario)[0].config.algorithm, "all_reduce_ring");
  EXPECT_TRUE(JobsOf(scenario)[0].config.ranks.by_rank.empty());
}

TEST(Scenario, ACollectiveIsTheShortFormOfOneJob) {
  const auto jobs =
      JobsOf(Read("collective: {algorithm: all_gather_ring, ranks: 3, size: 4KiB, type: fp16}"));
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].path, "collective");
  EXPECT_EQ(jobs[0].config.algorithm, "all_gather_ring");
  EXPECT_EQ(jobs[0].config.size.count(), 4096u);
  EXPECT_EQ(jobs[0].config.type, numerics::DataType::kFp16);
  EXPECT_EQ(jobs[0].config.ranks.by_rank, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(jobs[0].config.start, units::Duration::Zero());
}

TEST(Scenario, JobsHaveNamesRanksAndTimes) {
  const auto jobs =
      JobsOf(Read("jobs:\n  - {ranks: 0-3}\n"
                  "  - {name: late, ranks: [4, 6], start: 3us, size: 1KiB}\n"));
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].config.name, "job0");
  EXPECT_EQ(jobs[1].config.name, "late");
  EXPECT_EQ(jobs[1].path, "jobs.1");
  EXPECT_EQ(jobs[1].config.start, units::Duration::Microseconds(3));
  EXPECT_EQ(jobs[1].config.ranks.by_rank, (std::vector<int>{4, 6}));
}

TEST(Scenario, JobsBesideACollectiveOrOfOneNameAreRefused) {
  ExpectRefusal("collective: {size: 1KiB}\njobs: [{ranks: 2}]\n",
                "2:7: a scenario has either `collective`, which is one job, or `jobs`");
  ExpectRefusal("jobs: [{name: a}, {name: a}]\n", "1:26: 'a' is the name of jobs.0 already");
  ExpectRefusal("jobs: [{name: job1}, {}]\n", "'job1' is the name of jobs.0 already");
  ExpectRefusal("jobs: [{name: 'a.b'}]\n", "1:15: a job's name has letters, digits, _ and - only");
}

TEST(Scenario, AKeyWithNothingBehindItRunsNoDefaultJob) {
  ExpectRefusal("name: cut short\ncollective:\n",
                "2:1: 'collective' says nothing; without the key the default job runs");
  ExpectRefusal("jobs: []\n", "1:1: 'jobs' says nothing");
  EXPECT_EQ(JobsOf(Read("collective: null\njobs: [{ranks: 2}]\n")).size(), 1u);
}

TEST(Scenario, FaultsAreOfAKind) {
  const Scenario scenario = Read(
      "faults:\n  - {kind: link_down, link: 'pod0.leaf0:4', at: 30us}\n"
      "  - {kind: link_errors, at: 1us, plane: 1, bit_error_rate: 1e-4}\n");
  ASSERT_EQ(scenario.faults.size(), 2u);
  const auto& down = std::get<LinkDown>(scenario.faults[0]);
  EXPECT_EQ(down.link, "pod0.leaf0:4");
  EXPECT_FALSE(down.lasts.has_value());
  EXPECT_EQ(std::get<LinkErrors>(scenario.faults[1]).bit_error_rate, 1e-4);
  ExpectRefusal("faults: [{link: a, at: 1us}]\n", "needs 'kind': link_down, link_errors");
  ExpectRefusal("faults: [{kind: link_dwn, link: a, at: 1us}]\n", "1:17:");
  ExpectRefusal("faults: [{kind: link_down, link: a, at: 1us, lasts: 0ns}]\n", "1:53:");
}

TEST(Scenario, AKeyThatHasMovedNamesItsNewPlace) {
  ExpectRefusal("network: {ethernet: {link_down: {pod0.leaf0:5: 30us}}}\n",
                "1:22: network.ethernet.link_down is now faults: [{kind: link_down, link: ");
  ExpectRefusal("network:\n  retry:\n    down: []\n", "3:5: network.retry.down is now faults: ");
  ExpectRefusal("network:\n  retry:\n    changes: []\n",
                "3:5: network.retry.changes is now faults: [{kind: link_errors, at: ");
}

TEST(Scenario, AKeyThatHasMovedIsShownWithTheValuesThatStoodBehindIt) {
  ExpectRefusal("network: {ethernet: {link_down: {'pod0.leaf0:5': 30us, 'pod0.leaf1:5': 1ms}}}\n",
                "faults: [{kind: link_down, link: \"pod0.leaf0:5\", at: 30us}, "
                "{kind: link_down, link: \"pod0.leaf1:5\", at: 1ms}]");
  ExpectRefusal("network: {retry: {down: [{link: 'pod0.accelerator3:0', at: 8us, lasts: 40us}]}}\n",
                "faults: [{kind: link_down, link: \"pod0.accelerator3:0\", at: 8us, lasts: 40us}]");
  ExpectRefusal(
      "network: {retry: {changes: [{at: 2us, links: ['a:0', all], bit_error_rate: 1e-4}]}}\n",
      "faults: [{kind: link_errors, at: 2us, links: [\"a:0\", all], bit_error_rate: 1e-4}]");
}

TEST(Scenario, ANameIsOneLine) {
  ExpectRefusal("name: \"a\\nb\"\n", "1:7: a name is one line without tabs");
}

TEST(Scenario, AFlowNetworkAndExploitedPlanesHaveNoSwitchesToChoose) {
  ExpectRefusal("network: {fidelity: flow, switches: {a: rtl}}\n",
                "a flow network has no switches to choose a fidelity for");
  ExpectRefusal("network: {switches: {a: flow}}\n", "cannot be of fidelity flow");
  ExpectRefusal("network: {symmetry: exploit, switches: {a: rtl}}\n", "simulates one plane only");
}

TEST(Scenario, CollectivesAreKnownHoweverTheyAreSpelled) {
  for (const char* name : {"all_reduce", "allreduce", "all-reduce", "AllReduce"})
    EXPECT_EQ(CollectiveNamed(name), collectives::Collective::kAllReduce) << name;
  EXPECT_FALSE(CollectiveNamed("reduceall").has_value());
  EXPECT_EQ(FullAlgorithmName(collectives::Collective::kAllGather, "ring"), "all_gather_ring");
  EXPECT_EQ(FullAlgorithmName(collectives::Collective::kAllGather, "all_reduce_ring"),
            "all_reduce_ring");
  EXPECT_EQ(FullAlgorithmName(collectives::Collective::kAllGather, "a.xml"), "a.xml");
}

TEST(FilePath, IsRelativeToTheFileThatNamesIt) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "file_path_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "s.yaml") << "{}\n";
  const diagnostics::SourceLocation in_file{(folder / "s.yaml").string(), 1, 1};
  EXPECT_EQ(PathNamedAt(in_file, "parts/a.yaml"), (folder / "parts/a.yaml").string());
  EXPECT_EQ(PathNamedAt(in_file, "/a.yaml"), "/a.yaml");
  EXPECT_EQ(PathNamedAt({"--set pod.parts=[a.yaml]", 1, 12}, "a.yaml"), "a.yaml");
}

}  // namespace
}  // namespace linkwright::scenario
