// SPDX-License-Identifier: Apache-2.0
// The distribution of an integer quantity (latency in ps, queue depth in flits) in fixed bins.
//
// Count, sum, smallest and largest are exact; percentiles are exact to the width of a bin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "foundation/telemetry/metric_set.h"

namespace linkwright::telemetry {

/// How values map to bins. Values below the first bin fall into it, above the last into the last.
class Bins {
 public:
  /// `count` bins of `width` (both > 0), the first starting at `low`.
  static Bins Linear(std::int64_t low, std::int64_t width, std::size_t count);
  /// Bins for 0 .. 2^63-1 whose width is at most value / 2^precision_bits (1 <= bits <= 10):
  /// 2^bits bins per doubling. Negative values fall into the first bin.
  static Bins Logarithmic(int precision_bits);

  std::size_t count() const { return count_; }
  std::size_t IndexOf(std::int64_t value) const;
  /// The largest value that belongs to bin `index`.
  std::int64_t UpperEdge(std::size_t index) const;

 private:
  Bins() = default;

  bool logarithmic_ = false;
  std::int64_t low_ = 0;
  std::int64_t width_ = 1;
  std::size_t count_ = 0;
  int bits_ = 0;
};

class Histogram final : public Instrument {
 public:
  Histogram(MetricSet& set, std::string_view name, std::string_view unit, std::string_view doc,
            Bins bins);

  void Record(std::int64_t value);
  void Reset();

  std::uint64_t count() const { return count_; }
  std::int64_t min() const { return min_; }  ///< 0 when nothing was recorded, like the next three
  std::int64_t max() const { return max_; }
  double mean() const;
  /// Nearest rank, `percent` in [0, 100]: the smallest bin edge below or at which at least that
  /// share of the values lies, clamped to the exact smallest and largest value.
  std::int64_t Percentile(double percent) const;
  const std::vector<std::uint64_t>& bin_counts() const { return bin_counts_; }
  const Bins& bins() const { return bins_; }

  /// name.count, name.mean, name.min, name.p50, name.p99, name.p999, name.max (only the count when
  /// nothing was recorded).
  std::vector<Metric> Collect() const override;

 private:
  __extension__ typedef __int128 Int128;

  Bins bins_;
  std::vector<std::uint64_t> bin_counts_;
  std::uint64_t count_ = 0;
  Int128 sum_ = 0;
  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
};

}  // namespace linkwright::telemetry
