// SPDX-License-Identifier: Apache-2.0
// In-network all-gather: every rank stores its part once, the switches multiply it. Sends S/n,
// receives S.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_gather_nvls", collectives::Collective::kAllGather, shape,
                                      shape.ranks * channels);
  program.SetBuffers(channels, shape.ranks * channels);
  return program.Finish([channels](collectives::RankBuilder& rank) {
    for (int channel = 0; channel < channels; ++channel) {
      auto block = rank.AddThreadBlock(channel);
      block.Barrier();  // every output may be overwritten
      block.MultimemStore(collectives::Input(channel),
                          collectives::Output(rank.rank() * channels + channel));
      block.Barrier();
    }
  });
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
