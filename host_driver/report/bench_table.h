// SPDX-License-Identifier: Apache-2.0
// The table of `linkwright bench`, in the shape nccl-tests prints, so that eyes and parsers made
// for it work; rows come one by one, while the next size runs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/telemetry/table.h"

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
  uint64_t wrong = 0;   // elements
  bool checked = true;  // false: there was no data
};

// A number in at most `width` characters as nccl-tests does it: two, one or no decimals.
std::string FittedNumber(double value, int width);

class BenchTable {
 public:
  // `largest` holds the largest size and count that will come, and the type and operation of all
  // rows; `clocked`: the network has cycles. Sizes up to 1 GiB fit 80 columns.
  BenchTable(const BenchRow& largest, bool clocked, const telemetry::Page& page);

  std::string Header() const;
  // A begun row counts for the trailer. `asked`: the size that the user wrote, which is more than
  // the row's when the algorithm does not cut it into whole chunks; 0: the row's.
  std::string Row(const BenchRow& row, uint64_t asked = 0);
  // Sizes that were not kept, out of bounds count, average bus bandwidth, and what did not fit the
  // page.
  std::string Trailer() const;

 private:
  telemetry::Table table_;
  telemetry::Page page_;
  bool clocked_;
  bool checked_ = false;  // a row was
  uint64_t rows_ = 0, wrong_ = 0;
  double busbw_GBps_ = 0;
  std::string cut_;  // "1048576 to 1048536", one after another
};

}  // namespace linkwright::report
