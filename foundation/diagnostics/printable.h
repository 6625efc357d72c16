// SPDX-License-Identifier: Apache-2.0
// Text of users on its way to a terminal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace linkwright::diagnostics {

/// A character that a terminal obeys instead of showing it.
struct ControlCharacter {
  std::size_t offset = 0;
  std::string name;  ///< "U+001B"
};

/// The first control character of UTF-8 text: all of C0 and C1 but tab and line feed, DEL, the
/// marks that turn the direction of writing, and the separators U+2028 and U+2029.
std::optional<ControlCharacter> FirstControlCharacter(std::string_view text);

/// The same text with every control character, and every byte that is no UTF-8, written as
/// "\u{1B}" or "\xFF". Idempotent.
std::string Printable(std::string_view text);

}  // namespace linkwright::diagnostics
