// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/traffic_phase.h"

#include <numeric>

namespace linkwright::lockstep {

int Pick(random::Stream& random, std::span<const int> values) {
  return values[static_cast<std::size_t>(random.Below(values.size()))];
}

PortPattern::PortPattern(int ports, random::Stream& random)
    : partner_(static_cast<std::size_t>(ports)) {
  std::iota(partner_.begin(), partner_.end(), 0);
  random.Shuffle(std::span<int>(partner_));
  hot_ = static_cast<int>(random.Below(partner_.size()));
}

PortPattern::Draw PortPattern::DrawPort(random::Stream& random) const {
  const std::uint64_t bits = random.Next();
  return {bits, static_cast<int>((bits >> 32) % partner_.size()), static_cast<int>(bits & 255U)};
}

}  // namespace linkwright::lockstep
