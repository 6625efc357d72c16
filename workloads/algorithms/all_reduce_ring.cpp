// SPDX-License-Identifier: Apache-2.0
// Ring all-reduce, in NCCL's order: reduce-scatter around the ring, then all-gather around it.
// Every rank sends 2 S (n-1)/n in 2 (n-1) steps.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  collectives::ProgramBuilder program("all_reduce_ring", collectives::Collective::kAllReduce, shape,
                                      n * shape.channels);
  program.SetBuffers(n * shape.channels, n * shape.channels);
  for (int rank = 0; rank < n; ++rank) {
    const int next = (rank + 1) % n;
    const int previous = (rank + n - 1) % n;
    for (int channel = 0; channel < shape.channels; ++channel) {
      // The channel's chunk `back` places behind the rank's own.
      auto chunk = [&](int back) { return channel * n + (rank + 2 * n - back) % n; };
      auto block = program.AddThreadBlock(rank, channel);
      block.Send(next, Input(chunk(1)));
      for (int k = 2; k < n; ++k) block.RecvReduceSend(previous, next, Input(chunk(k)));
      block.RecvReduceCopySend(previous, next, Input(chunk(0)), Output(chunk(0)));
      for (int k = 1; k < n - 1; ++k) block.RecvCopySend(previous, next, Output(chunk(k)));
      block.Recv(previous, Output(chunk(n - 1)));
    }
  }
  return program.Finish();
}

}  // namespace

void RegisterAllReduceRing(collectives::Registry& registry) {
  registry.Add({.name = "all_reduce_ring",
                .collective = collectives::Collective::kAllReduce,
                .doc = "reduce-scatter, then all-gather, around a ring; sends 2 S (n-1)/n per rank",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
