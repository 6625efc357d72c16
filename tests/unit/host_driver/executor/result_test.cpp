// SPDX-License-Identifier: Apache-2.0
// What a run hands on: metrics of the busiest rank, what was left out; and shapes and reports of
// runs that cannot end.
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/executor/choose_shape.h"
#include "host_driver/executor/collective_run.h"
#include "tests/unit/host_driver/executor/ideal_network.h"
#include "tests/unit/host_driver/executor/round_costs.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright::executor {
namespace {

using collectives::Collective;
using collectives::Input;
using collectives::KernelProgram;
using collectives::Output;
using collectives::ProgramBuilder;
using units::BitRate;
using units::Duration;

int64_t Count(const telemetry::RunReport& report, const std::string& name) {
  const telemetry::Metric* metric = report.Find(name);
  return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
}

TEST(ResultMetrics, OfBytesAreTheBusiestRanksEachByItself) {
  CollectiveResult result;
  result.time = Duration::Picoseconds(12'345);
  result.checked = true;
  result.ranks = {{100, 7, 200, {}}, {50, 9, 300, {}}};
  telemetry::RunReport report;
  AppendMetrics(result, report);
  EXPECT_EQ(Count(report, "collective.time"), 12'345);
  EXPECT_EQ(Count(report, "collective.sent_per_rank"), 100);
  EXPECT_EQ(Count(report, "collective.received_per_rank"), 9);
  EXPECT_EQ(Count(report, "collective.wire_sent_per_rank"), 300);
  EXPECT_EQ(Count(report, "collective.wrong"), 0);
  EXPECT_EQ(report.Find("collective.differing"), nullptr);
  EXPECT_TRUE(report.what_is_left_out().empty());
}

TEST(ResultMetrics, SayWhenRanksDifferAndWhenNothingWasChecked) {
  CollectiveResult result;
  result.checked = true;
  result.differing = 4;
  telemetry::RunReport differing;
  AppendMetrics(result, differing);
  EXPECT_EQ(Count(differing, "collective.differing"), 4);
  EXPECT_EQ(differing.what_is_left_out().size(), 1U);
  result.checked = false;
  result.ranks_simulated = 1;
  telemetry::RunReport sizes;
  AppendMetrics(result, sizes);
  EXPECT_EQ(sizes.Find("collective.wrong"), nullptr) << "nothing was looked at: not 0 wrong";
  EXPECT_EQ(Count(sizes, "collective.ranks_simulated"), 1);
  ASSERT_EQ(sizes.what_is_left_out().size(), 1U);
  EXPECT_EQ(sizes.what_is_left_out()[0].rfind("data: ", 0), 0U);
}

TEST(ResultCount, FollowsNcclTestsForEveryCollective) {
  const auto count = [](const char* name) {
    const KernelProgram program = algorithms::BuiltIn().Generate(name, {.ranks = 4, .channels = 1});
    IdealNetwork network(4, kRate, kLatency);
    return RunCollective(network, {.program = &program, .size_bytes = 4'096, .cost = {}}).count;
  };
  EXPECT_EQ(count("all_reduce_ring"), 1'024U);
  EXPECT_EQ(count("broadcast_chain"), 1'024U);
  EXPECT_EQ(count("all_gather_ring"), 256U) << "what a rank puts in";
  EXPECT_EQ(count("reduce_scatter_ring"), 256U) << "what a rank gets";
  EXPECT_EQ(count("all_to_all_allpairs"), 256U) << "a fourth of the total";
}

// A ring of eight ranks: one thread block, 15 steps on an eighth of the buffer each at 100 GB/s, of
// which 14 go through the port: 1.1 * 15/14 * port rate / 100 GB/s thread blocks keep it busy.
TEST(ChosenChannels, AreThoseWhoseWorkKeepsThePortBusy) {
  const auto channels = [](uint64_t size, int64_t gigabits) {
    return ChooseShape(algorithms::BuiltIn().Get("all_reduce_ring"), 8, size,
                       BitRate::GigabitsPerSecond(gigabits), RoundCosts())
        .channels;
  };
  EXPECT_EQ(channels(40 << 20, 640), 1) << "0.94";
  EXPECT_EQ(channels(40 << 20, 800), 2) << "1.18";
  EXPECT_EQ(channels(40 << 20, 3'200), 5) << "4.71";
  EXPECT_EQ(channels(40 << 20, 6'400), 10) << "9.43";
  EXPECT_EQ(channels(96 << 10, 6'400), 3) << "chunks of 4 KiB at least";
}

std::string FailureOf(const CollectiveRequest& request) {
  IdealNetwork network(request.program->rank_count(), kRate, kLatency);
  try {
    RunCollective(network, request);
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

TEST(DeadlockReport, NamesTwentyThreadBlocksAndCountsTheRest) {
  ProgramBuilder builder("knot", Collective::kBroadcast, {.ranks = 2}, 1);
  builder.SetBuffers(1, 1);
  for (int channel = 0; channel < 25; ++channel)
    builder.AddThreadBlock(1, channel).Recv(0, Output(0));
  const KernelProgram program = builder.Finish();
  const std::string said = FailureOf({.program = &program, .size_bytes = 4'096, .cost = {}});
  EXPECT_NE(said.find("25 of 25 thread blocks can never go on"), std::string::npos) << said;
  EXPECT_NE(said.find("step 0 (recv): waits for data from rank 0 on channel 19,"),
            std::string::npos);
  EXPECT_EQ(said.find("channel 20"), std::string::npos) << said;
  EXPECT_EQ(said.substr(said.rfind('\n')), "\n  and 5 more");
}

// Each iteration sends a message that nobody takes; Simple's FIFO holds two.
TEST(DeadlockReport, SaysInWhichIterationAThreadBlockStands) {
  ProgramBuilder builder("knot", Collective::kBroadcast, {.ranks = 2}, 1);
  builder.SetBuffers(1, 1);
  builder.AddThreadBlock(0, 0).Send(1, Input(0));
  const KernelProgram program = builder.Finish();
  const std::string said =
      FailureOf({.program = &program, .size_bytes = 6 << 20, .cost = {}, .data = false});
  EXPECT_NE(said.find("step 0 (send): waits for a free place in the FIFO to rank 1 on channel 0, "
                      "which takes nothing more out there (iteration 2)\n  rank 0 sent 16 slices "
                      "to rank 1"),
            std::string::npos)
      << said;
}

TEST(DeadlockReport, OfOneRankThatStandsForAllSaysSo) {
  struct Alike final : interfaces::AlikeEndpoints {
    void CountForAll(int) override {}
  } alike;
  ProgramBuilder builder("knot", Collective::kAllGather, {.ranks = 4}, 4);
  builder.SetBuffers(1, 4);
  const KernelProgram program = builder.Finish([](collectives::RankBuilder& rank) {
    auto block = rank.AddThreadBlock(0);
    block.Recv((rank.rank() + 3) % 4, Output(0));
    block.Send((rank.rank() + 1) % 4, Input(0));
  });
  CollectiveRequest request{.program = &program, .size_bytes = 4'096, .cost = {}, .data = false};
  request.alike = &alike;
  const std::string said = FailureOf(request);
  EXPECT_NE(said.find("1 of 1 thread blocks can never go on of every rank, all like rank 0"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("waits for data from rank 3 on channel 0, from rank 0 thread block 0"),
            std::string::npos)
      << said;
  request.alike = nullptr;
  EXPECT_NE(FailureOf(request).find("4 of 4 thread blocks can never go on\n"), std::string::npos);
}

}  // namespace
}  // namespace linkwright::executor
