// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace linkwright::diagnostics {

/// The candidate nearest to `word` by edit distance (insert, delete, replace, swap of neighbours;
/// case and the difference between '-' and '_' cost nothing), or "" when none is near: the distance
/// may be at most a third of the longer word, and 1 for words of up to three letters. Ties go to
/// the earlier candidate.
std::string Suggest(std::string_view word, std::span<const std::string> candidates);

}  // namespace linkwright::diagnostics
