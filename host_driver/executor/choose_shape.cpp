// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/choose_shape.h"

#include <algorithm>
#include <cmath>

#include "workloads/collectives/describe.h"

namespace linkwright::executor {
namespace {

constexpr uint64_t kLargestLl = 1 << 20;  // bytes
constexpr uint64_t kSmallestChunk = 4 << 10;
constexpr uint64_t kMostChannels = 64;       // NCCL's MAXCHANNELS
constexpr uint64_t kMostThreadBlocks = 128;  // per rank
// In-network operations wait for the switches: a thread block has a window per round trip (assumed
// 2 us for a sum and its store).
constexpr double kMultimemRoundTrip = 2e-6;
constexpr double kMargin = 1.1;
constexpr double kInNetworkChannels =
    4;  // more loads in flight only split the switches' multicasts further

// Seconds of work per byte of S of the busiest thread block of rank 0.
double BusiestWork(const collectives::KernelProgram& program, const CostModel& cost) {
  const double window =
      static_cast<double>(cost.multimem_slice.count()) * cost.multimem_outstanding;
  double busiest = 0;
  const collectives::RankProgram code = program.Rank(0);
  for (const collectives::ThreadBlock& block : code.thread_blocks) {
    double work = 0;
    for (const collectives::Instruction& step : block.steps) {
      const double share = static_cast<double>(step.count) / program.chunks_per_loop;
      double rate = cost.Of(program.protocol, step.opcode).rate.bytes_per_second();
      if (collectives::IsMultimem(step.opcode)) rate = std::min(rate, window / kMultimemRoundTrip);
      work += share / rate;
    }
    busiest = std::max(busiest, work);
  }
  return busiest;
}

// A number of channels near `wanted` that cuts the buffer without a remainder, if there is one: a
// size that was asked for is kept.
int KeepingTheSize(uint64_t size_bytes, uint64_t grain, int wanted, int most) {
  const auto keeps = [=](int channels) {
    return size_bytes % (grain * static_cast<uint64_t>(channels)) == 0;
  };
  int more = wanted;
  while (more <= most && !keeps(more)) ++more;
  int fewer = wanted;
  while (fewer >= 1 && !keeps(fewer)) --fewer;
  if (more > most && fewer < 1) return wanted;
  if (more > most || fewer < 1) return more > most ? fewer : more;
  // The nearer one, by ratio.
  return int64_t{more} * fewer <= int64_t{wanted} * wanted ? more : fewer;
}

}  // namespace

collectives::ProgramShape ChooseShape(const collectives::Algorithm& algorithm, int ranks,
                                      uint64_t size_bytes, units::BitRate injection_rate,
                                      const CostModel& cost, uint64_t element_bytes) {
  collectives::ProgramShape shape;
  shape.ranks = ranks;
  collectives::KernelProgram one_channel = algorithm.generate(shape);
  const bool in_network = collectives::UsesInNetworkCompute(one_channel);
  if (!in_network && size_bytes <= kLargestLl) {
    shape.protocol = one_channel.protocol = collectives::Protocol::kLl;
  }
  const collectives::ProgramSummary summary = collectives::Summarize(one_channel);
  const double port_share = static_cast<double>(std::max(summary.ranks[0].chunks_sent,
                                                         summary.ranks[0].chunks_received)) /
                            one_channel.chunks_per_loop;
  const double port = port_share / injection_rate.bytes_per_second();
  double saturating = std::ceil(kMargin * BusiestWork(one_channel, cost) / port);
  if (in_network) saturating = std::max(saturating, kInNetworkChannels);
  const uint64_t most = std::min<uint64_t>(
      {kMostChannels,
       size_bytes / (kSmallestChunk * static_cast<uint64_t>(one_channel.chunks_per_loop)),
       kMostThreadBlocks / static_cast<uint64_t>(summary.ranks[0].thread_blocks)});
  shape.channels = static_cast<int>(
      std::clamp<uint64_t>(static_cast<uint64_t>(saturating), 1, std::max<uint64_t>(most, 1)));
  const uint64_t grain = static_cast<uint64_t>(one_channel.chunks_per_loop) * element_bytes;
  shape.channels = KeepingTheSize(size_bytes, grain, shape.channels, static_cast<int>(most));
  return shape;
}

}  // namespace linkwright::executor
