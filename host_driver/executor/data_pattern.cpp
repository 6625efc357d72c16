// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/data_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "foundation/numerics/float_formats.h"
#include "foundation/random/hash_path.h"

namespace linkwright::executor {
namespace {

using numerics::DataType;

// Integers up to this magnitude are exact: 2 to the number of significand digits.
int64_t ExactLimit(DataType type) {
  switch (type) {
    case DataType::kBf16:
      return 1 << 8;
    case DataType::kFp16:
      return 1 << 11;
    default:
      return 1 << 24;
  }
}

// Values of at most `largest` in magnitude, non-zero in one of `stride` ranks at each element, so
// that no partial sum leaves the exact range whatever its order.
class ExactValues {
 public:
  explicit ExactValues(const InputPattern& input)
      : stride_((input.ranks + ExactLimit(input.type) - 1) / ExactLimit(input.type)),
        largest_(std::clamp<int64_t>(ExactLimit(input.type) / input.ranks, 1, 1024)) {}

  float At(uint64_t bits, int rank, uint64_t element) const {
    if (stride_ > 1 && (static_cast<uint64_t>(rank) + element) % stride_ != 0) return 0.0F;
    const auto span = static_cast<uint64_t>(2 * largest_ + 1);
    return static_cast<float>(static_cast<int64_t>((bits >> 32) * span >> 32) - largest_);
  }

 private:
  uint64_t stride_;
  int64_t largest_;
};

float UniformValue(uint64_t bits) {
  return static_cast<float>(static_cast<int32_t>(bits >> 40) - (1 << 23)) * 0x1p-23F;
}

template <class Store>
void Fill(const InputPattern& input, int rank, uint64_t first, uint64_t count, Store store) {
  const uint64_t key = random::HashPath(input.seed, fmt::format("executor.rank{}", rank));
  const ExactValues exact(input);
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t bits = random::Mix(key + (first + i) * 0x9E3779B97F4A7C15ULL);
    const float value =
        input.pattern == DataPattern::kExact ? exact.At(bits, rank, first + i) : UniformValue(bits);
    store(i, bits, value);
  }
}

}  // namespace

void FillInput(const InputPattern& input, int rank, uint64_t first, std::span<std::byte> out) {
  std::byte* to = out.data();
  const uint64_t count = out.size() / numerics::SizeOf(input.type);
  switch (input.type) {
    case DataType::kFp32:
      return Fill(input, rank, first, count,
                  [to](uint64_t i, uint64_t, float value) { std::memcpy(to + i * 4, &value, 4); });
    case DataType::kInt32:
      return Fill(input, rank, first, count, [to](uint64_t i, uint64_t bits, float) {
        const auto value = static_cast<uint32_t>(bits >> 32);
        std::memcpy(to + i * 4, &value, 4);
      });
    case DataType::kFp16:
      return Fill(input, rank, first, count, [to](uint64_t i, uint64_t, float value) {
        const uint16_t half = numerics::FloatToFp16(value);
        std::memcpy(to + i * 2, &half, 2);
      });
    case DataType::kBf16:
      return Fill(input, rank, first, count, [to](uint64_t i, uint64_t, float value) {
        const uint16_t half = numerics::FloatToBf16(value);
        std::memcpy(to + i * 2, &half, 2);
      });
  }
}

}  // namespace linkwright::executor
