// SPDX-License-Identifier: Apache-2.0
// The few kinds of lines that help pages are made of.
#pragma once

#include <algorithm>
#include <string_view>

namespace linkwright::help {

enum class LineKind { kBlank, kHeading, kItem, kParagraph, kCode };

// Calls `line(kind, text)` for every line of Markdown: the text of a heading or item without its
// mark, the fences of code not at all.
template <class Visitor>
void ForEachLine(std::string_view markdown, const Visitor& line) {
  bool code = false;
  while (!markdown.empty()) {
    const std::string_view text = markdown.substr(0, markdown.find('\n'));
    markdown.remove_prefix(std::min(text.size() + 1, markdown.size()));
    if (text.starts_with("```")) {
      code = !code;
    } else if (code) {
      line(LineKind::kCode, text);
    } else if (text.empty()) {
      line(LineKind::kBlank, text);
    } else if (text.starts_with("## ")) {
      line(LineKind::kHeading, text.substr(3));
    } else if (text.starts_with("- ")) {
      line(LineKind::kItem, text.substr(2));
    } else {
      line(LineKind::kParagraph, text);
    }
  }
}

}  // namespace linkwright::help
