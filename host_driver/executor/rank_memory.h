// SPDX-License-Identifier: Apache-2.0
// The input, output and scratch buffers of every rank, in place or not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host_driver/executor/data_pattern.h"
#include "host_driver/executor/geometry.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

/// Bytes that the buffers of all ranks take, and bytes this process can still get: what the machine
/// has available and the process is allowed (ulimit -v).
uint64_t MemoryNeeded(const collectives::KernelProgram& program, const Geometry& geometry);
uint64_t MemoryAvailable();

class RankMemory {
 public:
  /// Inputs are filled with the pattern, everything else with bytes that no pattern makes. `poll`
  /// is called every few megabytes and may throw: many gigabytes take minutes.
  RankMemory(const collectives::KernelProgram& program, const Geometry& geometry,
             const InputPattern& input, const std::function<void()>& poll);

  /// Chunk `ref` of `rank`, `offset` bytes into it.
  std::byte* At(int rank, const collectives::ChunkRef& ref, uint64_t offset = 0) {
    return bases_[rank].base[static_cast<std::size_t>(ref.buffer)] +
           static_cast<uint64_t>(ref.offset) * chunk_bytes_ + offset;
  }
  std::span<const std::byte> Output(int rank) const;
  /// Bytes of a rank's input and output.
  uint64_t input_bytes() const { return input_bytes_; }
  uint64_t output_bytes() const { return output_bytes_; }

 private:
  struct Bases {
    std::byte* base[3] = {nullptr, nullptr, nullptr};  // by BufferKind
  };

  uint64_t chunk_bytes_;
  uint64_t input_bytes_;
  uint64_t output_bytes_;
  std::vector<std::vector<std::byte>> storage_;
  std::vector<Bases> bases_;
};

}  // namespace linkwright::executor
