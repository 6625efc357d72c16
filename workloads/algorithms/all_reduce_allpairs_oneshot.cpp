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
using collectives::RankBuilder;
using collectives::Scratch;

// Every rank adds in the order of ranks, so that all end with the same bits: rank 0's operand is in
// the output, the others' are in scratch.
collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_reduce_allpairs_oneshot",
                                      collectives::Collective::kAllReduce, shape, channels);
  program.SetBuffers(channels, channels, (n - 1) * channels);
  return program.Finish([n, channels](RankBuilder& builder) {
    const int rank = builder.rank();
    for (int channel = 0; channel < channels; ++channel) {
      auto operand = [&](int of) {
        return of == 0 ? Output(channel) : Scratch((of - 1) * channels + channel);
      };
      std::vector<collectives::Step> arrived;
      for (int d = 1; d < n; ++d) {
        const int peer = (rank + d) % n;
        auto block = builder.AddThreadBlock(channel);
        block.Send(peer, Input(channel));
        arrived.push_back(block.Recv(peer, operand(peer)));
      }
      auto sum = builder.AddThreadBlock(channel);
      sum.Copy(Input(channel), operand(rank));
      for (const collectives::Step& step : arrived) sum.WaitFor(step);
      for (int of = 1; of < n; ++of) sum.Reduce(operand(of), Output(channel));
    }
  });
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
