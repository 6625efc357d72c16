// SPDX-License-Identifier: Apache-2.0
// A set of ports as a bit mask, wide enough for 512. Work in a tick goes over members, never over
// all ports; `words` is how many words the switch at hand uses.
#pragma once

#include <bit>
#include <cstdint>

namespace linkwright::ethernet_switch {

inline constexpr int kPortWords = 8;

constexpr int WordsFor(int ports) { return (ports + 63) / 64; }

struct PortSet {
  std::uint64_t word[kPortWords] = {};

  void Set(int port) { word[port >> 6] |= std::uint64_t{1} << (port & 63); }
  void Clear(int port) { word[port >> 6] &= ~(std::uint64_t{1} << (port & 63)); }
  void Assign(int port, bool value) { value ? Set(port) : Clear(port); }
  bool Has(int port) const { return word[port >> 6] >> (port & 63) & 1; }
  bool Any(int words) const {
    std::uint64_t all = word[0];
    for (int w = 1; w < words; ++w) all |= word[w];
    return all != 0;
  }
  int Count(int words) const {
    int count = 0;
    for (int w = 0; w < words; ++w) count += std::popcount(word[w]);
    return count;
  }
  bool operator==(const PortSet&) const = default;
};

inline PortSet Intersection(const PortSet& a, const PortSet& b, int words) {
  PortSet both;
  for (int w = 0; w < words; ++w) both.word[w] = a.word[w] & b.word[w];
  return both;
}

/// Calls visit(port) for every member in ascending order. The visitor may change the set.
template <typename Visit>
void ForEach(const PortSet& set, int words, Visit&& visit) {
  for (int w = 0; w < words; ++w) {
    for (std::uint64_t rest = set.word[w]; rest != 0; rest &= rest - 1) {
      visit(w * 64 + std::countr_zero(rest));
    }
  }
}

/// The member with `number` members below it; there is one.
inline int Member(const PortSet& set, int number) {
  int w = 0;
  for (int here = std::popcount(set.word[0]); number >= here; here = std::popcount(set.word[w])) {
    number -= here;
    ++w;
  }
  std::uint64_t rest = set.word[w];
  for (; number > 0; --number) rest &= rest - 1;
  return w * 64 + std::countr_zero(rest);
}

/// The first member after `port`, cyclically, `port` itself last; the set is not empty.
inline int MemberAfter(const PortSet& set, int port, int words) {
  const int first = port >> 6;
  // Shifted twice: a shift by 64 is undefined.
  const std::uint64_t above = set.word[first] & ((~std::uint64_t{0} << (port & 63)) << 1);
  if (above != 0) return first * 64 + std::countr_zero(above);
  for (int w = first + 1; w < words; ++w) {
    if (set.word[w] != 0) return w * 64 + std::countr_zero(set.word[w]);
  }
  for (int w = 0; w < words; ++w) {
    if (set.word[w] != 0) return w * 64 + std::countr_zero(set.word[w]);
  }
  return -1;
}

}  // namespace linkwright::ethernet_switch
