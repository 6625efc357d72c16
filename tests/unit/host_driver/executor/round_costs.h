// SPDX-License-Identifier: Apache-2.0
// Costs and a network in round figures, so that sums can be done in the head: 1 byte takes 10 ps in
// a thread block and 20 ps on the wire.
#pragma once

#include "host_driver/executor/cost_model.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::executor {

inline ProtocolCost RoundProtocol(const PrimitiveCost& primitive) {
  using units::Duration;
  ProtocolCost cost;
  cost.message = units::Bytes(1 << 20);
  cost.slices_per_message = 1;
  cost.min_slice = units::Bytes(16);
  cost.fifo_slices = 4;
  cost.signal_latency = Duration::Nanoseconds(11);
  cost.credit_latency = Duration::Nanoseconds(13);
  cost.wait_latency = Duration::Nanoseconds(17);
  cost.send = cost.recv = cost.recv_copy_send = cost.recv_reduce_send = primitive;
  cost.recv_reduce_copy = cost.recv_reduce_copy_send = primitive;
  return cost;
}

inline CostModel RoundCosts() {
  using units::Duration;
  CostModel cost;
  cost.launch_latency = Duration::Nanoseconds(1'000);
  cost.step_overhead = Duration::Nanoseconds(3);
  cost.dependence_latency = Duration::Nanoseconds(40);
  cost.barrier_latency = Duration::Nanoseconds(500);
  cost.memory_rate = units::BitRate::GigabitsPerSecond(1'000'000);
  const PrimitiveCost primitive{Duration::Nanoseconds(7), units::BitRate::GigabitsPerSecond(800)};
  cost.copy = cost.reduce = cost.multimem = primitive;
  cost.simple = cost.ll = cost.ll128 = RoundProtocol(primitive);
  return cost;
}

inline constexpr units::Duration kLatency = units::Duration::Nanoseconds(200);
inline constexpr units::BitRate kRate = units::BitRate::GigabitsPerSecond(400);

// Rank 0 sends its buffer to rank 1 in `pieces` steps of `count` chunks.
inline collectives::KernelProgram Broadcast(
    int pieces, int count = 1, collectives::Protocol protocol = collectives::Protocol::kSimple) {
  using collectives::Input;
  using collectives::Output;
  const int chunks = pieces * count;
  collectives::ProgramBuilder program("pipe", collectives::Collective::kBroadcast,
                                      {.ranks = 2, .protocol = protocol}, chunks);
  program.SetBuffers(chunks, chunks);
  program.AddThreadBlock(0, 0).Copy(Input(0), Output(0), chunks);
  auto send = program.AddThreadBlock(0, 0);
  auto recv = program.AddThreadBlock(1, 0);
  for (int piece = 0; piece < pieces; ++piece) {
    send.Send(1, Input(piece * count), count);
    recv.Recv(0, Output(piece * count), count);
  }
  return program.Finish();
}

}  // namespace linkwright::executor
