// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/verification.h"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <vector>

namespace linkwright::executor {
namespace {

using collectives::Collective;
using numerics::DataType;
using numerics::ReduceOp;

constexpr uint64_t kBlock = 8192;  // elements looked at together

// Not ==: of zeros the sign counts, and a NaN is itself.
template <class Scalar>
bool SameBits(Scalar a, Scalar b) {
  using Bits = std::array<std::byte, sizeof(Scalar)>;
  return std::bit_cast<Bits>(a) == std::bit_cast<Bits>(b);
}

// Distance from 1 to the next number (Eigen's own figure for half is not that).
template <class Scalar>
constexpr double kEpsilon = 0.0;
template <>
constexpr double kEpsilon<float> = 0x1p-23;
template <>
constexpr double kEpsilon<Eigen::half> = 0x1p-10;
template <>
constexpr double kEpsilon<Eigen::bfloat16> = 0x1p-7;

// Scalar is the element as it lies in memory.
template <class Scalar>
class Checker {
 public:
  using Wide = std::conditional_t<std::is_same_v<Scalar, int32_t>, int64_t, double>;
  using WideArray = Eigen::Array<Wide, Eigen::Dynamic, 1>;
  using ScalarArray = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

  Checker(const collectives::KernelProgram& program, const RankMemory& memory,
          const InputPattern& input, ReduceOp op)
      : program_(program), memory_(memory), input_(input), op_(op) {}

  Verdict Run(const std::function<void()>& poll) {
    const uint64_t elements = memory_.output_bytes() / sizeof(Scalar);
    for (uint64_t first = 0; first < elements; first += kBlock) {
      const uint64_t count = std::min(kBlock, elements - first);
      poll();
      CheckBlock(first, count);
    }
    return std::move(verdict_);
  }

 private:
  void CheckBlock(uint64_t first, uint64_t count) {
    const uint64_t elements = memory_.output_bytes() / sizeof(Scalar);
    const int n = program_.rank_count();
    switch (program_.collective) {
      case Collective::kAllReduce:
        Reduce(first, count);
        for (int rank = 0; rank < n; ++rank) CompareReduced(rank, first, count);
        for (int rank = 1; rank < n; ++rank) CompareWithRankZero(rank, first, count);
        return;
      case Collective::kReduce:
        Reduce(first, count);
        return CompareReduced(program_.root, first, count);
      case Collective::kReduceScatter:
        for (int rank = 0; rank < n; ++rank) {
          Reduce(static_cast<uint64_t>(rank) * elements + first, count);
          CompareReduced(rank, first, count);
        }
        return;
      case Collective::kBroadcast:
        for (int rank = 0; rank < n; ++rank)
          CompareCopied(rank, first, count, program_.root, first);
        return;
      case Collective::kScatter:
        for (int rank = 0; rank < n; ++rank) {
          CompareCopied(rank, first, count, program_.root,
                        static_cast<uint64_t>(rank) * elements + first);
        }
        return;
      case Collective::kGather:
        return CompareParts(program_.root, first, count, 0);
      case Collective::kAllGather:
        for (int rank = 0; rank < n; ++rank) CompareParts(rank, first, count, 0);
        return;
      case Collective::kAllToAll:
        for (int rank = 0; rank < n; ++rank) {
          CompareParts(rank, first, count, static_cast<uint64_t>(rank) * elements / n);
        }
        return;
    }
  }

  const ScalarArray& Load(int rank, uint64_t first, uint64_t count) {
    loaded_.resize(static_cast<Eigen::Index>(count));
    FillInput(input_, rank, first,
              {reinterpret_cast<std::byte*>(loaded_.data()), count * sizeof(Scalar)});
    return loaded_;
  }

  // Expected values of input elements [first, first + count), and how far a sum may be off.
  void Reduce(uint64_t first, uint64_t count) {
    expected_ = Load(0, first, count).template cast<Wide>();
    magnitude_ = expected_.abs();
    for (int rank = 1; rank < program_.rank_count(); ++rank) {
      const WideArray next = Load(rank, first, count).template cast<Wide>();
      if (op_ == ReduceOp::kSum) {
        expected_ += next;
        magnitude_ += next.abs();
      } else {
        expected_ = op_ == ReduceOp::kMin ? expected_.min(next).eval() : expected_.max(next).eval();
      }
    }
  }

