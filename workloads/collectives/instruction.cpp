// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/instruction.h"

#include <array>
#include <cstddef>

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

}  // namespace

bool Sends(Opcode opcode) { return TraitsOf(opcode).sends; }
bool Receives(Opcode opcode) { return TraitsOf(opcode).receives; }
bool Reduces(Opcode opcode) { return TraitsOf(opcode).reduces; }
bool IsMultimem(Opcode opcode) { return TraitsOf(opcode).multimem; }
bool ReadsSource(Opcode opcode) { return TraitsOf(opcode).reads_source; }
bool WritesDestination(Opcode opcode) { return TraitsOf(opcode).writes_destination; }

std::string_view ToString(BufferKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"input", "output", "scratch"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view ToString(Opcode opcode) { return TraitsOf(opcode).name; }

}  // namespace linkwright::collectives
