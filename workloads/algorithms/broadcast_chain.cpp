// SPDX-License-Identifier: Apache-2.0
// Pipelined chain broadcast from rank 0: each rank passes every piece on as it arrives. With pieces
// of c bytes, n - 2 + S/c steps; every rank but the last sends S.
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/program_builder.h"

namespace linkwright::algorithms {
namespace {

using collectives::Input;
using collectives::Output;

constexpr int kPieces = 8;  // per channel; NCCL's buffer has 8 steps

collectives::KernelProgram Generate(const collectives::ProgramShape& shape) {
  const int n = shape.ranks;
  const int chunks = kPieces * shape.channels;
  collectives::ProgramBuilder program("broadcast_chain", collectives::Collective::kBroadcast, shape,
                                      chunks);
  program.SetBuffers(chunks, chunks);
  return program.Finish([n, channels = shape.channels](collectives::RankBuilder& builder) {
    const int rank = builder.rank();
    for (int channel = 0; channel < channels; ++channel) {
      if (rank == 0) {
        builder.AddThreadBlock(channel).Copy(Input(channel * kPieces), Output(channel * kPieces),
                                             kPieces);
      }
      auto block = builder.AddThreadBlock(channel);
      for (int piece = 0; piece < kPieces; ++piece) {
        const int chunk = channel * kPieces + piece;
        if (rank == 0) {
          block.Send(1, Input(chunk));
        } else if (rank + 1 < n) {
          block.RecvCopySend(rank - 1, rank + 1, Output(chunk));
        } else {
          block.Recv(rank - 1, Output(chunk));
        }
      }
    }
  });
}

}  // namespace

void RegisterBroadcastChain(collectives::Registry& registry) {
  registry.Add({.name = "broadcast_chain",
                .collective = collectives::Collective::kBroadcast,
                .doc = "from rank 0 along a chain, piece by piece; sends S per rank but the last",
                .constraint = "2 or more",
                .refuses = collectives::RefuseSingleRank,
                .generate = Generate});
}

}  // namespace linkwright::algorithms
