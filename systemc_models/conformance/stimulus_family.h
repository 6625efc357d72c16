// SPDX-License-Identifier: Apache-2.0
// The kinds of traffic that lock-step drives. Every family carries all operations, illegal packets,
// register traffic, link flaps and back-pressure; a family decides what dominates and where it
// goes.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace linkwright::conformance {

enum class Family { kUniform, kPermutation, kHotspot, kBursty, kMulticast, kReduction, kMixed };

/// The six families of a regression.
inline constexpr std::array kRegressionFamilies = {Family::kUniform,   Family::kPermutation,
                                                   Family::kHotspot,   Family::kBursty,
                                                   Family::kMulticast, Family::kReduction};
/// The six, and `mixed`, which changes between them within a run.
inline constexpr std::array kAllFamilies = {
    Family::kUniform,   Family::kPermutation, Family::kHotspot, Family::kBursty,
    Family::kMulticast, Family::kReduction,   Family::kMixed};

/// "uniform", "permutation", "hotspot", "bursty", "multicast", "reduction", "mixed".
std::string_view ToString(Family family);
std::optional<Family> ParseFamily(std::string_view name);

}  // namespace linkwright::conformance
