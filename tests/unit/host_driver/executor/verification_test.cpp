// SPDX-License-Identifier: Apache-2.0
// The check itself: right outputs pass, and whatever is wrong is counted and named. Outputs are
// written by the loops of this file, not by a run.
#include "host_driver/executor/verification.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "foundation/numerics/float_formats.h"
#include "host_driver/executor/rank_memory.h"
#include "workloads/collectives/program_builder.h"
#include "workloads/collectives/validate.h"

namespace linkwright::executor {
namespace {

using collectives::Collective;
using collectives::KernelProgram;
using numerics::DataType;
using numerics::ReduceOp;

constexpr int kRanks = 3;
constexpr Collective kAll[] = {Collective::kAllReduce,     Collective::kAllGather,
                               Collective::kReduceScatter, Collective::kBroadcast,
                               Collective::kReduce,        Collective::kAllToAll,
                               Collective::kGather,        Collective::kScatter};

KernelProgram ProgramFor(Collective collective) {
  KernelProgram program =
      collectives::ProgramBuilder("nothing", collective, {.ranks = kRanks}, kRanks).Finish();
  program.root = 2;
  return program;
}

// A collective's memory, whose outputs the test writes; `Element` is what lies there.
template <class Element>
struct Outputs {
  Outputs(Collective collective, DataType type, DataPattern pattern, uint64_t elements)
      : program(ProgramFor(collective)),
        input{pattern, type, 7, kRanks},
        geometry(MakeGeometry(program, elements * sizeof(Element), type, {})),
        memory(program, geometry, input, [] {}) {}

  size_t length() const { return memory.output_bytes() / sizeof(Element); }
  std::vector<Element> Input(int rank) const {
    std::vector<Element> values(memory.input_bytes() / sizeof(Element));
    FillInput(input, rank, 0, std::as_writable_bytes(std::span(values)));
    return values;
  }
  Element Get(int rank, size_t i) const {
    Element value;
    std::memcpy(&value, memory.Output(rank).data() + i * sizeof(Element), sizeof(Element));
    return value;
  }
  void Set(int rank, size_t i, Element value) {
    std::memcpy(memory.At(rank, collectives::Output(0), i * sizeof(Element)), &value,
                sizeof(Element));
  }
  Verdict Check(ReduceOp op = ReduceOp::kSum) const {
    return CheckResult(program, memory, input, op, [] {});
  }

