// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "foundation/random/stream.h"
#include "foundation/telemetry/histogram.h"
#include "foundation/telemetry/metric_set.h"
#include "foundation/telemetry/run_report.h"

namespace linkwright::telemetry {
namespace {

struct Port {
  explicit Port(MetricSet& metrics)
      : flits_sent(metrics, "flits_sent", "flits", "flits accepted by the link"),
        flits_lost(metrics, "flits_lost", "flits", "flits that failed their check") {}
  Counter flits_sent;
  Counter flits_lost;
};

TEST(Counter, ReportsItsValueUnderThePathOfItsSet) {
  MetricSet metrics("pod0.port5");
  Port port(metrics);
  ++port.flits_sent;
  port.flits_sent += 4;
  RunReport report;
  metrics.AppendTo(report);
  ASSERT_EQ(report.metrics().size(), 2U);
  EXPECT_EQ(report.metrics()[0], (Metric{"pod0.port5.flits_sent", std::int64_t{5}, "flits",
                                         "flits accepted by the link"}));
  EXPECT_EQ(report.metrics()[1].name, "pod0.port5.flits_lost");
}

TEST(Counter, LeavesTheSetWhenItDies) {
  MetricSet metrics;
  const Counter stays(metrics, "stays", "1", "a counter");
  { const Port port(metrics); }
  ASSERT_EQ(metrics.Collect().size(), 1U);
  EXPECT_EQ(metrics.Collect()[0].name, "stays");
}

TEST(Counter, NeedsNameUnitAndDefinition) {
  MetricSet metrics;
  EXPECT_THROW(Counter(metrics, "", "1", "d"), diagnostics::InternalError);
  EXPECT_THROW(Counter(metrics, "n", "", "d"), diagnostics::InternalError);
  EXPECT_THROW(Counter(metrics, "n", "1", ""), diagnostics::InternalError);
  EXPECT_TRUE(metrics.Collect().empty());
}

TEST(Bins, LinearOnesCoverTheirWidthAndClampTheRest) {
  const Bins bins = Bins::Linear(10, 5, 4);
  EXPECT_EQ(bins.IndexOf(9), 0U);
  EXPECT_EQ(bins.IndexOf(14), 0U);
  EXPECT_EQ(bins.IndexOf(15), 1U);
  EXPECT_EQ(bins.IndexOf(29), 3U);
  EXPECT_EQ(bins.IndexOf(INT64_MAX), 3U);
  EXPECT_EQ(bins.IndexOf(INT64_MIN), 0U);
  EXPECT_EQ(bins.UpperEdge(0), 14);
}

TEST(Bins, LogarithmicOnesKeepTheirRelativeWidth) {
  for (const int precision : {1, 3, 7}) {
    const Bins bins = Bins::Logarithmic(precision);
    std::size_t last = 0;
    for (std::int64_t value = 0; value >= 0 && value < INT64_MAX / 2; value += value / 97 + 1) {
      const std::size_t index = bins.IndexOf(value);
      ASSERT_LT(index, bins.count());
      ASSERT_GE(index, last);
      ASSERT_GE(bins.UpperEdge(index), value);
      ASSERT_LE(bins.UpperEdge(index) - value, value >> precision) << value;
      ASSERT_EQ(bins.IndexOf(bins.UpperEdge(index)), index);
      last = index;
    }
    EXPECT_EQ(bins.IndexOf(INT64_MAX), bins.count() - 1);
    EXPECT_EQ(bins.UpperEdge(bins.count() - 1), INT64_MAX);
    EXPECT_EQ(bins.IndexOf(-5), 0U);
  }
}

TEST(Histogram, KeepsCountMeanAndExtremesExactly) {
  MetricSet metrics;
  Histogram latency(metrics, "latency", "ps", "send to receive", Bins::Linear(0, 10, 100));
  for (const std::int64_t value : {5, 15, 25, 2000}) latency.Record(value);
  EXPECT_EQ(latency.count(), 4U);
  EXPECT_DOUBLE_EQ(latency.mean(), 511.25);
  EXPECT_EQ(latency.min(), 5);
  EXPECT_EQ(latency.max(), 2000);
  EXPECT_EQ(latency.Percentile(0), 9);
  EXPECT_EQ(latency.Percentile(50), 19);
  EXPECT_EQ(latency.Percentile(51), 29);
  EXPECT_EQ(latency.Percentile(100), 2000);
}

TEST(Histogram, DoesNotOverflowItsSum) {
  MetricSet metrics;
  Histogram h(metrics, "h", "1", "large values", Bins::Logarithmic(3));
  for (int i = 0; i < 3; ++i) h.Record(INT64_MAX);
  EXPECT_DOUBLE_EQ(h.mean(), static_cast<double>(INT64_MAX));
}

TEST(Histogram, PercentilesLieWithinABinOfTheSortedValues) {
  MetricSet metrics;
  Histogram h(metrics, "h", "ps", "random values", Bins::Logarithmic(5));
  random::Stream stream(1, "histogram");
  std::vector<std::int64_t> values;
  for (int i = 0; i < 10'000; ++i) {
    values.push_back(static_cast<std::int64_t>(stream.Exponential(1e6)));
    h.Record(values.back());
  }
  std::ranges::sort(values);
  for (const double percent : {1.0, 50.0, 90.0, 99.0, 99.9}) {
    const auto rank = static_cast<std::size_t>(percent / 100 * 10'000 + 0.5) - 1;
    const std::int64_t exact = values[rank];
    EXPECT_GE(h.Percentile(percent), exact) << percent;
    EXPECT_LE(h.Percentile(percent), exact + exact / 32 + 1) << percent;
  }
}

TEST(Histogram, ReportsOnlyItsCountWhenEmpty) {
  MetricSet metrics("p");
  Histogram h(metrics, "latency", "ps", "send to receive", Bins::Logarithmic(3));
  EXPECT_EQ(metrics.Collect().size(), 1U);
  h.Record(7);
  const std::vector<Metric> collected = metrics.Collect();
  ASSERT_EQ(collected.size(), 7U);
  EXPECT_EQ(collected[1].name, "p.latency.mean");
  EXPECT_EQ(collected[6],
            (Metric{"p.latency.max", std::int64_t{7}, "ps", "largest of: send to receive"}));
  h.Reset();
  EXPECT_EQ(metrics.Collect().size(), 1U);
}

}  // namespace
}  // namespace linkwright::telemetry
