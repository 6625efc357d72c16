// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "workloads/collectives/dependence_cycle.h"

namespace linkwright::collectives {
namespace {

bool CutsAcrossRanks(Collective collective) {
  return collective == Collective::kAllGather || collective == Collective::kReduceScatter ||
         collective == Collective::kAllToAll || collective == Collective::kGather ||
         collective == Collective::kScatter;
}

class Validator {
 public:
  explicit Validator(const KernelProgram& program) : program_(program) {
    for (int rank = 0; rank < program.rank_count(); ++rank) ranks_.push_back(program.Rank(rank));
  }

  std::vector<Finding> Run() {
    CheckProgram();
    if (!findings_.empty()) return std::move(findings_);
    for (int rank = 0; rank < program_.rank_count(); ++rank) CheckRank(rank);
    if (findings_.empty()) CheckPairs();
    if (findings_.empty()) CheckCycles();
    return std::move(findings_);
  }

 private:
  using Connection = std::tuple<int, int, int>;  // source, destination, channel
  struct Place {
    int rank;
    int thread_block;
    int step;
    int count;
  };

  void Report(int rank, int block, int step, std::string message) {
    findings_.push_back({rank, block, step, std::move(message)});
  }

  void CheckProgram() {
    const int ranks = program_.rank_count();
    if (ranks < 1) return Report(-1, -1, -1, "the program has no ranks");
    if (program_.chunks_per_loop < 1) {
      return Report(-1, -1, -1,
                    fmt::format("the buffer is cut into {} chunks; at least 1 is needed",
                                program_.chunks_per_loop));
    }
    if (CutsAcrossRanks(program_.collective) && program_.chunks_per_loop % ranks != 0) {
      Report(-1, -1, -1,
             fmt::format("{} on {} ranks needs a number of chunks that {} divides, found {}",
                         ToString(program_.collective), ranks, ranks, program_.chunks_per_loop));
    }
    if (program_.root < 0 || program_.root >= ranks) {
      Report(-1, -1, -1,
             fmt::format("the root is rank {}, but ranks are 0 to {}", program_.root, ranks - 1));
    }
  }

  void CheckRank(int rank) {
    const RankProgram& code = ranks_[rank];
    CheckCapacity(rank, "input", code.input_chunks, InputCapacity(program_));
    CheckCapacity(rank, "output", code.output_chunks, OutputCapacity(program_));
    if (code.scratch_chunks < 0) Report(rank, -1, -1, "the scratch buffer has a negative size");
    for (int block = 0; block < static_cast<int>(code.thread_blocks.size()); ++block) {
      CheckBlock(rank, block);
    }
  }

  void CheckCapacity(int rank, std::string_view name, int chunks, int capacity) {
    if (chunks >= 0 && chunks <= capacity) return;
    Report(rank, -1, -1,
           fmt::format("the {} buffer has {} chunks, but {} cut into {} gives each rank {}", name,
                       chunks, ToString(program_.collective), program_.chunks_per_loop, capacity));
  }

  void CheckBlock(int rank, int block) {
    const ThreadBlock& code = ranks_[rank].thread_blocks[block];
    for (int step = 0; step < static_cast<int>(code.steps.size()); ++step) {
      const Instruction at = code.steps[step];
      CheckCount(rank, block, step, at);
      if (ReadsSource(at.opcode)) CheckChunks(rank, rank, block, step, "source", at.source);
      if (WritesDestination(at.opcode) || at.opcode == Opcode::kPut) {
        CheckDestination(rank, block, step, at);
      }
      CheckPeers(rank, block, step, code.channel, at);
      CheckDependence(rank, block, step, at);
    }
  }

  void CheckCount(int rank, int block, int step, const Instruction& at) {
    const bool moves = ReadsSource(at.opcode) || WritesDestination(at.opcode);
    if (moves && at.count < 1) {
      Report(
          rank, block, step,
          fmt::format("{} moves {} chunks; at least 1 is needed", ToString(at.opcode), at.count));
    }
  }

