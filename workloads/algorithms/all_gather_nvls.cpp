// SPDX-License-Identifier: Apache-2.0
// In-network all-gather: every rank stores its part once, the switches multiply it. Sends S/n,
// receives S.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  collectives::ProgramBuilder program("all_gather_nvls", collectives::Collective::kAllGather, shape,
                                      n * shape.channels);
  program.SetBuffers(shape.channels, n * shape.channels);
  for (int rank = 0; rank < n; ++rank) {
    for (int channel = 0; channel < shape.channels; ++channel) {
      auto block = program.AddThreadBlock(rank, channel);
      block.Barrier();  // every output may be overwritten
      block.MultimemStore(collectives::Input(channel),
                          collectives::Output(rank * shape.channels + channel));
      block.Barrier();
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterAllGatherNvls(collectives::Registry& registry) {
  registry.Add({.name = "all_gather_nvls",
                .collective = collectives::Collective::kAllGather,
                .doc = "each part is stored once and multiplied by the switches; sends S/n",
                .constraint = "2 or more, all of one switched domain",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
