// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/program_builder.h"

#include <fmt/format.h>

#include <utility>

#include "foundation/diagnostics/check.h"

namespace linkwright::collectives {

ProgramBuilder::ProgramBuilder(std::string name, Collective collective, const ProgramShape& shape,
                               int chunks_per_loop) {
  program_.name = std::move(name);
  program_.collective = collective;
  program_.protocol = shape.protocol;
  program_.chunks_per_loop = chunks_per_loop;
  program_.ranks.resize(shape.ranks);
}

void ProgramBuilder::SetBuffers(int input, int output, int scratch) {
  empty_ = {input, output, scratch, {}};
  for (RankProgram& rank : program_.ranks) {
    rank.input_chunks = input;
    rank.output_chunks = output;
    rank.scratch_chunks = scratch;
  }
}

ThreadBlockBuilder ProgramBuilder::AddThreadBlock(int rank, int channel) {
  return RankBuilder(program_.ranks[rank], rank).AddThreadBlock(channel);
}

KernelProgram ProgramBuilder::Finish(std::function<void(RankBuilder& rank)> write) {
  program_.generated_ranks = static_cast<int32_t>(program_.ranks.size());
  program_.ranks = {};
  program_.generate = [empty = empty_, write = std::move(write)](int rank) {
    RankProgram program = empty;
    RankBuilder builder(program, rank);
    write(builder);
    return program;
  };
  return std::move(program_);
}

ThreadBlockBuilder RankBuilder::AddThreadBlock(int channel) {
  program_->thread_blocks.push_back({channel, {}});
  return {*program_, rank_, static_cast<int>(program_->thread_blocks.size()) - 1};
}

void ThreadBlockBuilder::Repeat(const Instruction& first, int count, const StepWalks& walks) {
  steps().Repeat(first, count, walks);
}

void ThreadBlockBuilder::WaitFor(const Step& step) {
  LINKWRIGHT_CHECK(step.rank == rank_) << "a step of rank " << step.rank << " for rank " << rank_;
  if (step.thread_block == thread_block_) return;  // program order does it
  program_->thread_blocks[step.thread_block].steps.Edit(step.step).has_dependents = true;
  Instruction nop;
  nop.wait_for = {step.thread_block, step.step};
  steps().push_back(nop);
}

Step ThreadBlockBuilder::Append(Instruction instruction) {
  StepList& list = steps();
  // A nop that nobody waits for hands its dependence to the first real step behind it.
  if (!list.empty() && list.back().opcode == Opcode::kNop && !list.back().has_dependents) {
    instruction.wait_for = list.back().wait_for;
    list.pop_back();
  }
  list.push_back(instruction);
  return {rank_, thread_block_, static_cast<int>(list.size()) - 1};
}

Step ThreadBlockBuilder::Send(int peer, ChunkRef source, int count) {
  return Append({.opcode = Opcode::kSend, .source = source, .count = count, .send_peer = peer});
}

Step ThreadBlockBuilder::Recv(int peer, ChunkRef destination, int count) {
  return Append(
      {.opcode = Opcode::kRecv, .destination = destination, .count = count, .recv_peer = peer});
}

Step ThreadBlockBuilder::RecvCopySend(int from, int to, ChunkRef destination, int count) {
  return Append({.opcode = Opcode::kRecvCopySend,
                 .destination = destination,
                 .count = count,
                 .send_peer = to,
                 .recv_peer = from});
}

Step ThreadBlockBuilder::RecvReduceSend(int from, int to, ChunkRef source, int count) {
  return Append({.opcode = Opcode::kRecvReduceSend,
                 .source = source,
                 .count = count,
                 .send_peer = to,
                 .recv_peer = from});
}

Step ThreadBlockBuilder::RecvReduceCopy(int from, ChunkRef source, ChunkRef destination,
                                        int count) {
  return Append({.opcode = Opcode::kRecvReduceCopy,
                 .source = source,
                 .destination = destination,
                 .count = count,
                 .recv_peer = from});
}

Step ThreadBlockBuilder::RecvReduceCopySend(int from, int to, ChunkRef source, ChunkRef destination,
                                            int count) {
  return Append({.opcode = Opcode::kRecvReduceCopySend,
                 .source = source,
                 .destination = destination,
                 .count = count,
                 .send_peer = to,
                 .recv_peer = from});
}

Step ThreadBlockBuilder::Copy(ChunkRef source, ChunkRef destination, int count) {
  return Append(
      {.opcode = Opcode::kCopy, .source = source, .destination = destination, .count = count});
}

Step ThreadBlockBuilder::Reduce(ChunkRef source, ChunkRef destination, int count) {
  Instruction reduce{
      .opcode = Opcode::kReduce, .source = source, .destination = destination, .count = count};
  reduce.fused_with_previous = FusesWith(steps(), reduce);
  return Append(reduce);
}

Step ThreadBlockBuilder::Put(int peer, ChunkRef source, ChunkRef destination, int count) {
  return Append({.opcode = Opcode::kPut,
                 .source = source,
                 .destination = destination,
                 .count = count,
                 .send_peer = peer});
}

Step ThreadBlockBuilder::Signal(int peer) {
  return Append({.opcode = Opcode::kSignal, .send_peer = peer});
}

Step ThreadBlockBuilder::Wait(int peer) {
  return Append({.opcode = Opcode::kWait, .recv_peer = peer});
}

Step ThreadBlockBuilder::Barrier() { return Append({.opcode = Opcode::kBarrier}); }

Step ThreadBlockBuilder::MultimemReduce(ChunkRef source, ChunkRef destination, int count) {
  return Append({.opcode = Opcode::kMultimemReduce,
                 .source = source,
                 .destination = destination,
                 .count = count});
}

Step ThreadBlockBuilder::MultimemStore(ChunkRef source, ChunkRef destination, int count) {
  return Append({.opcode = Opcode::kMultimemStore,
                 .source = source,
                 .destination = destination,
                 .count = count});
}

Step ThreadBlockBuilder::MultimemReduceStore(ChunkRef source, ChunkRef destination, int count) {
  return Append({.opcode = Opcode::kMultimemReduceStore,
                 .source = source,
                 .destination = destination,
                 .count = count});
}

bool FusesWith(const StepList& earlier, const Instruction& reduce) {
  constexpr int kMostFused = 16;  // MSCCL's limit
  if (reduce.opcode != Opcode::kReduce || reduce.wait_for || earlier.empty()) return false;
  const Instruction last = earlier.back();
  if (last.opcode != Opcode::kReduce || last.destination != reduce.destination ||
      last.source.buffer != reduce.source.buffer || last.count != reduce.count ||
      last.has_dependents) {
    return false;
  }
  int length = 1;
  for (std::size_t step = earlier.size(); step > 0 && earlier[step - 1].fused_with_previous;
       --step) {
    ++length;
  }
  return length < kMostFused;
}

std::optional<std::string> RefuseSingleRank(int ranks) {
  if (ranks >= 2) return std::nullopt;
  return fmt::format("it needs at least 2 ranks, found {}", ranks);
}

}  // namespace linkwright::collectives
