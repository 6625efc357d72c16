// SPDX-License-Identifier: Apache-2.0
// In-network broadcast from rank 0: the root stores once, the switches multiply. The root sends S,
// nobody else sends.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int channels = shape.channels;
  collectives::ProgramBuilder program("broadcast_nvls", collectives::Collective::kBroadcast, shape,
                                      channels);
  program.SetBuffers(channels, channels);
  return program.Finish([channels](collectives::RankBuilder& rank) {
    for (int channel = 0; channel < channels; ++channel) {
      auto block = rank.AddThreadBlock(channel);
      block.Barrier();
      if (rank.rank() == 0) {
        block.MultimemStore(collectives::Input(channel), collectives::Output(channel));
      }
      block.Barrier();
    }
  });
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
