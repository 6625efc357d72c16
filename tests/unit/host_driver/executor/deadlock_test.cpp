// SPDX-License-Identifier: Apache-2.0
// Programs that can never end say who waits for whom, and end.
#include <gtest/gtest.h>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/executor/collective_run.h"
#include "tests/unit/host_driver/executor/ideal_network.h"
#include "workloads/collectives/program_builder.h"
#include "workloads/collectives/validate.h"

namespace linkwright::executor {
namespace {

using collectives::Collective;
using collectives::Input;
using collectives::KernelProgram;
using collectives::Output;
using collectives::ProgramBuilder;

std::string FailureOf(const KernelProgram& program, uint64_t size = 4096) {
  EXPECT_TRUE(collectives::Validate(program).empty());
  IdealNetwork network(program.rank_count(), units::BitRate::GigabitsPerSecond(800),
                       units::Duration::Nanoseconds(100));
  try {
    RunCollective(network, {.program = &program, .size_bytes = size, .cost = {}});
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

ProgramBuilder Builder(int ranks) {
  ProgramBuilder builder("knot", Collective::kBroadcast, {.ranks = ranks}, 1);
  builder.SetBuffers(1, 1);
  return builder;
}

TEST(Deadlock, AReceiveWithoutASendNamesTheRankThatSendsNoMore) {
  ProgramBuilder builder = Builder(2);
  builder.AddThreadBlock(0, 3).Send(1, Input(0));
  auto recv = builder.AddThreadBlock(1, 3);
  recv.Recv(0, Output(0));
  recv.Recv(0, Output(0));
  EXPECT_EQ(
      FailureOf(builder.Finish()),
      "deadlock in knot at 10260.96 ns: 1 of 2 thread blocks can never go on\n"
      "  rank 1 thread block 0, step 1 (recv): waits for data from rank 0 on channel 3, which "
      "sends no more there");
}

TEST(Deadlock, ASendThatNobodyReceivesIsReported) {
  ProgramBuilder builder = Builder(2);
  builder.AddThreadBlock(0, 0).Send(1, Input(0));
  const std::string failure = FailureOf(builder.Finish());
  EXPECT_NE(
      failure.find("but not all that was sent was received\n  rank 0 sent 1 slice to rank 1 on "
                   "channel 0 that no thread block there receives"),
      std::string::npos)
      << failure;
}

TEST(Deadlock, ASendThatFillsItsFifoWaitsForAPlace) {
  ProgramBuilder builder = Builder(2);
  auto send = builder.AddThreadBlock(0, 0);
  for (int i = 0; i < 3; ++i) send.Send(1, Input(0));  // Simple's FIFO holds two messages
  const std::string failure = FailureOf(builder.Finish());
  EXPECT_NE(failure.find("rank 0 thread block 0, step 2 (send): waits for a free place in the FIFO "
                         "to rank 1 on channel 0, which takes nothing more out there"),
            std::string::npos)
      << failure;
}

TEST(Deadlock, AReceiveWithoutAnyChannelOfThatNumberIsReported) {
  ProgramBuilder builder = Builder(2);
  builder.AddThreadBlock(0, 0).Send(1, Input(0));
  builder.AddThreadBlock(1, 1).Recv(0, Output(0));
  const std::string failure = FailureOf(builder.Finish());
  EXPECT_NE(failure.find("rank 1 thread block 0, step 0 (recv): waits for data from rank 0 on "
                         "channel 1, which sends no more there\n  rank 0 sent 1 slice to rank 1 on "
                         "channel 0 that no thread block there receives"),
            std::string::npos)
      << failure;
}

TEST(Deadlock, RanksThatAllReceiveFirstWaitInACircle) {
  ProgramBuilder builder = Builder(3);
  for (int rank = 0; rank < 3; ++rank) {
    auto block = builder.AddThreadBlock(rank, 0);
    block.Recv((rank + 2) % 3, Output(0));
    block.Send((rank + 1) % 3, Output(0));
  }
  EXPECT_EQ(FailureOf(builder.Finish()),
            "deadlock in knot at 6.6 us: 3 of 3 thread blocks can never go on\n"
            "  rank 0 thread block 0, step 0 (recv): waits for data from rank 2 on channel 0, from "
            "rank 2 thread block 0\n"
            "  rank 1 thread block 0, step 0 (recv): waits for data from rank 0 on channel 0, from "
            "rank 0 thread block 0\n"
            "  rank 2 thread block 0, step 0 (recv): waits for data from rank 1 on channel 0, from "
            "rank 1 thread block 0\n"
            "  they wait in a circle: rank 0 thread block 0 -> rank 2 thread block 0 -> rank 1 "
            "thread block 0 -> rank 0 thread block 0");
}

TEST(Deadlock, ADependenceOnABlockedStepIsNamed) {
  ProgramBuilder builder = Builder(2);
  auto recv = builder.AddThreadBlock(1, 0);
  const collectives::Step never = recv.Recv(0, Output(0));
  auto copy = builder.AddThreadBlock(1, 0);
  copy.WaitFor(never);
  copy.Copy(Input(0), Output(0));
  const std::string failure = FailureOf(builder.Finish());
  EXPECT_NE(failure.find("rank 1 thread block 1, step 0 (copy): waits for step 0 of thread block 0 "
                         "of its rank"),
            std::string::npos)
      << failure;
}

TEST(Deadlock, ABarrierNamesWhoHasNotReachedIt) {
  ProgramBuilder builder = Builder(2);
  builder.AddThreadBlock(0, 0).Barrier();
  auto late = builder.AddThreadBlock(1, 0);
  late.Recv(0, Output(0));
  late.Barrier();
  const std::string failure = FailureOf(builder.Finish());
  EXPECT_NE(
      failure.find("rank 0 thread block 0, step 0 (barrier): waits for the barrier of channel "
                   "0, not reached by rank 1 thread block 0"),
      std::string::npos)
      << failure;
}

TEST(Deadlock, ASignalThatNeverComesIsNamed) {
  ProgramBuilder builder = Builder(2);
  builder.AddThreadBlock(1, 0).Wait(0);
  const std::string failure = FailureOf(builder.Finish());
  EXPECT_NE(failure.find("waits for a signal of rank 0 on channel 0, which gives no more"),
            std::string::npos)
      << failure;
}

// Rank 1 looks at channel 0 only when rank 0, having sent all its messages there, has sent one on
// channel 1.
KernelProgram LateReader(int messages, collectives::Protocol protocol) {
  ProgramBuilder builder("late reader", Collective::kBroadcast, {.ranks = 2, .protocol = protocol},
                         messages + 1);
  builder.SetBuffers(messages + 1, messages + 1);
  auto copy = builder.AddThreadBlock(0, 0);
  copy.Copy(Input(0), Output(0), messages + 1);
  auto send = builder.AddThreadBlock(0, 0);
  collectives::Step sent;
  for (int k = 0; k < messages; ++k) sent = send.Send(1, Input(k));
  auto tell = builder.AddThreadBlock(0, 1);
  tell.WaitFor(sent);
  tell.Send(1, Input(messages));
  auto told = builder.AddThreadBlock(1, 1);
  const collectives::Step seen = told.Recv(0, Output(messages));
  auto recv = builder.AddThreadBlock(1, 0);
  recv.WaitFor(seen);
  for (int k = 0; k < messages; ++k) recv.Recv(0, Output(k));
  return builder.Finish();
}

TEST(Deadlock, AFifoHoldsAsManyMessagesAsTheExecutorGivesThemPlacesHoweverShort) {
  const auto hangs = [](int messages, collectives::Protocol protocol, uint64_t size) {
    return FailureOf(LateReader(messages, protocol), size).find("deadlock") != std::string::npos;
  };
  for (const uint64_t size : {uint64_t{1} << 10, uint64_t{8} << 20}) {
    EXPECT_FALSE(hangs(2, collectives::Protocol::kSimple, size)) << size;
    EXPECT_TRUE(hangs(3, collectives::Protocol::kSimple, size)) << size;
    for (const auto protocol : {collectives::Protocol::kLl, collectives::Protocol::kLl128}) {
      EXPECT_FALSE(hangs(8, protocol, size)) << size;
      EXPECT_TRUE(hangs(9, protocol, size)) << size;
    }
  }
}

}  // namespace
}  // namespace linkwright::executor
