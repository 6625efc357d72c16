// SPDX-License-Identifier: Apache-2.0
// A table for people: columns sized to their content, numbers to the right, text to the left.
#pragma once

#include <string>
#include <vector>

namespace linkwright::report {

class TextTable {
 public:
  enum class Align { kLeft, kRight };

  struct Column {
    std::string title;
    std::string unit;  // second header line; empty for none
    Align align = Align::kRight;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // A row has exactly as many cells as there are columns (LINKWRIGHT_CHECK).
  void AddRow(std::vector<std::string> cells);

  // Header, rule, rows; every line ends with a newline and has no trailing blanks. Widths count
  // Unicode code points, so that a micro sign does not shift a column.
  std::string ToText() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Four significant digits with thousands separators where they help: 0.1235, 12.35, 1,235,
// 1,234,567.
std::string FourDigits(double value);

// 1234567 -> "1,234,567".
std::string Grouped(long long value);

}  // namespace linkwright::report
