// SPDX-License-Identifier: Apache-2.0
// Ring all-gather: every rank passes on what it receives. Sends S (n-1)/n in n-1 steps.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_gather_ring", collectives::Collective::kAllGather, shape,
                                      n * channels);
  program.SetBuffers(channels, n * channels);
  for (int rank = 0; rank < n; ++rank) {
    const int next = (rank + 1) % n;
    const int previous = (rank + n - 1) % n;
    for (int channel = 0; channel < channels; ++channel) {
      auto chunk = [&](int back) { return (rank + n - back) % n * channels + channel; };
      auto block = program.AddThreadBlock(rank, channel);
      block.Send(next, Input(channel));
      for (int k = 1; k < n - 1; ++k) block.RecvCopySend(previous, next, Output(chunk(k)));
      block.Recv(previous, Output(chunk(n - 1)));
      // The own part travels nowhere; a thread block beside the ring copies it.
      program.AddThreadBlock(rank, channel).Copy(Input(channel), Output(chunk(0)));
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterAllGatherRing(collectives::Registry& registry) {
  registry.Add({.name = "all_gather_ring",
                .collective = collectives::Collective::kAllGather,
                .doc = "every part passes around a ring; sends S (n-1)/n per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
