// SPDX-License-Identifier: Apache-2.0
// Hashes of wires: two runs with equal hashes drove, or answered, the same in every cycle.
#pragma once

#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::lockstep {

constexpr std::uint64_t Fold(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29);
}

/// Mixes everything meaningful of one cycle's inputs into `hash`; wires that a kind of switch does
/// not have keep their defaults and leave no trace.
std::uint64_t HashInputs(std::uint64_t hash, std::int64_t cycle,
                         const interfaces::SwitchInputs& inputs);

/// Likewise of one cycle's outputs.
std::uint64_t HashOutputs(std::uint64_t hash, const interfaces::SwitchOutputs& outputs);

}  // namespace linkwright::lockstep
