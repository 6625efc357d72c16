// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::report {
namespace {

int Width(const std::string& text) {
  int width = 0;
  for (unsigned char c : text) width += (c & 0xC0) != 0x80;
  return width;
}

std::string Padded(const std::string& text, int width, TextTable::Align align) {
  const std::string blanks(std::max(0, width - Width(text)), ' ');
  return align == TextTable::Align::kRight ? blanks + text : text + blanks;
}

void TrimRight(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

void TextTable::AddRow(std::vector<std::string> cells) {
  LINKWRIGHT_CHECK(cells.size() == columns_.size())
      << cells.size() << " cells for " << columns_.size() << " columns";
  rows_.push_back(std::move(cells));
}

std::string TextTable::ToText() const {
  std::vector<int> widths;
  bool units = false;
  for (size_t c = 0; c < columns_.size(); ++c) {
    int width = std::max(Width(columns_[c].title), Width(columns_[c].unit));
    for (const auto& row : rows_) width = std::max(width, Width(row[c]));
    widths.push_back(width);
    units |= !columns_[c].unit.empty();
  }
  auto line = [&](auto cell) {
    std::string text;
    for (size_t c = 0; c < columns_.size(); ++c) {
      text += (c == 0 ? "" : "  ") + Padded(cell(c), widths[c], columns_[c].align);
    }
    TrimRight(text);
    return text + "\n";
  };
  std::string text = line([&](size_t c) { return columns_[c].title; });
  if (units) text += line([&](size_t c) { return columns_[c].unit; });
  text += line([&](size_t c) { return std::string(widths[c], '-'); });
  for (const auto& row : rows_) text += line([&](size_t c) { return row[c]; });
  return text;
}

std::string Grouped(long long value) {
  std::string digits = fmt::format("{}", value < 0 ? -static_cast<unsigned long long>(value)
                                                   : static_cast<unsigned long long>(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(at, ",");
  return (value < 0 ? "-" : "") + digits;
}

std::string FourDigits(double value) {
  const double magnitude = std::fabs(value);
  if (magnitude == 0) return "0";
  if (magnitude >= 999.95 && magnitude < 9e15) return Grouped(std::llround(value));
  const int before_point = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
  if (before_point < -4) return fmt::format("{:.3e}", value);
  return fmt::format("{:.{}f}", value, std::max(0, 4 - before_point));
}

}  // namespace linkwright::report
