// SPDX-License-Identifier: Apache-2.0
// Pods whose links have retry: what it costs, and collectives over links that lose.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstring>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/ring_all_reduce.h"

namespace linkwright::clocked {
namespace {

using retry::LinkErrorChange;
using retry::LinkErrorRates;

constexpr int kLatency = 5;

ScaleUpParameters WithRetry(double frame_error_rate, double control_loss_rate = 0) {
  ScaleUpParameters parameters;
  parameters.link_latency_cycles = kLatency;
  parameters.retry.emplace();
  parameters.retry->rates.frame_error_rate = frame_error_rate;
  parameters.retry->rates.control_loss_rate = control_loss_rate;
  return parameters;
}

struct Outcome {
  std::vector<Event> events;
  bool correct = false;
  telemetry::RunReport report;

  int64_t ps() const { return events.back().at_ps; }
  int64_t retry(const std::string& name) const {
    return std::get<int64_t>(report.Find("network.retry." + name)->value);
  }
};

Outcome AllReduce(const ScaleUpParameters& parameters, size_t chunk_bytes, int planes = 1) {
  auto pod = MakePod(4, planes, "p4", parameters);
  Program(*pod);
  RingAllReduce ring(4, chunk_bytes);
  Outcome outcome;
  outcome.events = ring.Run(*pod);
  outcome.correct = ring.Correct();
  pod->AppendMetrics(outcome.report);
  return outcome;
}

void ExpectEveryReplayExplained(const Outcome& o) {
  EXPECT_EQ(o.retry("frames_delivered"), o.retry("frames_accepted"));
  EXPECT_EQ(o.retry("frames_sent"), o.retry("frames_delivered") + o.retry("frames_expected_bad") +
                                        o.retry("frames_missing") + o.retry("frames_duplicate"));
  EXPECT_EQ(o.retry("frames_bad"), o.retry("frames_damaged"));
  EXPECT_EQ(o.retry("nacks_sent"), o.retry("frames_expected_bad"));
  EXPECT_EQ(o.retry("nacks_received"), o.retry("nacks_sent") - o.retry("nacks_lost"));
  EXPECT_EQ(o.retry("replays"),
            o.retry("nacks_received") - o.retry("nacks_joined") + o.retry("timeouts"));
}

int64_t Period() { return ScaleUpParameters{}.clock_period.picoseconds(); }

TEST(RetryNetwork, WithoutErrorsEveryCrossingTakesTwoCyclesAndItsLongestPacketMore) {
  ScaleUpParameters plain;
  plain.link_latency_cycles = kLatency;
  for (const auto& [bytes, flits] : {std::pair{64, 2}, {192, 4}, {256, 5}, {16384, 5}}) {
    const Outcome without = AllReduce(plain, static_cast<size_t>(bytes));
    const Outcome with = AllReduce(WithRetry(0), static_cast<size_t>(bytes));
    EXPECT_TRUE(with.correct);
    const int crossings = 6 * 2;  // six steps, two links each
    EXPECT_EQ((with.ps() - without.ps()) / Period(), crossings * (2 + flits)) << bytes;
    EXPECT_EQ(with.retry("frames_sent"), with.retry("frames_accepted"));
    EXPECT_EQ(with.retry("replays"), 0);
    EXPECT_EQ(without.report.Find("network.retry.replays"), nullptr);
  }
}

TEST(RetryNetwork, AnAllReduceOverLinksThatLoseIsCorrectAndEveryReplayIsExplained) {
  constexpr size_t kChunk = 128 << 10;
  const Outcome clean = AllReduce(WithRetry(0), kChunk);
  fmt::print("{:>8} {:>8} {:>8} {:>8} {:>8} {:>6} {:>6} {:>8} {:>7}\n", "rate", "cycles",
             "accepted", "sent", "bad", "NACKs", "timer", "replays", "slower");
  int64_t before = clean.ps();
  for (const double rate : {1e-3, 1e-2}) {
    for (const double control : {0.0, 1e-3}) {
      const Outcome lossy = AllReduce(WithRetry(rate, control), kChunk);
      EXPECT_TRUE(lossy.correct);
      ExpectEveryReplayExplained(lossy);
      EXPECT_GT(lossy.retry("replays"), 0);
      EXPECT_EQ(lossy.retry("controls_lost") + lossy.retry("credits_lost") > 0, control > 0);
      fmt::print("{:>8.0e} {:>8} {:>8} {:>8} {:>8} {:>6} {:>6} {:>8} {:>6.1f}%\n", rate,
                 lossy.ps() / Period(), lossy.retry("frames_accepted"), lossy.retry("frames_sent"),
                 lossy.retry("frames_bad"), lossy.retry("nacks_sent"), lossy.retry("timeouts"),
                 lossy.retry("replays"),
                 100.0 * static_cast<double>(lossy.ps()) / static_cast<double>(clean.ps()) - 100);
      if (control > 0) continue;
      EXPECT_GT(lossy.ps(), before);
      before = lossy.ps();
    }
  }
}

// One stream over one bad link: until the change full rate, then what go-back-N leaves.
TEST(RetryNetwork, GoodputFallsAsPredictedWhenALinkDegradesInMidTransfer) {
  constexpr int kPackets = 40'000;
  constexpr double kRate = 1e-2;
  const auto cycles = [](const std::vector<LinkErrorChange>& changes) {
    ScaleUpParameters parameters = WithRetry(0);
    parameters.retry->changes = changes;
    auto pod = MakePod(4, 1, "p4", parameters);
    Program(*pod);
    const Buffer source = RandomBytes(256 * kPackets, 1);
    Buffer landing(source.size());
    Recorder recorder(*pod);
    const auto start = pod->Now();
    recorder.Start(Write(0, 1, source, landing, 1));
    recorder.Run();
    EXPECT_EQ(landing, source);
    return (pod->Now() - start).picoseconds() / Period();
  };
  LinkErrorRates all, some;
  all.frame_error_rate = 1;
  some.frame_error_rate = kRate;
  const int64_t clean = cycles({});
  const int64_t cost = cycles({{5'000, 0, 0, all}, {5'005, 0, 0, {}}}) - clean;
  const int64_t change = 100'000;
  const int64_t degraded = cycles({{change, 0, 0, some}});
  const double window = static_cast<double>(cost) / 5;
  const double predicted = (1 - kRate) / (1 - kRate + window * kRate);
  const double measured =
      static_cast<double>(clean - change) / static_cast<double>(degraded - change);
  fmt::print(
      "clean {} cycles, an error costs {}; goodput after the change {:.4f}, formula {:.4f}\n",
      clean, cost, measured, predicted);
  EXPECT_NEAR(clean, 5.0 * kPackets, 0.001 * clean);
  EXPECT_NEAR(measured, predicted, 0.02 * predicted);
}

TEST(RetryNetwork, ABitErrorRateRaisedDuringACollectiveSlowsItFromThenOn) {
  constexpr size_t kChunk = 128 << 10;
  const Outcome clean = AllReduce(WithRetry(0), kChunk);
  ScaleUpParameters parameters = WithRetry(0);
  parameters.retry->rates.bit_error_rate = 1e-4;  // fails 1.4e-18 of the codewords
  LinkErrorRates worse;
  worse.bit_error_rate = 2e-3;
  const int64_t change = clean.ps() / Period() / 2;
  parameters.retry->changes = {{change, 2, -1, worse}};
  const Outcome degraded = AllReduce(parameters, kChunk);
  EXPECT_TRUE(degraded.correct);
  ExpectEveryReplayExplained(degraded);
  EXPECT_GT(degraded.ps(), clean.ps() + clean.ps() / 50);
  ASSERT_EQ(degraded.events.size(), clean.events.size());
  size_t same = 0;
  while (degraded.events[same] == clean.events[same]) ++same;
  EXPECT_GE(same, 4u);
  EXPECT_GE(clean.events[same].at_ps, change * Period());
  // Only that accelerator's link, in both directions.
  EXPECT_GT(degraded.retry("pod0.accelerator2.link0.to_switch.replays"), 0);
  EXPECT_GT(degraded.retry("pod0.accelerator2.link0.to_accelerator.replays"), 0);
  EXPECT_EQ(degraded.report.Find("network.retry.pod0.accelerator1.link0.to_switch.replays"),
            nullptr);
}

TEST(RetryNetwork, OneSeedOneReportAnotherSeedAnother) {
  ScaleUpParameters parameters = WithRetry(1e-2, 1e-2);
  parameters.retry->rates.bit_error_rate = 1.5e-3;
  const std::string once = AllReduce(parameters, 16384, 2).report.ToText();
  EXPECT_EQ(AllReduce(parameters, 16384, 2).report.ToText(), once);
  parameters.retry->seed = 2;
  EXPECT_NE(AllReduce(parameters, 16384, 2).report.ToText(), once);
}

TEST(RetryNetwork, StoppingIdleClocksChangesNothingOnLinksThatLose) {
  ScaleUpParameters parameters = WithRetry(1e-2, 1e-2);
  parameters.retry->rates.bit_error_rate = 1.5e-3;
  Outcome outcomes[2];
  for (const int gated : {0, 1}) {
    parameters.clock_gating = gated == 1;
    outcomes[gated] = AllReduce(parameters, 4096);
    EXPECT_TRUE(outcomes[gated].correct);
  }
  EXPECT_EQ(outcomes[0].events, outcomes[1].events);
  for (const telemetry::Metric& metric : outcomes[0].report.metrics()) {
    if (!metric.name.ends_with("_ticks")) {
      EXPECT_EQ(metric, *outcomes[1].report.Find(metric.name)) << metric.name;
    }
  }
}

TEST(RetryNetwork, IdleLinksSleep) {
  auto pod = MakePod(4, 1, "p4", WithRetry(1e-2, 1e-2));
  Program(*pod);
  const int64_t before = pod->Now().picoseconds();
  Recorder recorder(*pod);
  recorder.SetTimer(pod->Now() + units::Duration::Milliseconds(100), 1);  // 156 million cycles
  recorder.Run();
  EXPECT_GT(pod->Now().picoseconds() - before, 99'000'000'000);
}

TEST(RetryNetwork, ALinkThatLosesEverythingEndsTheRunAndIsNamed) {
  ScaleUpParameters parameters = WithRetry(0);
  LinkErrorRates all;
  all.frame_error_rate = 1;
  parameters.retry->changes = {{0, 3, -1, all}};
  parameters.watchdog_cycles = 2000;
  auto pod = MakePod(4, 1, "p4", parameters);
  Program(*pod);
  const Buffer source = RandomBytes(512, 1);
  Buffer landing(512);
  Recorder recorder(*pod);
  recorder.Start(Write(3, 1, source, landing, 1));
  try {
    recorder.Run();
    FAIL() << "a transfer over a dead link was delivered";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("accelerator3.link0 to_switch: 2 frames unack"),
              std::string::npos)
        << failure.what();
  }
}

// Packets wait, what was on the link is sent again, credits are repeated; nobody else notices.
TEST(RetryNetwork, AnOutageOfALinkCostsItsTimeAndNothingElse) {
  constexpr size_t kChunk = 128 << 10;
  const Outcome clean = AllReduce(WithRetry(0), kChunk);
  // One accelerator's links put the ring out of step, which costs more than the outage.
  for (const int accelerator : {-1, 2}) {
    for (const double rate : {0.0, 1e-3}) {
      ScaleUpParameters parameters = WithRetry(rate, rate);
      parameters.retry->outages = {{4'000, 4'003, accelerator, -1, -1},
                                   {6'000, 8'000, accelerator, -1, -1}};
      const Outcome outcome = AllReduce(parameters, kChunk);
      EXPECT_TRUE(outcome.correct);
      EXPECT_EQ(outcome.retry("frames_delivered"), outcome.retry("frames_accepted"));
      EXPECT_GT(outcome.retry("frames_swallowed"), 0);
      EXPECT_EQ(outcome.retry("frames_sent"),
                outcome.retry("frames_delivered") + outcome.retry("frames_expected_bad") +
                    outcome.retry("frames_missing") + outcome.retry("frames_duplicate") +
                    outcome.retry("frames_swallowed"));
      EXPECT_EQ(outcome.retry("replays"), outcome.retry("nacks_received") -
                                              outcome.retry("nacks_joined") +
                                              outcome.retry("timeouts"));
      const int64_t longer = (outcome.ps() - clean.ps()) / Period();
      fmt::print("outages of 2,003 cycles, {}, {:.0e} lost: {} cycles longer\n",
                 accelerator < 0 ? "all links" : "one accelerator", rate, longer);
      EXPECT_GT(longer, 2'003);
      if (accelerator < 0) {
        EXPECT_LT(longer, rate > 0 ? 2'600 : 2'003 + 2 * 60);
      }
    }
  }
}

TEST(RetryNetwork, ALinkThatNeverComesUpEndsTheRunAndIsNamed) {
  ScaleUpParameters parameters = WithRetry(0);
  parameters.retry->outages = {{100, retry::LinkOutage::kForGood, 3, -1, -1}};
  parameters.watchdog_cycles = 2000;
  try {
    AllReduce(parameters, 64 << 10);
    FAIL() << "a transfer over a dead link was delivered";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("accelerator3.link0 to_switch"), std::string::npos)
        << failure.what();
  }
}

TEST(RetryNetwork, PlanesWithErrorsAreNotAlike) {
  ScaleUpParameters parameters = WithRetry(1e-3);
  parameters.exploit_symmetry = true;
  EXPECT_THROW(MakePod(4, 2, "p4", parameters), diagnostics::InternalError);
  EXPECT_NO_THROW(MakePod(4, 1, "p4", parameters));
}

}  // namespace
}  // namespace linkwright::clocked
