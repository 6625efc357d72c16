// SPDX-License-Identifier: Apache-2.0
// What a thread block does step by step, added up by hand, and several jobs in one simulation.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/executor/collective_run.h"
#include "tests/unit/host_driver/executor/ideal_network.h"
#include "tests/unit/host_driver/executor/round_costs.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/validate.h"

namespace linkwright::executor {
namespace {

using collectives::Collective;
using collectives::Input;
using collectives::KernelProgram;
using collectives::Output;
using collectives::ProgramBuilder;
using collectives::Protocol;
using units::Bytes;
using units::Duration;

constexpr int64_t kOneMessage = 1'000 + 3 + 10 + 20 + 200 + 11 + 17 + 3 + 10;  // of 1,000 bytes

CollectiveResult ResultOf(const KernelProgram& program, uint64_t size, const CostModel& cost) {
  EXPECT_TRUE(collectives::Validate(program).empty());
  IdealNetwork network(program.rank_count(), kRate, kLatency);
  const CollectiveResult result =
      RunCollective(network, {.program = &program, .size_bytes = size, .cost = cost});
  EXPECT_EQ(result.wrong, 0U) << result.first_wrong;
  return result;
}

TEST(EngineProtocol, FlagsOfLlAndLl128CostWireTimeAndNothingElse) {
  const auto time = [](Protocol protocol) {
    return ResultOf(Broadcast(1, 1, protocol), 1'000, RoundCosts()).time;
  };
  EXPECT_EQ(time(Protocol::kSimple), Duration::Nanoseconds(kOneMessage));
  EXPECT_EQ(time(Protocol::kLl), Duration::Nanoseconds(kOneMessage + 20)) << "2,000 bytes";
  EXPECT_EQ(time(Protocol::kLl128), Duration::Picoseconds(kOneMessage * 1'000 + 1'048 * 20))
      << "a line of 2,048 bytes";
}

// Two chunks of 1,000 bytes in one step whose messages hold 1,000: the second part is worked on
// behind the first, waits for the wire (1,033 to 1,053) and is decoded with the first.
TEST(EngineSteps, AStepOfSeveralMessagesIsDecodedOnce) {
  CostModel cost = RoundCosts();
  cost.simple.message = Bytes(1'000);
  const CollectiveResult result = ResultOf(Broadcast(1, 2), 2'000, cost);
  EXPECT_EQ(result.time, Duration::Nanoseconds(1'053 + 200 + 11 + 17 + 10));
  EXPECT_EQ(result.iterations, 1U);
  EXPECT_EQ(result.steps, 3U);
  EXPECT_EQ(result.transfers, 2U);
}

// One chunk of 2,000 bytes: every iteration goes through all steps and decodes them anew.
TEST(EngineSteps, EveryIterationDecodesItsStepsAnew) {
  CostModel cost = RoundCosts();
  cost.simple.message = Bytes(1'000);
  const CollectiveResult result = ResultOf(Broadcast(1), 2'000, cost);
  EXPECT_EQ(result.time, Duration::Nanoseconds(1'053 + 200 + 11 + 17 + 3 + 10));
  EXPECT_EQ(result.iterations, 2U);
  EXPECT_EQ(result.steps, 6U);
  EXPECT_EQ(result.transfers, 2U);
}

// Puts are worked on for 13 ns each and leave the port every 20. With four under way the fifth
// waits for the first to land at 1,233.
TEST(EngineSteps, AsManyPutsAreUnderWayAsTheFifoHasPlaces) {
  ProgramBuilder builder("puts", Collective::kBroadcast, {.ranks = 2}, 5);
  builder.SetBuffers(5, 5);
  builder.AddThreadBlock(0, 1).Copy(Input(0), Output(0), 5);
  auto giver = builder.AddThreadBlock(0, 0);
  for (int k = 0; k < 5; ++k) giver.Put(1, Input(k), Output(k));
  giver.Signal(1);
  builder.AddThreadBlock(1, 0).Wait(0);
  const KernelProgram program = builder.Finish();
  CostModel cost = RoundCosts();
  EXPECT_EQ(ResultOf(program, 5'000, cost).time,
            Duration::Nanoseconds(1'233 + 13 + 20 + 200 + 500));
  cost.simple.fifo_slices = 5;
  EXPECT_EQ(ResultOf(program, 5'000, cost).time, Duration::Nanoseconds(1'093 + 20 + 200 + 500));
}

// Four loads of 1,000 bytes, 10 ns of work and 20 of wire each.
TEST(EngineSteps, AsManyInNetworkLoadsAreUnderWayAsTheCostModelLets) {
  ProgramBuilder builder("loads", Collective::kReduce, {.ranks = 2}, 1);
  builder.SetBuffers(1, 1);
  builder.AddThreadBlock(0, 0).MultimemReduce(Input(0), Output(0));
  const KernelProgram program = builder.Finish();
  CostModel cost = RoundCosts();
  cost.multimem_slice = Bytes(1'000);
  cost.multimem_outstanding = 4;
  EXPECT_EQ(ResultOf(program, 4'000, cost).time, Duration::Nanoseconds(1'013 + 4 * 20 + 200));
  // The third begins when the first is there (1,233), the fourth with the second (1,253).
  cost.multimem_outstanding = 2;
  EXPECT_EQ(ResultOf(program, 4'000, cost).time, Duration::Nanoseconds(1'253 + 10 + 20 + 200));
  cost.multimem_outstanding = 1;
  EXPECT_EQ(ResultOf(program, 4'000, cost).time,
            Duration::Nanoseconds(1'003 + 4 * (10 + 20 + 200)));
}

// Every rank and the reading one too answers the switch; only the reading one gets the sum.
TEST(EngineSteps, AnInNetworkLoadCountsAtEveryPort) {
  ProgramBuilder builder("loads", Collective::kReduce, {.ranks = 3}, 1);
  builder.SetBuffers(1, 1);
  builder.AddThreadBlock(0, 0).MultimemReduce(Input(0), Output(0));
  const CollectiveResult result = ResultOf(builder.Finish(), 4'000, RoundCosts());
  for (int rank = 0; rank < 3; ++rank) {
    EXPECT_EQ(result.ranks[rank].payload_sent, 4'000U);
    EXPECT_EQ(result.ranks[rank].payload_received, rank == 0 ? 4'000U : 0U);
  }
}

struct Job {
  CollectiveRequest request;
  Duration launch;
};

// The times of several jobs on one network of four accelerators.
std::vector<Duration> TimesOf(const std::vector<Job>& asked) {
  IdealNetwork network(4, kRate, kLatency);
  simulation::Simulation simulation(network);
  std::vector<CollectiveJob> jobs;
  for (const Job& job : asked) jobs.emplace_back(simulation, job.request);
  for (size_t i = 0; i < asked.size(); ++i) jobs[i].Launch(simulation.Now() + asked[i].launch);
  simulation.Run();
  std::vector<Duration> times;
  for (CollectiveJob& job : jobs) {
    const CollectiveResult result = job.Finish();
    EXPECT_EQ(result.wrong, 0U) << result.first_wrong;
    times.push_back(result.time);
  }
  return times;
}

TEST(Jobs, OnPortsOfTheirOwnTakeTheTimeTheyTakeAlone) {
  const KernelProgram program = Broadcast(1);
  CollectiveRequest low{.program = &program, .size_bytes = 1'000, .cost = RoundCosts()};
  CollectiveRequest high = low;
  low.endpoints = {0, 1};
  high.endpoints = {3, 2};
  const Duration alone = Duration::Nanoseconds(kOneMessage);
  EXPECT_EQ(TimesOf({{low, {}}, {high, {}}}), (std::vector{alone, alone}));
}

TEST(Jobs, OnOnePortWaitForEachOthersBytes) {
  const KernelProgram program = Broadcast(1);
  CollectiveRequest first{.program = &program, .size_bytes = 1'000, .cost = RoundCosts()};
  CollectiveRequest second = first;
  first.endpoints = {2, 1};
  second.endpoints = {2, 3};  // the same sender
  const Duration alone = Duration::Nanoseconds(kOneMessage);
  const Duration behind = alone + Duration::Nanoseconds(20);
  EXPECT_EQ(TimesOf({{first, {}}, {second, {}}}), (std::vector{alone, behind}));
  // Five nanoseconds later 15 of them are left; a microsecond later none, counted from its launch.
  const Duration left = alone + Duration::Nanoseconds(15);
  EXPECT_EQ(TimesOf({{first, {}}, {second, Duration::Nanoseconds(5)}}), (std::vector{alone, left}));
  EXPECT_EQ(TimesOf({{first, {}}, {second, Duration::Microseconds(1)}}),
            (std::vector{alone, alone}));
}

TEST(Jobs, ADeadlockOfOneLeavesTheOtherItsResult) {
  const KernelProgram good = Broadcast(1);
  ProgramBuilder builder("knot", Collective::kBroadcast, {.ranks = 2}, 1);
  builder.SetBuffers(1, 1);
  builder.AddThreadBlock(1, 0).Recv(0, Output(0));
  const KernelProgram bad = builder.Finish();
  IdealNetwork network(4, kRate, kLatency);
  simulation::Simulation simulation(network);
  CollectiveJob ends(simulation, {.program = &good, .size_bytes = 1'000, .cost = RoundCosts()});
  CollectiveJob hangs(
      simulation,
      {.program = &bad, .size_bytes = 1'000, .cost = RoundCosts(), .endpoints = {2, 3}});
  ends.Launch(simulation.Now());
  hangs.Launch(simulation.Now());
  simulation.Run();
  EXPECT_EQ(ends.Finish().time, Duration::Nanoseconds(kOneMessage));
  try {
    hangs.Finish();
    FAIL() << "it ended";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_EQ(std::string(failure.what()).rfind("deadlock in knot at ", 0), 0U) << failure.what();
  }
}

TEST(Jobs, AnInterruptEndsTheCheckOfOne) {
  const KernelProgram program = Broadcast(1);
  std::atomic<bool> interrupted{false};
  IdealNetwork network(2, kRate, kLatency);
  simulation::Simulation simulation(network);
  CollectiveJob job(simulation, {.program = &program,
                                 .size_bytes = 1'000,
                                 .cost = RoundCosts(),
                                 .interrupted = &interrupted});
  job.Launch(simulation.Now());
  simulation.Run();
  interrupted = true;
  try {
    job.Finish();
    FAIL() << "it went on";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_NE(std::string(failure.what())
                  .find("interrupted while the ranks' memory was filled or "
                        "checked"),
              std::string::npos);
  }
}

// What comes in at one accelerator is lost: its landings lie elsewhere.
class BrokenAccelerator final : public interfaces::Network {
 public:
  BrokenAccelerator(int endpoints, int broken)
      : inner_(endpoints, kRate, kLatency), broken_(broken), pit_(1 << 20) {}

  int endpoints() const override { return inner_.endpoints(); }
  units::SimTime Now() const override { return inner_.Now(); }
  Duration ClockPeriod() const override { return inner_.ClockPeriod(); }
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override {
    interfaces::TransferRequest bent = request;
    std::vector<std::byte*> landings(request.member_landings.begin(),
                                     request.member_landings.end());
    if (request.kind == interfaces::TransferKind::kMulticastWrite) {
      landings[static_cast<size_t>(broken_)] = pit_.data();  // all accelerators are members
      bent.member_landings = landings;
    } else if (request.kind == interfaces::TransferKind::kWrite && request.target == broken_) {
      bent.landing = pit_.data();
    }
    inner_.Start(bent, sink);
  }
  units::SimTime NextEvent() const override { return inner_.NextEvent(); }
  void RunUntil(units::SimTime t) override { inner_.RunUntil(t); }
  bool Quiet() const override { return inner_.Quiet(); }
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override {
    return inner_.DefineGroup(std::move(members));
  }
  void AppendMetrics(telemetry::RunReport& report) const override { inner_.AppendMetrics(report); }

 private:
  IdealNetwork inner_;
  int broken_;
  std::vector<std::byte> pit_;
};

TEST(Endpoints, ABrokenAcceleratorIsFoundAtTheRankThatRunsOnIt) {
  const std::vector<interfaces::EndpointId> placed = {3, 1, 0, 2};
  for (const char* name : {"all_gather_allpairs", "all_gather_nvls"}) {
    const KernelProgram program = algorithms::BuiltIn().Generate(name, {.ranks = 4, .channels = 1});
    for (int rank = 0; rank < 4; ++rank) {
      BrokenAccelerator network(4, placed[static_cast<size_t>(rank)]);
      const CollectiveResult result = RunCollective(
          network,
          {.program = &program, .size_bytes = 4'096, .cost = RoundCosts(), .endpoints = placed});
      EXPECT_GT(result.wrong, 700U) << name << ": three quarters of its 1,024 elements at least";
      EXPECT_LE(result.wrong, 1'024U) << name << ": and no other's";
      EXPECT_EQ(result.first_wrong.rfind("rank " + std::to_string(rank) + ", ", 0), 0U)
          << name << ": " << result.first_wrong;
    }
  }
}

}  // namespace
}  // namespace linkwright::executor
