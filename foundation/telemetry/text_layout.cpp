// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/text_layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::telemetry {
namespace {

/// Bytes of the character at the start of `text`.
std::size_t CharacterLength(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

/// Bytes of `word` that fit into `width` columns, if possible up to a sign between its parts.
std::size_t BytesThatFit(std::string_view word, int width) {
  std::size_t end = 0, after_sign = 0;
  while (end < word.size()) {
    const std::size_t next = end + CharacterLength(word.substr(end));
    if (end > 0 && DisplayWidth(word.substr(0, next)) > width) break;
    if (next == end + 1 && std::string_view("._-/:,").find(word[end]) != std::string_view::npos)
      after_sign = next;
    end = next;
  }
  if (end == word.size()) return end;
  return after_sign > 0 && after_sign * 2 > end ? after_sign : end;
}

void WrapLine(std::string_view line, int width, std::vector<std::string>& lines) {
  if (DisplayWidth(line) <= width) {
    lines.emplace_back(line);
    return;
  }
  std::string current;
  while (!line.empty()) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(begin);
    if (line.empty()) break;
    std::string_view word = line.substr(0, line.find(' '));
    const int used = current.empty() ? 0 : DisplayWidth(current) + 1;
    if (used + DisplayWidth(word) > width) {
      if (!current.empty()) {
        lines.push_back(std::move(current));
        current.clear();
      }
      word = word.substr(0, BytesThatFit(word, width));
    }
    current += (current.empty() ? "" : " ") + std::string(word);
    line.remove_prefix(word.size());
    if (!line.empty() && line.front() != ' ') {  // part of a word that is too long
      lines.push_back(std::move(current));
      current.clear();
    }
  }
  if (!current.empty()) lines.push_back(std::move(current));
}

}  // namespace

int DisplayWidth(std::string_view text) {
  // fmt pads to columns, not to bytes; what it adds says what was missing.
  const std::size_t padded = fmt::formatted_size("{:<{}}", text, text.size());
  return static_cast<int>(text.size() - (padded - text.size()));
}

std::vector<std::string> Wrapped(std::string_view text, int width) {
  std::vector<std::string> lines;
  for (;;) {
    const std::size_t end = text.find('\n');
    WrapLine(text.substr(0, end), std::max(1, width), lines);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string Paragraph(std::string_view text, int width, std::string_view first,
                      std::string_view rest) {
  std::string paragraph;
  const int margin = std::max(DisplayWidth(first), DisplayWidth(rest));
  for (const std::string& line : Wrapped(text, width - margin))
    paragraph += std::string(paragraph.empty() ? first : rest) + line + "\n";
  return paragraph;
}

std::string FittedLines(std::string_view text, int width) {
  std::string fitted;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const char* const last = end < text.size() ? "\n" : "";
    text.remove_prefix(std::min(end + 1, text.size()));
    if (DisplayWidth(line) <= width) {
      fitted += std::string(line) + last;
      continue;
    }
    const bool named = line.starts_with("  ") && line[kValueColumn - 1] == ' ' &&
                       line[kValueColumn] != ' ' && kValueColumn * 2 < width;
    const std::size_t indent =
        named ? kValueColumn : std::min(line.find_first_not_of(' '), line.size());
    const std::string rest(named ? indent : indent + 2, ' ');
    std::vector<std::string> lines =
        Wrapped(line.substr(indent), width - static_cast<int>(rest.size()));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      fitted += (i == 0 ? std::string(line.substr(0, indent)) : rest) + lines[i];
      if (i + 1 < lines.size()) fitted += "\n";
    }
    fitted += last;
  }
  return fitted;
}

}  // namespace linkwright::telemetry
