// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/choose_shape.h"

#include <algorithm>

namespace linkwright::executor {
namespace {

constexpr uint64_t kLargestLl = 256 << 10;  // bytes
constexpr uint64_t kSmallestChunk = 4 << 10;
constexpr uint64_t kMostChannels = 64;  // NCCL's MAXCHANNELS

}  // namespace

collectives::ProgramShape ChooseShape(const collectives::Algorithm& algorithm, int ranks,
                                      uint64_t size_bytes, units::BitRate injection_rate,
                                      const CostModel& cost) {
  collectives::ProgramShape shape;
  shape.ranks = ranks;
  const collectives::KernelProgram sample = algorithm.generate(shape);
  const bool in_network = collectives::UsesInNetworkCompute(sample);
  if (!in_network && size_bytes <= kLargestLl) shape.protocol = collectives::Protocol::kLl;

  const ProtocolCost& protocol = cost.Of(shape.protocol);
  const units::BitRate slowest =
      in_network ? cost.multimem.rate
                 : std::min({protocol.send.rate, protocol.recv_copy_send.rate,
                             protocol.recv_reduce_send.rate});
  // A program of one channel already keeps this many thread blocks busy per rank at a time.
  uint64_t parallel = 1;
  for (const collectives::ThreadBlock& block : sample.ranks.front().thread_blocks) {
    const bool sends = std::any_of(block.steps.begin(), block.steps.end(), [](const auto& step) {
      return collectives::Sends(step.opcode);
    });
    if (sends) ++parallel;
  }
  if (parallel > 1) --parallel;
  const uint64_t rate = slowest.bits_per_second() * parallel;
  const uint64_t saturating = (injection_rate.bits_per_second() + rate - 1) / rate;
  const uint64_t affordable =
      size_bytes / (kSmallestChunk * static_cast<uint64_t>(sample.chunks_per_loop));
  shape.channels = static_cast<int>(
      std::clamp<uint64_t>(std::min(saturating, affordable), 1, kMostChannels));
  return shape;
}

}  // namespace linkwright::executor
