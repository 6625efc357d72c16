// SPDX-License-Identifier: Apache-2.0
// Text under construction, line by line.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace linkwright::spec_compiler {

class Page {
 public:
  template <class... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }
  void Line() { text_ += '\n'; }
  void Add(const std::string& text) { text_ += text; }
  // A comment, broken between words so that no line is longer than 100 columns.
  void Comment(const std::string& indent, const std::string& mark, const std::string& text) {
    std::string line = indent + mark;
    size_t start = 0;
    while (start < text.size()) {
      const size_t end = std::min(text.find(' ', start), text.size());
      const std::string word = text.substr(start, end - start);
      if (line.size() + 1 + word.size() > 100) {
        Line("{}", line);
        line = indent + mark;
      }
      line += ' ' + word;
      start = end + 1;
    }
    Line("{}", line);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace linkwright::spec_compiler
