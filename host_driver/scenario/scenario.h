// SPDX-License-Identifier: Apache-2.0
// One run, described. A Scenario that came out of ReadScenario is valid: nothing downstream checks
// again. One header a section of the file, each with its fields: names, docs and ranges, once, from
// which reading, writing, schema and reference come.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/config/config.h"
#include "host_driver/executor/cost_model_config.h"
#include "host_driver/scenario/collective.h"
#include "host_driver/scenario/faults.h"
#include "host_driver/scenario/network.h"
#include "host_driver/scenario/pod.h"

namespace linkwright::scenario {

struct Scenario {
  std::string name = "unnamed";
  uint64_t seed = 1;
  PodConfig pod;
  NetworkConfig network;
  CollectiveConfig collective;  // or
  std::vector<JobConfig> jobs;
  std::vector<Fault> faults;
  executor::CostModel cost;
};

// Everything that can be said without building the run: structure, units, ranges, names.
// Throws diagnostics::UserError with all mistakes, each at its position.
Scenario ReadScenario(const config::Document& document);

// The jobs of a scenario, whichever way it says them, with names; `path` is where each stands in
// the document.
struct NamedJob {
  JobConfig config;
  std::string path;  // "collective", "jobs.0"
};
std::vector<NamedJob> JobsOf(const Scenario& scenario);

inline constexpr std::array kCollectives = {
    collectives::Collective::kAllReduce,     collectives::Collective::kAllGather,
    collectives::Collective::kReduceScatter, collectives::Collective::kBroadcast,
    collectives::Collective::kReduce,        collectives::Collective::kAllToAll,
    collectives::Collective::kGather,        collectives::Collective::kScatter};

// "all_reduce", "allreduce", "all-reduce" and "AllReduce" are one.
std::optional<collectives::Collective> CollectiveNamed(std::string_view name);

// A short name becomes the registry's own: "ring" of an all-gather -> "all_gather_ring". Names that
// say a collective, the same or another, and files are left as they are.
std::string FullAlgorithmName(collectives::Collective collective, const std::string& algorithm);

// No built-in algorithm has a dot or a slash in its name: whatever has one is a file, which is read
// by what is in it, not by how its name ends.
bool IsAlgorithmFile(const std::string& algorithm);

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct Describe<scenario::Scenario> {
  using T = scenario::Scenario;
  static constexpr std::string_view kName = "scenario";
  static constexpr std::string_view kDoc = "one run; times and sizes carry their units";
  template <class V>
  static void Fields(V& v) {
    v.Field("name", &T::name, "for people").NotEmpty();
    v.Field("seed", &T::seed, "of all randomness").AtLeast(0);
    v.Field("pod", &T::pod, "the hardware");
    v.Field("network", &T::network, "the simulation");
    v.Field("collective", &T::collective, "the workload: one collective");
    v.Field("jobs", &T::jobs, "the workload, instead of `collective`: several of them");
    v.Field("faults", &T::faults, "what breaks and heals during the run");
    v.Field("cost", &T::cost, "what accelerators need for the steps of a kernel");
  }
};

}  // namespace linkwright::config
