// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "foundation/diagnostics/check.h"

namespace linkwright::telemetry {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowGap = 1;
constexpr int kLeastSentence = 24;  // a narrower column of sentences is no pleasure to read
constexpr std::string_view kBelow = "    ";

std::string Padded(const std::string& text, int width, Table::Align align) {
  const std::string blanks(std::max(0, width - DisplayWidth(text)), ' ');
  return align == Table::Align::kRight ? blanks + text : text + blanks;
}

void TrimRight(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

struct Table::Layout {
  std::vector<int> widths;                      // of every column
  std::vector<std::vector<std::size_t>> bands;  // columns side by side
  std::optional<std::size_t> below;             // a column whose cells stand under their row
  std::vector<std::size_t> not_shown;
  int gap = kGap;
  int page = 80;

  int WidthOf(const std::vector<std::size_t>& shown) const {
    int width = 0;
    for (const std::size_t column : shown) width += widths[column];
    return width + gap * std::max(0, static_cast<int>(shown.size()) - 1);
  }
};

void Table::AddRow(std::vector<std::string> cells) {
  LINKWRIGHT_CHECK(cells.size() == columns_.size())
      << cells.size() << " cells for " << columns_.size() << " columns";
  rows_.push_back(std::move(cells));
}

std::vector<int> Table::HeaderWidths() const {
  std::vector<int> widths;
  for (const Column& column : columns_) {
    widths.push_back(
        std::max({DisplayWidth(column.title), DisplayWidth(column.unit), column.min_width}));
  }
  return widths;
}

Table::Layout Table::LayoutOf(const std::vector<int>& widths, const Page& page) const {
  Layout layout{
      .widths = widths, .bands = {}, .below = {}, .not_shown = {}, .page = page.columns()};
  std::vector<std::size_t> shown;
  for (std::size_t c = 0; c < columns_.size(); ++c) shown.push_back(c);
  const auto fits = [&] {
    layout.gap = kGap;
    if (layout.WidthOf(shown) <= layout.page) return true;
    // A column of sentences takes what the others leave.
    for (const std::size_t column : shown) {
      if (!columns_[column].wraps) continue;
      const int left = layout.page - (layout.WidthOf(shown) - layout.widths[column]);
      if (left < std::min(kLeastSentence, layout.widths[column])) continue;
      layout.widths[column] = left;
      return true;
    }
    layout.gap = kNarrowGap;
    return layout.WidthOf(shown) <= layout.page;
  };
  while (!fits()) {
    auto least = shown.end();
    for (auto at = shown.begin(); !page.details && at != shown.end(); ++at) {
      const int priority = columns_[*at].priority;
      if (priority > 0 && (least == shown.end() || priority >= columns_[*least].priority))
        least = at;
    }
    if (least == shown.end()) break;
    layout.not_shown.push_back(*least);
    shown.erase(least);
  }
  std::sort(layout.not_shown.begin(), layout.not_shown.end());
  if (layout.WidthOf(shown) <= layout.page) {
    layout.bands = {shown};
    return layout;
  }
  layout.gap = kGap;
  for (const std::size_t column : shown) {
    if (columns_[column].wraps && column > 0) layout.below = column;
  }
  if (layout.below) shown.erase(std::find(shown.begin(), shown.end(), *layout.below));
  // Long names leave at least half of the page to what is said about them.
  layout.widths[shown.front()] = std::min(layout.widths[shown.front()], layout.page / 2);
  std::vector<std::size_t> band = {shown.front()};
  for (std::size_t i = 1; i < shown.size(); ++i) {
    const int most = layout.page - layout.widths[shown.front()] - layout.gap;
    layout.widths[shown[i]] = std::min(layout.widths[shown[i]], most);
    band.push_back(shown[i]);
    if (layout.WidthOf(band) <= layout.page) continue;
    band.pop_back();
    layout.bands.push_back(band);
    band = {shown.front(), shown[i]};
  }
  layout.bands.push_back(band);
  return layout;
}

std::string Table::Lines(const std::vector<std::string>& cells,
                         const std::vector<std::size_t>& band, const Layout& layout,
                         bool wrap) const {
  std::vector<std::vector<std::string>> parts;
  std::size_t height = 1;
  for (const std::size_t column : band) {
    parts.push_back(wrap ? Wrapped(cells[column], layout.widths[column])
                         : std::vector<std::string>{cells[column]});
    height = std::max(height, parts.back().size());
  }
  std::string text;
  for (std::size_t h = 0; h < height; ++h) {
    std::string line;
    for (std::size_t i = 0; i < band.size(); ++i) {
      const std::string cell = h < parts[i].size() ? parts[i][h] : "";
      line += (i == 0 ? "" : std::string(layout.gap, ' ')) +
              Padded(cell, layout.widths[band[i]], columns_[band[i]].align);
    }
    TrimRight(line);
    text += line + "\n";
  }
  return text;
}

std::string Table::Header(const std::vector<std::size_t>& band, const Layout& layout) const {
  std::vector<std::string> titles, units, rules;
  bool any_unit = false;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    titles.push_back(columns_[c].title);
    units.push_back(columns_[c].unit);
    rules.emplace_back(layout.widths[c], '-');
    any_unit |= !columns_[c].unit.empty();
  }
  std::string text = Lines(titles, band, layout, true);
  if (any_unit) text += Lines(units, band, layout, true);
  if (rule_) text += Lines(rules, band, layout, true);
  return text;
}

std::string Table::NotShown(const Layout& layout, const Page& page) const {
  if (layout.not_shown.empty()) return {};
  std::vector<std::string> titles;
  for (const std::size_t column : layout.not_shown) {
    const Column& c = columns_[column];
    titles.push_back(c.unit.empty() ? c.title : fmt::format("{} ({})", c.title, c.unit));
  }
  return Paragraph(fmt::format("(not shown in {} columns: {}; --details: all)", page.columns(),
                               fmt::join(titles, ", ")),
                   page.columns());
}

std::string Table::ToText(const Page& page) const {
  std::vector<int> widths = HeaderWidths();
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] = std::max(widths[c], DisplayWidth(row[c]));
  }
  const Layout layout = LayoutOf(widths, page);
  std::string text;
  for (const auto& band : layout.bands) {
    if (!text.empty()) text += "\n";
    text += Header(band, layout);
    for (const auto& row : rows_) {
      text += Lines(row, band, layout, true);
      if (layout.below && &band == &layout.bands.back())
        text += Paragraph(row[*layout.below], layout.page, kBelow, kBelow);
    }
  }
  return text + NotShown(layout, page);
}

std::string Table::HeaderText(const Page& page) const {
  const Layout layout = LayoutOf(HeaderWidths(), page);
  return Header(layout.bands.front(), layout);
}

std::string Table::RowText(const std::vector<std::string>& cells, const Page& page) const {
  LINKWRIGHT_CHECK(cells.size() == columns_.size())
      << cells.size() << " cells for " << columns_.size() << " columns";
  const Layout layout = LayoutOf(HeaderWidths(), page);
  return Lines(cells, layout.bands.front(), layout, false);
}

std::string Table::NotShownText(const Page& page) const {
  return NotShown(LayoutOf(HeaderWidths(), page), page);
}

}  // namespace linkwright::telemetry
