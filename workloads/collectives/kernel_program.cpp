// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/kernel_program.h"

#include <array>
#include <utility>

namespace linkwright::collectives {
namespace {

constexpr std::array<std::pair<Collective, std::string_view>, 8> kCollectives = {{
    {Collective::kAllReduce, "all_reduce"},
    {Collective::kAllGather, "all_gather"},
    {Collective::kReduceScatter, "reduce_scatter"},
    {Collective::kBroadcast, "broadcast"},
    {Collective::kReduce, "reduce"},
    {Collective::kAllToAll, "all_to_all"},
    {Collective::kGather, "gather"},
    {Collective::kScatter, "scatter"},
}};

bool AnyStep(const KernelProgram& program, bool (*matches)(Opcode)) {
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const RankProgram code = program.Rank(rank);
    for (const ThreadBlock& block : code.thread_blocks) {
      for (const StepList::Run& run : block.steps.runs()) {
        if (matches(run.first.opcode)) return true;
      }
    }
  }
  return false;
}

}  // namespace

bool UsesInNetworkCompute(const KernelProgram& program) { return AnyStep(program, IsMultimem); }

bool UsesInNetworkReduction(const KernelProgram& program) {
  return AnyStep(program, [](Opcode opcode) { return IsMultimem(opcode) && Reduces(opcode); });
}

bool IsReduction(Collective collective) {
  return collective == Collective::kAllReduce || collective == Collective::kReduceScatter ||
         collective == Collective::kReduce;
}

std::string_view ToString(Collective collective) {
  return kCollectives[static_cast<std::size_t>(collective)].second;
}

std::string_view ToString(Protocol protocol) {
  constexpr std::array<std::string_view, 3> kNames = {"simple", "ll", "ll128"};
  return kNames[static_cast<std::size_t>(protocol)];
}

std::optional<Collective> ParseCollective(std::string_view name) {
  for (const auto& [collective, text] : kCollectives) {
    if (text == name) return collective;
  }
  return std::nullopt;
}

}  // namespace linkwright::collectives
