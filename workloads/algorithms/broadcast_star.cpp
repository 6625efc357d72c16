// SPDX-License-Identifier: Apache-2.0
// Star broadcast from rank 0: the root sends the buffer to every other rank. One step; the root
// sends S (n-1). docs/tutorials/add_a_collective.md writes this file.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  collectives::ProgramBuilder program("broadcast_star", collectives::Collective::kBroadcast, shape,
                                      shape.channels);
  program.SetBuffers(shape.channels, shape.channels);
  for (int channel = 0; channel < shape.channels; ++channel) {
    program.AddThreadBlock(0, channel).Copy(Input(channel), Output(channel));
    for (int rank = 1; rank < shape.ranks; ++rank) {
      program.AddThreadBlock(0, channel).Send(rank, Input(channel));
      program.AddThreadBlock(rank, channel).Recv(0, Output(channel));
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterBroadcastStar(collectives::Registry& registry) {
  registry.Add({.name = "broadcast_star",
                .collective = collectives::Collective::kBroadcast,
                .doc = "rank 0 sends to every other; one step, the root sends S (n-1)",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
