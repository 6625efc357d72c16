// SPDX-License-Identifier: Apache-2.0
// Hierarchical all-reduce for scale-up domains of D ranks (consecutive ones) in G = n / D domains:
// reduce-scatter all-pairs in the domain, ring all-reduce of the own D-th across domains among
// equal local ranks, all-gather all-pairs in the domain. Every rank sends 2 S (D-1)/D inside its
// domain and 2 (S/D) (G-1)/G out of it.
#include <fmt/format.h>

#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::AroundCircle;
using collectives::Input;
using collectives::Opcode;
using collectives::Output;
using collectives::Scratch;
using collectives::Step;
using collectives::ThreadBlockBuilder;

constexpr int kUsualDomain = 8;

// The largest divisor of n up to eight when the caller does not say.
int RanksPerDomain(const collectives::ProgramShape& shape) {
  if (shape.ranks_per_domain > 0) return shape.ranks_per_domain;
  int best = 1;
  for (int d = 2; d <= kUsualDomain && d <= shape.ranks; ++d) {
    if (shape.ranks % d == 0) best = d;
  }
  return best;
}

// One channel of one rank. The channel's n chunks are D parts, one per local rank, of G chunks.
class Channel {
 public:
  Channel(collectives::RankBuilder& builder, int domain_ranks, int domains, int channel)
      : builder_(builder),
        d_(domain_ranks),
        g_(domains),
        channel_(channel),
        local_(builder.rank() % domain_ranks),
        domain_(builder.rank() / domain_ranks) {}

  void Add() {
    const std::vector<Step> arrived = Scatter();
    Step done = Sum(arrived);
    const Step reduced = done;
    if (g_ > 1) done = Ring(done);
    for (int i = 1; i < d_; ++i) {
      const int peer = (local_ + i) % d_;
      ThreadBlockBuilder& send = sends_[static_cast<size_t>(i - 1)];
      send.WaitFor(done);
      send.Send(RankOf(peer), Output(Part(local_)), g_);
      ThreadBlockBuilder& recv = recvs_[static_cast<size_t>(i - 1)];
      recv.WaitFor(reduced);  // has read the scratch that the next iteration fills
      recv.Recv(RankOf(peer), Output(Part(peer)), g_);
    }
  }

 private:
  int Part(int local) const { return (channel_ * d_ + local) * g_; }
  int RankOf(int local) const { return domain_ * d_ + local; }
  int ScratchOf(int i) const { return (channel_ * (d_ - 1) + i - 1) * g_; }

  std::vector<Step> Scatter() {
    std::vector<Step> arrived;
    for (int i = 1; i < d_; ++i) {
      const int peer = (local_ + i) % d_;
      sends_.push_back(builder_.AddThreadBlock(channel_));
      sends_.back().Send(RankOf(peer), Input(Part(peer)), g_);
      recvs_.push_back(builder_.AddThreadBlock(channel_));
      arrived.push_back(recvs_.back().Recv(RankOf(peer), Scratch(ScratchOf(i)), g_));
    }
    return arrived;
  }

  Step Sum(const std::vector<Step>& arrived) {
    ThreadBlockBuilder sum = builder_.AddThreadBlock(channel_);
    Step last = sum.Copy(Input(Part(local_)), Output(Part(local_)), g_);
    for (const Step& step : arrived) sum.WaitFor(step);
    for (int i = 1; i < d_; ++i) last = sum.Reduce(Scratch(ScratchOf(i)), Output(Part(local_)), g_);
    return last;
  }

  // As all_reduce_ring, among equal local ranks, in place in the output.
  Step Ring(const Step& ready) {
    const int next = (domain_ + 1) % g_ * d_ + local_;
    const int previous = (domain_ + g_ - 1) % g_ * d_ + local_;
    const auto chunk = [&](int back) { return AroundCircle(Part(local_), domain_ - back, -1, g_); };
    ThreadBlockBuilder ring = builder_.AddThreadBlock(channel_);
    ring.WaitFor(ready);
    ring.Send(next, Output(chunk(1).At(0)));
    ring.Repeat({.opcode = Opcode::kRecvReduceSend,
                 .source = Output(0),
                 .count = 1,
                 .send_peer = next,
                 .recv_peer = previous},
                g_ - 2, {.source = chunk(2)});
    ring.RecvReduceCopySend(previous, next, Output(chunk(0).At(0)), Output(chunk(0).At(0)));
    ring.Repeat({.opcode = Opcode::kRecvCopySend,
                 .destination = Output(0),
                 .count = 1,
                 .send_peer = next,
                 .recv_peer = previous},
                g_ - 2, {.destination = chunk(1)});
    return ring.Recv(previous, Output(chunk(g_ - 1).At(0)));
  }

  collectives::RankBuilder& builder_;
  int d_, g_, channel_, local_, domain_;
  std::vector<ThreadBlockBuilder> sends_, recvs_;
};

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int d = RanksPerDomain(shape);
  if (shape.ranks % d != 0) {
    throw diagnostics::UserError(
        {}, fmt::format("all_reduce_hierarchical: {} ranks do not divide into domains of {}",
                        shape.ranks, d));
  }
  const int g = shape.ranks / d;
  const int chunks = shape.ranks * shape.channels;
  collectives::ProgramBuilder program("all_reduce_hierarchical",
                                      collectives::Collective::kAllReduce, shape, chunks);
  program.SetBuffers(chunks, chunks, (d - 1) * g * shape.channels);
  return program.Finish([d, g, channels = shape.channels](collectives::RankBuilder& builder) {
    for (int channel = 0; channel < channels; ++channel) Channel(builder, d, g, channel).Add();
  });
}

}  // namespace

void RegisterAllReduceHierarchical(collectives::Registry& registry) {
  registry.Add({.name = "all_reduce_hierarchical",
                .collective = collectives::Collective::kAllReduce,
                .doc = "in domains of D ranks, then across them; sends 2 S (D-1)/D inside, 2 S/D "
                       "(G-1)/G across",
                .constraint = "2 or more, a multiple of the ranks of a domain",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
