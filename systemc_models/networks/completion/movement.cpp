// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/completion/movement.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "foundation/diagnostics/check.h"
#include "foundation/numerics/float_formats.h"

namespace linkwright::completion {
namespace {

constexpr size_t kBlock = 512;  // elements summed at a time: keeps accumulators in the first cache
constexpr uint32_t kQuietNan = 0x7FC00000;

template <class Bits>
using Block = std::array<Bits, kBlock>;

struct Fp32 {
  using Bits = uint32_t;
  static float Widen(Bits bits) { return std::bit_cast<float>(bits); }
  static Bits Round(float value) {
    return std::isnan(value) ? kQuietNan : std::bit_cast<Bits>(value);
  }
};
struct Bf16 {
  using Bits = uint16_t;
  static float Widen(Bits bits) { return numerics::Bf16ToFloat(bits); }
  static Bits Round(float value) { return numerics::FloatToBf16(value); }
};
struct Fp16 {
  using Bits = uint16_t;
  static float Widen(Bits bits) { return numerics::Fp16ToFloat(bits); }
  static Bits Round(float value) { return numerics::FloatToFp16(value); }
};

template <class Format>
void Sum(std::span<const std::byte* const> operands, size_t offset, size_t bytes,
         std::byte* result) {
  using Bits = typename Format::Bits;
  Block<Bits> bits{};
  Block<float> sum{};
  for (size_t done = 0; done < bytes;) {
    const size_t elements = std::min(kBlock, (bytes - done) / sizeof(Bits));
    for (size_t k = 0; k < operands.size(); ++k) {
      std::memcpy(bits.data(), operands[k] + offset + done, elements * sizeof(Bits));
      for (size_t i = 0; i < elements; ++i) {
        const float operand = Format::Widen(bits[i]);
        sum[i] = k == 0 ? operand : sum[i] + operand;
      }
    }
    for (size_t i = 0; i < elements; ++i) bits[i] = Format::Round(sum[i]);
    std::memcpy(result + offset + done, bits.data(), elements * sizeof(Bits));
    done += elements * sizeof(Bits);
  }
}

}  // namespace

void SumAsSwitch(numerics::DataType type, std::span<const std::byte* const> operands, size_t offset,
                 size_t bytes, std::byte* result) {
  LINKWRIGHT_CHECK(bytes % numerics::SizeOf(type) == 0) << bytes << " bytes are no whole elements";
  switch (type) {
    case numerics::DataType::kFp32:
      return Sum<Fp32>(operands, offset, bytes, result);
    case numerics::DataType::kBf16:
      return Sum<Bf16>(operands, offset, bytes, result);
    case numerics::DataType::kFp16:
      return Sum<Fp16>(operands, offset, bytes, result);
    case numerics::DataType::kInt32:
      break;
  }
  LINKWRIGHT_CHECK(false) << "switches do not add " << numerics::ToString(type);
}

void Move(const endpoints::TransferRecord& transfer, endpoints::ByteRange range) {
  const size_t bytes = range.end - range.begin;
  if (bytes == 0 || !transfer.has_memory) return;
  const auto copy = [&](std::byte* landing) {
    std::memmove(landing + range.begin, transfer.source + range.begin, bytes);
  };
  switch (transfer.kind) {
    case interfaces::TransferKind::kWrite:
      copy(transfer.landing);
      break;
    case interfaces::TransferKind::kMulticastWrite:
      for (std::byte* landing : transfer.member_landings) copy(landing);
      break;
    case interfaces::TransferKind::kReduceRead:
      SumAsSwitch(transfer.type, transfer.member_sources, range.begin, bytes, transfer.landing);
      break;
  }
}

}  // namespace linkwright::completion
