// SPDX-License-Identifier: Apache-2.0
// In-network reduce-scatter: every rank reads the sum of its part, the switches add. Sends S
// (answers), receives S/n.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  collectives::ProgramBuilder program(
      "reduce_scatter_nvls", collectives::Collective::kReduceScatter, shape, n * shape.channels);
  program.SetBuffers(n * shape.channels, shape.channels);
  for (int rank = 0; rank < n; ++rank) {
    for (int channel = 0; channel < shape.channels; ++channel) {
      auto block = program.AddThreadBlock(rank, channel);
      block.Barrier();  // every input is ready
      block.MultimemReduce(collectives::Input(rank * shape.channels + channel),
                           collectives::Output(channel));
      block.Barrier();  // nobody reads any more
    }
  }
  return program.Finish();
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
