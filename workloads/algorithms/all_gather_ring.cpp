// SPDX-License-Identifier: Apache-2.0
// Ring all-gather: every rank passes on what it receives. Sends S (n-1)/n in n-1 steps.
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
  collectives::ProgramBuilder program("all_gather_ring", collectives::Collective::kAllGather, shape,
                                      n * channels);
  program.SetBuffers(channels, n * channels);
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
      block.Send(next, Input(channel));
      block.Repeat({.opcode = Opcode::kRecvCopySend,
                    .destination = Output(0),
                    .count = 1,
                    .send_peer = next,
                    .recv_peer = previous},
                   n - 2, {.destination = part(1)});
      block.Recv(previous, Output(part(n - 1).At(0)));
      // The own part travels nowhere; a thread block beside the ring copies it.
      builder.AddThreadBlock(channel).Copy(Input(channel), Output(part(0).At(0)));
    }
  });
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
