// SPDX-License-Identifier: Apache-2.0
// All-pairs all-gather: every rank sends its part to every other. One step; sends S (n-1)/n.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;
using collectives::RankBuilder;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_gather_allpairs", collectives::Collective::kAllGather,
                                      shape, n * channels);
  program.SetBuffers(channels, n * channels);
  return program.Finish([n, channels](RankBuilder& builder) {
    const int rank = builder.rank();
    for (int channel = 0; channel < channels; ++channel) {
      builder.AddThreadBlock(channel).Copy(Input(channel), Output(rank * channels + channel));
      for (int d = 1; d < n; ++d) {
        const int peer = (rank + d) % n;
        auto block = builder.AddThreadBlock(channel);
        block.Send(peer, Input(channel));
        block.Recv(peer, Output(peer * channels + channel));
      }
    }
  });
}

}  // namespace

void RegisterAllGatherAllpairs(collectives::Registry& registry) {
  registry.Add({.name = "all_gather_allpairs",
                .collective = collectives::Collective::kAllGather,
                .doc = "everybody sends its part to everybody; one step, S (n-1)/n per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
