// SPDX-License-Identifier: Apache-2.0
// What a collective on the flow network costs, sizes only: printed, and given back to be held.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>

#include "host_driver/executor/collective_run.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright {

struct Cost {
  double seconds = 0;  // of this process
  double gigabytes = 0;
};

inline double ProcessorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

inline double PeakGigabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024 / 1e9;
}

// `as_one`: one rank stands for all.
inline Cost Measure(const char* algorithm, int ranks, uint64_t size, int channels, bool as_one) {
  const double start = ProcessorSeconds();
  flow::FlowNetworkParameters parameters;
  parameters.accelerators = ranks;
  parameters.planes = 18;
  flow::FlowNetwork network(parameters);
  const collectives::KernelProgram program = algorithms::BuiltIn().Generate(
      algorithm,
      {.ranks = ranks, .channels = channels, .protocol = collectives::Protocol::kSimple});
  executor::CollectiveRequest request;
  request.program = &program;
  request.size_bytes = size;
  request.data = false;
  if (as_one) request.alike = &network;
  const executor::CollectiveResult result = executor::RunCollective(network, request);
  const Cost cost{ProcessorSeconds() - start, PeakGigabytes()};
  EXPECT_EQ(result.ranks_simulated, as_one ? 1 : ranks);
  fmt::print(
      "{} on {} ranks, {} B, {} channels, {}: {:.3f} ms simulated, {} transfers, {:.2f} s of "
      "processor, {:.2f} GB at most, {:.2f} M transfers/s\n",
      algorithm, ranks, result.size_bytes, channels, as_one ? "as one" : "rank by rank",
      units::ToSeconds(result.time) * 1e3, result.transfers, cost.seconds, cost.gigabytes,
      static_cast<double>(result.transfers) / cost.seconds / 1e6);
  return cost;
}

}  // namespace linkwright
