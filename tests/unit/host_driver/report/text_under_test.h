// SPDX-License-Identifier: Apache-2.0
// What is said of a text for people.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/telemetry/text_layout.h"

namespace linkwright::report {

inline bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline std::vector<std::string> Lines(const std::string& text) {
  return telemetry::Wrapped(text, 10000);
}

inline void ExpectFits(const std::string& text, int width) {
  for (const std::string& line : Lines(text))
    EXPECT_LE(telemetry::DisplayWidth(line), width) << line;
}

// The line that begins with a word, blanks put together: "a 1 2".
inline std::string RowOf(const std::string& text, const std::string& word) {
  for (const std::string& line : Lines(text)) {
    if (!line.starts_with(word)) continue;
    std::string row;
    for (const char c : line) {
      if (c != ' ' || (!row.empty() && row.back() != ' ')) row += c;
    }
    return row;
  }
  return "no line begins with " + word;
}

}  // namespace linkwright::report
