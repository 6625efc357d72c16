// SPDX-License-Identifier: Apache-2.0
// In-network reduce-scatter: every rank reads the sum of its part, the switches add. Sends S
// (answers), receives S/n.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int channels = shape.channels;
  collectives::ProgramBuilder program("reduce_scatter_nvls",
                                      collectives::Collective::kReduceScatter, shape,
                                      shape.ranks * channels);
  program.SetBuffers(shape.ranks * channels, channels);
  return program.Finish([channels](collectives::RankBuilder& rank) {
    for (int channel = 0; channel < channels; ++channel) {
      auto block = rank.AddThreadBlock(channel);
      block.Barrier();  // every input is ready
      block.MultimemReduce(collectives::Input(rank.rank() * channels + channel),
                           collectives::Output(channel));
      block.Barrier();  // nobody reads any more
    }
  });
}

}  // namespace

void RegisterReduceScatterNvls(collectives::Registry& registry) {
  registry.Add({.name = "reduce_scatter_nvls",
                .collective = collectives::Collective::kReduceScatter,
                .doc = "each rank reads its part's sum, made by the switches; receives S/n",
                .constraint = "2 or more, all of one switched domain",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
