// SPDX-License-Identifier: Apache-2.0
// A component's own stream of random numbers: xoshiro256** 1.0 (Blackman and Vigna, 2018; public
// domain), period 2^256-1, its state filled by SplitMix64 as the authors advise.
//
// The standard library's distributions differ between implementations; these do not, so a seed
// means the same run everywhere. Real-valued variates beyond Real() use libm and are exact only to
// its accuracy; prefer the integer ones where a decision depends on them.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "foundation/random/hash_path.h"

namespace linkwright::random {

class Stream {
 public:
  using result_type = std::uint64_t;  // a UniformRandomBitGenerator, for std::shuffle and friends

  explicit constexpr Stream(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      word = Mix(seed);
      seed += 0x9E3779B97F4A7C15ULL;
    }
  }
  /// The stream of the component at `component_path` in a run seeded with `seed`.
  constexpr Stream(std::uint64_t seed, std::string_view component_path)
      : Stream(HashPath(seed, component_path)) {}
  /// From a raw state, not all zero.
  explicit constexpr Stream(const std::array<std::uint64_t, 4>& state) : state_(state) {}

  /// 64 uniform bits.
  constexpr std::uint64_t Next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// Uniform in [0, n), without bias (Lemire 2019: multiply, reject the short strip); n > 0.
  constexpr std::uint64_t Below(std::uint64_t n) {
    __extension__ typedef unsigned __int128 Wide;
    Wide product = static_cast<Wide>(Next()) * n;
    if (static_cast<std::uint64_t>(product) < n) {
      const std::uint64_t strip = (0 - n) % n;
      while (static_cast<std::uint64_t>(product) < strip) {
        product = static_cast<Wide>(Next()) * n;
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  /// Uniform in [low, high], both included; low <= high.
  constexpr std::int64_t Between(std::int64_t low, std::int64_t high) {
    const std::uint64_t width =
        static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const std::uint64_t offset = width == 0 ? Next() : Below(width);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
  }

  /// Uniform in [0, 1): a multiple of 2^-53.
  constexpr double Real() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  /// True with probability p; always false for p <= 0, always true for p >= 1.
  constexpr bool Bernoulli(double p) { return Real() < p; }

  /// Exponential with the given mean, e.g. the gap to the next Poisson arrival.
  double Exponential(double mean) { return -mean * std::log1p(-Real()); }

  /// Fisher-Yates; every order equally likely.
  template <class T>
  constexpr void Shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(Below(i))]);
    }
  }

  constexpr std::uint64_t operator()() { return Next(); }
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace linkwright::random
