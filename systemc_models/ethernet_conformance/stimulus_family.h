// SPDX-License-Identifier: Apache-2.0
// The kinds of traffic that lock-step drives into an Ethernet switch. Every family carries all
// kinds of frames, bad ones, pauses, register traffic and link flaps; a family decides what
// dominates and where it goes.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace linkwright::ethernet_conformance {

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

/// The eleven of a regression; `mixed` changes between the first eight within a run, `endurance`
/// lasts several times as long as the others.
inline constexpr std::array kFamilies = {Family::kUniform, Family::kPermutation, Family::kIncast,
                                         Family::kBursty,  Family::kPfcStorm,    Family::kBalance,
                                         Family::kErrored, Family::kThresholds,  Family::kFlood,
                                         Family::kMixed,   Family::kEndurance};

/// "uniform", "permutation", "incast", "bursty", "pfc_storm", "balance", "errored", "thresholds",
/// "flood", "mixed", "endurance".
std::string_view ToString(Family family);
std::optional<Family> ParseFamily(std::string_view name);

}  // namespace linkwright::ethernet_conformance
