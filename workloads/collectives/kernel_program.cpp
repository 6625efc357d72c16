// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/kernel_program.h"

#include <array>
#include <utility>

namespace linkwright::collectives {
namespace {

// One row per opcode, in the order of the enum: what it is called and what it touches.
struct OpcodeTraits {
  std::string_view name;
  bool sends = false;
  bool receives = false;
  bool reduces = false;
  bool reads_source = false;
  bool writes_destination = false;
  bool multimem = false;
};

constexpr std::array<OpcodeTraits, 16> kOpcodes = {{
    {.name = "nop"},
    {.name = "send", .sends = true, .reads_source = true},
    {.name = "recv", .receives = true, .writes_destination = true},
    {.name = "recv_copy_send", .sends = true, .receives = true, .writes_destination = true},
    {.name = "recv_reduce_send",
     .sends = true,
     .receives = true,
     .reduces = true,
     .reads_source = true},
    {.name = "recv_reduce_copy",
     .receives = true,
     .reduces = true,
     .reads_source = true,
     .writes_destination = true},
    {.name = "recv_reduce_copy_send",
     .sends = true,
     .receives = true,
     .reduces = true,
     .reads_source = true,
     .writes_destination = true},
    {.name = "copy", .reads_source = true, .writes_destination = true},
    {.name = "reduce", .reduces = true, .reads_source = true, .writes_destination = true},
    {.name = "put", .reads_source = true},
    {.name = "signal"},
    {.name = "wait"},
    {.name = "barrier"},
    {.name = "multimem_reduce",
     .reduces = true,
     .reads_source = true,
     .writes_destination = true,
     .multimem = true},
    {.name = "multimem_store", .reads_source = true, .writes_destination = true, .multimem = true},
    {.name = "multimem_reduce_store",
     .reduces = true,
     .reads_source = true,
     .writes_destination = true,
     .multimem = true},
}};

const OpcodeTraits& TraitsOf(Opcode opcode) { return kOpcodes[static_cast<std::size_t>(opcode)]; }

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
  for (const RankProgram& rank : program.ranks) {
    for (const ThreadBlock& block : rank.thread_blocks) {
      for (const Instruction& step : block.steps) {
        if (matches(step.opcode)) return true;
      }
    }
  }
  return false;
}

}  // namespace

bool Sends(Opcode opcode) { return TraitsOf(opcode).sends; }
bool Receives(Opcode opcode) { return TraitsOf(opcode).receives; }
bool Reduces(Opcode opcode) { return TraitsOf(opcode).reduces; }
bool IsMultimem(Opcode opcode) { return TraitsOf(opcode).multimem; }
bool ReadsSource(Opcode opcode) { return TraitsOf(opcode).reads_source; }
bool WritesDestination(Opcode opcode) { return TraitsOf(opcode).writes_destination; }

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

std::string_view ToString(BufferKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"input", "output", "scratch"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view ToString(Opcode opcode) { return TraitsOf(opcode).name; }

std::optional<Collective> ParseCollective(std::string_view name) {
  for (const auto& [collective, text] : kCollectives) {
    if (text == name) return collective;
  }
  return std::nullopt;
}

}  // namespace linkwright::collectives
