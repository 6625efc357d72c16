// SPDX-License-Identifier: Apache-2.0
// One rank that stands for all gives what all give, to the picosecond and to the byte.
#include "host_driver/executor/rotation.h"

#include <gtest/gtest.h>

#include "host_driver/executor/collective_run.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::executor {
namespace {

using collectives::KernelProgram;
using collectives::Protocol;

struct Outcome {
  CollectiveResult result;
  telemetry::RunReport network;
};

Outcome RunKernel(const KernelProgram& program, uint64_t size, bool as_one, bool data = false) {
  flow::FlowNetworkParameters parameters;
  parameters.accelerators = program.rank_count();
  parameters.planes = 2;
  flow::FlowNetwork network(parameters);
  CollectiveRequest request{.program = &program, .size_bytes = size, .cost = {}};
  request.data = data;
  if (as_one) request.alike = &network;
  Outcome outcome;
  outcome.result = RunCollective(network, request);
  network.AppendMetrics(outcome.network);
  return outcome;
}

void ExpectEqual(const Outcome& one, const Outcome& all, const std::string& what) {
  EXPECT_EQ(one.result.time, all.result.time) << what;
  EXPECT_EQ(one.result.steps, all.result.steps) << what;
  EXPECT_EQ(one.result.transfers, all.result.transfers) << what;
  ASSERT_EQ(one.result.ranks.size(), all.result.ranks.size()) << what;
  for (std::size_t rank = 0; rank < one.result.ranks.size(); ++rank) {
    EXPECT_EQ(one.result.ranks[rank].finish, all.result.ranks[rank].finish) << what << " " << rank;
    EXPECT_EQ(one.result.ranks[rank].payload_sent, all.result.ranks[rank].payload_sent) << what;
    EXPECT_EQ(one.result.ranks[rank].payload_received, all.result.ranks[rank].payload_received)
        << what;
    EXPECT_EQ(one.result.ranks[rank].wire_sent, all.result.ranks[rank].wire_sent) << what;
  }
  for (const telemetry::Metric& metric : all.network.metrics()) {
    if (metric.name == "network.flows_solved") continue;  // the work saved
    const telemetry::Metric* same = one.network.Find(metric.name);
    ASSERT_NE(same, nullptr) << metric.name;
    EXPECT_EQ(same->value, metric.value) << what << " " << metric.name;
  }
}

TEST(Rotation, OneRankStandsForAllToThePicosecond) {
  for (const char* name :
       {"all_reduce_ring", "all_gather_ring", "reduce_scatter_ring", "all_to_all_allpairs"}) {
    for (const int ranks : {2, 3, 4, 7, 16, 33}) {
      for (const int channels : {1, 3}) {
        for (const Protocol protocol : {Protocol::kSimple, Protocol::kLl, Protocol::kLl128}) {
          const KernelProgram program = algorithms::BuiltIn().Generate(
              name, {.ranks = ranks, .channels = channels, .protocol = protocol});
          // Small ranks also run past the places of a FIFO; more ranks only add time to that.
          const uint64_t longer = uint64_t{ranks <= 4 ? 9U : 1U} << 20;
          for (const uint64_t size : {uint64_t{64} << 10, longer}) {
            const Outcome one = RunKernel(program, size, true);
            if (!Rotates(program, {})) {
              EXPECT_EQ(one.result.ranks_simulated, ranks);
              continue;
            }
            EXPECT_EQ(one.result.ranks_simulated, 1);
            ExpectEqual(one, RunKernel(program, size, false),
                        std::string(name) + " on " + std::to_string(ranks));
          }
        }
      }
    }
  }
}

TEST(Rotation, AnAllToAllInTurnsIsTheSameAsOne) {
  const KernelProgram program =
      algorithms::BuiltIn().Generate("all_to_all_allpairs", {.ranks = 200});
  ASSERT_TRUE(Rotates(program, {}));
  ExpectEqual(RunKernel(program, 8 << 20, true), RunKernel(program, 8 << 20, false), "200 ranks");
}

TEST(Rotation, SizesTakeTheTimeThatDataTakes) {
  const KernelProgram program = algorithms::BuiltIn().Generate("ring", {.ranks = 5, .channels = 2});
  const Outcome data = RunKernel(program, 1 << 20, false, true);
  const Outcome sizes = RunKernel(program, 1 << 20, false, false);
  EXPECT_TRUE(data.result.checked);
  EXPECT_FALSE(sizes.result.checked);
  ExpectEqual(sizes, data, "ring");
}

TEST(Rotation, NothingStandsForAProgramWhoseRanksDiffer) {
  const auto program = [](const char* name) {
    return algorithms::BuiltIn().Generate(name, {.ranks = 8});
  };
  EXPECT_FALSE(Rotates(program("broadcast_chain"), {}));
  EXPECT_FALSE(Rotates(program("halving_doubling"), {}));
  EXPECT_FALSE(Rotates(program("nvls"), {})) << "in-network operations load all at once";
  EXPECT_FALSE(Rotates(program("allpairs_twoshot"), {})) << "dependences";
  EXPECT_TRUE(Rotates(program("ring"), {}));
}

TEST(Rotation, NothingStandsForThreadBlocksThatShareAMemoryTooSlowForThem) {
  const KernelProgram program = algorithms::BuiltIn().Generate("ring", {.ranks = 8, .channels = 8});
  CostModel cost;
  EXPECT_TRUE(Rotates(program, cost));
  // 8 thread blocks x 3 passes at 23.03 GB/s.
  cost.memory_rate = units::BitRate::GigabitsPerSecond(8 * 23 * 24);
  EXPECT_FALSE(Rotates(program, cost));
}

TEST(Rotation, ARankWithAnotherPeerBreaksIt) {
  for (const int odd : {-1, 2}) {
    collectives::ProgramBuilder builder("odd", collectives::Collective::kAllGather, {.ranks = 4},
                                        4);
    builder.SetBuffers(1, 4);
    const KernelProgram program = builder.Finish([odd](collectives::RankBuilder& rank) {
      const int reach = rank.rank() == odd ? 2 : 1;
      rank.AddThreadBlock(0).Send((rank.rank() + reach) % 4, collectives::Input(0));
    });
    EXPECT_EQ(Rotates(program, {}), odd < 0) << odd;
  }
}

}  // namespace
}  // namespace linkwright::executor
