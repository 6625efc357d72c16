// SPDX-License-Identifier: Apache-2.0
// Ring reduce-scatter: partial sums pass around the ring and end at their owner. Sends S (n-1)/n in
// n-1 steps.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("reduce_scatter_ring",
                                      collectives::Collective::kReduceScatter, shape, n * channels);
  program.SetBuffers(n * channels, channels);
  for (int rank = 0; rank < n; ++rank) {
    const int next = (rank + 1) % n;
    const int previous = (rank + n - 1) % n;
    for (int channel = 0; channel < channels; ++channel) {
      auto chunk = [&](int back) { return (rank + n - back) % n * channels + channel; };
      auto block = program.AddThreadBlock(rank, channel);
      block.Send(next, Input(chunk(1)));
      for (int k = 2; k < n; ++k) block.RecvReduceSend(previous, next, Input(chunk(k)));
      block.RecvReduceCopy(previous, Input(chunk(0)), Output(channel));
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterReduceScatterRing(collectives::Registry& registry) {
  registry.Add({.name = "reduce_scatter_ring",
                .collective = collectives::Collective::kReduceScatter,
                .doc = "partial sums pass around a ring; sends S (n-1)/n per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
