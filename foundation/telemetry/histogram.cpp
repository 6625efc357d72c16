// SPDX-License-Identifier: Apache-2.0
// Logarithmic bins follow HdrHistogram: values below 2^bits have a bin each; above, the position of
// the highest bit chooses a group of 2^bits bins and the next `bits` bits the bin within it.
#include "foundation/telemetry/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::telemetry {

Bins Bins::Linear(std::int64_t low, std::int64_t width, std::size_t count) {
  LINKWRIGHT_CHECK(width > 0 && count > 0) << "width " << width << ", count " << count;
  Bins bins;
  bins.low_ = low;
  bins.width_ = width;
  bins.count_ = count;
  return bins;
}

Bins Bins::Logarithmic(int precision_bits) {
  LINKWRIGHT_CHECK(precision_bits >= 1 && precision_bits <= 10) << precision_bits;
  Bins bins;
  bins.logarithmic_ = true;
  bins.bits_ = precision_bits;
  // One group of single values, then one per highest bit from `bits` to 62.
  bins.count_ = static_cast<std::size_t>(64 - precision_bits) << precision_bits;
  return bins;
}

std::size_t Bins::IndexOf(std::int64_t value) const {
  if (!logarithmic_) {
    if (value < low_) return 0;
    const auto offset = static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(low_);
    return std::min<std::uint64_t>(offset / static_cast<std::uint64_t>(width_), count_ - 1);
  }
  if (value < 0) return 0;
  const auto bits = static_cast<std::uint64_t>(value);
  const int highest = static_cast<int>(std::bit_width(bits)) - 1;
  if (highest < bits_) return static_cast<std::size_t>(bits);
  const int shift = highest - bits_;
  const std::uint64_t within = (bits >> shift) - (std::uint64_t{1} << bits_);
  return static_cast<std::size_t>((static_cast<std::uint64_t>(shift + 1) << bits_) + within);
}

std::int64_t Bins::UpperEdge(std::size_t index) const {
  if (!logarithmic_) return low_ + width_ * static_cast<std::int64_t>(index + 1) - 1;
  const std::uint64_t group = index >> bits_;
  const std::uint64_t within = index & ((std::uint64_t{1} << bits_) - 1);
  if (group == 0) return static_cast<std::int64_t>(within);
  const std::uint64_t top = (std::uint64_t{1} << bits_) + within + 1;
  return static_cast<std::int64_t>((top << (group - 1)) - 1);
}

Histogram::Histogram(MetricSet& set, std::string_view name, std::string_view unit,
                     std::string_view doc, Bins bins)
    : Instrument(set, name, unit, doc), bins_(bins), bin_counts_(bins.count()) {}

void Histogram::Record(std::int64_t value) {
  ++bin_counts_[bins_.IndexOf(value)];
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = count_ == 0 ? value : std::max(max_, value);
  ++count_;
  sum_ += value;
}

void Histogram::Reset() {
  std::ranges::fill(bin_counts_, 0);
  count_ = 0;
  sum_ = 0;
  min_ = 0;
  max_ = 0;
}

double Histogram::mean() const {
  return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

std::int64_t Histogram::Percentile(double percent) const {
  if (count_ == 0) return 0;
  const double share = std::clamp(percent, 0.0, 100.0) / 100.0;
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
  if (rank >= count_) return max_;
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < bin_counts_.size(); ++i) {
    seen += bin_counts_[i];
    // The last bin also holds everything above it, so its edge says nothing.
    if (seen >= rank && i + 1 < bin_counts_.size()) {
      return std::clamp(bins_.UpperEdge(i), min_, max_);
    }
  }
  return max_;
}

std::vector<Metric> Histogram::Collect() const {
  std::vector<Metric> metrics = {{name() + ".count", static_cast<std::int64_t>(count_), "1",
                                  "number of values recorded of: " + doc()}};
  if (count_ == 0) return metrics;
  metrics.push_back({name() + ".mean", mean(), unit(), "mean of: " + doc()});
  metrics.push_back({name() + ".min", min_, unit(), "smallest of: " + doc()});
  metrics.push_back({name() + ".p50", Percentile(50), unit(), "median of: " + doc()});
  metrics.push_back({name() + ".p99", Percentile(99), unit(), "99th percentile of: " + doc()});
  metrics.push_back({name() + ".p999", Percentile(99.9), unit(), "99.9th percentile of: " + doc()});
  metrics.push_back({name() + ".max", max_, unit(), "largest of: " + doc()});
  return metrics;
}

}  // namespace linkwright::telemetry
