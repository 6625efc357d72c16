// SPDX-License-Identifier: Apache-2.0
// Functional coverage of a lock-step run: named bins with counts. Verilator 5.006 has no
// covergroups, and the bins are about what crosses the boundary, so they are kept here and hold for
// any switch.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace linkwright::lockstep {

class Coverage {
 public:
  /// A declared bin is printed with count 0 when nothing hit it.
  void Declare(const std::string& bin) { bins_.try_emplace(bin, 0); }
  void Hit(const std::string& bin, std::uint64_t count = 1) { bins_[bin] += count; }
  /// A bin of `group` for each value of an enumeration, called Name(value).
  template <class Enum, std::size_t kCounts>
  void HitEach(const std::string& group, const std::array<std::uint64_t, kCounts>& counts) {
    for (std::size_t i = 0; i < kCounts; ++i) {
      Hit(group + "/" + std::string(Name(static_cast<Enum>(i))), counts[i]);
    }
  }
  void Add(const Coverage& other);

  /// 0 for a bin that nobody declared.
  std::uint64_t Count(const std::string& bin) const;
  const std::map<std::string, std::uint64_t>& bins() const { return bins_; }

  /// Bins of a group, e.g. "drop/": all names that begin with it.
  std::size_t Missed(std::string_view group) const;

  /// One line per bin, grouped by the part of the name before the last '/'.
  std::string Format() const;

 private:
  std::map<std::string, std::uint64_t> bins_;
};

}  // namespace linkwright::lockstep
