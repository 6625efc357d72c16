// SPDX-License-Identifier: Apache-2.0
// The kinds of traffic that lock-step drives. Every family carries all operations, illegal packets,
// register traffic, link flaps and back-pressure; a family decides what dominates and where it
// goes.
#pragma once

#include <array>
#include <string_view>

namespace linkwright::lockstep::scaleup {

enum class Family { kUniform, kPermutation, kHotspot, kBursty, kMulticast, kReduction, kMixed };

inline constexpr std::array<std::string_view, 7> kFamilyNames = {
    "uniform", "permutation", "hotspot", "bursty", "multicast", "reduction", "mixed"};
/// Those of a regression, from the first on; `mixed` changes between them within a run.
inline constexpr int kRegressionFamilies = 6;

constexpr std::string_view ToString(Family family) {
  return kFamilyNames[static_cast<std::size_t>(family)];
}

}  // namespace linkwright::lockstep::scaleup
