// SPDX-License-Identifier: Apache-2.0
// One xorshift32 generator per port.
#pragma once

#include <cstdint>
#include <vector>

namespace linkwright::ethernet_switch {

class RandomBank {
 public:
  RandomBank(int ports, std::uint32_t factor) : state_(ports), factor_(factor) { Seed(1); }

  void Seed(std::uint32_t seed) {
    for (std::size_t port = 0; port < state_.size(); ++port) {
      const std::uint32_t value = seed ^ (factor_ * static_cast<std::uint32_t>(port + 1));
      state_[port] = value != 0 ? value : 1;
    }
  }
  /// 16 random bits; one step.
  std::uint32_t Draw(int port) {
    std::uint32_t x = state_[port];
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    state_[port] = x;
    return x >> 16;
  }

 private:
  std::vector<std::uint32_t> state_;
  std::uint32_t factor_;
};

}  // namespace linkwright::ethernet_switch
