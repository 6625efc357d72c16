// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstring>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/numerics/float_formats.h"
#include "host_driver/executor/cost_model_config.h"
#include "host_driver/executor/data_pattern.h"
#include "host_driver/executor/geometry.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright::executor {
namespace {

using numerics::DataType;
using units::Duration;

TEST(CostModel, IsWrittenAndReadBackUnchanged) {
  CostModel cost;
  cost.launch_latency = Duration::Nanoseconds(123);
  cost.ll.fifo_slices = 9;
  const std::string yaml = config::WriteYaml(cost);
  const auto document = config::Document::Parse(yaml, "cost.yaml");
  EXPECT_EQ(config::ReadOrThrow<CostModel>(document), cost);
}

TEST(CostModel, AKeyChangesOnlyItself) {
  const auto document = config::Document::Parse("simple: {fifo_slices: 9}\n", "cost.yaml");
  CostModel expected;
  expected.simple.fifo_slices = 9;
  EXPECT_EQ(config::ReadOrThrow<CostModel>(document), expected);
}

TEST(CostModel, AFifoThatCannotHoldAMessageIsRefused) {
  const auto document = config::Document::Parse("simple:\n  fifo_slices: 4\n", "cost.yaml");
  try {
    config::ReadOrThrow<CostModel>(document);
    FAIL() << "a ring would stop for ever";
  } catch (const diagnostics::UserError& error) {
    EXPECT_STREQ(error.what(),
                 "cost.yaml:2:16: error: fifo_slices must be at least slices_per_message, or rings "
                 "stop for ever; found 4 and 8");
  }
}

// The defaults against NPKit's medians on GH200 (collectives reference, B.8), which they summarize.
TEST(CostModel, DefaultsAreNearTheMeasurementsTheyComeFrom) {
  const ProtocolCost simple = CostModel().simple;
  const auto time = [](const PrimitiveCost& cost, uint64_t bytes) {
    return std::max(cost.floor, units::SerializationTime(units::Bytes(bytes), cost.rate))
        .picoseconds();
  };
  struct Row {
    uint64_t bytes;
    int64_t send, recv_reduce_send, recv_copy_send, recv, recv_reduce_copy_send;  // ns
  };
  for (const Row& row :
       {Row{4 << 10, 1292, 2064, 1043, 994, 2443}, Row{32 << 10, 1253, 1763, 1265, 966, 2437},
        Row{128 << 10, 2600, 3909, 4754, 2744, 6282},
        Row{512 << 10, 10767, 14274, 19028, 11177, 22764},
        Row{1 << 20, 21553, 28117, 38243, 22044, 44986}}) {
    const std::pair<int64_t, int64_t> pairs[] = {
        {time(simple.send, row.bytes), row.send},
        {time(simple.recv_reduce_send, row.bytes), row.recv_reduce_send},
        {time(simple.recv_copy_send, row.bytes), row.recv_copy_send},
        {time(simple.recv, row.bytes), row.recv},
        {time(simple.recv_reduce_copy_send, row.bytes), row.recv_reduce_copy_send}};
    for (const auto& [model, measured] : pairs) {
      EXPECT_NEAR(static_cast<double>(model) / 1000.0, static_cast<double>(measured),
                  0.18 * static_cast<double>(measured))
          << row.bytes << " bytes";
    }
  }
}

TEST(Geometry, CutsAsMscclDoes) {
  collectives::Registry registry;
  algorithms::RegisterAll(registry);
  const auto ll = registry.Generate(
      "ring", {.ranks = 8, .channels = 1, .protocol = collectives::Protocol::kLl});
  const CostModel cost;
  // 1 MiB in 8 chunks of 128 KiB: four iterations of 32 KiB, one chunk a message.
  Geometry geometry = MakeGeometry(ll, 1 << 20, DataType::kFp32, cost);
  EXPECT_EQ(geometry.chunk_bytes, 131'072U);
  EXPECT_EQ(geometry.iterations, 4U);
  EXPECT_EQ(geometry.most_chunks, 1);
  EXPECT_EQ(PartOf(geometry, 1, 0, 3).offset, 98'304U);
  // 64 KiB in 8 chunks of 8 KiB: four chunks fit one message.
  geometry = MakeGeometry(ll, 64 << 10, DataType::kFp32, cost);
  EXPECT_EQ(geometry.iterations, 1U);
  EXPECT_EQ(geometry.most_chunks, 4);
  EXPECT_EQ(PartCount(geometry, 6), 2);
  EXPECT_EQ(PartOf(geometry, 6, 0, 0).bytes, 32'768U);
  EXPECT_EQ(PartOf(geometry, 6, 1, 0).bytes, 16'384U);
  EXPECT_EQ(PartOf(geometry, 6, 1, 0).first_chunk, 4);
  // Sizes that do not divide lose their remainder, as a count that nccl-tests round down.
  geometry = MakeGeometry(ll, 1'000'003, DataType::kFp32, cost);
  EXPECT_EQ(geometry.size_bytes, 1'000'000U);
  geometry = MakeGeometry(ll, 31, DataType::kFp32, cost);
  EXPECT_EQ(geometry.chunk_elements, 0U);
}

// No partial sum in any order may leave the range in which every integer is exact.
TEST(DataPattern, ExactValuesSumExactlyInEveryOrder) {
  for (const int ranks : {2, 8, 72, 256, 1024}) {
    const InputPattern input{DataPattern::kExact, DataType::kBf16, 7, ranks};
    constexpr uint64_t kElements = 512;
    std::vector<double> positive(kElements), negative(kElements);
    double largest = 0;
    for (int rank = 0; rank < ranks; ++rank) {
      std::vector<uint16_t> values(kElements);
      FillInput(input, rank, 0, std::as_writable_bytes(std::span(values)));
      for (uint64_t i = 0; i < kElements; ++i) {
        const double value = numerics::Bf16ToFloat(values[i]);
        EXPECT_EQ(value, static_cast<int>(value));
        (value > 0 ? positive : negative)[i] += value;
        largest = std::max(largest, std::abs(value));
      }
    }
    for (uint64_t i = 0; i < kElements; ++i) {
      EXPECT_LE(positive[i], 256);
      EXPECT_GE(negative[i], -256);
    }
    EXPECT_GE(largest, 1) << "not everything is zero";
  }
}

TEST(DataPattern, IsAPureFunctionOfSeedRankAndPlace) {
  const InputPattern input{DataPattern::kRandom, DataType::kFp32, 5, 4};
  std::vector<float> all(100), tail(40), other_seed(100);
  FillInput(input, 2, 0, std::as_writable_bytes(std::span(all)));
  FillInput(input, 2, 60, std::as_writable_bytes(std::span(tail)));
  EXPECT_TRUE(std::equal(tail.begin(), tail.end(), all.begin() + 60));
  FillInput({DataPattern::kRandom, DataType::kFp32, 6, 4}, 2, 0,
            std::as_writable_bytes(std::span(other_seed)));
  EXPECT_NE(all, other_seed);
  for (const float value : all) {
    EXPECT_GE(value, -1.0F);
    EXPECT_LT(value, 1.0F);
  }
}

}  // namespace
}  // namespace linkwright::executor
