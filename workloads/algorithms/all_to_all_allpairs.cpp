// SPDX-License-Identifier: Apache-2.0
// All-to-all, every pair at once, each rank starting with its right-hand neighbour so that no
// target is hit by all. Sends S (n-1)/n.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_to_all_allpairs", collectives::Collective::kAllToAll,
                                      shape, n * channels);
  program.SetBuffers(n * channels, n * channels);
  for (int rank = 0; rank < n; ++rank) {
    for (int channel = 0; channel < channels; ++channel) {
      const int own = rank * channels + channel;
      program.AddThreadBlock(rank, channel).Copy(Input(own), Output(own));
    }
    for (int d = 1; d < n; ++d) {
      const int to = (rank + d) % n;
      const int from = (rank + n - d) % n;
      for (int channel = 0; channel < channels; ++channel) {
        program.AddThreadBlock(rank, channel).Send(to, Input(to * channels + channel));
        program.AddThreadBlock(rank, channel).Recv(from, Output(from * channels + channel));
      }
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterAllToAllAllpairs(collectives::Registry& registry) {
  registry.Add({.name = "all_to_all_allpairs",
                .collective = collectives::Collective::kAllToAll,
                .doc = "every pair at once; sends S (n-1)/n per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
