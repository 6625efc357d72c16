// SPDX-License-Identifier: Apache-2.0
// Ring reduce-scatter: partial sums pass around the ring and end at their owner. Sends S (n-1)/n in
// n-1 steps.
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
  collectives::ProgramBuilder program("reduce_scatter_ring",
                                      collectives::Collective::kReduceScatter, shape, n * channels);
  program.SetBuffers(n * channels, channels);
  return program.Finish([n, channels](RankBuilder& builder) {
    const int rank = builder.rank();
    const int next = (rank + 1) % n;
    const int previous = (rank + n - 1) % n;
    for (int channel = 0; channel < channels; ++channel) {
      // The part of the rank `back` places behind, which moves back one place a step.
      auto part = [&](int back) {
        return AroundCircle(channel, (rank - back) * channels, -channels, n * channels);
      };
      auto block = builder.AddThreadBlock(channel);
      block.Send(next, Input(part(1).At(0)));
      block.Repeat({.opcode = Opcode::kRecvReduceSend,
                    .source = Input(0),
                    .count = 1,
                    .send_peer = next,
                    .recv_peer = previous},
                   n - 2, {.source = part(2)});
      block.RecvReduceCopy(previous, Input(part(0).At(0)), Output(channel));
    }
  });
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
