// SPDX-License-Identifier: Apache-2.0
// Writes a KernelProgram step by step; what the built-in algorithms are written with.
//
//   ProgramBuilder builder("all_gather_ring", Collective::kAllGather, shape, chunks);
//   return builder.Finish([=](RankBuilder& rank) {  // whenever a rank is asked for
//     auto block = rank.AddThreadBlock(channel);
//     const Step sent = block.Send(next, Input(0));
//     other.WaitFor(sent);                 // the next step of `other` waits
//   });
//
// or all ranks at once, stored: builder.AddThreadBlock(rank, channel); ... builder.Finish().
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "workloads/collectives/kernel_program.h"
#include "workloads/collectives/registry.h"

namespace linkwright::collectives {

inline ChunkRef Input(int offset) { return {BufferKind::kInput, offset}; }
inline ChunkRef Output(int offset) { return {BufferKind::kOutput, offset}; }
inline ChunkRef Scratch(int offset) { return {BufferKind::kScratch, offset}; }

/// A step that others of the same rank may wait for.
struct Step {
  int rank = -1;
  int thread_block = -1;
  int step = -1;
};

/// A handle, cheap to copy; valid while the rank's program lives.
class ThreadBlockBuilder {
 public:
  Step Send(int peer, ChunkRef source, int count = 1);
  Step Recv(int peer, ChunkRef destination, int count = 1);
  Step RecvCopySend(int from, int to, ChunkRef destination, int count = 1);
  Step RecvReduceSend(int from, int to, ChunkRef source, int count = 1);
  Step RecvReduceCopy(int from, ChunkRef source, ChunkRef destination, int count = 1);
  Step RecvReduceCopySend(int from, int to, ChunkRef source, ChunkRef destination, int count = 1);
  Step Copy(ChunkRef source, ChunkRef destination, int count = 1);
  /// destination (op)= source. Steps that follow each other on one destination are fused.
  Step Reduce(ChunkRef source, ChunkRef destination, int count = 1);
  Step Put(int peer, ChunkRef source, ChunkRef destination, int count = 1);
  Step Signal(int peer);
  Step Wait(int peer);
  Step Barrier();
  Step MultimemReduce(ChunkRef source, ChunkRef destination, int count = 1);
  Step MultimemStore(ChunkRef source, ChunkRef destination, int count = 1);
  Step MultimemReduceStore(ChunkRef source, ChunkRef destination, int count = 1);
  /// `count` steps like `first` whose chunks and peers walk on (step_list.h). Nobody waits for one
  /// of them, and they wait for nothing.
  void Repeat(const Instruction& first, int count, const StepWalks& walks);
  /// The next step of this thread block waits for `step` (of the same rank, another thread block).
  /// May be called several times: nops carry all but the last.
  void WaitFor(const Step& step);

 private:
  friend class RankBuilder;
  ThreadBlockBuilder(RankProgram& program, int rank, int thread_block)
      : program_(&program), rank_(rank), thread_block_(thread_block) {}
  StepList& steps() const { return program_->thread_blocks[thread_block_].steps; }
  Step Append(Instruction instruction);

  RankProgram* program_;
  int rank_;
  int thread_block_;
};

/// Writes one rank.
class RankBuilder {
 public:
  RankBuilder(RankProgram& program, int rank) : program_(&program), rank_(rank) {}
  int rank() const { return rank_; }
  ThreadBlockBuilder AddThreadBlock(int channel);

 private:
  RankProgram* program_;
  int rank_;
};

class ProgramBuilder {
 public:
  ProgramBuilder(std::string name, Collective collective, const ProgramShape& shape,
                 int chunks_per_loop);

  /// Sizes in chunks, for every rank.
  void SetBuffers(int input, int output, int scratch = 0);
  ThreadBlockBuilder AddThreadBlock(int rank, int channel);
  /// A stored program.
  KernelProgram Finish() { return std::move(program_); }
  /// A program whose ranks are written by `write` whenever one is asked for. `write` keeps copies
  /// of what it needs, and does the same every time.
  KernelProgram Finish(std::function<void(RankBuilder& rank)> write);

 private:
  KernelProgram program_;
  RankProgram empty_;  // a rank's buffers
};

/// MSCCL's rule: a kReduce that waits for nothing is made in one pass with the kReduce before it,
/// up to 16 of them, when destination, source buffer and count are the same.
bool FusesWith(const StepList& earlier, const Instruction& reduce);

/// The refusal of algorithms that need a partner.
std::optional<std::string> RefuseSingleRank(int ranks);

}  // namespace linkwright::collectives
