// SPDX-License-Identifier: Apache-2.0
// One run: what it reports, how it is priced, and how it fails.
#include "host_driver/experiment/run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <variant>

#include "foundation/config/document.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/telemetry/hash_text.h"
#include "foundation/telemetry/table.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/experiment/build_facts.h"

namespace linkwright::experiment {
namespace {

using telemetry::RunReport;
using telemetry::Value;

planning::Plan PlanOf(const std::string& yaml) {
  const config::Document document = config::Document::Parse(yaml, "s.yaml");
  return planning::MakePlan(scenario::ReadScenario(document), document);
}

int64_t Whole(const RunReport& report, const char* key) {
  const telemetry::Metric* metric = report.Find(key);
  return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
}

double Real(const RunReport& report, const char* key) {
  const telemetry::Metric* metric = report.Find(key);
  return metric == nullptr ? -1 : std::get<double>(metric->value);
}

const char* const kFlow =
    "pod: {ready: bench4}\nnetwork: {fidelity: flow}\ncollective: {size: 64KiB}\n";
const char* const kCycle = "pod: {ready: bench4}\ncollective: {size: 16KiB}\n";

// A ring all-reduce of n ranks sends 2 (n - 1) chunks of size / n from every rank.
TEST(Run, ARanksBytesAreTheRings) {
  for (const char* yaml : {kFlow, kCycle}) {
    const planning::Plan plan = PlanOf(yaml);
    const Outcome outcome = RunPlanOnce(plan, {});
    const uint64_t size = plan.scenario.collective.size.count();
    ASSERT_EQ(outcome.result().ranks.size(), 4u);
    for (const executor::RankResult& rank : outcome.result().ranks)
      EXPECT_EQ(rank.payload_sent, 2 * 3 * size / 4);
    EXPECT_EQ(outcome.result().size_bytes, size);
    EXPECT_EQ(outcome.result().count, size / 4) << "elements of 4 bytes";
    EXPECT_EQ(outcome.wrong(), 0u);
  }
}

// busbw = algbw * 2 (n - 1) / n.
TEST(Run, BandwidthsAreNcclsOfTheTime) {
  const Outcome outcome = RunPlanOnce(PlanOf(kFlow), {});
  const double seconds = units::ToSeconds(outcome.time);
  EXPECT_NEAR(outcome.result().algbw_GBps, 65536 / seconds * 1e-9, 1e-9);
  EXPECT_NEAR(outcome.result().busbw_GBps, outcome.result().algbw_GBps * 1.5, 1e-9);
  EXPECT_NEAR(Real(outcome.report, "collective.busbw"), outcome.result().busbw_GBps, 1e-12);
}

// Every rank waits for launch and its first bytes cannot be faster than a link.
TEST(Run, IsNeverFasterThanItsLaunchAndItsLinks) {
  const Outcome outcome = RunPlanOnce(PlanOf(kFlow), {});
  const units::Duration wire = units::Duration::Picoseconds(2 * 3 * 65536 / 4 * 10);  // 800 Gb/s
  EXPECT_GT(outcome.time, units::Duration::Nanoseconds(6600) + wire);
}

TEST(Run, ANetworkWithAClockCountsBegunCyclesWhole) {
  const Outcome clocked = RunPlanOnce(PlanOf(kCycle), {});
  const int64_t time = Whole(clocked.report, "collective.time");
  EXPECT_EQ(time, clocked.time.picoseconds());
  EXPECT_EQ(Whole(clocked.report, "collective.cycles"), (time + 639) / 640);
  EXPECT_EQ(clocked.cycles(), (time + 639) / 640);
  const Outcome flow = RunPlanOnce(PlanOf(kFlow), {});
  EXPECT_EQ(flow.report.Find("collective.cycles"), nullptr);
  EXPECT_EQ(flow.cycles(), 0);
}

TEST(Run, IsTheSameEveryTime) {
  const planning::Plan plan = PlanOf(kCycle);
  const Outcome first = RunPlanOnce(plan, {}), again = RunPlanOnce(plan, {});
  EXPECT_EQ(first.report.ToText(), again.report.ToText());
}

TEST(Run, WithoutDataTakesTheSameTimeAndChecksNothing) {
  const Outcome with = RunPlanOnce(PlanOf(kCycle), {});
  const Outcome without =
      RunPlanOnce(PlanOf("pod: {ready: bench4}\ncollective: {size: 16KiB, check: off}\n"), {});
  EXPECT_EQ(without.time, with.time);
  EXPECT_TRUE(with.result().checked);
  EXPECT_FALSE(without.result().checked);
}

TEST(Run, ProvenanceSaysHowToRepeatIt) {
  const planning::Plan plan = PlanOf("seed: 12\n" + std::string(kFlow));
  RunReport report;
  AppendProvenance(plan, report);
  EXPECT_EQ(std::get<std::string>(report.Provenance("tool")->alternatives()),
            "linkwright " + Version());
  EXPECT_EQ(std::get<std::string>(report.Provenance("scenario_hash")->alternatives()),
            "sha256:" + telemetry::HashText(planning::ResolvedScenario(plan).dump()));
  const Value& parts = *report.Provenance("parts");
  EXPECT_EQ(std::get<std::string>(parts.Find("switch")->alternatives()), "bench_switch_4");
  EXPECT_EQ(std::get<std::string>(parts.Find("link")->alternatives()), "bench_800g");
  EXPECT_EQ(std::get<std::string>(parts.Find("variant")->alternatives()), "p4");
  const Value& scenario = *report.Provenance("scenario");
  EXPECT_EQ(std::get<std::string>(scenario.Find("pod")->Find("link")->alternatives()),
            "bench_800g");
  for (const auto& [name, value] : BuildFacts()) {
    ASSERT_NE(report.Provenance("build")->Find(name), nullptr) << name;
    EXPECT_FALSE(value.empty()) << name;
  }
}

TEST(Run, ADifferentScenarioHasADifferentHash) {
  const auto hash = [](const std::string& yaml) {
    RunReport report;
    AppendProvenance(PlanOf(yaml), report);
    return std::get<std::string>(report.Provenance("scenario_hash")->alternatives());
  };
  EXPECT_EQ(hash(kFlow), hash(kFlow));
  EXPECT_NE(hash(kFlow), hash("seed: 2\n" + std::string(kFlow)));
}

TEST(Run, SaysWhatItsModelsLeaveOutOnce) {
  const auto about = [](const Outcome& outcome, const char* word) {
    const auto& all = outcome.report.what_is_left_out();
    return std::count_if(all.begin(), all.end(), [&](const std::string& sentence) {
      return sentence.find(word) != std::string::npos;
    });
  };
  const Outcome plain = RunPlanOnce(PlanOf(kCycle), {});
  EXPECT_EQ(about(plain, "bit errors"), 1);
  EXPECT_EQ(about(plain, "flags between thread blocks"), 1);
  const Outcome retry = RunPlanOnce(PlanOf("pod: {ready: bench4}\nnetwork: {retry: {}}\n"
                                           "collective: {size: 16KiB}\n"),
                                    {});
  EXPECT_EQ(about(retry, "bit errors"), 0) << "this one has them";
}

TEST(Run, LinksWithRetryCountWhatWasInVain) {
  const Outcome clean = RunPlanOnce(
      PlanOf("pod: {ready: bench4}\nnetwork: {retry: {}}\ncollective: {size: 16KiB}\n"), {});
  EXPECT_EQ(Real(clean.report, "network.retry.goodput_lost"), 0);
  EXPECT_EQ(Whole(clean.report, "network.retry.link_latency"), 8);
  const Outcome lossy =
      RunPlanOnce(PlanOf("pod: {ready: bench4}\nnetwork: {retry: {frame_error_rate: 0.05}}\n"
                         "collective: {size: 16KiB}\n"),
                  {});
  EXPECT_EQ(lossy.wrong(), 0u) << "damaged and sent again";
  EXPECT_GE(lossy.time, clean.time);
  const auto sent = static_cast<double>(Whole(lossy.report, "network.retry.frames_sent"));
  const auto delivered = static_cast<double>(Whole(lossy.report, "network.retry.frames_delivered"));
  EXPECT_GT(sent, delivered);
  EXPECT_NEAR(Real(lossy.report, "network.retry.goodput_lost"), 1 - delivered / sent, 1e-12);
  EXPECT_GT(Whole(lossy.report, "network.retry.replays"), 0);
}

TEST(Run, ALinkThatNeverComesUpIsAFailureThatNamesIt) {
  const planning::Plan plan = PlanOf(
      "pod: {ready: bench4}\nnetwork: {retry: {}}\ncollective: {size: 16KiB}\n"
      "faults: [{kind: link_down, link: 'pod0.accelerator1:0', at: 0ns}]\n");
  try {
    RunPlanOnce(plan, {});
    FAIL() << "it ended";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("accelerator1"), std::string::npos)
        << failure.what();
  }
}

TEST(Run, ThatIsInterruptedIsAFailure) {
  std::atomic<bool> interrupted{true};
  for (const char* yaml : {kFlow, kCycle}) {
    const planning::Plan plan = PlanOf(yaml);
    EXPECT_THROW(RunPlanOnce(plan, {.interrupted = &interrupted}), diagnostics::RunFailure);
  }
}

TEST(Price, IsTheBillsSum) {
  for (const char* pod : {"bench4", "nvlink72", "eth8"}) {
    const planning::Plan plan = PlanOf(fmt::format("pod: {{ready: {}}}\n", pod));
    const scoring::PriceTag tag = PriceOf(plan);
    RunReport report;
    AppendPrice(tag, report);
    double capex = 0, watts = 0;
    for (const bill_of_materials::Line& line : tag.bom.lines) {
      if (line.scope == bill_of_materials::Scope::kAccelerators) continue;
      capex += line.price.mode * line.count;
      watts += line.power_typical.mode * line.count;
    }
    EXPECT_NEAR(Real(report, "tco.network_capex"), capex, 1e-6 * capex) << pod;
    EXPECT_NEAR(Real(report, "tco.network_power"), watts, 1e-6 * watts) << pod;
    EXPECT_NEAR(Real(report, "tco.capex_per_accelerator"), capex / plan.pod.accelerators,
                1e-6 * capex)
        << pod;
    EXPECT_FALSE(report.what_is_left_out().empty()) << pod;
  }
}

TEST(Price, OfAnOutcomeGrowsWithItsTime) {
  planning::Plan plan = PlanOf(kFlow);
  Outcome once = RunPlanOnce(plan, {}), twice = once;
  twice.time = once.time * 2;
  AddPrice(plan, once);
  AddPrice(plan, twice);
  const double first = Real(once.report, "tco.energy_per_collective");
  const double second = Real(twice.report, "tco.energy_per_collective");
  const double watts = Real(once.report, "tco.network_power");
  EXPECT_NEAR(second - first, watts * units::ToSeconds(once.time), 1e-9 * second)
      << "the same bytes, a longer time at the network's power";
  EXPECT_NE(once.report.Provenance("bill_of_materials"), nullptr);
}

TEST(BillText, FitsThePageAndMarksWhatIsNotTheNetworks) {
  const scoring::PriceTag tag = PriceOf(PlanOf("pod: {ready: nvlink72}\n"));
  for (const int width : {40, 80, 120}) {
    const std::string text = BillText(tag, {.width = width});
    for (const std::string& line : telemetry::Wrapped(text, 1000))
      EXPECT_LE(telemetry::DisplayWidth(line), width) << line;
    EXPECT_NE(text.find("(* not in the network's total)"), std::string::npos);
  }
  const std::string wide = BillText(tag, {.width = 200, .details = true});
  for (const bill_of_materials::Line& line : tag.bom.lines)
    EXPECT_NE(wide.find(line.part), std::string::npos) << line.part;
  EXPECT_NE(wide.find("source of the price"), std::string::npos);
}

TEST(BillText, ForProgramsEveryPriceHasItsRangeAndSource) {
  const scoring::PriceTag tag = PriceOf(PlanOf("pod: {ready: bench4}\n"));
  const Value bill = BillOf(tag);
  const auto& lines = std::get<Value::List>(bill.alternatives());
  ASSERT_EQ(lines.size(), tag.bom.lines.size());
  for (const Value& line : lines) {
    const Value* price = line.Find("price");
    ASSERT_NE(price, nullptr);
    for (const char* key : {"low", "mode", "high", "unit", "source", "date", "note"})
      EXPECT_NE(price->Find(key), nullptr) << key;
    EXPECT_LE(std::get<double>(price->Find("low")->alternatives()),
              std::get<double>(price->Find("high")->alternatives()));
  }
}

TEST(JobsText, HasARowPerJobAndNothingForOne) {
  EXPECT_EQ(JobsText(PlanOf(kFlow), RunPlanOnce(PlanOf(kFlow), {}), {}), "");
  const planning::Plan plan = PlanOf(
      "pod: {ready: bench8}\nnetwork: {fidelity: flow}\njobs:\n"
      "  - {name: low, ranks: 0-3, size: 64KiB}\n"
      "  - {name: high, ranks: '4-7', size: 32KiB, start: 2us}\n");
  const Outcome outcome = RunPlanOnce(plan, {});
  for (const int width : {40, 80, 120}) {
    const std::string text = JobsText(plan, outcome, {.width = width});
    for (const std::string& line : telemetry::Wrapped(text, 1000))
      EXPECT_LE(telemetry::DisplayWidth(line), width) << line;
    for (const char* name : {"low", "high", "busbw", "wrong"})
      EXPECT_NE(text.find(name), std::string::npos) << width << ": " << text;
  }
  EXPECT_NE(JobsText(plan, outcome, {.width = 120}).find("65,536"), std::string::npos);
  ASSERT_EQ(outcome.report.results().size(), 2u);
  const Value row(outcome.report.results()[1]);
  EXPECT_EQ(std::get<int64_t>(row.Find("start_ps")->alternatives()), 2'000'000);
  EXPECT_EQ(outcome.time, std::max(outcome.jobs[0].result.time,
                                   outcome.jobs[1].result.time + units::Duration::Microseconds(2)));
}

}  // namespace
}  // namespace linkwright::experiment
