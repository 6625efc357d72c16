// SPDX-License-Identifier: Apache-2.0
// All-pairs reduce-scatter: every rank sends each other its part and reduces what it gets. One
// step; sends S (n-1)/n.
#include <vector>

#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;
using collectives::RankBuilder;
using collectives::Scratch;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("reduce_scatter_allpairs",
                                      collectives::Collective::kReduceScatter, shape, n * channels);
  program.SetBuffers(n * channels, channels, (n - 1) * channels);
  return program.Finish([n, channels](RankBuilder& builder) {
    const int rank = builder.rank();
    for (int channel = 0; channel < channels; ++channel) {
      auto scratch = [&](int d) { return Scratch((d - 1) * channels + channel); };
      std::vector<collectives::Step> arrived;
      for (int d = 1; d < n; ++d) {
        const int peer = (rank + d) % n;
        auto block = builder.AddThreadBlock(channel);
        block.Send(peer, Input(peer * channels + channel));
        arrived.push_back(block.Recv(peer, scratch(d)));
      }
      auto sum = builder.AddThreadBlock(channel);
      sum.Copy(Input(rank * channels + channel), Output(channel));
      for (const collectives::Step& step : arrived) sum.WaitFor(step);
      for (int d = 1; d < n; ++d) sum.Reduce(scratch(d), Output(channel));
    }
  });
}

}  // namespace

void RegisterReduceScatterAllpairs(collectives::Registry& registry) {
  registry.Add({.name = "reduce_scatter_allpairs",
                .collective = collectives::Collective::kReduceScatter,
                .doc = "everybody sends everybody its part; one step, S (n-1)/n per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
