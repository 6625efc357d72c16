// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace linkwright::diagnostics {

/// Offset of the first byte that begins no well-formed UTF-8 sequence (Unicode 15, table 3-7: no
/// overlong forms, no surrogates, nothing above U+10FFFF); nothing when all of `text` is UTF-8.
std::optional<std::size_t> FirstInvalidUtf8(std::string_view text);

}  // namespace linkwright::diagnostics
