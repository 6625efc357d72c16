// SPDX-License-Identifier: Apache-2.0
#include "foundation/numerics/data_type.h"

#include <utility>

namespace linkwright::numerics {
namespace {

// The first name of each type is the one printed.
constexpr std::array<std::pair<std::string_view, DataType>, 12> kTypeNames = {{
    {"fp32", DataType::kFp32},
    {"float", DataType::kFp32},
    {"float32", DataType::kFp32},
    {"bf16", DataType::kBf16},
    {"bfloat16", DataType::kBf16},
    {"bfloat", DataType::kBf16},
    {"fp16", DataType::kFp16},
    {"half", DataType::kFp16},
    {"float16", DataType::kFp16},
    {"int32", DataType::kInt32},
    {"int", DataType::kInt32},
    {"i32", DataType::kInt32},
}};

constexpr std::array<std::pair<std::string_view, ReduceOp>, 3> kOpNames = {{
    {"sum", ReduceOp::kSum},
    {"min", ReduceOp::kMin},
    {"max", ReduceOp::kMax},
}};

template <class Table, class Value>
std::string_view NameIn(const Table& table, Value value) {
  for (const auto& [name, candidate] : table) {
    if (candidate == value) return name;
  }
  return "?";
}

template <class Value, class Table>
std::optional<Value> ValueIn(const Table& table, std::string_view name) {
  for (const auto& [candidate, value] : table) {
    if (candidate == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view ToString(DataType type) { return NameIn(kTypeNames, type); }
std::string_view ToString(ReduceOp op) { return NameIn(kOpNames, op); }

std::optional<DataType> ParseDataType(std::string_view name) {
  return ValueIn<DataType>(kTypeNames, name);
}
std::optional<ReduceOp> ParseReduceOp(std::string_view name) {
  return ValueIn<ReduceOp>(kOpNames, name);
}

}  // namespace linkwright::numerics
