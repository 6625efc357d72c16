// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/printable.h"

#include <fmt/format.h>

#include <cstdint>

#include "foundation/diagnostics/utf8.h"

namespace linkwright::diagnostics {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 1;
};

/// The first code point of well-formed, non-empty UTF-8.
CodePoint Decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {value, bytes};
}

bool IsControl(std::uint32_t c) {
  if (c == '\n' || c == '\t') return false;
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::optional<ControlCharacter> FirstControlCharacter(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = Decode(text.substr(at));
    if (IsControl(point.value)) return ControlCharacter{at, fmt::format("U+{:04X}", point.value)};
    at += point.bytes;
  }
  return std::nullopt;
}

std::string Printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::size_t good = FirstInvalidUtf8(text).value_or(text.size());
    for (std::size_t at = 0; at < good;) {
      const CodePoint point = Decode(text.substr(at));
      if (IsControl(point.value)) {
        shown += fmt::format("\\u{{{:X}}}", point.value);
      } else {
        shown += text.substr(at, point.bytes);
      }
      at += point.bytes;
    }
    text.remove_prefix(good);
    if (text.empty()) break;
    shown += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[0]));
    text.remove_prefix(1);
  }
  return shown;
}

}  // namespace linkwright::diagnostics
