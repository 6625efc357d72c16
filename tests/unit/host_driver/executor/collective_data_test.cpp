// SPDX-License-Identifier: Apache-2.0
// Every built-in algorithm computes the right result, for every type, operation and rank count.
#include <gtest/gtest.h>

#include <atomic>
#include <tuple>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/executor/collective_run.h"
#include "tests/unit/host_driver/executor/ideal_network.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/describe.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::executor {
namespace {

using collectives::KernelProgram;
using collectives::Protocol;
using numerics::DataType;
using numerics::ReduceOp;
using units::BitRate;
using units::Duration;

const collectives::Registry& Builtins() {
  static const collectives::Registry kRegistry = [] {
    collectives::Registry registry;
    algorithms::RegisterAll(registry);
    return registry;
  }();
  return kRegistry;
}

IdealNetwork MakeNetwork(int ranks) {
  return {ranks, BitRate::GigabitsPerSecond(800), Duration::Nanoseconds(500)};
}

TEST(Interrupt, EndsARunBeforeItsMemoryIsFilled) {
  const KernelProgram program = Builtins().Generate("all_reduce_ring", {.ranks = 2});
  IdealNetwork network = MakeNetwork(2);
  std::atomic<bool> interrupted{true};
  try {
    RunCollective(network, {.program = &program,
                            .size_bytes = uint64_t{1} << 30,
                            .cost = {},
                            .interrupted = &interrupted});
    FAIL() << "the run went on";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("interrupted"), std::string::npos) << failure.what();
  }
  interrupted = false;
  EXPECT_EQ(RunCollective(network, {.program = &program,
                                    .size_bytes = 40'000'000,  // several blocks per rank
                                    .cost = {},
                                    .interrupted = &interrupted})
                .wrong,
            0U);
}

class EveryAlgorithm : public testing::TestWithParam<std::string> {};