  void CheckDestination(int rank, int block, int step, const Instruction& at) {
    if (at.opcode == Opcode::kPut) {
      if (IsOtherRank(rank, at.send_peer)) {
        CheckChunks(at.send_peer, rank, block, step, "destination", at.destination);
      }
    } else if (IsMultimem(at.opcode) && at.opcode != Opcode::kMultimemReduce) {
      for (int owner = 0; owner < program_.rank_count(); ++owner) {
        CheckChunks(owner, rank, block, step, "destination", at.destination);
      }
    } else {
      CheckChunks(rank, rank, block, step, "destination", at.destination);
    }
  }

  void CheckChunks(int owner, int rank, int block, int step, std::string_view role,
                   const ChunkRef& ref) {
    const RankProgram& code = ranks_[owner];
    const int chunks = ref.buffer == BufferKind::kInput    ? code.input_chunks
                       : ref.buffer == BufferKind::kOutput ? code.output_chunks
                                                           : code.scratch_chunks;
    const int count = ranks_[rank].thread_blocks[block].steps[step].count;
    if (ref.offset >= 0 && count >= 0 && ref.offset <= chunks - count) return;
    const std::string asked =
        count == 1 ? fmt::format("chunk {}", ref.offset)
                   : fmt::format("chunks {} to {}", ref.offset, ref.offset + count - 1);
    Report(rank, block, step,
           fmt::format("the {} is {} of the {} buffer, which has {} chunks", role, asked,
                       ToString(ref.buffer), chunks));
  }

  bool IsOtherRank(int rank, int peer) const {
    return peer >= 0 && peer < program_.rank_count() && peer != rank;
  }

  void CheckPeers(int rank, int block, int step, int channel, const Instruction& at) {
    const bool to = Sends(at.opcode) || at.opcode == Opcode::kPut || at.opcode == Opcode::kSignal;
    const bool from = Receives(at.opcode) || at.opcode == Opcode::kWait;
    if (to && !IsOtherRank(rank, at.send_peer)) {
      Report(rank, block, step, PeerMessage(rank, at.opcode, "to", at.send_peer));
    } else if (Sends(at.opcode)) {
      sends_[{rank, at.send_peer, channel}].push_back({rank, block, step, at.count});
    }
    if (from && !IsOtherRank(rank, at.recv_peer)) {
      Report(rank, block, step, PeerMessage(rank, at.opcode, "from", at.recv_peer));
    } else if (Receives(at.opcode)) {
      receives_[{at.recv_peer, rank, channel}].push_back({rank, block, step, at.count});
    }
  }

  std::string PeerMessage(int rank, Opcode opcode, std::string_view way, int peer) const {
    if (peer == rank) return fmt::format("{} {} itself", ToString(opcode), way);
    if (peer < 0) return fmt::format("{} has no rank to go {}", ToString(opcode), way);
    return fmt::format("{} {} rank {}, but ranks are 0 to {}", ToString(opcode), way, peer,
                       program_.rank_count() - 1);
  }

  void CheckDependence(int rank, int block, int step, const Instruction& at) {
    if (!at.wait_for) return;
    const std::vector<ThreadBlock>& blocks = ranks_[rank].thread_blocks;
    const auto [other, awaited] = at.wait_for;
    if (other >= static_cast<int>(blocks.size())) {
      return Report(
          rank, block, step,
          fmt::format("waits for thread block {}, but this rank has {}", other, blocks.size()));
    }
    const int steps = static_cast<int>(blocks[other].steps.size());
    if (awaited < 0 || awaited >= steps) {
      return Report(rank, block, step,
                    fmt::format("waits for step {} of thread block {}, which has {} steps", awaited,
                                other, steps));
    }
    if (PublishingStep(blocks[other], awaited) < 0) {
      Report(rank, block, step,
             fmt::format("waits for step {} of thread block {}, which never tells: neither it nor "
                         "a later step of that thread block is marked as having dependents",
                         awaited, other));
    }
  }

