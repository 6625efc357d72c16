// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "foundation/diagnostics/check.h"
#include "foundation/telemetry/run_report.h"
#include "foundation/units/literals.h"
#include "tco/scoring/comparison.h"
#include "tco/scoring/price_tag.h"

namespace linkwright::scoring {
namespace {

using namespace units::literals;  // NOLINT: literals

PriceTag TagOf(const char* pod) {
  static const parts::Catalog catalog = parts::LoadCatalog();
  static const cost::Assumptions assumptions = cost::LoadAssumptions();
  PriceTag tag = MakePriceTag(parts::BuildPod(catalog, catalog.pod(pod)), catalog, assumptions);
  tag.pod = pod;
  return tag;
}

ComparisonRow Row(const char* pod, units::Duration time, double busbw) {
  return MakeRow(TagOf(pod), {time, busbw, 1'000'000});
}

// A row whose only figures are those that the fronts look at.
ComparisonRow Point(const char* name, std::int64_t time, double capex, double power) {
  ComparisonRow row;
  row.pod = name;
  row.metrics = {{"time", time, "ps", "t"},
                 {"capex_per_accelerator", capex, "USD", "c"},
                 {"power_per_accelerator", power, "W", "p"}};
  return row;
}

TEST(PriceTag, EveryFigureHasUnitAndDefinitionAndIsFinite) {
  const parts::Catalog catalog = parts::LoadCatalog();
  for (const std::string& pod : catalog.pod_names()) {
    for (const telemetry::Metric& metric : Metrics(TagOf(pod.c_str()))) {
      EXPECT_FALSE(metric.unit.empty()) << pod << " " << metric.name;
      EXPECT_FALSE(metric.definition.empty()) << pod << " " << metric.name;
      EXPECT_TRUE(std::isfinite(AsDouble(metric))) << pod << " " << metric.name;
    }
  }
}

TEST(PriceTag, FitsIntoARunReport) {
  telemetry::RunReport report;
  for (telemetry::Metric& metric : Metrics(TagOf("nvlink72"))) report.Add(std::move(metric));
  for (const std::string& sentence : WhatIsLeftOut()) report.LeaveOut(sentence);
  ASSERT_NE(report.Find("tco.network_capex"), nullptr);
  EXPECT_NEAR(AsDouble(*report.Find("tco.capex_per_accelerator")), 464'931.818 / 72, 0.01);
  EXPECT_NEAR(AsDouble(*report.Find("tco.power_per_accelerator")), 10'186.364 / 72, 0.001);
  EXPECT_NEAR(AsDouble(*report.Find("tco.capex_per_injected_gbps")), 464'931.818 / 518'400, 1e-6);
  EXPECT_NEAR(AsDouble(*report.Find("tco.capex_per_bisection_gbps")), 464'931.818 / 259'200, 1e-6);
}

TEST(PriceTag, SaysWhatIsLeftOut) {
  bool accelerators = false;
  for (const std::string& sentence : WhatIsLeftOut()) {
    accelerators = accelerators || sentence.find("accelerators") != std::string::npos;
  }
  EXPECT_TRUE(accelerators);
}

TEST(Comparison, RowsHaveTheSameColumns) {
  const ComparisonRow nvlink = Row("nvlink72", 10_us, 400);
  const ComparisonRow ualink = Row("ualink64", 12_us, 350);
  ASSERT_EQ(nvlink.metrics.size(), ualink.metrics.size());
  std::set<std::string> names;
  for (std::size_t i = 0; i < nvlink.metrics.size(); ++i) {
    EXPECT_EQ(nvlink.metrics[i].name, ualink.metrics[i].name);
    EXPECT_EQ(nvlink.metrics[i].unit, ualink.metrics[i].unit);
    EXPECT_TRUE(names.insert(nvlink.metrics[i].name).second) << nvlink.metrics[i].name;
  }
}

TEST(Comparison, HoldsBandwidthAgainstOneAcceleratorsShare) {
  const ComparisonRow row = Row("nvlink72", 10_us, 400);
  EXPECT_EQ(row.Value("time"), 1e7);
  EXPECT_EQ(row.Value("accelerators"), 72);
  EXPECT_EQ(row.Value("switches"), 18);
  EXPECT_EQ(row.Value("links"), 1296);
  EXPECT_NEAR(row.Value("busbw_per_kilodollar"), 400 / (464.931818 / 72), 1e-4);
  EXPECT_NEAR(row.Value("busbw_per_kilowatt"), 400 / (10.1863636 / 72), 1e-3);
  EXPECT_NEAR(row.Value("energy_per_collective"), 10'186.3636 * 10e-6 + 8e6 * 5e-12, 1e-7);
  EXPECT_THROW(row.Value("no_such_column"), diagnostics::InternalError);
}

TEST(Pareto, ARowThatIsSlowerAndDearerIsOnNoFront) {
  std::vector<ComparisonRow> rows = {Point("fast_dear", 10, 300, 5),
                                     Point("slow_cheap", 20, 100, 9),
                                     Point("slower_dearer", 21, 150, 9)};
  MarkParetoFronts(rows);
  EXPECT_TRUE(rows[0].best_for_cost);
  EXPECT_TRUE(rows[1].best_for_cost);
  EXPECT_FALSE(rows[2].best_for_cost);
  EXPECT_TRUE(rows[0].best_for_power);
  EXPECT_FALSE(rows[1].best_for_power) << "slower and hungrier than the first";
  EXPECT_FALSE(rows[2].best_for_power);
}

TEST(Pareto, EqualRowsShareTheFront) {
  std::vector<ComparisonRow> rows = {Point("a", 10, 1, 1), Point("b", 10, 1, 1)};
  MarkParetoFronts(rows);
  EXPECT_TRUE(rows[0].best_for_cost && rows[1].best_for_cost);
}

}  // namespace
}  // namespace linkwright::scoring