TEST_P(EveryAlgorithm, GivesTheRightResultForEveryTypeOpAndRankCount) {
  for (const int ranks : {2, 3, 4, 7, 8, 16}) {
    const KernelProgram program = Builtins().Generate(GetParam(), {.ranks = ranks, .channels = 2});
    const bool in_network = collectives::UsesInNetworkReduction(program);
    for (const DataType type : numerics::kAllDataTypes) {
      for (const ReduceOp op : numerics::kAllReduceOps) {
        if (in_network && (op != ReduceOp::kSum || type == DataType::kInt32)) continue;
        IdealNetwork network = MakeNetwork(ranks);
        const CollectiveResult result = RunCollective(
            network,
            {.program = &program, .size_bytes = 40'000, .type = type, .op = op, .cost = {}});
        EXPECT_EQ(result.wrong, 0U) << ranks << " ranks, " << ToString(type) << " " << ToString(op)
                                    << ": " << result.first_wrong;
        EXPECT_LE(result.size_bytes, 40'000U);
        EXPECT_GT(result.size_bytes, 40'000U - 4U * program.chunks_per_loop);
      }
    }
  }
}

TEST_P(EveryAlgorithm, GivesTheRightResultForEveryProtocolAndSeveralIterations) {
  for (const Protocol protocol : {Protocol::kSimple, Protocol::kLl, Protocol::kLl128}) {
    const KernelProgram program =
        Builtins().Generate(GetParam(), {.ranks = 4, .channels = 1, .protocol = protocol});
    // More than one message (32 KiB for LL, 2 MiB for Simple) in each of at most 8 chunks.
    const uint64_t size = protocol == Protocol::kLl      ? 1'000'000
                          : protocol == Protocol::kLl128 ? 5'000'000
                                                         : 20'000'000;
    IdealNetwork network = MakeNetwork(4);
    const CollectiveResult result =
        RunCollective(network, {.program = &program, .size_bytes = size, .cost = {}});
    EXPECT_EQ(result.wrong, 0U) << ToString(protocol) << ": " << result.first_wrong;
    EXPECT_EQ(result.iterations > 1, !collectives::UsesInNetworkCompute(program));
  }
}

TEST_P(EveryAlgorithm, RandomDataIsWithinRoundingOfTheReduction) {
  for (const DataType type : numerics::kAllDataTypes) {
    const KernelProgram program = Builtins().Generate(GetParam(), {.ranks = 8, .channels = 1});
    if (collectives::UsesInNetworkReduction(program) && type == DataType::kInt32) continue;
    IdealNetwork network = MakeNetwork(8);
    const CollectiveResult result = RunCollective(network, {.program = &program,
                                                            .size_bytes = 65'536,
                                                            .type = type,
                                                            .seed = 99,
                                                            .cost = {},
                                                            .pattern = DataPattern::kRandom});
    EXPECT_EQ(result.wrong, 0U) << ToString(type) << ": " << result.first_wrong;
  }
}

TEST_P(EveryAlgorithm, SendsAndReceivesWhatItsDescriptionSays) {
  for (const int ranks : {2, 3, 8}) {
    const KernelProgram program = Builtins().Generate(GetParam(), {.ranks = ranks, .channels = 2});
    const collectives::ProgramSummary summary = collectives::Summarize(program);
    IdealNetwork network = MakeNetwork(ranks);
    const CollectiveResult result =
        RunCollective(network, {.program = &program, .size_bytes = 96 << 10, .cost = {}});
    const uint64_t chunk = result.size_bytes / static_cast<uint64_t>(program.chunks_per_loop);
    for (int rank = 0; rank < ranks; ++rank) {
      EXPECT_EQ(result.ranks[rank].payload_sent, summary.ranks[rank].chunks_sent * chunk);
      EXPECT_EQ(result.ranks[rank].payload_received, summary.ranks[rank].chunks_received * chunk);
    }
    EXPECT_EQ(result.steps, static_cast<uint64_t>(summary.steps) * result.iterations);
  }
}

TEST_P(EveryAlgorithm, TheSameSeedGivesTheSameRun) {
  const KernelProgram program = Builtins().Generate(GetParam(), {.ranks = 7, .channels = 2});
  CollectiveResult first;
  for (int run = 0; run < 2; ++run) {
    IdealNetwork network = MakeNetwork(7);
    const CollectiveResult result =
        RunCollective(network, {.program = &program, .size_bytes = 200'000, .cost = {}});
    if (run == 0) first = result;
    EXPECT_EQ(result.time, first.time);
    EXPECT_EQ(result.transfers, first.transfers);
  }
}

std::vector<std::string> AllNames() {
  std::vector<std::string> names;
  for (const collectives::Algorithm& algorithm : Builtins().all()) names.push_back(algorithm.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Builtin, EveryAlgorithm, testing::ValuesIn(AllNames()),
                         [](const auto& test) { return test.param; });

// Closed forms, as multiples of S (collectives reference, B.5 and E).
TEST(CollectiveBytes, EqualTheClosedFormsExactly) {
  struct Case {
    const char* name;
    int ranks;
    uint64_t sent;  // in units of S / 16
    uint64_t received;
  };
  constexpr uint64_t kSize = 1 << 20;
  for (const Case& c : {Case{"ring", 8, 28, 28},                     // 1.75 S
                        Case{"ring", 16, 30, 30},                    // 2 S 15/16
                        Case{"allpairs_oneshot", 4, 48, 48},         // 3 S
                        Case{"allpairs_twoshot", 8, 28, 28},         // 1.75 S
                        Case{"halving_doubling", 8, 28, 28},         // 1.75 S
                        Case{"nvls", 8, 18, 18},                     // S + S/8
                        Case{"nvls", 16, 17, 17},                    // S + S/16
                        Case{"all_gather_ring", 8, 14, 14},          // 7/8 S
                        Case{"all_gather_allpairs", 8, 14, 14},      //
                        Case{"all_gather_nvls", 8, 2, 16},           // S/n out, S in
                        Case{"reduce_scatter_ring", 8, 14, 14},      //
                        Case{"reduce_scatter_allpairs", 8, 14, 14},  //
                        Case{"reduce_scatter_nvls", 8, 16, 2},       // S out, S/n in
                        Case{"all_to_all_allpairs", 8, 14, 14}}) {
    const KernelProgram program = Builtins().Generate(c.name, {.ranks = c.ranks, .channels = 1});
    IdealNetwork network = MakeNetwork(c.ranks);
    const CollectiveResult result =
        RunCollective(network, {.program = &program, .size_bytes = kSize, .cost = {}});
    for (const RankResult& rank : result.ranks) {
      EXPECT_EQ(rank.payload_sent, c.sent * kSize / 16) << c.name << " on " << c.ranks;
      EXPECT_EQ(rank.payload_received, c.received * kSize / 16) << c.name << " on " << c.ranks;
    }
  }
}

// Wire bytes of NCCL's own ring: 1 KiB LL over 8 ranks is 3,584 (collectives reference, B.4).
TEST(CollectiveBytes, LlPutsTwiceTheDataOnTheWire) {
  const KernelProgram program =
      Builtins().Generate("ring", {.ranks = 8, .channels = 1, .protocol = Protocol::kLl});
  IdealNetwork network = MakeNetwork(8);
  const CollectiveResult result =
      RunCollective(network, {.program = &program, .size_bytes = 1024, .cost = {}});
  EXPECT_EQ(result.ranks[0].payload_sent, 1792U);
  EXPECT_EQ(result.ranks[0].wire_sent, 3584U);
  EXPECT_EQ(network.bytes(), 8U * 3584U);
  EXPECT_EQ(result.wrong, 0U);
}

TEST(CollectiveBytes, Ll128MovesWarpsOf1920BytesAs2048) {
  EXPECT_EQ(WireBytes(Protocol::kLl128, 1), 2048U);
  EXPECT_EQ(WireBytes(Protocol::kLl128, 1920), 2048U);
  EXPECT_EQ(WireBytes(Protocol::kLl128, 1921), 4096U);
  EXPECT_EQ(WireBytes(Protocol::kLl, 9), 32U);
  EXPECT_EQ(WireBytes(Protocol::kSimple, 9), 9U);
}

TEST(CollectiveCheck, SeesASingleWrongElement) {
  // A program that forgets to reduce: rank 1's data is copied over rank 0's.
  KernelProgram program = Builtins().Generate("ring", {.ranks = 2, .channels = 1});
  for (int rank = 0; rank < 2; ++rank) {
    program.ranks.push_back(program.Rank(rank));
    collectives::StepList& steps = program.ranks.back().thread_blocks[0].steps;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      if (steps[step].opcode != collectives::Opcode::kRecvReduceCopySend) continue;
      steps.Edit(step).opcode = collectives::Opcode::kRecvCopySend;
    }
  }
  program.generated_ranks = 0;  // stored from here on
  IdealNetwork network = MakeNetwork(2);
  const CollectiveResult result =
      RunCollective(network, {.program = &program, .size_bytes = 4096, .cost = {}});
  EXPECT_GT(result.wrong, 1900U);  // nearly all of 2 * 1024; a zero may hit by chance
  EXPECT_EQ(result.first_wrong.rfind("rank 0, element ", 0), 0U) << result.first_wrong;
}

// Random values, so that every order of additions rounds in its own way.
TEST(CollectiveCheck, EveryRankOfAnAllReduceEndsWithTheSameBits) {
  for (const char* name : {"ring", "allpairs_oneshot", "allpairs_twoshot", "halving_doubling"}) {
    for (const auto type : {numerics::DataType::kBf16, numerics::DataType::kFp32}) {
      const KernelProgram program = Builtins().Generate(name, {.ranks = 8, .channels = 1});
      IdealNetwork network = MakeNetwork(8);
      CollectiveRequest request{.program = &program, .size_bytes = 64 << 10, .cost = {}};
      request.type = type;
      request.pattern = DataPattern::kRandom;
      const CollectiveResult result = RunCollective(network, request);
      EXPECT_EQ(result.differing, 0U) << name;
      EXPECT_EQ(result.wrong, 0U) << name;
    }
  }
}

TEST(CollectiveCheck, SaysWhenRanksRoundDifferently) {
  // Each rank adds the other's data to its own, in three ranks: (0 + 1) + 2, (1 + 2) + 0, ...
  collectives::ProgramBuilder builder("own_order", collectives::Collective::kAllReduce,
                                      {.ranks = 3}, 1);
  builder.SetBuffers(1, 1, 2);
  const KernelProgram program = builder.Finish([](collectives::RankBuilder& rank) {
    auto sum = rank.AddThreadBlock(0);
    sum.Copy(collectives::Input(0), collectives::Output(0));
    std::vector<collectives::Step> arrived;
    for (int d = 1; d < 3; ++d) {
      auto pair = rank.AddThreadBlock(0);
      pair.Send((rank.rank() + d) % 3, collectives::Input(0));
      arrived.push_back(pair.Recv((rank.rank() + d) % 3, collectives::Scratch(d - 1)));
    }
    for (const collectives::Step& step : arrived) sum.WaitFor(step);
    for (int d = 1; d < 3; ++d) sum.Reduce(collectives::Scratch(d - 1), collectives::Output(0));
  });
  IdealNetwork network = MakeNetwork(3);
  CollectiveRequest request{.program = &program, .size_bytes = 16 << 10, .cost = {}};
  request.type = numerics::DataType::kBf16;
  request.pattern = DataPattern::kRandom;
  const CollectiveResult result = RunCollective(network, request);
  EXPECT_EQ(result.wrong, 0U) << "within rounding error";
  EXPECT_GT(result.differing, 1000U);
}

TEST(CollectiveCheck, WithoutDataNothingIsCheckedAndTheTimeIsTheSame) {
  for (const char* name : {"ring", "allpairs_twoshot", "nvls", "all_to_all_allpairs"}) {
    const KernelProgram program = Builtins().Generate(name, {.ranks = 4, .channels = 2});
    CollectiveRequest request{.program = &program, .size_bytes = 1 << 20, .cost = {}};
    IdealNetwork with = MakeNetwork(4);
    const CollectiveResult data = RunCollective(with, request);
    request.data = false;
    IdealNetwork without = MakeNetwork(4);
    const CollectiveResult sizes = RunCollective(without, request);
    EXPECT_TRUE(data.checked);
    EXPECT_FALSE(sizes.checked);
    EXPECT_EQ(sizes.time, data.time) << name;
    EXPECT_EQ(sizes.transfers, data.transfers) << name;
    EXPECT_EQ(without.bytes(), with.bytes()) << name;
  }
}

TEST(CollectiveCheck, ARunThatCannotFitIsRefusedWithAnEstimate) {
  const KernelProgram program = Builtins().Generate("ring", {.ranks = 16, .channels = 1});
  IdealNetwork network = MakeNetwork(16);
  CollectiveRequest request{.program = &program, .size_bytes = uint64_t{1} << 40, .cost = {}};
  try {
    RunCollective(network, request);
    FAIL();
  } catch (const diagnostics::UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("the buffers of 16 ranks need 35184.4 GB of memory, but "),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("--check off"), std::string::npos) << text;
  }
}

TEST(CollectiveCheck, DefinesItsGroupOnceAndTakesOneThatIsGiven) {
  const KernelProgram program = Builtins().Generate("nvls", {.ranks = 4, .channels = 2});
  IdealNetwork network = MakeNetwork(4);
  CollectiveRequest request{.program = &program, .size_bytes = 4096, .cost = {}};
  RunCollective(network, request);
  EXPECT_EQ(network.groups(), 1U);
  request.group = 0;
  EXPECT_EQ(RunCollective(network, request).wrong, 0U);
  EXPECT_EQ(network.groups(), 1U);
}

template <class Run>
std::string UserErrorOf(Run run) {
  try {
    run();
  } catch (const diagnostics::UserError& error) {
    return error.what();
  }
  return "no error";
}

TEST(CollectiveRefusal, NamesWhatTheSwitchesCannotReduce) {
  const KernelProgram program = Builtins().Generate("nvls", {.ranks = 4, .channels = 1});
  IdealNetwork network = MakeNetwork(4);
  EXPECT_EQ(UserErrorOf([&] {
              RunCollective(
                  network,
                  {.program = &program, .size_bytes = 4096, .op = ReduceOp::kMax, .cost = {}});
            }),
            "error: all_reduce_nvls reduces in the switches, which can only sum; found max");
  EXPECT_EQ(UserErrorOf([&] {
              RunCollective(
                  network,
                  {.program = &program, .size_bytes = 4096, .type = DataType::kInt32, .cost = {}});
            }),
            "error: all_reduce_nvls reduces in the switches, which add fp32, bf16 and fp16; found "
            "int32");
}

TEST(CollectiveRefusal, NamesTheSmallestSizeAndTheMissingAccelerators) {
  const KernelProgram program = Builtins().Generate("ring", {.ranks = 8, .channels = 2});
  IdealNetwork network = MakeNetwork(8);
  EXPECT_EQ(UserErrorOf([&] {
              RunCollective(network, {.program = &program, .size_bytes = 63, .cost = {}});
            }),
            "error: all_reduce_ring cuts the buffer into 16 chunks, so fp32 needs at least 64 "
            "bytes, found 63");
  IdealNetwork small = MakeNetwork(4);
  EXPECT_EQ(UserErrorOf([&] {
              RunCollective(small, {.program = &program, .size_bytes = 4096, .cost = {}});
            }),
            "error: all_reduce_ring needs 8 ranks, but the network has 4 accelerators");
}

TEST(CollectiveBandwidth, FollowsNcclTests) {
  const KernelProgram program = Builtins().Generate("ring", {.ranks = 8, .channels = 1});
  IdealNetwork network = MakeNetwork(8);
  const CollectiveResult result =
      RunCollective(network, {.program = &program, .size_bytes = 1 << 20, .cost = {}});
  const double seconds = units::ToSeconds(result.time);
  EXPECT_DOUBLE_EQ(result.algbw_GBps, 1048576 / seconds / 1e9);
  EXPECT_DOUBLE_EQ(result.busbw_GBps, result.algbw_GBps * 1.75);
  EXPECT_EQ(result.count, 262'144U);
  EXPECT_DOUBLE_EQ(BusBandwidthFactor(collectives::Collective::kAllGather, 8), 0.875);
  EXPECT_DOUBLE_EQ(BusBandwidthFactor(collectives::Collective::kBroadcast, 8), 1.0);
}

}  // namespace
}  // namespace linkwright::executor
