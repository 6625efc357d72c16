// SPDX-License-Identifier: Apache-2.0
// In-network broadcast from rank 0: the root stores once, the switches multiply. The root sends S,
// nobody else sends.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  collectives::ProgramBuilder program("broadcast_nvls", collectives::Collective::kBroadcast, shape,
                                      shape.channels);
  program.SetBuffers(shape.channels, shape.channels);
  for (int rank = 0; rank < shape.ranks; ++rank) {
    for (int channel = 0; channel < shape.channels; ++channel) {
      auto block = program.AddThreadBlock(rank, channel);
      block.Barrier();
      if (rank == 0) {
        block.MultimemStore(collectives::Input(channel), collectives::Output(channel));
      }
      block.Barrier();
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterBroadcastNvls(collectives::Registry& registry) {
  registry.Add({.name = "broadcast_nvls",
                .collective = collectives::Collective::kBroadcast,
                .doc = "rank 0 stores once, the switches multiply; the root sends S",
                .constraint = "2 or more, all of one switched domain",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