  void CheckPairs() {
    for (const auto* side : {&sends_, &receives_}) {
      for (const auto& [connection, places] : *side) CheckOneOwner(connection, places);
    }
    for (const auto& [connection, sends] : sends_) {
      const auto found = receives_.find(connection);
      if (found == receives_.end()) continue;
      const std::size_t pairs = std::min(sends.size(), found->second.size());
      for (std::size_t k = 0; k < pairs; ++k) {
        const Place& send = sends[k];
        const Place& recv = found->second[k];
        if (send.count == recv.count) continue;
        Report(recv.rank, recv.thread_block, recv.step,
               fmt::format("receives {} chunks, but message {} from rank {} on channel {} has {} "
                           "(thread block {}, step {})",
                           recv.count, k, send.rank, std::get<2>(connection), send.count,
                           send.thread_block, send.step));
        break;
      }
    }
  }

  void CheckOneOwner(const Connection& connection, const std::vector<Place>& places) {
    for (const Place& place : places) {
      if (place.thread_block == places.front().thread_block) continue;
      const bool sends = std::get<0>(connection) == place.rank;
      Report(place.rank, place.thread_block, place.step,
             fmt::format("{} rank {} on channel {}, as thread block {} does; one thread block "
                         "owns a connection",
                         sends ? "sends to" : "receives from",
                         sends ? std::get<1>(connection) : std::get<0>(connection),
                         std::get<2>(connection), places.front().thread_block));
      return;
    }
  }

  void CheckCycles() {
    for (int rank = 0; rank < program_.rank_count(); ++rank) {
      const std::vector<StepId> cycle = FindDependenceCycle(ranks_[rank]);
      if (cycle.empty()) continue;
      std::string text = "cyclic dependence: ";
      for (const StepId& at : cycle) {
        const Dependence wait = StepAt(rank, at).wait_for;
        text += fmt::format("{}thread block {} step {} waits for thread block {} step {}",
                            at == cycle.front() ? "" : ", ", at.thread_block, at.step,
                            wait.thread_block, wait.step);
      }
      Report(rank, cycle[0].thread_block, cycle[0].step, std::move(text));
    }
  }

  Instruction StepAt(int rank, const StepId& id) const {
    return ranks_[rank].thread_blocks[id.thread_block].steps[id.step];
  }

  const KernelProgram& program_;
  std::vector<RankProgram> ranks_;
  std::vector<Finding> findings_;
  std::map<Connection, std::vector<Place>> sends_;
  std::map<Connection, std::vector<Place>> receives_;
};

}  // namespace

std::string ToString(const Finding& finding) {
  std::string text;
  if (finding.rank >= 0) text += fmt::format("rank {}", finding.rank);
  if (finding.thread_block >= 0) text += fmt::format(", thread block {}", finding.thread_block);
  if (finding.step >= 0) text += fmt::format(", step {}", finding.step);
  return text.empty() ? finding.message : text + ": " + finding.message;
}

std::vector<Finding> Validate(const KernelProgram& program) { return Validator(program).Run(); }

int PublishingStep(const ThreadBlock& block, int step) {
  const auto runs = block.steps.runs();
  for (std::size_t run = block.steps.RunOf(step); run < runs.size(); ++run) {
    if (runs[run].first.has_dependents) return std::max(step, runs[run].begin);
  }
  return -1;
}

int InputCapacity(const KernelProgram& program) {
  const bool own_part =
      program.collective == Collective::kAllGather || program.collective == Collective::kGather;
  return own_part ? program.chunks_per_loop / program.rank_count() : program.chunks_per_loop;
}

int OutputCapacity(const KernelProgram& program) {
  const bool own_part = program.collective == Collective::kReduceScatter ||
                        program.collective == Collective::kScatter;
  return own_part ? program.chunks_per_loop / program.rank_count() : program.chunks_per_loop;
}

}  // namespace linkwright::collectives
