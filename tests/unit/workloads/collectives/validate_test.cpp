// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/validate.h"

#include <gtest/gtest.h>

#include "workloads/collectives/dependence_cycle.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::collectives {
namespace {

// Rank 0 sends its two chunks to rank 1.
ProgramBuilder Pair() {
  ProgramBuilder builder("pair", Collective::kBroadcast, {.ranks = 2}, 2);
  builder.SetBuffers(2, 2, 1);
  builder.AddThreadBlock(0, 0).Send(1, Input(0), 2);
  builder.AddThreadBlock(1, 0).Recv(0, Output(0), 2);
  return builder;
}

std::string FirstOf(const KernelProgram& program) {
  const std::vector<Finding> findings = Validate(program);
  return findings.empty() ? "none" : ToString(findings.front());
}

TEST(Validate, AcceptsAProgramThatFits) { EXPECT_EQ(FirstOf(Pair().Finish()), "none"); }

TEST(Validate, AcceptsASendThatNobodyReceives) {
  KernelProgram program = Pair().Finish();
  program.ranks[1].thread_blocks.clear();
  EXPECT_EQ(FirstOf(program), "none") << "that is a deadlock, found when it runs";
}

TEST(Validate, RefusesChunksOutsideTheirBuffer) {
  KernelProgram program = Pair().Finish();
  program.ranks[1].thread_blocks[0].steps.Edit(0).destination.offset = 1;
  EXPECT_EQ(
      FirstOf(program),
      "rank 1, thread block 0, step 0: the destination is chunks 1 to 2 of the output buffer, "
      "which has 2 chunks");
  program.ranks[1].thread_blocks[0].steps.Edit(0).destination.offset = -1;
  EXPECT_NE(FirstOf(program), "none");
}

TEST(Validate, LooksAtTheBufferOfTheRankThatIsWritten) {
  ProgramBuilder builder = Pair();
  builder.AddThreadBlock(0, 1).Put(1, Input(0), Scratch(1));
  EXPECT_EQ(FirstOf(builder.Finish()),
            "rank 0, thread block 1, step 0: the destination is chunk 1 of the scratch buffer, "
            "which has 1 chunks");
  ProgramBuilder multicast = Pair();
  multicast.AddThreadBlock(0, 1).MultimemStore(Input(0), Output(1), 2);
  EXPECT_EQ(Validate(multicast.Finish()).size(), 2U) << "one for each rank's output";
}

TEST(Validate, RefusesPeersThatAreNotThere) {
  KernelProgram program = Pair().Finish();
  Instruction& send = program.ranks[0].thread_blocks[0].steps.Edit(0);
  send.send_peer = 0;
  EXPECT_EQ(FirstOf(program), "rank 0, thread block 0, step 0: send to itself");
  send.send_peer = 2;
  EXPECT_EQ(FirstOf(program),
            "rank 0, thread block 0, step 0: send to rank 2, but ranks are 0 to 1");
  send.send_peer = -1;
  EXPECT_EQ(FirstOf(program), "rank 0, thread block 0, step 0: send has no rank to go to");
}

TEST(Validate, RefusesCollectivesWhosePartsDoNotDivide) {
  ProgramBuilder builder("odd", Collective::kAllGather, {.ranks = 2}, 3);
  EXPECT_EQ(FirstOf(builder.Finish()),
            "all_gather on 2 ranks needs a number of chunks that 2 divides, found 3");
}

TEST(Validate, RefusesEmptyMessages) {
  KernelProgram program = Pair().Finish();
  program.ranks[0].thread_blocks[0].steps.Edit(0).count = 0;
  EXPECT_EQ(FirstOf(program),
            "rank 0, thread block 0, step 0: send moves 0 chunks; at least 1 is needed");
}

TEST(DependenceCycle, IsFoundThroughProgramOrder) {
  // Thread block 0: a, b waits for y. Thread block 1: x waits for b, y.
  RankProgram rank;
  rank.thread_blocks.resize(2);
  for (ThreadBlock& block : rank.thread_blocks) {
    for (int step = 0; step < 2; ++step) block.steps.push_back({.has_dependents = true});
  }
  rank.thread_blocks[0].steps.Edit(1).wait_for = {1, 1};
  EXPECT_TRUE(FindDependenceCycle(rank).empty());
  rank.thread_blocks[1].steps.Edit(0).wait_for = {0, 1};
  EXPECT_EQ(FindDependenceCycle(rank), (std::vector<StepId>{{0, 1}, {1, 0}}));
}

TEST(DependenceCycle, AStepThatWaitsForItselfIsOne) {
  RankProgram rank;
  rank.thread_blocks.resize(1);
  rank.thread_blocks[0].steps.push_back({.wait_for = {0, 0}, .has_dependents = true});
  EXPECT_EQ(FindDependenceCycle(rank), (std::vector<StepId>{{0, 0}}));
}

TEST(DependenceCycle, WaitingForALaterPublicationCounts) {
  // Step 0 of block 1 waits for step 0 of block 0, which is published only by step 1, which waits
  // for block 1.
  RankProgram rank;
  rank.thread_blocks.resize(2);
  rank.thread_blocks[0].steps.push_back({});
  rank.thread_blocks[0].steps.push_back({.wait_for = {1, 0}, .has_dependents = true});
  rank.thread_blocks[1].steps.push_back({.wait_for = {0, 0}, .has_dependents = true});
  EXPECT_EQ(FindDependenceCycle(rank).size(), 2U);
}

TEST(ProgramBuilder, SeveralDependencesBecomeNops) {
  ProgramBuilder builder("waits", Collective::kBroadcast, {.ranks = 1}, 1);
  builder.SetBuffers(1, 1, 2);
  const Step a = builder.AddThreadBlock(0, 0).Copy(Input(0), Scratch(0));
  const Step b = builder.AddThreadBlock(0, 0).Copy(Input(0), Scratch(1));
  auto last = builder.AddThreadBlock(0, 0);
  last.WaitFor(a);
  last.WaitFor(b);
  last.Copy(Scratch(0), Output(0));
  const KernelProgram program = builder.Finish();
  const auto& steps = program.ranks[0].thread_blocks[2].steps;
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].opcode, Opcode::kNop);
  EXPECT_EQ(steps[0].wait_for, (Dependence{0, 0}));
  EXPECT_EQ(steps[1].wait_for, (Dependence{1, 0}));
  EXPECT_TRUE(program.ranks[0].thread_blocks[0].steps[0].has_dependents);
  EXPECT_EQ(FirstOf(program), "none");
}

