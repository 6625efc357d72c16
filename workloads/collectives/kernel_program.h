// SPDX-License-Identifier: Apache-2.0
// What every collective algorithm, built in or read from a file, becomes: per rank, thread blocks
// of instructions on chunks of buffers.
//
// The user's buffer is cut into `chunks_per_loop` equal chunks; all offsets and counts are in
// chunks. For all-gather, reduce-scatter, all-to-all, gather and scatter the buffer that is cut is
// the larger one (the sum over ranks), so a rank's own part has chunks_per_loop / ranks chunks.
//
// A thread block executes its steps in order; for data larger than the protocol's chunk it runs
// through all its steps several times ("iterations"), each on another stripe of every chunk. The
// k-th send on a connection (source rank, destination rank, channel) meets its k-th receive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/collectives/instruction.h"
#include "workloads/collectives/step_list.h"

namespace linkwright::collectives {

enum class Collective : uint8_t {
  kAllReduce,
  kAllGather,
  kReduceScatter,
  kBroadcast,
  kReduce,
  kAllToAll,
  kGather,
  kScatter,
};

enum class Protocol : uint8_t { kSimple, kLl, kLl128 };

struct ThreadBlock {
  int32_t channel = 0;
  StepList steps;
};

struct RankProgram {
  int32_t input_chunks = 0;
  int32_t output_chunks = 0;
  int32_t scratch_chunks = 0;
  std::vector<ThreadBlock> thread_blocks;
};

struct KernelProgram {
  std::string name;
  Collective collective = Collective::kAllReduce;
  Protocol protocol = Protocol::kSimple;
  int32_t chunks_per_loop = 0;
  int32_t root = 0;  // broadcast, reduce, gather, scatter
  // In place: one buffer is input and output. All-gather: the input is the rank's own part of the
  // output; reduce-scatter: the output is the rank's own part of the input.
  bool in_place = false;
  // Sizes the author meant it for; 0 for max_bytes is no limit. Outside it the executor still runs.
  uint64_t min_bytes = 0;
  uint64_t max_bytes = 0;
  // A program is stored, rank by rank, or makes a rank's thread blocks whenever it is asked for
  // them (generated_ranks > 0): then what it holds does not grow with the number of ranks.
  std::vector<RankProgram> ranks;
  int32_t generated_ranks = 0;
  std::function<RankProgram(int rank)> generate;

  int rank_count() const {
    return generated_ranks > 0 ? generated_ranks : static_cast<int>(ranks.size());
  }
  RankProgram Rank(int rank) const {
    return generated_ranks > 0 ? generate(rank) : ranks[static_cast<std::size_t>(rank)];
  }
};

/// True for programs the switches must reduce or multiply data for.
bool UsesInNetworkCompute(const KernelProgram& program);
/// True for programs in which the switches add.
bool UsesInNetworkReduction(const KernelProgram& program);

/// Input and output of the collective reduce elements (so the redop matters).
bool IsReduction(Collective collective);

std::string_view ToString(Collective collective);  // "all_reduce", as nccl-tests say it
std::string_view ToString(Protocol protocol);      // "simple", "ll", "ll128"
std::optional<Collective> ParseCollective(std::string_view name);

}  // namespace linkwright::collectives
