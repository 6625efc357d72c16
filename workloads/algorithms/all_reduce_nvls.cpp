// SPDX-License-Identifier: Apache-2.0
// In-network all-reduce, NVLS-style: every rank reads the sum of its own n-th (the switches add)
// and stores it to all ranks (the switches multiply it). A rank's port carries S + S/n each way: it
// answers n readers with S/n each and stores S/n.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  collectives::ProgramBuilder program("all_reduce_nvls", collectives::Collective::kAllReduce, shape,
                                      n * shape.channels);
  program.SetBuffers(n * shape.channels, n * shape.channels);
  for (int rank = 0; rank < n; ++rank) {
    for (int channel = 0; channel < shape.channels; ++channel) {
      const int own = rank * shape.channels + channel;
      auto block = program.AddThreadBlock(rank, channel);
      block.Barrier();  // every input is ready
      block.MultimemReduceStore(Input(own), Output(own));
      block.Barrier();  // every part has landed everywhere
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterAllReduceNvls(collectives::Registry& registry) {
  registry.Add({.name = "all_reduce_nvls",
                .collective = collectives::Collective::kAllReduce,
                .doc = "the switches add and multiply; S + S/n through each port",
                .constraint = "2 or more, all of one switched domain",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
