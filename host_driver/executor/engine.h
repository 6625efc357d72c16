// SPDX-License-Identifier: Apache-2.0
// The state machines of all thread blocks of all ranks, driven by a simulation's timers and
// deliveries. Deterministic: it acts only inside callbacks, whose order the simulation defines.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "foundation/numerics/data_type.h"
#include "host_driver/executor/buffer_pool.h"
#include "host_driver/executor/connection.h"
#include "host_driver/executor/cost_model.h"
#include "host_driver/executor/geometry.h"
#include "host_driver/executor/rank_memory.h"
#include "host_driver/executor/runner.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/simulation/simulation.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

/// Bytes through one rank's port.
struct PortBytes {
  uint64_t payload_sent = 0;
  uint64_t payload_received = 0;
  uint64_t wire_sent = 0;
};

struct EngineOptions {
  const collectives::KernelProgram& program;
  const Geometry& geometry;
  const CostModel& cost;
  numerics::DataType type;
  numerics::ReduceOp op;
  interfaces::GroupId group;  // of all accelerators; unused without multimem steps
  std::span<const interfaces::EndpointId> endpoints = {};  // by rank; empty: rank r is r
  uint8_t priority = 0;                                    // of all its transfers
  bool turned = false;  // rank 0 stands for all (rotation.h); without memory only
};

class Engine final : public simulation::Client {
 public:
  /// Without `memory` no data is moved: transfers have sizes only, and take the same time.
  Engine(simulation::Simulation& simulation, RankMemory* memory, const EngineOptions& options);

  /// Sets the first timers; whoever runs the simulation does the rest. `at` >= Now().
  void Launch(units::SimTime at);
  /// When the simulation has come to rest: throws RunFailure when thread blocks are left that can
  /// never go on, or data that nobody takes.
  void ExpectDone() const;

  void OnDelivered(uint64_t cookie) override;
  void OnTimer(uint64_t cookie) override;
  simulation::Work work() const override { return {payload_delivered_, payload_total_}; }

  units::SimTime launched() const { return launched_; }
  /// When the rank's last thread block ended.
  units::SimTime FinishOf(int rank) const;
  const std::vector<PortBytes>& ports() const { return ports_; }
  uint64_t steps() const { return steps_; }
  uint64_t transfers() const { return transfers_; }

 private:
  friend class DeadlockReport;

  /// A transfer in the network.
  struct Flight {
    enum class Kind : uint8_t { kFifo, kPut, kReduceRead, kMulticast };
    Kind kind = Kind::kFifo;
    int runner = -1;
    int connection = -1;         // kFifo
    uint64_t sequence = 0;       // kFifo
    BufferPool::Buffer staging;  // source, or landing of a sum that is to be stored; may be null
    uint64_t staging_bytes = 0;
    uint64_t payload = 0;
    uint64_t chunk_offset = 0;  // multimem: bytes behind the step's first chunk
    int step = 0;               // multimem
    bool stores_sum = false;    // multimem: a sum is stored to everybody
    int target = -1;            // kPut
  };

  struct Barrier {
    int participants = 0;
    std::vector<int> arrived;
  };

  // Set-up.
  void MakeRunners();

  // Steps: GoTo makes `step` the runner's present one and finds its connections. A connection is
  // made when the first thread block comes to it and made again of one that is no longer needed, so
  // that there are as many as are in use, whatever the program has.
  void GoTo(Runner& runner, int step);
  int Exchange(int held, int source, int destination, int channel);
  int TakeConnection(int source, int destination, int channel);
  void LeaveConnection(int connection);
  uint64_t KeyOf(int source, int destination, int channel) const;
  // The endpoint that a rank's traffic comes and goes by.
  int EndpointOf(int rank) const { return turned_ ? 0 : rank; }

  // Progress of a thread block: each returns true when the runner can go on at once.
  void Advance(int runner);
  bool EnterStep(int runner);
  bool DoStep(int runner);
  bool StartSlice(int runner);
  bool StartMultimemSlice(int runner);
  bool StartPutSlice(int runner);
  bool PassBarrier(int runner);
  bool GiveSignal(int runner);
  bool TakeSignal(int runner);
  bool DataIsThere(int runner, Connection& connection);
  bool PlaceIsFree(int runner, Connection& connection);
  void CompleteStep(int runner);
  void Publish(Runner& runner);
  void FinishIteration(int runner);

  void SleepUntil(int runner, units::SimTime at);
  void Block(int runner, WaitReason reason);
  void Work(int runner, uint64_t bytes, units::Duration overhead);
  void FinishSlice(int runner);
  units::Duration SliceTime(const Runner& runner, uint64_t bytes, int fused) const;

  // Data.
  void MoveSlice(int runner, const Part& part);
  void SendSlice(int runner, const std::byte* payload);
  void Stage(Flight& flight, uint64_t bytes);
  void TakeOutSlice(int runner);
  void IssueMultimem(int runner);
  void StartStore(uint64_t flight);
  void IssuePut(int runner);
  void ReduceLocal(int runner, const Part& part);
  std::byte* Source(const Runner& runner, const Part& part);
  std::byte* Destination(const Runner& runner, const Part& part);
  int FusedReduces(const Runner& runner) const;

  /// Ranks in, accelerators out.
  void Start(const interfaces::TransferRequest& request);
  uint64_t NewFlight();
  void EndFlight(uint64_t flight);
  void TransferDone(int runner);
  // Goes on with a thread block that waits for its own transfers.
  void Resume(int runner);

  simulation::Simulation& simulation_;
  RankMemory* memory_;  // null: sizes only
  std::span<const interfaces::EndpointId> endpoints_;
  const collectives::KernelProgram& program_;
  const bool turned_;
  const int ranks_;  // simulated: one that stands for all, or all
  const Geometry& geometry_;
  const CostModel& cost_;
  const ProtocolCost& protocol_;
  numerics::DataType type_;
  numerics::ReduceOp op_;
  interfaces::GroupId group_;
  uint8_t priority_;

  std::vector<collectives::RankProgram> code_;  // by rank
  std::vector<Runner> runners_;
  std::vector<int> first_runner_;  // by rank
  std::vector<Connection> connections_;
  std::unordered_map<uint64_t, int> connection_index_;  // by KeyOf
  std::deque<int> left_connections_;                    // perhaps no longer needed, oldest first
  std::map<int, Barrier> barriers_;                     // by channel
  std::vector<int> working_;                            // per rank: thread blocks at work
  std::vector<PortBytes> ports_;
  BufferPool pool_;
  std::vector<Flight> flights_;
  std::vector<uint64_t> free_flights_;
  std::vector<std::byte*> landings_;       // scratch of a multicast's Start
  std::vector<const std::byte*> sources_;  // and of a reduction's
  // Where accelerators do not ascend with ranks: ranks by accelerator, and the two above in the
  // order of the group's members.
  std::vector<int> rank_of_member_;
  std::vector<std::byte*> member_landings_;
  std::vector<const std::byte*> member_sources_;
  units::SimTime launched_;
  uint64_t steps_ = 0;
  uint64_t transfers_ = 0;
  uint64_t payload_delivered_ = 0;
  uint64_t payload_total_ = 0;
};

}  // namespace linkwright::executor
