// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/rotation.h"

#include <algorithm>

namespace linkwright::executor {
namespace {

using collectives::Instruction;
using collectives::Opcode;
using collectives::RankProgram;
using collectives::StepList;
using collectives::ThreadBlock;
using collectives::Walk;

// The peers of all repetitions of a run; a peer that stays is a walk that stands.
Walk PeersOf(int32_t peer, const Walk& walk, int32_t ranks) {
  if (walk.period > 0) return walk;
  return {0, peer, 0, ranks};
}

bool TurnedBy(int turn, int ranks, const StepList& zero, const StepList& other, std::size_t run) {
  const Instruction& a = zero.runs()[run].first;
  const Instruction& b = other.runs()[run].first;
  const bool same = a.opcode == b.opcode && a.count == b.count && a.wait_for == b.wait_for &&
                    a.has_dependents == b.has_dependents &&
                    a.fused_with_previous == b.fused_with_previous &&
                    zero.runs()[run].count == other.runs()[run].count;
  if (!same) return false;
  const auto turned = [&](int32_t peer, const Walk& walk, int32_t other_peer,
                          const Walk& other_walk) {
    if (peer < 0 || other_peer < 0) return peer == other_peer;
    const Walk from = PeersOf(peer, walk, ranks);
    const Walk to = PeersOf(other_peer, other_walk, ranks);
    return from.base == 0 && to.base == 0 && from.period == ranks && to.period == ranks &&
           from.stride == to.stride && (from.start + turn) % ranks == to.start;
  };
  const collectives::StepWalks walks = zero.WalksOf(run);
  const collectives::StepWalks other_walks = other.WalksOf(run);
  return turned(a.send_peer, walks.send_peer, b.send_peer, other_walks.send_peer) &&
         turned(a.recv_peer, walks.recv_peer, b.recv_peer, other_walks.recv_peer);
}

bool TurnedBy(int turn, int ranks, const RankProgram& zero, const RankProgram& other) {
  if (zero.thread_blocks.size() != other.thread_blocks.size()) return false;
  for (std::size_t block = 0; block < zero.thread_blocks.size(); ++block) {
    const ThreadBlock& a = zero.thread_blocks[block];
    const ThreadBlock& b = other.thread_blocks[block];
    if (a.channel != b.channel || a.steps.runs().size() != b.steps.runs().size()) return false;
    for (std::size_t run = 0; run < a.steps.runs().size(); ++run) {
      if (!TurnedBy(turn, ranks, a.steps, b.steps, run)) return false;
    }
  }
  return true;
}

// A slice takes as long however many thread blocks are at work beside it.
bool MemoryNeverLimits(const Instruction& step, collectives::Protocol protocol,
                       const CostModel& cost, uint64_t thread_blocks) {
  const double own = 1.0 / cost.Of(protocol, step.opcode).rate.bytes_per_second();
  const double shared = static_cast<double>(MemoryTouches(step.opcode, 1) * thread_blocks) /
                        cost.memory_rate.bytes_per_second();
  return shared <= own;
}

bool OrderNeverMatters(const collectives::KernelProgram& program, const RankProgram& rank,
                       const CostModel& cost) {
  for (const ThreadBlock& block : rank.thread_blocks) {
    for (const StepList::Run& run : block.steps.runs()) {
      const Instruction& step = run.first;
      const bool plain = !step.wait_for && !step.has_dependents &&
                         !collectives::IsMultimem(step.opcode) && step.opcode != Opcode::kBarrier &&
                         step.opcode != Opcode::kReduce;
      if (!plain || !MemoryNeverLimits(step, program.protocol, cost, rank.thread_blocks.size())) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

bool Rotates(const collectives::KernelProgram& program, const CostModel& cost) {
  const int ranks = program.rank_count();
  const RankProgram zero = program.Rank(0);
  if (ranks < 2 || !OrderNeverMatters(program, zero, cost)) return false;
  for (int rank = 1; rank < ranks; ++rank) {
    if (!TurnedBy(rank, ranks, zero, program.Rank(rank))) return false;
  }
  return true;
}

}  // namespace linkwright::executor
