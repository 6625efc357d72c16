// SPDX-License-Identifier: Apache-2.0
// What a program does, counted before it runs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workloads/collectives/kernel_program.h"

namespace linkwright::collectives {

/// Chunks that leave and enter a rank's port. In-network operations count what the port carries: a
/// reduction's source chunk leaves every rank (its answer to the switch) and the sum enters the
/// asker; a multicast leaves its sender and enters every rank.
struct RankTraffic {
  int64_t chunks_sent = 0;
  int64_t chunks_received = 0;
  int thread_blocks = 0;
  int64_t steps = 0;

  friend bool operator==(const RankTraffic&, const RankTraffic&) = default;
};

struct ProgramSummary {
  std::vector<RankTraffic> ranks;
  int channels = 0;  // distinct channels in use, of steps that leave the rank
  int64_t steps = 0;
  int longest_thread_block = 0;  // steps

  /// Largest over ranks.
  int64_t MostChunksSent() const;
};

ProgramSummary Summarize(const KernelProgram& program);

/// `chunks` as a multiple of the buffer size S, reduced: "1.75 S", "S", "35/36 S".
std::string AsMultipleOfSize(int64_t chunks, int64_t chunks_per_loop);

/// Several lines for `linkwright explain`.
std::string Describe(const KernelProgram& program);

}  // namespace linkwright::collectives