  static Scalar Narrow(Wide value) {
    if constexpr (std::is_same_v<Scalar, int32_t>) {
      return static_cast<int32_t>(static_cast<uint32_t>(static_cast<uint64_t>(value)));
    } else {
      // Through float: exact in kExact, and where it rounds twice the tolerance is far larger.
      return static_cast<Scalar>(static_cast<float>(value));
    }
  }

  Scalar Found(int rank, uint64_t element) const {
    Scalar value;
    std::memcpy(&value, memory_.Output(rank).data() + element * sizeof(Scalar), sizeof(Scalar));
    return value;
  }

  void CompareReduced(int rank, uint64_t first, uint64_t count) {
    const bool rounds = input_.pattern == DataPattern::kRandom && op_ == ReduceOp::kSum &&
                        !std::is_same_v<Scalar, int32_t>;
    const double relative = kEpsilon<Scalar> * program_.rank_count();
    for (uint64_t i = 0; i < count; ++i) {
      const auto at = static_cast<Eigen::Index>(i);
      const Scalar found = Found(rank, first + i);
      const Scalar expected = Narrow(expected_[at]);
      if (SameBits(found, expected)) continue;
      const double off = std::abs(static_cast<double>(found) - static_cast<double>(expected_[at]));
      if (rounds && off <= relative * static_cast<double>(magnitude_[at])) continue;
      Report(rank, first + i, expected, found);
    }
  }

  // Within rounding error is not enough where ranks go on with what they got.
  void CompareWithRankZero(int rank, uint64_t first, uint64_t count) {
    const std::byte* own = memory_.Output(rank).data() + first * sizeof(Scalar);
    const std::byte* zero = memory_.Output(0).data() + first * sizeof(Scalar);
    if (std::memcmp(own, zero, count * sizeof(Scalar)) == 0) return;
    for (uint64_t i = 0; i < count; ++i) {
      const bool same =
          std::memcmp(own + i * sizeof(Scalar), zero + i * sizeof(Scalar), sizeof(Scalar)) == 0;
      if (!same) ++verdict_.differing;
    }
  }

  void CompareCopied(int rank, uint64_t first, uint64_t count, int source, uint64_t from) {
    const ScalarArray& expected = Load(source, from, count);
    if (std::memcmp(reinterpret_cast<const std::byte*>(expected.data()),
                    memory_.Output(rank).data() + first * sizeof(Scalar),
                    count * sizeof(Scalar)) == 0) {
      return;
    }
    for (uint64_t i = 0; i < count; ++i) {
      const Scalar wanted = expected[static_cast<Eigen::Index>(i)];
      const Scalar found = Found(rank, first + i);
      if (!SameBits(found, wanted)) Report(rank, first + i, wanted, found);
    }
  }

  // The output is n parts, one from each rank, taken there from element `offset` on.
  void CompareParts(int rank, uint64_t first, uint64_t count, uint64_t offset) {
    const uint64_t part = memory_.output_bytes() / sizeof(Scalar) / program_.rank_count();
    const uint64_t end = first + count;
    while (first < end) {
      const uint64_t source = first / part;
      const uint64_t length = std::min(end, (source + 1) * part) - first;
      CompareCopied(rank, first, length, static_cast<int>(source), offset + first % part);
      first += length;
    }
  }

  void Report(int rank, uint64_t element, Scalar expected, Scalar found) {
    if (verdict_.wrong++ == 0) {
      verdict_.first_wrong =
          fmt::format("rank {}, element {}: expected {:g}, found {:g}", rank, element,
                      static_cast<double>(expected), static_cast<double>(found));
    }
  }

  const collectives::KernelProgram& program_;
  const RankMemory& memory_;
  const InputPattern& input_;
  ReduceOp op_;
  Verdict verdict_;
  ScalarArray loaded_;
  WideArray expected_;
  WideArray magnitude_;
};

}  // namespace

Verdict CheckResult(const collectives::KernelProgram& program, const RankMemory& memory,
                    const InputPattern& input, numerics::ReduceOp op,
                    const std::function<void()>& poll) {
  switch (input.type) {
    case DataType::kFp16:
      return Checker<Eigen::half>(program, memory, input, op).Run(poll);
    case DataType::kBf16:
      return Checker<Eigen::bfloat16>(program, memory, input, op).Run(poll);
    case DataType::kInt32:
      return Checker<int32_t>(program, memory, input, op).Run(poll);
    case DataType::kFp32:
      break;
  }
  return Checker<float>(program, memory, input, op).Run(poll);
}

}  // namespace linkwright::executor