  KernelProgram program;
  InputPattern input;
  Geometry geometry;
  RankMemory memory;
};

// What the collective leaves at element i of `rank`, from the inputs of all.
template <class Element>
Element Wanted(Collective collective, const std::vector<std::vector<Element>>& in, int rank,
               size_t i, size_t length) {
  const auto own = static_cast<size_t>(rank);
  const auto sum = [&](size_t at) {
    Element total = 0;
    for (const auto& each : in) total = static_cast<Element>(total + each[at]);
    return total;
  };
  const size_t part = length / kRanks;
  switch (collective) {
    case Collective::kAllReduce:
    case Collective::kReduce:
      return sum(i);
    case Collective::kReduceScatter:
      return sum(own * length + i);
    case Collective::kBroadcast:
      return in[2][i];
    case Collective::kScatter:
      return in[2][own * length + i];
    case Collective::kAllToAll:
      return in[i / part][own * part + i % part];
    case Collective::kAllGather:
    case Collective::kGather:
      break;
  }
  return in[i / part][i % part];
}

// At the root only, where only the root has a result.
template <class Element>
void WriteRightOutputs(Outputs<Element>& outputs) {
  const Collective collective = outputs.program.collective;
  const bool rooted = collective == Collective::kReduce || collective == Collective::kGather;
  std::vector<std::vector<Element>> in;
  for (int rank = 0; rank < kRanks; ++rank) in.push_back(outputs.Input(rank));
  for (int rank = rooted ? 2 : 0; rank < kRanks; ++rank) {
    for (size_t i = 0; i < outputs.length(); ++i)
      outputs.Set(rank, i, Wanted(collective, in, rank, i, outputs.length()));
  }
}

TEST(Verification, RightOutputsOfEveryCollectivePass) {
  for (const Collective collective : kAll) {
    Outputs<float> outputs(collective, DataType::kFp32, DataPattern::kExact, 27'000);
    WriteRightOutputs(outputs);
    const Verdict verdict = outputs.Check();
    EXPECT_EQ(verdict.wrong, 0U) << ToString(collective) << ": " << verdict.first_wrong;
    EXPECT_EQ(verdict.differing, 0U);
    EXPECT_EQ(verdict.first_wrong, "");
  }
}

TEST(Verification, OneWrongElementOfEveryCollectiveIsCountedAndNamed) {
  for (const Collective collective : kAll) {
    Outputs<float> outputs(collective, DataType::kFp32, DataPattern::kExact, 60'000);
    WriteRightOutputs(outputs);
    for (const size_t i : {size_t{0}, size_t{17}, size_t{8192}, outputs.length() - 1}) {
      const float right = outputs.Get(2, i);
      outputs.Set(2, i, right + 1);
      const Verdict verdict = outputs.Check();
      EXPECT_EQ(verdict.wrong, 1U) << ToString(collective) << " " << i;
      EXPECT_EQ(verdict.first_wrong,
                fmt::format("rank 2, element {}: expected {:g}, found {:g}", i, right, right + 1));
      EXPECT_EQ(verdict.differing, collective == Collective::kAllReduce ? 1U : 0U);
      outputs.Set(2, i, right);
    }
  }
}

TEST(Verification, OutputsThatNobodyWroteAreAllWrong) {
  for (const Collective collective : kAll) {
    const Outputs<float> outputs(collective, DataType::kFp32, DataPattern::kExact, 2'700);
    const bool rooted = collective == Collective::kReduce || collective == Collective::kGather;
    EXPECT_EQ(outputs.Check().wrong, outputs.length() * (rooted ? 1 : kRanks))
        << ToString(collective);
  }
}

TEST(Verification, TwoPartsInEachOthersPlaceAreWrong) {
  Outputs<float> outputs(Collective::kAllGather, DataType::kFp32, DataPattern::kRandom, 3'000);
  WriteRightOutputs(outputs);
  for (size_t i = 0; i < 1'000; ++i) {
    const float first = outputs.Get(1, i);
    outputs.Set(1, i, outputs.Get(1, 1'000 + i));
    outputs.Set(1, 1'000 + i, first);
  }
  EXPECT_EQ(outputs.Check().wrong, 2'000U);
  EXPECT_EQ(outputs.Check().first_wrong.rfind("rank 1, element 0: ", 0), 0U);
}

TEST(Verification, WrappedSumsOfIntegersAreRightAndOrderComparesSigned) {
  Outputs<int32_t> outputs(Collective::kAllReduce, DataType::kInt32, DataPattern::kExact, 3'000);
  for (const ReduceOp op : {ReduceOp::kSum, ReduceOp::kMin, ReduceOp::kMax}) {
    std::vector<std::vector<int32_t>> in;
    for (int rank = 0; rank < kRanks; ++rank) in.push_back(outputs.Input(rank));
    bool wraps = false;
    for (size_t i = 0; i < 3'000; ++i) {
      const int64_t sum = int64_t{in[0][i]} + in[1][i] + in[2][i];
      const auto wrapped = static_cast<int32_t>(static_cast<uint32_t>(sum));
      wraps |= wrapped != sum;
      const int32_t value = op == ReduceOp::kSum   ? wrapped
                            : op == ReduceOp::kMin ? std::min({in[0][i], in[1][i], in[2][i]})
                                                   : std::max({in[0][i], in[1][i], in[2][i]});
      for (int rank = 0; rank < kRanks; ++rank) outputs.Set(rank, i, value);
    }
    EXPECT_TRUE(wraps) << "or the test shows nothing";
    EXPECT_EQ(outputs.Check(op).wrong, 0U) << ToString(op);
    outputs.Set(0, 5, outputs.Get(0, 5) ^ 1);
    EXPECT_EQ(outputs.Check(op).wrong, 1U) << ToString(op);
  }
}

// n * 2^-23 * sum |x|, and no more.
TEST(Verification, ASumOfRandomFloatsMayBeOffByItsRoundingOnly) {
  Outputs<float> outputs(Collective::kAllReduce, DataType::kFp32, DataPattern::kRandom, 300);
  const auto wrong_at = [&](double share) {
    for (size_t i = 0; i < 300; ++i) {
      double sum = 0, magnitude = 0;
      for (int rank = 0; rank < kRanks; ++rank) {
        const double value = outputs.Input(rank)[i];
        sum += value;
        magnitude += std::abs(value);
      }
      const double off = share * kRanks * 0x1p-23 * magnitude;
      for (int rank = 0; rank < kRanks; ++rank) outputs.Set(rank, i, static_cast<float>(sum + off));
    }
    return outputs.Check().wrong;
  };
  EXPECT_EQ(wrong_at(0), 0U);
  EXPECT_EQ(wrong_at(0.7), 0U);
  EXPECT_EQ(wrong_at(-0.7), 0U);
  EXPECT_EQ(wrong_at(1.5), 900U);
}

TEST(Verification, WhatIsOnlyCopiedMayNotBeOffByABit) {
  Outputs<float> outputs(Collective::kBroadcast, DataType::kFp32, DataPattern::kRandom, 300);
  WriteRightOutputs(outputs);
  outputs.Set(0, 7, std::nextafter(outputs.Get(0, 7), 2.0F));
  EXPECT_EQ(outputs.Check().wrong, 1U);
}

TEST(Verification, HalfPrecisionIsReadAsItsOwnFormat) {
  for (const DataType type : {DataType::kFp16, DataType::kBf16}) {
    Outputs<uint16_t> outputs(Collective::kAllReduce, type, DataPattern::kExact, 300);
    const bool fp16 = type == DataType::kFp16;
    for (size_t i = 0; i < 300; ++i) {
      float sum = 0;
      for (int rank = 0; rank < kRanks; ++rank) {
        const uint16_t bits = outputs.Input(rank)[i];
        sum += fp16 ? numerics::Fp16ToFloat(bits) : numerics::Bf16ToFloat(bits);
      }
      const uint16_t bits = fp16 ? numerics::FloatToFp16(sum) : numerics::FloatToBf16(sum);
      for (int rank = 0; rank < kRanks; ++rank) outputs.Set(rank, i, bits);
    }
    EXPECT_EQ(outputs.Check().wrong, 0U) << ToString(type);
    outputs.Set(1, 3, static_cast<uint16_t>(outputs.Get(1, 3) ^ 1));
    EXPECT_EQ(outputs.Check().wrong, 1U) << "the last bit";
  }
}

TEST(Verification, EndsWhenItIsInterrupted) {
  Outputs<float> outputs(Collective::kAllReduce, DataType::kFp32, DataPattern::kExact, 60'000);
  int looks = 0;
  const auto poll = [&] {
    if (++looks == 2) throw std::runtime_error("enough");
  };
  EXPECT_THROW(CheckResult(outputs.program, outputs.memory, outputs.input, ReduceOp::kSum, poll),
               std::runtime_error);
  EXPECT_EQ(looks, 2) << "of eight blocks";
}

}  // namespace
}  // namespace linkwright::executor
