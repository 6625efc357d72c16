// SPDX-License-Identifier: Apache-2.0
// A table for people that fits its page.
//
//   Table table({{.title = "part", .align = Table::Align::kLeft, .priority = 0},
//                {.title = "price", .unit = "USD", .priority = 1},
//                {.title = "source", .align = Table::Align::kLeft, .priority = 9, .wraps = true}});
//   table.AddRow({"switch", "12,000", "an estimate"});
//   fmt::print("{}", table.ToText({.width = 80}));
//
// No line is wider than the page. A table that is too wide first gives up blanks between columns,
// then columns: the highest priority number first, of equals the rightmost, never a column of
// priority 0; a line below says which. With Page::details all columns are shown. What still does
// not fit goes on below: the last wrapping column in indented lines under its row, the other
// columns in further bands that begin with the first column again.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "foundation/telemetry/text_layout.h"

namespace linkwright::telemetry {

class Table {
 public:
  enum class Align { kLeft, kRight };

  struct Column {
    std::string title;
    std::string unit = {};  ///< second header line; empty for none
    Align align = Align::kRight;
    int priority = 0;    ///< 0: always shown
    bool wraps = false;  ///< sentences: cells may go on in further lines
    int min_width = 0;   ///< for rows that come one by one
  };

  /// `rule`: a line between header and rows.
  explicit Table(std::vector<Column> columns, bool rule = true)
      : columns_(std::move(columns)), rule_(rule) {}

  /// A row has exactly as many cells as there are columns (LINKWRIGHT_CHECK).
  void AddRow(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  /// Header, rule, rows, and a line with the columns that are not shown. Every line ends with a
  /// newline and has no trailing blanks.
  std::string ToText(const Page& page) const;

  /// For rows that come one by one: the widths are those of titles, units and min_width, and cells
  /// that are longer push the rest of their line.
  std::string HeaderText(const Page& page) const;
  std::string RowText(const std::vector<std::string>& cells, const Page& page) const;
  /// "(not shown in 80 columns: ...)", or nothing.
  std::string NotShownText(const Page& page) const;

 private:
  struct Layout;

  std::vector<int> HeaderWidths() const;
  Layout LayoutOf(const std::vector<int>& widths, const Page& page) const;
  std::string Lines(const std::vector<std::string>& cells, const std::vector<std::size_t>& band,
                    const Layout& layout, bool wrap) const;
  std::string Header(const std::vector<std::size_t>& band, const Layout& layout) const;
  std::string NotShown(const Layout& layout, const Page& page) const;

  std::vector<Column> columns_;
  bool rule_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace linkwright::telemetry
