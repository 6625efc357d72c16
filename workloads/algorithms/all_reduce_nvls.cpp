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
  const int channels = shape.channels;
  const int chunks = shape.ranks * channels;
  collectives::ProgramBuilder program("all_reduce_nvls", collectives::Collective::kAllReduce, shape,
                                      chunks);
  program.SetBuffers(chunks, chunks);
  return program.Finish([channels](collectives::RankBuilder& rank) {
    for (int channel = 0; channel < channels; ++channel) {
      const int own = rank.rank() * channels + channel;
      auto block = rank.AddThreadBlock(channel);
      block.Barrier();  // every input is ready
      block.MultimemReduceStore(Input(own), Output(own));
      block.Barrier();  // every part has landed everywhere
    }
  });
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
