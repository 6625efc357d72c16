// SPDX-License-Identifier: Apache-2.0
// Two-shot all-pairs all-reduce: every rank reduces its own n-th of all buffers, then sends the sum
// to every other. Two steps; sends 2 S (n-1)/n.
#include <vector>

#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;
using collectives::Scratch;

// One channel of one rank: a thread block per peer and one that adds.
void AddChannel(collectives::RankBuilder& builder, int n, int channel) {
  const int rank = builder.rank();
  auto chunk = [&](int owner) { return channel * n + owner; };
  auto scratch = [&](int d) { return channel * (n - 1) + d - 1; };
  std::vector<collectives::ThreadBlockBuilder> pairs;
  std::vector<collectives::Step> arrived;
  for (int d = 1; d < n; ++d) {
    const int peer = (rank + d) % n;
    pairs.push_back(builder.AddThreadBlock(channel));
    pairs.back().Send(peer, Input(chunk(peer)));
    arrived.push_back(pairs.back().Recv(peer, Scratch(scratch(d))));
  }
  auto sum = builder.AddThreadBlock(channel);
  sum.Copy(Input(chunk(rank)), Output(chunk(rank)));
  for (const collectives::Step& step : arrived) sum.WaitFor(step);
  collectives::Step reduced;
  for (int d = 1; d < n; ++d) reduced = sum.Reduce(Scratch(scratch(d)), Output(chunk(rank)));
  for (int d = 1; d < n; ++d) {
    const int peer = (rank + d) % n;
    pairs[d - 1].WaitFor(reduced);
    pairs[d - 1].Send(peer, Output(chunk(rank)));
    pairs[d - 1].Recv(peer, Output(chunk(peer)));
  }
}

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  collectives::ProgramBuilder program("all_reduce_allpairs_twoshot",
                                      collectives::Collective::kAllReduce, shape,
                                      n * shape.channels);
  program.SetBuffers(n * shape.channels, n * shape.channels, (n - 1) * shape.channels);
  return program.Finish([n, channels = shape.channels](collectives::RankBuilder& builder) {
    for (int channel = 0; channel < channels; ++channel) AddChannel(builder, n, channel);
  });
}

}  // namespace

void RegisterAllReduceAllpairsTwoshot(collectives::Registry& registry) {
  registry.Add({.name = "all_reduce_allpairs_twoshot",
                .collective = collectives::Collective::kAllReduce,
                .doc = "everybody reduces its part, then sends it to all; two steps, 2 S (n-1)/n",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
