// SPDX-License-Identifier: Apache-2.0
// Section `collective`: what the accelerators do.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "foundation/config/config.h"
#include "foundation/config/numerics_names.h"
#include "foundation/units/units.h"
#include "host_driver/executor/data_pattern.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::scenario {

struct CollectiveConfig {
  std::string algorithm = "all_reduce_ring";  // a name, or a path that ends in .xml
  std::optional<int> ranks;                   // default: all accelerators of the pod
  units::Bytes size{1 << 20};
  numerics::DataType type = numerics::DataType::kFp32;
  numerics::ReduceOp redop = numerics::ReduceOp::kSum;
  std::optional<int> channels;
  std::optional<collectives::Protocol> protocol;
  executor::DataPattern data = executor::DataPattern::kExact;
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct EnumNames<executor::DataPattern> {
  static constexpr std::array<EnumName<executor::DataPattern>, 2> kValues = {{
      {executor::DataPattern::kExact, "exact",
       "small integers: sums are exact, results bit-compared"},
      {executor::DataPattern::kRandom, "random", "random values, compared within rounding error"},
  }};
};

template <>
struct EnumNames<collectives::Protocol> {
  static constexpr std::array<EnumName<collectives::Protocol>, 3> kValues = {{
      {collectives::Protocol::kSimple, "simple", "data, then a flag"},
      {collectives::Protocol::kLl, "ll", "flags among the data, twice the bytes"},
      {collectives::Protocol::kLl128, "ll128", "8 flag bytes in 128"},
  }};
};

template <>
struct Describe<scenario::CollectiveConfig> {
  using T = scenario::CollectiveConfig;
  static constexpr std::string_view kName = "collective";
  static constexpr std::string_view kDoc = "what the accelerators do";
  template <class V>
  static void Fields(V& v) {
    v.Field("algorithm", &T::algorithm, "a built-in algorithm or an MSCCL XML file (*.xml)")
        .NotEmpty();
    v.Field("ranks", &T::ranks, "ranks of a built-in algorithm; default: all accelerators")
        .Range(2, 144);
    v.Field("size", &T::size, "bytes, by nccl-tests' convention of the collective")
        .Range(units::Bytes(1), units::Bytes(uint64_t{1} << 40));
    v.Field("type", &T::type, "element type");
    v.Field("redop", &T::redop, "reduction");
    v.Field("channels", &T::channels,
            "parallel copies of a built-in algorithm; default: by size and rate")
        .Range(1, 64);
    v.Field("protocol", &T::protocol, "protocol of a built-in algorithm; default: by size");
    v.Field("data", &T::data, "contents of the buffers");
  }
};

}  // namespace linkwright::config
