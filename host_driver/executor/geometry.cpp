// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/geometry.h"

#include <algorithm>
#include <limits>

namespace linkwright::executor {
namespace {

constexpr int32_t kMostCount = 71;    // MSCCL's limit on chunks per message
constexpr uint64_t kSliceGrain = 16;  // bytes; NCCL's vector width

bool UsesFifos(const collectives::KernelProgram& program) {
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const collectives::RankProgram code = program.Rank(rank);
    for (const collectives::ThreadBlock& block : code.thread_blocks) {
      for (const collectives::StepList::Run& run : block.steps.runs()) {
        if (collectives::Sends(run.first.opcode) || collectives::Receives(run.first.opcode)) {
          return true;
        }
      }
    }
  }
  return false;
}

}  // namespace

Geometry MakeGeometry(const collectives::KernelProgram& program, uint64_t size_bytes,
                      numerics::DataType type, const CostModel& cost) {
  Geometry geometry;
  geometry.element_bytes = numerics::SizeOf(type);
  const auto chunks = static_cast<uint64_t>(program.chunks_per_loop);
  geometry.chunk_elements = size_bytes / geometry.element_bytes / chunks;
  geometry.chunk_bytes = geometry.chunk_elements * geometry.element_bytes;
  geometry.size_bytes = geometry.chunk_bytes * chunks;
  if (geometry.chunk_elements == 0) return geometry;
  if (!UsesFifos(program)) {
    geometry.message_bytes = geometry.chunk_bytes;
    geometry.most_chunks = std::numeric_limits<int32_t>::max();
    return geometry;
  }
  const uint64_t limit = cost.Of(program.protocol).message.count();
  geometry.message_bytes =
      std::max(limit / geometry.element_bytes * geometry.element_bytes, geometry.element_bytes);
  geometry.iterations =
      (geometry.chunk_bytes + geometry.message_bytes - 1) / geometry.message_bytes;
  geometry.most_chunks = static_cast<int32_t>(
      std::clamp<uint64_t>(geometry.message_bytes / geometry.chunk_bytes, 1, kMostCount));
  return geometry;
}

int32_t PartCount(const Geometry& geometry, int32_t count) {
  return count / geometry.most_chunks + (count % geometry.most_chunks != 0 ? 1 : 0);
}

Part PartOf(const Geometry& geometry, int32_t count, int32_t part, uint64_t iteration) {
  Part result;
  result.first_chunk = part * geometry.most_chunks;
  const auto chunks =
      static_cast<uint64_t>(std::min(geometry.most_chunks, count - result.first_chunk));
  // Several chunks in one message only when a whole chunk fits, hence in the only iteration.
  result.offset = iteration * geometry.message_bytes;
  result.bytes = chunks > 1
                     ? chunks * geometry.chunk_bytes
                     : std::min(geometry.message_bytes, geometry.chunk_bytes - result.offset);
  return result;
}

uint64_t SliceBytes(const ProtocolCost& protocol, uint64_t part_bytes) {
  const auto slices = static_cast<uint64_t>(protocol.slices_per_message);
  const uint64_t even = (part_bytes + slices - 1) / slices;
  const uint64_t grained = (even + kSliceGrain - 1) / kSliceGrain * kSliceGrain;
  return std::max(grained, protocol.min_slice.count());
}

int32_t PlacesOf(const ProtocolCost& protocol, uint64_t part_bytes, uint64_t offset) {
  if (offset > 0) return 1;
  const uint64_t slice = SliceBytes(protocol, part_bytes);
  const auto slices = static_cast<int32_t>((part_bytes + slice - 1) / slice);
  return std::max(1, protocol.slices_per_message - slices + 1);
}

}  // namespace linkwright::executor
