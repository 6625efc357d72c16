// SPDX-License-Identifier: Apache-2.0
// Valid bits of all ports as words, so that a tick touches only ports that carry something.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>

namespace linkwright::verilated {

/// One bit per port.
template <int kPorts>
class PortMask {
 public:
  static constexpr int kWords = (kPorts + 63) / 64;

  void Set(int port) { words_[port / 64] |= std::uint64_t{1} << (port % 64); }
  bool Test(int port) const { return (words_[port / 64] >> (port % 64) & 1U) != 0; }

  /// To and from a packed vector of the model: CData up to QData, or VlWide.
  template <class Vector>
  void Store(Vector& vector) const {
    if constexpr (std::is_integral_v<Vector>) {
      vector = static_cast<Vector>(words_[0]);
    } else {
      for (int i = 0; i < (kPorts + 31) / 32; ++i) {
        vector[i] = static_cast<std::uint32_t>(words_[i / 2] >> (32 * (i % 2)));
      }
    }
  }
  template <class Vector>
  void Load(const Vector& vector) {
    if constexpr (std::is_integral_v<Vector>) {
      words_[0] = vector;
    } else {
      words_ = {};
      for (int i = 0; i < (kPorts + 31) / 32; ++i) {
        words_[i / 2] |= std::uint64_t{vector[i]} << (32 * (i % 2));
      }
    }
  }

  /// Calls f(port) for every port that is in this mask or in `other`.
  template <class Function>
  void ForEachInEither(const PortMask& other, Function f) const {
    for (int word = 0; word < kWords; ++word) {
      std::uint64_t bits = words_[word] | other.words_[word];
      while (bits != 0) {
        f(word * 64 + std::countr_zero(bits));
        bits &= bits - 1;
      }
    }
  }

 private:
  std::array<std::uint64_t, kWords> words_{};
};

}  // namespace linkwright::verilated
