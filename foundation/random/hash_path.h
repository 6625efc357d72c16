// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace linkwright::random {

/// One output of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits that mixes well.
constexpr std::uint64_t Mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

/// The seed of one component's stream: FNV-1a (64 bits) of the path, mixed with the run's seed.
/// It depends on nothing else, so adding a component does not disturb the others. The value is part
/// of the reproducibility contract: it must never change between versions.
constexpr std::uint64_t HashPath(std::uint64_t seed, std::string_view component_path) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : component_path) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return Mix(Mix(seed) ^ hash);
}

}  // namespace linkwright::random
