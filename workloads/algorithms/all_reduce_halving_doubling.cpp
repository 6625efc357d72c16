// SPDX-License-Identifier: Apache-2.0
// Recursive halving, then doubling (Rabenseifner): log2 n exchanges that halve the part a rank is
// responsible for, then log2 n that double what it knows. Sends 2 S (n-1)/n in 2 log2 n steps.
//
// Other numbers of ranks than powers of two: each rank beyond the largest power of two hands its
// buffer to a partner before and gets the result after, which costs S more on both.
#include <bit>

#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;
using collectives::Step;
using collectives::ThreadBlockBuilder;

// One channel's view: chunks [first, first + core) of the buffer.
struct Channel {
  int number;
  int first;
  int core;  // the largest power of two of ranks
};

// Sending and receiving are different thread blocks, so that both directions of an exchange overlap
// and no FIFO has to hold a half.
void AddCoreRank(collectives::RankBuilder& builder, const Channel& channel, int extra) {
  const int rank = builder.rank();
  ThreadBlockBuilder send = builder.AddThreadBlock(channel.number);
  ThreadBlockBuilder recv = builder.AddThreadBlock(channel.number);
  Step done;
  bool folded = false;
  if (extra >= 0) {
    done = recv.RecvReduceCopy(extra, Input(channel.first), Output(channel.first), channel.core);
    folded = true;
  }
  int low = 0;
  int size = channel.core;
  bool first_exchange = true;
  for (int distance = channel.core / 2; distance >= 1; distance /= 2) {
    const int partner = rank ^ distance;
    const int half = size / 2;
    const bool upper = (rank & distance) != 0;
    const int mine = low + (upper ? half : 0);
    const int theirs = low + (upper ? 0 : half);
    const bool from_input = first_exchange && !folded;
    auto source = [&](int at) {
      return from_input ? Input(channel.first + at) : Output(channel.first + at);
    };
    if (!from_input) send.WaitFor(done);
    send.Send(partner, source(theirs), half);
    done = recv.RecvReduceCopy(partner, source(mine), Output(channel.first + mine), half);
    low = mine;
    size = half;
    first_exchange = false;
  }
  for (int distance = 1; distance < channel.core; distance *= 2) {
    const int partner = rank ^ distance;
    const int theirs = low ^ size;
    send.WaitFor(done);
    send.Send(partner, Output(channel.first + low), size);
    done = recv.Recv(partner, Output(channel.first + theirs), size);
    low &= ~size;
    size *= 2;
  }
  if (extra >= 0) {
    send.WaitFor(done);
    send.Send(extra, Output(channel.first), channel.core);
  }
}

void AddExtraRank(collectives::RankBuilder& builder, const Channel& channel) {
  const int partner = builder.rank() - channel.core;
  builder.AddThreadBlock(channel.number).Send(partner, Input(channel.first), channel.core);
  builder.AddThreadBlock(channel.number).Recv(partner, Output(channel.first), channel.core);
}

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int core = static_cast<int>(std::bit_floor(static_cast<unsigned>(n)));
  collectives::ProgramBuilder program("all_reduce_halving_doubling",
                                      collectives::Collective::kAllReduce, shape,
                                      core * shape.channels);
  program.SetBuffers(core * shape.channels, core * shape.channels);
  return program.Finish([n, core, channels = shape.channels](collectives::RankBuilder& builder) {
    for (int number = 0; number < channels; ++number) {
      const Channel channel{number, number * core, core};
      if (builder.rank() >= core) {
        AddExtraRank(builder, channel);
      } else {
        const int extra = builder.rank() + core;
        AddCoreRank(builder, channel, extra < n ? extra : -1);
      }
    }
  });
}

}  // namespace

void RegisterAllReduceHalvingDoubling(collectives::Registry& registry) {
  registry.Add({.name = "all_reduce_halving_doubling",
                .collective = collectives::Collective::kAllReduce,
                .doc = "recursive halving, then doubling; 2 log2 n steps, sends 2 S (n-1)/n",
                .constraint = "2 or more; best for powers of two",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
