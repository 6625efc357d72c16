// SPDX-License-Identifier: Apache-2.0
// One loop per type and operation over elements loaded with memcpy, which compiles to unaligned
// vector loads. The operand pointer may equal the accumulator's (both spans the same buffer).
#include "foundation/numerics/reduce.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "foundation/numerics/float_formats.h"

namespace linkwright::numerics {
namespace {

struct Sum {
  static float Apply(float a, float b) { return a + b; }
  static std::int32_t Apply(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
  }
};

// `a != a` catches a NaN accumulator; a NaN operand loses every comparison by itself.
struct Min {
  static float Apply(float a, float b) { return (b < a) | (a != a) ? b : a; }
  static std::int32_t Apply(std::int32_t a, std::int32_t b) { return b < a ? b : a; }
};

struct Max {
  static float Apply(float a, float b) { return (b > a) | (a != a) ? b : a; }
  static std::int32_t Apply(std::int32_t a, std::int32_t b) { return b > a ? b : a; }
};

template <class T>
struct Plain {
  using Stored = T;
  static T Widen(T value) { return value; }
  static T Narrow(T value) { return value; }
};

struct Fp16 {
  using Stored = std::uint16_t;
  static float Widen(Stored bits) { return Fp16ToFloat(bits); }
  static Stored Narrow(float value) { return FloatToFp16(value); }
};

struct Bf16 {
  using Stored = std::uint16_t;
  static float Widen(Stored bits) { return Bf16ToFloat(bits); }
  static Stored Narrow(float value) { return FloatToBf16(value); }
};

template <class Format, class Op>
void Loop(std::byte* accumulator, const std::byte* operand, std::size_t bytes) {
  using Stored = typename Format::Stored;
  // Blocks through the stack tell the compiler that inputs and outputs do not alias.
  constexpr std::size_t kBlock = 256;
  std::size_t offset = 0;
  while (offset < bytes) {
    Stored a[kBlock];
    Stored b[kBlock];
    const std::size_t left = (bytes - offset) / sizeof(Stored);
    const std::size_t count = left < kBlock ? left : kBlock;
    std::memcpy(a, accumulator + offset, count * sizeof(Stored));
    std::memcpy(b, operand + offset, count * sizeof(Stored));
    for (std::size_t i = 0; i < count; ++i) {
      a[i] = Format::Narrow(Op::Apply(Format::Widen(a[i]), Format::Widen(b[i])));
    }
    std::memcpy(accumulator + offset, a, count * sizeof(Stored));
    offset += count * sizeof(Stored);
  }
}

template <class Format>
void Dispatch(ReduceOp op, std::byte* accumulator, const std::byte* operand, std::size_t bytes) {
  switch (op) {
    case ReduceOp::kSum:
      return Loop<Format, Sum>(accumulator, operand, bytes);
    case ReduceOp::kMin:
      return Loop<Format, Min>(accumulator, operand, bytes);
    case ReduceOp::kMax:
      return Loop<Format, Max>(accumulator, operand, bytes);
  }
}

}  // namespace

void Reduce(DataType type, ReduceOp op, std::span<std::byte> accumulator,
            std::span<const std::byte> operand) {
  if (accumulator.size() != operand.size() || accumulator.size() % SizeOf(type) != 0) {
    throw std::invalid_argument("reduce: buffers must have equal sizes of whole elements");
  }
  switch (type) {
    case DataType::kFp32:
      return Dispatch<Plain<float>>(op, accumulator.data(), operand.data(), operand.size());
    case DataType::kBf16:
      return Dispatch<Bf16>(op, accumulator.data(), operand.data(), operand.size());
    case DataType::kFp16:
      return Dispatch<Fp16>(op, accumulator.data(), operand.data(), operand.size());
    case DataType::kInt32:
      return Dispatch<Plain<std::int32_t>>(op, accumulator.data(), operand.data(), operand.size());
  }
}

}  // namespace linkwright::numerics
