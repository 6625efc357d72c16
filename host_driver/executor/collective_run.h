// SPDX-License-Identifier: Apache-2.0
// Runs a kernel program on a network, with real data, and checks the result.
//
//   interfaces::Network& network = ...;                       // flow, cycle, or a test double
//   CollectiveRequest request{.program = &program, .size_bytes = 1 << 20};
//   const CollectiveResult result = RunCollective(network, request);
//
// Equations, scope and limits: docs/models/collectives.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/numerics/data_type.h"
#include "foundation/telemetry/run_report.h"
#include "foundation/units/duration.h"
#include "host_driver/executor/cost_model.h"
#include "host_driver/executor/data_pattern.h"
#include "systemc_models/interfaces/alike_endpoints.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/simulation/simulation.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

struct CollectiveRequest {
  const collectives::KernelProgram* program = nullptr;  // validated
  // nccl-tests' convention: the buffer of all-reduce, broadcast and reduce; the total over ranks of
  // the others. Rounded down to whole elements per chunk (see CollectiveResult::size_bytes).
  uint64_t size_bytes = 0;
  numerics::DataType type = numerics::DataType::kFp32;
  numerics::ReduceOp op = numerics::ReduceOp::kSum;
  uint64_t seed = 1;
  CostModel cost;
  DataPattern pattern = DataPattern::kExact;
  // False: no rank has memory, transfers have sizes only, nothing is checked. Takes the same
  // simulated time.
  bool data = true;
  // Of a network whose endpoints are alike and that nobody else uses, null for others: without
  // data, one rank then stands for all where that gives the same times (rotation.h).
  interfaces::AlikeEndpoints* alike = nullptr;
  // The network's group of these accelerators, ascending, for programs the switches reduce or
  // multiply for; defined by the run when -1.
  interfaces::GroupId group = -1;
  // Of all its transfers, as TransferRequest::priority.
  uint8_t priority = 0;
  // Accelerators by rank; empty: rank r is accelerator r. Groups must then be programmed for them.
  std::vector<interfaces::EndpointId> endpoints = {};
  // Once true, filling and checking memory ends in a RunFailure; may be null. Simulations have
  // their own.
  const std::atomic<bool>* interrupted = nullptr;
};

struct RankResult {
  uint64_t payload_sent = 0;      // bytes of user data that left this rank's port
  uint64_t payload_received = 0;  // and that came in
  uint64_t wire_sent = 0;         // with the protocol's flags (LL: twice the payload)
  units::Duration finish;         // launch to the end of this rank's last thread block
};

struct CollectiveResult {
  uint64_t size_bytes = 0;  // after rounding down
  uint64_t count = 0;       // elements, as nccl-tests counts them (per rank for gather and scatter)
  units::Duration time;     // launch to the last rank's end
  double algbw_GBps = 0;    // size / time, GB = 1e9
  double busbw_GBps = 0;    // algbw times the collective's factor
  bool checked = false;
  uint64_t wrong = 0;       // elements that differ from the independent reduction
  uint64_t differing = 0;   // of an all-reduce: elements whose bits are not rank 0's
  std::string first_wrong;  // "rank 3 element 17: expected 4, found 5"; empty when none
  uint64_t steps = 0;       // instructions executed, each iteration counted
  uint64_t iterations = 0;
  int ranks_simulated = 0;
  uint64_t transfers = 0;  // handed to the network
  std::vector<RankResult> ranks;
};

/// One collective among the clients of a simulation: several may be under way at once, on
/// accelerators of their own or shared.
///
///   CollectiveJob first(simulation, a), second(simulation, b);
///   first.Launch(simulation.Now());
///   second.Launch(simulation.Now() + 3_us);
///   simulation.Run();
///   first.Finish(); second.Finish();
class CollectiveJob {
 public:
  /// Fills the ranks' memory. Throws UserError as RunCollective. The request's program and all that
  /// it points to, and the simulation, outlive the job.
  CollectiveJob(simulation::Simulation& simulation, const CollectiveRequest& request);
  CollectiveJob(CollectiveJob&&) noexcept;
  ~CollectiveJob();

  /// Once; `at` >= Now().
  void Launch(units::SimTime at);
  /// Once, when the simulation has come to rest. Throws RunFailure (a deadlock of this job: says
  /// who waits for whom).
  CollectiveResult Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Throws UserError (data type or op the switches cannot reduce, size too small for the program,
/// more ranks than endpoints) and RunFailure (interrupted, or a deadlock: says who waits for whom).
/// The network must be idle; it is idle again afterwards.
CollectiveResult RunCollective(simulation::Simulation& simulation,
                               const CollectiveRequest& request);
/// On a network that no simulation looks after yet; its devices' interrupts wait.
CollectiveResult RunCollective(interfaces::Network& network, const CollectiveRequest& request);

/// nccl-tests' factor: all-reduce 2(n-1)/n; all-gather, reduce-scatter, all-to-all, gather, scatter
/// (n-1)/n; broadcast, reduce 1.
double BusBandwidthFactor(collectives::Collective collective, int ranks);

/// The smallest size_bytes RunCollective accepts: one element in every chunk.
uint64_t SmallestSize(const collectives::KernelProgram& program, numerics::DataType type);

/// Metrics "collective.time", "collective.busbw", ... with unit and definition.
void AppendMetrics(const CollectiveResult& result, telemetry::RunReport& report);

}  // namespace linkwright::executor
