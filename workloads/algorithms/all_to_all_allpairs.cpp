// SPDX-License-Identifier: Apache-2.0
// All-to-all, every pair at once, each rank starting with its right-hand neighbour so that no
// target is hit by all. Sends S (n-1)/n.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::AroundCircle;
using collectives::Input;
using collectives::Opcode;
using collectives::Output;
using collectives::RankBuilder;

// Up to so many peers, a rank has a pair of thread blocks for each. Of more peers, as many as an
// accelerator has thread blocks for at once, and the pairs take turns.
constexpr int kMostPeersAtOnce = 160;
constexpr int kPairsInTurns = 16;

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int channels = shape.channels;
  collectives::ProgramBuilder program("all_to_all_allpairs", collectives::Collective::kAllToAll,
                                      shape, n * channels);
  program.SetBuffers(n * channels, n * channels);
  const int pairs = n - 1 <= kMostPeersAtOnce ? n - 1 : kPairsInTurns;
  return program.Finish([n, channels, pairs](RankBuilder& builder) {
    const int rank = builder.rank();
    for (int channel = 0; channel < channels; ++channel) {
      const int own = rank * channels + channel;
      builder.AddThreadBlock(channel).Copy(Input(own), Output(own));
    }
    for (int d = 1; d <= pairs; ++d) {
      const int turns = (n - 1 - d) / pairs + 1;
      for (int channel = 0; channel < channels; ++channel) {
        const auto part = [&](int peer, int stride) {
          return AroundCircle(channel, peer * channels, stride * channels, n * channels);
        };
        builder.AddThreadBlock(channel).Repeat(
            {.opcode = Opcode::kSend, .source = Input(0), .count = 1}, turns,
            {.source = part(rank + d, pairs), .send_peer = AroundCircle(0, rank + d, pairs, n)});
        builder.AddThreadBlock(channel).Repeat(
            {.opcode = Opcode::kRecv, .destination = Output(0), .count = 1}, turns,
            {.destination = part(rank - d, -pairs),
             .recv_peer = AroundCircle(0, rank - d, -pairs, n)});
      }
    }
  });
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
