// SPDX-License-Identifier: Apache-2.0
// Text in a terminal of so many columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace linkwright::telemetry {

/// What a page is printed on, and how much of it is wanted.
struct Page {
  int width = 80;        ///< columns of the terminal; less than kLeastWidth is taken as that
  bool details = false;  ///< everything, in more lines if need be

  static constexpr int kLeastWidth = 40;
  int columns() const { return width < kLeastWidth ? kLeastWidth : width; }
};

/// Columns that a terminal needs for `text` (UTF-8; wide characters count twice).
int DisplayWidth(std::string_view text);

/// `text` in lines of at most `width` (> 0) columns, broken at blanks; a word that is longer is
/// broken after one of "._-/:,", or anywhere. Line breaks of the text stay; at least one line.
std::vector<std::string> Wrapped(std::string_view text, int width);

/// A paragraph: the first line after `first`, the others after `rest` (both of the same width), no
/// line wider than `width`, each with a newline at its end.
std::string Paragraph(std::string_view text, int width, std::string_view first = "",
                      std::string_view rest = "");

/// Every line of `text` that is wider than `width` goes on below: under its value when it is
/// "  name                   value" (names padded to column kValueColumn), else two columns further
/// in than it begins.
std::string FittedLines(std::string_view text, int width);
inline constexpr int kValueColumn = 25;

}  // namespace linkwright::telemetry
