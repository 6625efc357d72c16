// SPDX-License-Identifier: Apache-2.0
// Element types and reductions as configuration values.
#pragma once

#include <array>

#include "foundation/config/describe.h"
#include "foundation/numerics/data_type.h"

namespace linkwright::config {

template <>
struct EnumNames<numerics::DataType> {
  static constexpr std::array<EnumName<numerics::DataType>, 4> kValues = {{
      {numerics::DataType::kFp32, "fp32", "IEEE 754 binary32"},
      {numerics::DataType::kBf16, "bf16", "upper half of binary32"},
      {numerics::DataType::kFp16, "fp16", "IEEE 754 binary16"},
      {numerics::DataType::kInt32, "int32", "two's complement"},
  }};
};

template <>
struct EnumNames<numerics::ReduceOp> {
  static constexpr std::array<EnumName<numerics::ReduceOp>, 3> kValues = {{
      {numerics::ReduceOp::kSum, "sum", "addition"},
      {numerics::ReduceOp::kMin, "min", "smaller element"},
      {numerics::ReduceOp::kMax, "max", "larger element"},
  }};
};

}  // namespace linkwright::config
