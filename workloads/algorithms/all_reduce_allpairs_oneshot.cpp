// SPDX-License-Identifier: Apache-2.0
// One-shot all-pairs all-reduce: every rank sends its whole buffer to every other and reduces what
// it gets. One step; sends S (n-1): for small buffers, where latency is everything.
#include <vector>

#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;
using collectives::Scratch;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_reduce_allpairs_oneshot",
                                      collectives::Collective::kAllReduce, shape, channels);
  program.SetBuffers(channels, channels, (n - 1) * channels);
  for (int rank = 0; rank < n; ++rank) {
    for (int channel = 0; channel < channels; ++channel) {
      std::vector<collectives::Step> arrived;
      for (int d = 1; d < n; ++d) {
        const int peer = (rank + d) % n;
        auto block = program.AddThreadBlock(rank, channel);
        block.Send(peer, Input(channel));
        arrived.push_back(block.Recv(peer, Scratch((d - 1) * channels + channel)));
      }
      auto sum = program.AddThreadBlock(rank, channel);
      sum.Copy(Input(channel), Output(channel));
      for (const collectives::Step& step : arrived) sum.WaitFor(step);
      for (int d = 1; d < n; ++d) {
        sum.Reduce(Scratch((d - 1) * channels + channel), Output(channel));
      }
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterAllReduceAllpairsOneshot(collectives::Registry& registry) {
  registry.Add({.name = "all_reduce_allpairs_oneshot",
                .collective = collectives::Collective::kAllReduce,
                .doc = "everybody sends everything to everybody; one step, sends S (n-1) per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
