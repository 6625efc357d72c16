// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/compare.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "foundation/config/document.h"

namespace linkwright::experiment {
namespace {

using telemetry::Value;

planning::Plan PodPlan(const std::string& pod, const std::string& fidelity = "flow") {
  const config::Document document =
      config::Document::Parse("pod: {ready: " + pod + "}\nnetwork: {fidelity: " + fidelity +
                                  "}\ncollective: {size: 64KiB}\n",
                              "s.yaml");
  return planning::MakePlan(scenario::ReadScenario(document), document);
}

// Two pods of one kind: the larger one has the same link and more to do.
class Compared : public testing::Test {
 protected:
  static const Comparison& Result() {
    static const Comparison comparison = Compare({PodPlan("bench4"), PodPlan("bench8")}, {});
    return comparison;
  }
};

TEST_F(Compared, EveryPodHasARowWithTheSameMetricsInTheSameOrder) {
  ASSERT_EQ(Result().rows.size(), 2u);
  EXPECT_EQ(Result().rows[0].pod, "bench4");
  EXPECT_EQ(Result().rows[1].pod, "bench8");
  ASSERT_EQ(Result().rows[0].metrics.size(), Result().rows[1].metrics.size());
  for (size_t m = 0; m < Result().rows[0].metrics.size(); ++m)
    EXPECT_EQ(Result().rows[0].metrics[m].name, Result().rows[1].metrics[m].name);
  EXPECT_EQ(Result().wrong, 0u);
}

TEST_F(Compared, ARowIsARunAndItsPrice) {
  for (size_t i = 0; i < 2; ++i) {
    const planning::Plan plan = PodPlan(i == 0 ? "bench4" : "bench8");
    Outcome alone = RunPlanOnce(plan, {});
    const scoring::ComparisonRow& row = Result().rows[i];
    EXPECT_EQ(row.Value("time"), static_cast<double>(alone.time.picoseconds()));
    EXPECT_EQ(row.Value("busbw"), alone.result().busbw_GBps);
    EXPECT_EQ(row.Value("accelerators"), plan.pod.accelerators);
    EXPECT_EQ(row.Value("switches"), 1);
    EXPECT_EQ(row.Value("links"), plan.pod.accelerators);
    AddPrice(plan, alone);
    EXPECT_DOUBLE_EQ(row.Value("network_capex"),
                     std::get<double>(alone.report.Find("tco.network_capex")->value));
    EXPECT_DOUBLE_EQ(row.Value("capex_per_accelerator") * plan.pod.accelerators,
                     row.Value("network_capex"));
  }
}

// The front holds whom nobody beats in both; somebody always does.
TEST_F(Compared, SomePodIsOnEachFront) {
  const auto& rows = Result().rows;
  for (const scoring::ComparisonRow& row : rows) {
    bool beaten = false;
    for (const scoring::ComparisonRow& other : rows) {
      beaten |= other.Value("time") < row.Value("time") &&
                other.Value("capex_per_accelerator") < row.Value("capex_per_accelerator");
    }
    EXPECT_FALSE(beaten && row.best_for_cost) << row.pod;
  }
  EXPECT_TRUE(rows[0].best_for_cost || rows[1].best_for_cost);
  EXPECT_TRUE(rows[0].best_for_power || rows[1].best_for_power);
}

TEST_F(Compared, TheReportHasTheMetricsUnderTheirPodsAndARowEach) {
  const telemetry::RunReport& report = Result().report;
  for (const char* key : {"bench4.time", "bench8.time", "bench4.network_capex", "bench8.busbw"})
    EXPECT_NE(report.Find(key), nullptr) << key;
  ASSERT_EQ(report.results().size(), 2u);
  const Value first(report.results()[0]);
  EXPECT_EQ(std::get<std::string>(first.Find("pod")->alternatives()), "bench4");
  EXPECT_NE(first.Find("best_for_cost"), nullptr);
  const Value* pods = report.Provenance("pods");
  ASSERT_NE(pods, nullptr);
  for (const char* pod : {"bench4", "bench8"}) {
    ASSERT_NE(pods->Find(pod), nullptr) << pod;
    EXPECT_NE(pods->Find(pod)->Find("scenario"), nullptr);
    EXPECT_NE(pods->Find(pod)->Find("bill_of_materials"), nullptr);
  }
}

TEST_F(Compared, WhatBothLeaveOutIsSaidOnce) {
  std::vector<std::string> said = Result().report.what_is_left_out();
  std::sort(said.begin(), said.end());
  EXPECT_EQ(std::adjacent_find(said.begin(), said.end()), said.end());
  EXPECT_FALSE(said.empty());
}

TEST_F(Compared, NotesSayWhatAPodIsMadeOf) {
  ASSERT_EQ(Result().notes.size(), 2u);
  EXPECT_TRUE(Result().notes[0].starts_with(
      "bench4: 1 x bench_switch_4 (variant p4), links bench_800g, 640 ps per flit, "))
      << Result().notes[0];
  EXPECT_TRUE(Result().notes[1].ends_with("protocol ll, 65536 B")) << Result().notes[1];
}

TEST_F(Compared, TheTableFitsThePage) {
  for (const int width : {40, 80, 120}) {
    for (const bool details : {false, true}) {
      const std::string text = ComparisonText(Result(), {.width = width, .details = details});
      for (const std::string& line : telemetry::Wrapped(text, 1000))
        EXPECT_LE(telemetry::DisplayWidth(line), width) << line;
      EXPECT_NE(text.find("bench8"), std::string::npos);
      EXPECT_EQ(text.find("busbw per k$") != std::string::npos, details) << width;
    }
  }
}

TEST_F(Compared, TheTableHasTheTimeInMicroseconds) {
  const std::string text = ComparisonText(Result(), {.width = 120});
  const size_t begin = text.find("\ntime ");
  ASSERT_NE(begin, std::string::npos) << text;
  const std::string line = text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
  EXPECT_NE(line.find(" us "), std::string::npos) << line;
  const double shown = std::stod(line.substr(line.find(" us ") + 4));
  EXPECT_NEAR(shown, Result().rows[0].Value("time") * 1e-6, 5e-4 * shown) << "four digits";
}

TEST(Compare, FabricsOfSeveralTiersNameEverySwitch) {
  const Comparison comparison = Compare({PodPlan("eth16_leaf_spine", "cycle")}, {});
  EXPECT_TRUE(comparison.notes[0].starts_with(
      "eth16_leaf_spine: 4 x ethernet_switch_8 + 4 x ethernet_switch_4 (variant p8 and p4), links "
      "ethernet_400g_dac, 840 ps per beat"))
      << comparison.notes[0];
  EXPECT_EQ(comparison.rows[0].Value("switches"), 8);
  EXPECT_EQ(comparison.rows[0].Value("links"), 32);
}

}  // namespace
}  // namespace linkwright::experiment
