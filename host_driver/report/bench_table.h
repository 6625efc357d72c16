// SPDX-License-Identifier: Apache-2.0
// The table of `linkwright bench`, in the shape nccl-tests prints, so that eyes and parsers made
// for it work.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace linkwright::report {

struct BenchRow {
  uint64_t size_bytes = 0;  // nccl-tests convention of the collective
  uint64_t count = 0;       // elements
  std::string type;         // "half", "float", ...
  std::string redop;        // "sum", "none" for collectives without reduction
  int root = -1;
  int64_t time_ps = 0;
  int64_t cycles = 0;     // 0 for networks without a clock
  double algbw_GBps = 0;  // GB = 1e9 bytes
  double busbw_GBps = 0;
  uint64_t wrong = 0;  // elements
};

// A number in at most `width` characters as nccl-tests does it: two, one or no decimals.
std::string FittedNumber(double value, int width);

std::string BenchTableHeader();
std::string BenchTableRow(const BenchRow& row);
// Out of bounds count and average bus bandwidth.
std::string BenchTableTrailer(const std::vector<BenchRow>& rows);

}  // namespace linkwright::report
