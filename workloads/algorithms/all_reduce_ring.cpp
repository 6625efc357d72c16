// SPDX-License-Identifier: Apache-2.0
// Ring all-reduce, in NCCL's order: reduce-scatter around the ring, then all-gather around it.
// Every rank sends 2 S (n-1)/n in 2 (n-1) steps.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::AroundCircle;
using collectives::Input;
using collectives::Opcode;
using collectives::Output;
using collectives::RankBuilder;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_reduce_ring", collectives::Collective::kAllReduce, shape,
                                      n * channels);
  program.SetBuffers(n * channels, n * channels);
  return program.Finish([n, channels](RankBuilder& builder) {
    const int rank = builder.rank();
    const int next = (rank + 1) % n;
    const int previous = (rank + n - 1) % n;
    for (int channel = 0; channel < channels; ++channel) {
      // The channel's chunk `back` places behind the rank's own, and then one further each step.
      auto chunk = [&](int back) { return AroundCircle(channel * n, rank - back, -1, n); };
      auto block = builder.AddThreadBlock(channel);
      block.Send(next, Input(chunk(1).At(0)));
      block.Repeat({.opcode = Opcode::kRecvReduceSend,
                    .source = Input(0),
                    .count = 1,
                    .send_peer = next,
                    .recv_peer = previous},
                   n - 2, {.source = chunk(2)});
      block.RecvReduceCopySend(previous, next, Input(chunk(0).At(0)), Output(chunk(0).At(0)));
      block.Repeat({.opcode = Opcode::kRecvCopySend,
                    .destination = Output(0),
                    .count = 1,
                    .send_peer = next,
                    .recv_peer = previous},
                   n - 2, {.destination = chunk(1)});
      block.Recv(previous, Output(chunk(n - 1).At(0)));
    }
  });
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
