// SPDX-License-Identifier: Apache-2.0
// Element types and reductions that collectives carry.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace linkwright::numerics {

enum class DataType { kFp32, kBf16, kFp16, kInt32 };
enum class ReduceOp { kSum, kMin, kMax };

inline constexpr std::array kAllDataTypes = {DataType::kFp32, DataType::kBf16, DataType::kFp16,
                                             DataType::kInt32};
inline constexpr std::array kAllReduceOps = {ReduceOp::kSum, ReduceOp::kMin, ReduceOp::kMax};

constexpr std::size_t SizeOf(DataType type) {
  return type == DataType::kFp32 || type == DataType::kInt32 ? 4 : 2;
}

/// "fp32", "bf16", "fp16", "int32".
std::string_view ToString(DataType type);
/// "sum", "min", "max".
std::string_view ToString(ReduceOp op);

/// The names above, and NCCL's: "float", "float32", "half", "float16", "bfloat16", "int".
std::optional<DataType> ParseDataType(std::string_view name);
std::optional<ReduceOp> ParseReduceOp(std::string_view name);

}  // namespace linkwright::numerics
