// SPDX-License-Identifier: Apache-2.0
// Section `network`: how the pod is simulated.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>

#include "foundation/config/config.h"
#include "foundation/units/units.h"
#include "host_driver/scenario/ethernet.h"
#include "host_driver/scenario/retry.h"

namespace linkwright::scenario {

enum class Fidelity { kFlow, kCycle, kRtl };
enum class Symmetry { kSimulateAll, kExploit };

inline constexpr units::Duration kMemoryLatency = units::Duration::Nanoseconds(400);
inline constexpr int kEndpointSlotsPerVc = 256;

struct NetworkConfig {
  Fidelity fidelity = Fidelity::kCycle;
  Symmetry symmetry = Symmetry::kSimulateAll;
  std::map<std::string, Fidelity> switches;   // topology path -> cycle or rtl
  std::optional<std::string> switch_library;  // file with the model behind fidelity rtl
  std::optional<int> iterations;              // of the switches' allocator
  std::optional<units::Duration>
      memory_latency;  // default kMemoryLatency; scale-up pods only, as the next
  std::optional<int> endpoint_slots_per_vc;  // default kEndpointSlotsPerVc
  bool clock_gating = true;
  std::optional<RetryConfig> retry;        // of every link
  std::optional<EthernetConfig> ethernet;  // of an Ethernet fabric
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct EnumNames<scenario::Fidelity> {
  static constexpr std::array<EnumName<scenario::Fidelity>, 3> kValues = {{
      {scenario::Fidelity::kFlow, "flow", "max-min fair rates, no switches"},
      {scenario::Fidelity::kCycle, "cycle", "SystemC twins, flit by flit"},
      {scenario::Fidelity::kRtl, "rtl", "verilated SystemVerilog, flit by flit"},
  }};
};

template <>
struct EnumNames<scenario::Symmetry> {
  static constexpr std::array<EnumName<scenario::Symmetry>, 2> kValues = {{
      {scenario::Symmetry::kSimulateAll, "simulate_all", "every plane is simulated"},
      {scenario::Symmetry::kExploit, "exploit", "identical planes are simulated once"},
  }};
};

template <>
struct Describe<scenario::NetworkConfig> {
  using T = scenario::NetworkConfig;
  static constexpr std::string_view kName = "network";
  static constexpr std::string_view kDoc = "how the pod is simulated";
  template <class V>
  static void Fields(V& v) {
    v.Field("fidelity", &T::fidelity, "of every switch that `switches` does not name");
    v.Field("symmetry", &T::symmetry, "whether identical planes are simulated once");
    v.Field("switches", &T::switches,
            "fidelity (cycle or rtl) of single switches by topology path");
    v.Field("switch_library", &T::switch_library,
            "shared library with the model behind every switch of fidelity rtl, instead of ours; "
            "see the tutorial on your RTL behind a port");
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

}  // namespace linkwright::config