TEST(ProgramBuilder, AGeneratedRankIsWrittenWheneverItIsAskedFor) {
  int written = 0;
  ProgramBuilder builder("chain", Collective::kBroadcast, {.ranks = 3}, 1);
  builder.SetBuffers(1, 1, 2);
  const KernelProgram program = builder.Finish([&written](RankBuilder& rank) {
    ++written;
    if (rank.rank() > 0) rank.AddThreadBlock(0).Recv(rank.rank() - 1, Output(0));
    if (rank.rank() < 2) rank.AddThreadBlock(0).Send(rank.rank() + 1, Input(0));
  });
  EXPECT_EQ(program.rank_count(), 3);
  EXPECT_EQ(written, 0);
  EXPECT_EQ(program.Rank(1).thread_blocks.size(), 2U);
  EXPECT_EQ(program.Rank(2).scratch_chunks, 2);
  EXPECT_EQ(written, 2);
  EXPECT_EQ(FirstOf(program), "none");
}

TEST(StepList, ARunGivesTheStepsThatWereWrittenOneByOne) {
  StepList one_by_one;
  StepList runs;
  for (StepList* list : {&one_by_one, &runs}) list->push_back({.opcode = Opcode::kNop});
  const int n = 7;
  for (int k = 0; k < 20; ++k) {
    one_by_one.push_back({.opcode = Opcode::kRecvCopySend,
                          .destination = Output(3 + (5 + n * 20 - 2 * k) % n),
                          .count = 2,
                          .send_peer = (4 + 3 * k) % n,
                          .recv_peer = 6});
  }
  runs.Repeat(
      {.opcode = Opcode::kRecvCopySend, .destination = Output(0), .count = 2, .recv_peer = 6}, 20,
      {.destination = AroundCircle(3, 5, -2, n), .send_peer = AroundCircle(0, 4, 3, n)});
  for (StepList* list : {&one_by_one, &runs}) list->push_back({.opcode = Opcode::kBarrier});
  EXPECT_EQ(runs.size(), 22U);
  EXPECT_EQ(runs.runs().size(), 3U);
  EXPECT_TRUE(runs == one_by_one);
  for (std::size_t i = 0; i < runs.size(); ++i) EXPECT_EQ(runs[i], one_by_one[i]) << i;
  runs.Repeat({.opcode = Opcode::kSend}, 0, {});
  EXPECT_EQ(runs.size(), 22U) << "a run of none is nothing";
}

TEST(ProgramBuilder, FusesAtMostSixteenReductions) {
  ProgramBuilder builder("fuse", Collective::kAllReduce, {.ranks = 1}, 1);
  builder.SetBuffers(1, 1, 20);
  auto block = builder.AddThreadBlock(0, 0);
  for (int i = 0; i < 20; ++i) block.Reduce(Scratch(i), Output(0));
  const KernelProgram program = builder.Finish();
  int first_of_group = 0;
  for (int i = 0; i < 20; ++i) {
    if (!program.ranks[0].thread_blocks[0].steps[i].fused_with_previous) {
      EXPECT_TRUE(i == 0 || i == 16) << i;
      ++first_of_group;
    }
  }
  EXPECT_EQ(first_of_group, 2);
}

}  // namespace
}  // namespace linkwright::collectives
