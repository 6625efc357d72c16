// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/bench_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::report {
namespace {

constexpr int kTimeWidth = 8;
constexpr int kBandwidthWidth = 6;
constexpr int kCyclesWidth = 9;

std::vector<telemetry::Table::Column> Columns(const BenchRow& largest, bool clocked) {
  using Column = telemetry::Table::Column;
  const auto width = [](uint64_t number) {
    return static_cast<int>(std::to_string(number).size()) + 1;  // room for the sign of a comment
  };
  std::vector<Column> columns = {
      {.title = "size", .unit = "(B)", .min_width = width(largest.size_bytes)},
      {.title = "count", .unit = "(elem.)", .min_width = width(largest.count) - 1},
      {.title = "type", .min_width = static_cast<int>(largest.type.size())},
      {.title = "redop", .min_width = static_cast<int>(largest.redop.size())},
      {.title = "root"},
      {.title = "time", .unit = "(us)", .min_width = kTimeWidth},
      {.title = "algbw", .unit = "(GB/s)", .min_width = kBandwidthWidth},
      {.title = "busbw", .unit = "(GB/s)", .min_width = kBandwidthWidth},
      {.title = "#wrong"}};
  // Last, and the only one to go: nccl-tests has no such column.
  if (clocked) columns.push_back({.title = "cycles", .priority = 1, .min_width = kCyclesWidth});
  return columns;
}

}  // namespace

std::string FittedNumber(double value, int width) {
  for (int decimals = 2; decimals > 0; --decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (static_cast<int>(text.size()) <= width) return text;
  }
  std::string text = fmt::format("{:.0f}", value);
  return static_cast<int>(text.size()) <= width ? text : fmt::format("{:.1e}", value);
}

BenchTable::BenchTable(const BenchRow& largest, bool clocked, const telemetry::Page& page)
    : table_(Columns(largest, clocked), false), page_(page), clocked_(clocked) {}

std::string BenchTable::Header() const {
  std::string header = "#\n", table = table_.HeaderText(page_);
  for (size_t begin = 0; begin < table.size(); begin = table.find('\n', begin) + 1)
    table[begin] = '#';
  return header + table;
}

std::string BenchTable::Row(const BenchRow& row, uint64_t asked) {
  ++rows_;
  if (asked > row.size_bytes)
    cut_ += fmt::format("{}{} to {}", cut_.empty() ? "" : ", ", asked, row.size_bytes);
  wrong_ += row.wrong;
  checked_ = checked_ || row.checked;
  busbw_GBps_ += row.busbw_GBps;
  std::vector<std::string> cells = {
      std::to_string(row.size_bytes),
      std::to_string(row.count),
      row.type,
      row.redop,
      std::to_string(row.root),
      FittedNumber(static_cast<double>(row.time_ps) / 1e6, kTimeWidth),
      FittedNumber(row.algbw_GBps, kBandwidthWidth),
      FittedNumber(row.busbw_GBps, kBandwidthWidth),
      row.checked ? std::to_string(row.wrong) : "N/A"};
  if (clocked_) cells.push_back(row.cycles > 0 ? std::to_string(row.cycles) : "-");
  return table_.RowText(cells, page_);
}

std::string BenchTable::Trailer() const {
  const double average = rows_ == 0 ? 0 : busbw_GBps_ / static_cast<double>(rows_);
  std::string text;
  if (!cut_.empty()) {
    text = telemetry::Paragraph(fmt::format("cut to whole elements in every chunk (B): {}", cut_),
                                page_.columns(), "# ", "#   ");
  }
  const std::string verdict = rows_ == 0    ? "nothing measured"
                              : !checked_   ? "not checked"
                              : wrong_ == 0 ? "0 OK"
                                            : fmt::format("{} FAILED", wrong_);
  text += fmt::format("# Out of bounds values : {}\n# Avg bus bandwidth    : {:.4g}\n#\n", verdict,
                      average);
  std::string missing = table_.NotShownText(page_);
  std::replace(missing.begin(), missing.end(), '\n', ' ');
  if (!missing.empty()) text += telemetry::Paragraph(missing, page_.columns(), "# ", "# ");
  return text;
}

}  // namespace linkwright::report
