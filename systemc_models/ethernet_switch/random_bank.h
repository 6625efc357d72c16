// SPDX-License-Identifier: Apache-2.0
// What differs by chance from port to port: a xorshift32 generator, and where spraying begins.
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

/// Where each input sprays. Inputs begin apart, so that those that begin together do not go the
/// same ways together.
class SprayPointers {
 public:
  explicit SprayPointers(int ports) : last_(ports, kNone) {}

  void Seed(std::uint32_t seed) {
    last_.assign(last_.size(), kNone);
    turn_ = seed >> 16;
  }
  /// The member taken last, or kNone.
  int Last(int port) const { return last_[port]; }
  void Take(int port, int member) { last_[port] = member; }
  /// Number of the first member that an input takes of `count`.
  int First(int port, int count) const {
    const std::uint32_t place = (0x9E37u * static_cast<std::uint32_t>(port + 1) + turn_) & 0xFFFF;
    return static_cast<int>(place * static_cast<std::uint32_t>(count) >> 16);
  }

  static constexpr int kNone = -1;

 private:
  std::vector<int> last_;
  std::uint32_t turn_ = 0;
};

}  // namespace linkwright::ethernet_switch
