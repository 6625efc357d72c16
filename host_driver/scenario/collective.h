// SPDX-License-Identifier: Apache-2.0
// Sections `collective` and `jobs`: what the accelerators do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "foundation/config/config.h"
#include "foundation/config/numerics_names.h"
#include "foundation/units/units.h"
#include "host_driver/executor/data_pattern.h"
#include "host_driver/scenario/endpoints.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::scenario {

enum class Check : uint8_t { kOn, kOff };

// What a collective does, wherever its ranks are.
struct KernelConfig {
  std::string algorithm = "all_reduce_ring";  // a name, or a path that ends in .xml
  units::Bytes size{1 << 20};
  numerics::DataType type = numerics::DataType::kFp32;
  numerics::ReduceOp redop = numerics::ReduceOp::kSum;
  std::optional<int> channels;
  std::optional<collectives::Protocol> protocol;
  std::optional<int> ranks_per_domain;
  executor::DataPattern data = executor::DataPattern::kExact;
  Check check = Check::kOn;
};

// The one job of a scenario that says no more: accelerators 0, 1, ... from time zero.
struct CollectiveConfig : KernelConfig {
  std::optional<int> ranks;  // default: all accelerators of the pod
};

inline constexpr int kJobPriorities = 3;

// One of several jobs on the same network.
struct JobConfig : KernelConfig {
  std::string name;  // its label in the report; default: job0, job1, ...
  Endpoints ranks;
  units::Duration start = units::Duration::Zero();
  int priority = 0;
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
struct EnumNames<scenario::Check> {
  static constexpr std::array<EnumName<scenario::Check>, 2> kValues = {{
      {scenario::Check::kOn, "on", "real data is moved, and compared with a reduction beside it"},
      {scenario::Check::kOff, "off", "sizes only: no memory, nothing moved; the same times"},
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

namespace internal {

template <class V>
void KernelFields(V& v) {
  using T = scenario::KernelConfig;
  v.Field("size", &T::size, "bytes, by nccl-tests' convention of the collective")
      .Range(units::Bytes(1), units::Bytes(uint64_t{1} << 40));
  v.Field("type", &T::type, "element type");
  v.Field("redop", &T::redop, "reduction");
  v.Field("channels", &T::channels,
          "parallel copies of a built-in algorithm; default: by size and rate")
      .Range(1, 64);
  v.Field("protocol", &T::protocol, "protocol of a built-in algorithm; default: by size");
  v.Field("ranks_per_domain", &T::ranks_per_domain,
          "of all_reduce_hierarchical: consecutive ranks that are near one another (a scale-up "
          "domain); default: those of the scale-up domains of pod.topology, where it has several, "
          "else "
          "the largest divisor of the ranks up to 8")
      .Range(1, 65536);
  v.Field("data", &T::data, "contents of the buffers");
  v.Field("check", &T::check, "whether there is data to check");
}

template <class V>
void AlgorithmField(V& v) {
  v.Field("algorithm", &scenario::KernelConfig::algorithm,
          "a built-in algorithm or an MSCCL XML file (*.xml)")
      .NotEmpty();
}

}  // namespace internal

template <>
struct Describe<scenario::CollectiveConfig> {
  using T = scenario::CollectiveConfig;
  static constexpr std::string_view kName = "collective";
  static constexpr std::string_view kDoc = "the one job of a run: what the accelerators do";
  template <class V>
  static void Fields(V& v) {
    internal::AlgorithmField(v);
    v.Field("ranks", &T::ranks, "ranks of a built-in algorithm; default: all accelerators")
        .Range(2, Codec<scenario::Endpoints>::kMost);
    internal::KernelFields(v);
  }
};

template <>
struct Describe<scenario::JobConfig> {
  using T = scenario::JobConfig;
  static constexpr std::string_view kName = "job";
  static constexpr std::string_view kDoc =
      "one of several collectives on the same network, at the same time or one after another";
  template <class V>
  static void Fields(V& v) {
    v.Field("name", &T::name, "its label in the report; default: job0, job1, ...");
    internal::AlgorithmField(v);
    v.Field("ranks", &T::ranks,
            "accelerators of the job in order of its ranks: a number (8 is 0-7), ranges "
            "(0-3,8-11), a list ([0, 2, 4]) or {first: 0, count: 4, stride: 2}; default: all, or "
            "as many as a file has ranks");
    internal::KernelFields(v);
    v.Field("start", &T::start, "when it is launched")
        .Range(units::Duration::Zero(), units::Duration::Seconds(1));
    v.Field(
         "priority", &T::priority,
         "what it sends goes before what jobs of a lower one send, wherever they meet: a traffic "
         "class of an Ethernet fabric, strict; on the flow network all of a link that it can "
         "use; clocked scale-up pods have none")
        .Range(0, scenario::kJobPriorities - 1);
  }
};

}  // namespace linkwright::config
