// SPDX-License-Identifier: Apache-2.0
// The kinds of traffic that lock-step drives into an Ethernet switch. Every family carries all
// kinds of frames, bad ones, pauses, register traffic and link flaps; a family decides what
// dominates and where it goes.
#pragma once

#include <array>
#include <string_view>

namespace linkwright::lockstep::ethernet {

enum class Family {
  kUniform,
  kPermutation,
  kIncast,
  kBursty,
  kPfcStorm,
  kBalance,
  kErrored,
  kThresholds,
  kFlood,
  kMixed,
  kEndurance
};

inline constexpr std::array<std::string_view, 11> kFamilyNames = {
    "uniform", "permutation", "incast", "bursty", "pfc_storm", "balance",
    "errored", "thresholds",  "flood",  "mixed",  "endurance"};
/// All are of a regression.
inline constexpr int kRegressionFamilies = 11;
/// `mixed` changes between these within a run; `endurance` lasts several times as long as the
/// others.
inline constexpr int kMixedFamilies = 8;

constexpr std::string_view ToString(Family family) {
  return kFamilyNames[static_cast<std::size_t>(family)];
}

}  // namespace linkwright::lockstep::ethernet
