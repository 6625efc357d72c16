// SPDX-License-Identifier: Apache-2.0
// The fields of a scenario: names, docs and ranges, once. Reading, writing, schema and reference
// come from here.
#pragma once

#include <array>

#include "host_driver/executor/cost_model_config.h"
#include "host_driver/experiment/scenario.h"

namespace linkwright::config {

template <>
struct EnumNames<experiment::Fidelity> {
  static constexpr std::array<EnumName<experiment::Fidelity>, 3> kValues = {{
      {experiment::Fidelity::kFlow, "flow", "max-min fair rates, no switches"},
      {experiment::Fidelity::kCycle, "cycle", "SystemC twins, flit by flit"},
      {experiment::Fidelity::kRtl, "rtl", "verilated SystemVerilog, flit by flit"},
  }};
};

template <>
struct EnumNames<experiment::Symmetry> {
  static constexpr std::array<EnumName<experiment::Symmetry>, 2> kValues = {{
      {experiment::Symmetry::kSimulateAll, "simulate_all", "every plane is simulated"},
      {experiment::Symmetry::kExploit, "exploit", "identical planes are simulated once"},
  }};
};

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
struct Describe<experiment::PodConfig> {
  using T = experiment::PodConfig;
  static constexpr std::string_view kName = "pod";
  static constexpr std::string_view kDoc = "accelerators and the switches that join them";
  template <class V>
  static void Fields(V& v) {
    v.Field("ready", &T::ready,
            "a ready pod (linkwright list pods); left out: a bench pod with as many accelerators "
            "as ranks");
    v.Field("accelerators", &T::accelerators, "number of accelerators, instead of the ready pod's")
        .Range(2, 144);
    v.Field("planes", &T::planes, "number of switch planes, instead of the ready pod's")
        .Range(1, 64);
    v.Field("accelerator", &T::accelerator, "accelerator part, instead of the ready pod's");
    v.Field("switch", &T::switch_chip, "switch part, instead of the ready pod's");
    v.Field("link", &T::link, "link part, instead of the ready pod's");
    v.Field("variant", &T::variant, "switch variant of rtl/spec, instead of the ready pod's");
    v.Field("parts", &T::parts, "files or folders with parts laid over the built-in ones");
  }
};

template <>
struct Describe<experiment::NetworkConfig> {
  using T = experiment::NetworkConfig;
  static constexpr std::string_view kName = "network";
  static constexpr std::string_view kDoc = "how the pod is simulated";
  template <class V>
  static void Fields(V& v) {
    v.Field("fidelity", &T::fidelity, "of every switch that `switches` does not name");
    v.Field("symmetry", &T::symmetry, "whether identical planes are simulated once");
    v.Field("switches", &T::switches,
            "fidelity (cycle or rtl) of single switches by topology path");
    v.Field("iterations", &T::iterations,
            "iterations of the iSLIP allocator, instead of the variant's")
        .Range(1, 4);
    v.Field("memory_latency", &T::memory_latency,
            "from a member read's arrival at an accelerator to its answer's first flit (assumed: "
            "an HBM read); default "
            "400 ns; of scale-up pods")
        .Range(units::Duration::Picoseconds(1), units::Duration::Microseconds(100));
    v.Field("endpoint_slots_per_vc", &T::endpoint_slots_per_vc,
            "packet slots per virtual channel in an accelerator port's receiver; default 256; of "
            "scale-up pods")
        .Range(1, 4096);
    v.Field("clock_gating", &T::clock_gating, "do not clock idle switches (exact; off to show it)");
    v.Field(
        "retry", &T::retry,
        "links lose frames and send them again; left out: links without errors and without retry");
    v.Field("ethernet", &T::ethernet, "of pods that are Ethernet fabrics");
  }
};

template <>
struct Describe<experiment::CollectiveConfig> {
  using T = experiment::CollectiveConfig;
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

template <>
struct Describe<experiment::Scenario> {
  using T = experiment::Scenario;
  static constexpr std::string_view kName = "scenario";
  static constexpr std::string_view kDoc = "one run; times and sizes carry their units";
  template <class V>
  static void Fields(V& v) {
    v.Field("name", &T::name, "for people").NotEmpty();
    v.Field("seed", &T::seed, "of all randomness").AtLeast(0);
    v.Field("pod", &T::pod, "the hardware");
    v.Field("network", &T::network, "the simulation");
    v.Field("collective", &T::collective, "the workload");
    v.Field("cost", &T::cost, "what accelerators need for the steps of a kernel");
  }
};

}  // namespace linkwright::config
