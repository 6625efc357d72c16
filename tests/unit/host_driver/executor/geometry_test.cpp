// SPDX-License-Identifier: Apache-2.0
// However a buffer is cut, every byte of it is moved once.
#include "host_driver/executor/geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "foundation/random/stream.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright::executor {
namespace {

using collectives::KernelProgram;
using collectives::Protocol;
using numerics::DataType;

KernelProgram Ring(Protocol protocol) {
  return algorithms::BuiltIn().Generate("all_reduce_ring", {.ranks = 4, .protocol = protocol});
}

// The bytes that all parts of a step with `count` chunks move in all iterations, in order.
std::vector<std::pair<uint64_t, uint64_t>> RangesOf(const Geometry& geometry, int32_t count) {
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  for (int32_t part = 0; part < PartCount(geometry, count); ++part) {
    for (uint64_t iteration = 0; iteration < geometry.iterations; ++iteration) {
      const Part cut = PartOf(geometry, count, part, iteration);
      const uint64_t begin =
          static_cast<uint64_t>(cut.first_chunk) * geometry.chunk_bytes + cut.offset;
      ranges.emplace_back(begin, begin + cut.bytes);
    }
  }
  std::sort(ranges.begin(), ranges.end());
  return ranges;
}

TEST(Geometry, EveryByteOfAStepIsInOnePartOfOneIteration) {
  random::Stream random(1, "geometry");
  for (const Protocol protocol : {Protocol::kSimple, Protocol::kLl, Protocol::kLl128}) {
    const KernelProgram program = Ring(protocol);
    for (const DataType type : {DataType::kFp32, DataType::kBf16}) {
      for (int i = 0; i < 200; ++i) {
        const uint64_t size = 64 + random.Below(uint64_t{64} << 20);
        const Geometry geometry = MakeGeometry(program, size, type, {});
        ASSERT_GT(geometry.chunk_elements, 0U);
        const auto count = static_cast<int32_t>(1 + random.Below(4));
        uint64_t at = 0;
        for (const auto& [begin, end] : RangesOf(geometry, count)) {
          ASSERT_EQ(begin, at) << size << " B, " << count << " chunks";
          ASSERT_LE(end - begin, std::max(geometry.message_bytes, geometry.chunk_bytes));
          at = end;
        }
        ASSERT_EQ(at, static_cast<uint64_t>(count) * geometry.chunk_bytes);
      }
    }
  }
}

TEST(Geometry, NoMessageIsLargerThanTheProtocolsLimit) {
  const CostModel cost;
  for (const Protocol protocol : {Protocol::kSimple, Protocol::kLl, Protocol::kLl128}) {
    const Geometry geometry = MakeGeometry(Ring(protocol), 256 << 20, DataType::kFp32, cost);
    EXPECT_GT(geometry.iterations, 1U);
    EXPECT_LE(geometry.message_bytes, cost.Of(protocol).message.count());
    EXPECT_GE(geometry.iterations * geometry.message_bytes, geometry.chunk_bytes);
    EXPECT_LT((geometry.iterations - 1) * geometry.message_bytes, geometry.chunk_bytes);
  }
}

TEST(Geometry, ABufferUnderOneElementAChunkHasNoElements) {
  const KernelProgram program = Ring(Protocol::kLl);
  const auto smallest = static_cast<uint64_t>(program.chunks_per_loop) * 4;
  EXPECT_EQ(MakeGeometry(program, smallest - 1, DataType::kFp32, {}).chunk_elements, 0U);
  EXPECT_EQ(MakeGeometry(program, smallest, DataType::kFp32, {}).chunk_elements, 1U);
  EXPECT_EQ(MakeGeometry(program, smallest, DataType::kFp16, {}).chunk_elements, 2U);
}

TEST(Slices, CoverTheirMessageInNoMoreThanTheProtocolsNumber) {
  const CostModel cost;
  for (const Protocol protocol : {Protocol::kSimple, Protocol::kLl, Protocol::kLl128}) {
    const ProtocolCost& of = cost.Of(protocol);
    for (uint64_t bytes = 1; bytes <= of.message.count(); bytes += 1 + bytes / 7) {
      const uint64_t slice = SliceBytes(of, bytes);
      EXPECT_GE(slice, of.min_slice.count());
      EXPECT_EQ(slice % 16, 0U) << bytes;
      EXPECT_LE((bytes + slice - 1) / slice, static_cast<uint64_t>(of.slices_per_message)) << bytes;
    }
  }
}

}  // namespace
}  // namespace linkwright::executor
