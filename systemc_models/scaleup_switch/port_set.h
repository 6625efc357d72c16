// SPDX-License-Identifier: Apache-2.0
// A set of ports or allocator inputs as a bit mask, wide enough for 145 members.
//
// Algorithms that run every tick are templates over the number of words in use, so that a switch of
// up to 64 inputs pays for one word only.
#pragma once

#include <bit>
#include <cstdint>

namespace linkwright::scaleup_switch {

inline constexpr int kMaxWords = 3;
inline constexpr int kMaxPorts = 144;
inline constexpr int kMaxInputs = kMaxPorts + 1;

/// Words needed for `members` members, 1 to 3.
constexpr int WordsFor(int members) { return (members + 63) / 64; }

struct PortSet {
  std::uint64_t word[kMaxWords] = {};

  void Set(unsigned member) { word[member / 64] |= std::uint64_t{1} << member % 64; }
  void Clear(unsigned member) { word[member / 64] &= ~(std::uint64_t{1} << member % 64); }
  void Assign(unsigned member, bool value) { value ? Set(member) : Clear(member); }
  bool Has(unsigned member) const { return word[member / 64] >> member % 64 & 1; }
  bool Any() const { return (word[0] | word[1] | word[2]) != 0; }
  int Count() const {
    return std::popcount(word[0]) + std::popcount(word[1]) + std::popcount(word[2]);
  }
  bool operator==(const PortSet&) const = default;

  /// Members 0 to `members` - 1.
  static PortSet FirstMembers(int members) {
    PortSet set;
    for (int member = 0; member < members; ++member) set.Set(member);
    return set;
  }
};

inline PortSet operator&(const PortSet& a, const PortSet& b) {
  return {{a.word[0] & b.word[0], a.word[1] & b.word[1], a.word[2] & b.word[2]}};
}
inline PortSet operator|(const PortSet& a, const PortSet& b) {
  return {{a.word[0] | b.word[0], a.word[1] | b.word[1], a.word[2] | b.word[2]}};
}
/// Members of `a` that are not in `b`.
inline PortSet Without(const PortSet& a, const PortSet& b) {
  return {{a.word[0] & ~b.word[0], a.word[1] & ~b.word[1], a.word[2] & ~b.word[2]}};
}

template <int kWords>
bool AnyOf(const PortSet& set) {
  std::uint64_t all = set.word[0];
  if constexpr (kWords > 1) all |= set.word[1];
  if constexpr (kWords > 2) all |= set.word[2];
  return all != 0;
}

/// The first member at or after `start`, cyclically; the set is not empty. With one word a start of
/// 64 is the same as 0: nobody is there.
template <int kWords>
int FirstAtOrAfter(const PortSet& set, int start) {
  if constexpr (kWords == 1) {
    const std::uint64_t above = set.word[0] & (~std::uint64_t{0} << (start & 63));
    return std::countr_zero(above != 0 ? above : set.word[0]);
  } else {
    const int first = start >> 6;
    const std::uint64_t above = set.word[first] & (~std::uint64_t{0} << (start & 63));
    if (above != 0) return first * 64 + std::countr_zero(above);
    for (int w = first + 1; w < kWords; ++w) {
      if (set.word[w] != 0) return w * 64 + std::countr_zero(set.word[w]);
    }
    for (int w = 0; w < kWords; ++w) {
      if (set.word[w] != 0) return w * 64 + std::countr_zero(set.word[w]);
    }
    return -1;
  }
}

/// Calls visit(member) for every member in ascending order. The visitor may change the set.
template <int kWords, typename Visit>
void ForEach(const PortSet& set, Visit&& visit) {
  for (int w = 0; w < kWords; ++w) {
    for (std::uint64_t rest = set.word[w]; rest != 0; rest &= rest - 1) {
      visit(w * 64 + std::countr_zero(rest));
    }
  }
}

template <typename Visit>
void ForEach(const PortSet& set, Visit&& visit) {
  ForEach<kMaxWords>(set, visit);
}

}  // namespace linkwright::scaleup_switch
