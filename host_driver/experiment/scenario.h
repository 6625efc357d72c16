// SPDX-License-Identifier: Apache-2.0
// One run, described. A Scenario that came out of ReadScenario is valid: nothing downstream checks
// again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/config/config.h"
#include "foundation/config/numerics_names.h"
#include "foundation/units/units.h"
#include "host_driver/executor/collective_run.h"
#include "host_driver/executor/cost_model.h"
#include "host_driver/experiment/ethernet_config.h"
#include "host_driver/experiment/retry_config.h"

namespace linkwright::experiment {

enum class Fidelity { kFlow, kCycle, kRtl };
enum class Symmetry { kSimulateAll, kExploit };

struct PodConfig {
  std::string ready;  // empty: a bench pod with as many accelerators as the algorithm has ranks
  std::optional<int> accelerators, planes;
  std::optional<std::string> accelerator, switch_chip, link, variant;
  std::vector<std::string> parts;  // files or folders laid over the built-in parts
};

inline constexpr units::Duration kMemoryLatency = units::Duration::Nanoseconds(400);
inline constexpr int kEndpointSlotsPerVc = 256;

struct NetworkConfig {
  Fidelity fidelity = Fidelity::kCycle;
  Symmetry symmetry = Symmetry::kSimulateAll;
  std::map<std::string, Fidelity> switches;  // topology path -> cycle or rtl
  std::optional<int> iterations;             // of the switches' allocator
  std::optional<units::Duration>
      memory_latency;  // default kMemoryLatency; scale-up pods only, as the next
  std::optional<int> endpoint_slots_per_vc;  // default kEndpointSlotsPerVc
  bool clock_gating = true;
  std::optional<RetryConfig> retry;        // of every link
  std::optional<EthernetConfig> ethernet;  // of an Ethernet fabric
};

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

struct Scenario {
  std::string name = "unnamed";
  uint64_t seed = 1;
  PodConfig pod;
  NetworkConfig network;
  CollectiveConfig collective;
  executor::CostModel cost;
};

// Everything that can be said without building the run: structure, units, ranges, names.
// Throws diagnostics::UserError with all mistakes, each at its position.
Scenario ReadScenario(const config::Document& document);

// "all_reduce", "allreduce", "all-reduce" and "AllReduce" are one.
std::optional<collectives::Collective> CollectiveNamed(std::string_view name);

// A short name becomes the registry's own: "ring" of an all-gather -> "all_gather_ring". Names that
// say a collective, the same or another, and files are left as they are.
std::string FullAlgorithmName(collectives::Collective collective, const std::string& algorithm);

bool IsAlgorithmFile(const std::string& algorithm);

}  // namespace linkwright::experiment
