// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace linkwright::collectives {
namespace {

// All repetitions of a run. Sums of a multimem operation over all ranks are kept apart, in
// `everybody`, so that a rank costs its own steps only.
void CountRun(const StepList& steps, std::size_t number, int rank, ProgramSummary& summary,
              RankTraffic& everybody) {
  const StepList::Run& run = steps.runs()[number];
  const Instruction& step = run.first;
  RankTraffic& own = summary.ranks[rank];
  const int64_t chunks = int64_t{step.count} * run.count;
  if (Sends(step.opcode)) own.chunks_sent += chunks;
  if (Receives(step.opcode)) own.chunks_received += chunks;
  if (step.opcode == Opcode::kPut) {
    own.chunks_sent += chunks;
    for (int32_t i = 0; i < run.count; ++i) {
      summary.ranks[steps.Make(number, i).send_peer].chunks_received += step.count;
    }
  }
  if (!IsMultimem(step.opcode)) return;
  if (Reduces(step.opcode)) {
    everybody.chunks_sent += chunks;
    own.chunks_received += chunks;
  }
  if (step.opcode != Opcode::kMultimemReduce) {
    own.chunks_sent += chunks;
    everybody.chunks_received += chunks;
  }
}

std::string Range(int64_t low, int64_t high) {
  return low == high ? fmt::format("{}", low) : fmt::format("{} to {}", low, high);
}

template <class Member>
std::string RangeOf(const ProgramSummary& summary, Member RankTraffic::*member) {
  const auto [low, high] = std::minmax_element(
      summary.ranks.begin(), summary.ranks.end(),
      [&](const RankTraffic& a, const RankTraffic& b) { return a.*member < b.*member; });
  return Range((*low).*member, (*high).*member);
}

std::string SizeRange(const ProgramSummary& summary, int64_t RankTraffic::*member,
                      int64_t chunks_per_loop) {
  const auto [low, high] = std::minmax_element(
      summary.ranks.begin(), summary.ranks.end(),
      [&](const RankTraffic& a, const RankTraffic& b) { return a.*member < b.*member; });
  const std::string smallest = AsMultipleOfSize((*low).*member, chunks_per_loop);
  const std::string largest = AsMultipleOfSize((*high).*member, chunks_per_loop);
  return smallest == largest ? smallest : smallest + " to " + largest;
}

}  // namespace

int64_t ProgramSummary::MostChunksSent() const {
  int64_t most = 0;
  for (const RankTraffic& rank : ranks) most = std::max(most, rank.chunks_sent);
  return most;
}

ProgramSummary Summarize(const KernelProgram& program) {
  ProgramSummary summary;
  summary.ranks.resize(program.rank_count());
  RankTraffic everybody;
  std::set<int> channels;
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const RankProgram code = program.Rank(rank);
    for (const ThreadBlock& block : code.thread_blocks) {
      const int steps = static_cast<int>(block.steps.size());
      ++summary.ranks[rank].thread_blocks;
      summary.ranks[rank].steps += steps;
      summary.steps += steps;
      summary.longest_thread_block = std::max(summary.longest_thread_block, steps);
      for (std::size_t run = 0; run < block.steps.runs().size(); ++run) {
        const Instruction& step = block.steps.runs()[run].first;
        CountRun(block.steps, run, rank, summary, everybody);
        if (step.send_peer >= 0 || step.recv_peer >= 0 || IsMultimem(step.opcode)) {
          channels.insert(block.channel);
        }
      }
    }
  }
  for (RankTraffic& rank : summary.ranks) {
    rank.chunks_sent += everybody.chunks_sent;
    rank.chunks_received += everybody.chunks_received;
  }
  summary.channels = static_cast<int>(channels.size());
  return summary;
}

std::string AsMultipleOfSize(int64_t chunks, int64_t chunks_per_loop) {
  if (chunks == 0) return "0";
  const int64_t common = std::gcd(chunks, chunks_per_loop);
  const int64_t over = chunks / common;
  const int64_t under = chunks_per_loop / common;
  if (under == 1) return over == 1 ? "S" : fmt::format("{} S", over);
  // Decimals where they end after at most three digits, a fraction elsewhere.
  if (1000 % under == 0) return fmt::format("{:g} S", static_cast<double>(over) / under);
  return fmt::format("{}/{} S", over, under);
}

std::string Describe(const KernelProgram& program) {
  const ProgramSummary summary = Summarize(program);
  std::string text =
      fmt::format("{}: {} on {} ranks, protocol {}, {}\n", program.name,
                  ToString(program.collective), program.rank_count(), ToString(program.protocol),
                  program.in_place ? "in place" : "out of place");
  text += fmt::format("  chunks          {} per buffer of S bytes\n", program.chunks_per_loop);
  text += fmt::format("  channels        {}\n", summary.channels);
  text +=
      fmt::format("  thread blocks   {} per rank\n", RangeOf(summary, &RankTraffic::thread_blocks));
  text += fmt::format("  steps           {} per rank, at most {} in a thread block\n",
                      RangeOf(summary, &RankTraffic::steps), summary.longest_thread_block);
  text += fmt::format("  sent            {} per rank\n",
                      SizeRange(summary, &RankTraffic::chunks_sent, program.chunks_per_loop));
  text += fmt::format("  received        {} per rank\n",
                      SizeRange(summary, &RankTraffic::chunks_received, program.chunks_per_loop));
  if (program.min_bytes != 0 || program.max_bytes != 0) {
    text += fmt::format(
        "  meant for       {} bytes to {}\n", program.min_bytes,
        program.max_bytes == 0 ? "any size" : fmt::format("{} bytes", program.max_bytes));
  }
  return text;
}

}  // namespace linkwright::collectives
