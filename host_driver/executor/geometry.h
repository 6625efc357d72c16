// SPDX-License-Identifier: Apache-2.0
// How a buffer of a given size is cut: chunks, iterations (stripes of every chunk), parts of a step
// with several chunks, slices of a part. MSCCL's rules.
#pragma once

#include <cstdint>

#include "foundation/numerics/data_type.h"
#include "host_driver/executor/cost_model.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

struct Geometry {
  uint64_t element_bytes = 4;
  uint64_t chunk_elements = 0;
  uint64_t chunk_bytes = 0;
  uint64_t size_bytes = 0;     // chunks_per_loop * chunk_bytes
  uint64_t message_bytes = 0;  // stripe of a chunk that one iteration moves
  uint64_t iterations = 1;
  int32_t most_chunks = 1;  // a step with more is split into parts
};

/// `size_bytes` is rounded down to whole elements per chunk; chunk_elements is 0 when it is too
/// small. Programs without FIFO steps run in one iteration: nothing limits their messages.
Geometry MakeGeometry(const collectives::KernelProgram& program, uint64_t size_bytes,
                      numerics::DataType type, const CostModel& cost);

/// One part of one step in one iteration: a contiguous range per buffer.
struct Part {
  int32_t first_chunk = 0;  // from the step's first
  uint64_t offset = 0;      // within that chunk
  uint64_t bytes = 0;
};

int32_t PartCount(const Geometry& geometry, int32_t count);
Part PartOf(const Geometry& geometry, int32_t count, int32_t part, uint64_t iteration);

/// Length of all slices but the last of a FIFO message.
uint64_t SliceBytes(const ProtocolCost& protocol, uint64_t part_bytes);

/// Places of the FIFO for the slice at `offset` of a message. A message takes slices_per_message
/// places however few slices it has: the first slice takes those of the missing ones, as NCCL's
/// executor steps over them.
int32_t PlacesOf(const ProtocolCost& protocol, uint64_t part_bytes, uint64_t offset);

}  // namespace linkwright::executor
