// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/bench_table.h"

#include <fmt/format.h>

namespace linkwright::report {

std::string FittedNumber(double value, int width) {
  for (int decimals = 2; decimals > 0; --decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (static_cast<int>(text.size()) <= width) return text;
  }
  std::string text = fmt::format("{:.0f}", value);
  return static_cast<int>(text.size()) <= width ? text : fmt::format("{:.1e}", value);
}

std::string BenchTableHeader() {
  return "#\n"
         "#       size         count      type   redop    root     time   algbw   busbw  #wrong    "
         "  "
         "cycles\n"
         "#        (B)    (elements)                               (us)  (GB/s)  (GB/s)\n";
}

std::string BenchTableRow(const BenchRow& row) {
  const double time_us = static_cast<double>(row.time_ps) / 1e6;
  return fmt::format("{:>12}  {:>12}  {:>8}  {:>6}  {:>6}  {:>7}  {:>6}  {:>6}  {:>6}  {:>10}\n",
                     row.size_bytes, row.count, row.type, row.redop, row.root,
                     FittedNumber(time_us, 7), FittedNumber(row.algbw_GBps, 6),
                     FittedNumber(row.busbw_GBps, 6), row.wrong,
                     row.cycles > 0 ? std::to_string(row.cycles) : "-");
}

std::string BenchTableTrailer(const std::vector<BenchRow>& rows) {
  double sum = 0;
  uint64_t wrong = 0;
  for (const BenchRow& row : rows) {
    sum += row.busbw_GBps;
    wrong += row.wrong;
  }
  const double average = rows.empty() ? 0 : sum / static_cast<double>(rows.size());
  return fmt::format("# Out of bounds values : {} {}\n# Avg bus bandwidth    : {:.4g}\n#\n", wrong,
                     wrong == 0 ? "OK" : "FAILED", average);
}

}  // namespace linkwright::report
