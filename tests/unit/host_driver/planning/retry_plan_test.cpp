// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/retry_plan.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/host_driver/planning/plan_under_test.h"

namespace linkwright::planning {
namespace {

std::string Bench(const std::string& retry) {
  return "pod: {ready: bench8}\nnetwork: {retry: {" + retry + "}}\n";
}

retry::LinkRetryParameters RetryOf(const std::string& yaml) {
  return RetryParameters(PlanOf(yaml));
}

// A cycle of this pod is 640 ps, a link 8 cycles long.
TEST(RetryPlan, TimesBecomeCyclesRoundedUp) {
  const retry::LinkRetryParameters retry = RetryOf(
      Bench("replay_timer: 100ns, ack_spacing: 20ns, window_frames: 12, bit_error_rate: 1e-6, "
            "frame_error_rate: 0.25, control_loss_rate: 0.125"));
  EXPECT_EQ(retry.replay_timer_cycles, 157) << "156.25";
  EXPECT_EQ(retry.ack_spacing_cycles, 32) << "31.25";
  EXPECT_EQ(retry.window_frames, 12);
  EXPECT_EQ(retry.rates.bit_error_rate, 1e-6);
  EXPECT_EQ(retry.rates.frame_error_rate, 0.25);
  EXPECT_EQ(retry.rates.control_loss_rate, 0.125);
  EXPECT_EQ(retry.seed, 1u) << "the scenario's";
  EXPECT_TRUE(retry.changes.empty());
}

TEST(RetryPlan, WhatIsLeftOutFollowsFromTheLink) {
  const retry::LinkRetryParameters retry = RetryOf(Bench(""));
  EXPECT_EQ(retry.window_frames, 0) << "as many as the loop needs";
  EXPECT_EQ(retry.replay_timer_cycles, 0) << "twice the loop";
  EXPECT_EQ(retry.ack_spacing_cycles, 32);
}

// Eight round trips with an ACK's spacing and a frame of 144 beats, and two timers.
TEST(RetryPlan, ARunSettlesAfterEightRoundTripsAndTwoTimers) {
  const auto settle = [](const std::string& yaml) {
    return SettleTime(PlanOf(yaml)).picoseconds();
  };
  EXPECT_EQ(settle(Bench("")), 640 * 8 * (2 * 8 + 32 + 144));
  EXPECT_EQ(settle(Bench("replay_timer: 100ns")), 640 * (2 * 157 + 8 * (2 * 8 + 32 + 144)));
  EXPECT_EQ(settle(Bench("ack_spacing: 0ns")), 640 * 8 * (2 * 8 + 0 + 144));
  EXPECT_EQ(settle("pod: {ready: eth8}\nnetwork: {retry: {}}\n"), 840 * 8 * (2 * 131 + 32 + 144));
}

// There and back is 16 cycles: an answer that is on its way is no reason to send again.
TEST(RetryPlan, ATimerIsLongerThanTheRoundTrip) {
  EXPECT_EQ(RefusalOf(Bench("replay_timer: 10241ps")), "accepted");
  EXPECT_EQ(RefusalOf(Bench("replay_timer: 10240ps")),
            "2:33: replay_timer of 10.24 ns is 16 cycles, but to the far end and back it takes 16");
}

// The register has 20 bits.
TEST(RetryPlan, ATimerFitsItsRegister) {
  const int64_t longest = int64_t{(1 << 20) - 1} * 640;
  EXPECT_EQ(RefusalOf(Bench(fmt::format("replay_timer: {}ps", longest))), "accepted");
  ExpectRefusal(Bench(fmt::format("replay_timer: {}ps", longest + 1)),
                "is 1048576 cycles of 640 ps; the port counts to 1048575");
}

TEST(RetryPlan, SeedIsTheScenarios) { EXPECT_EQ(RetryOf("seed: 99\n" + Bench("")).seed, 99u); }

TEST(RetryPlan, RtlEndsAreNamedByTheirLinks) {
  ExpectRefusal(Bench("rtl_links: ['pod0.accelerator9:0']"), "2:31: rtl_links: expected a node");
  ExpectRefusal(Bench("rtl_links: ['pod0.accelerator1:7']"),
                "'pod0.accelerator1' has no link at port '7'");
  Plan plan = PlanOf(Bench(""));
  ASSERT_EQ(plan.hardware.links.size(), 8u);
  for (int link = 0; link < 8; ++link) EXPECT_FALSE(LinkPorts(plan)(link)) << "the twin: " << link;
  plan.hardware.links[1].rtl_ends = true;
  EXPECT_TRUE(LinkPorts(plan)(1));
  EXPECT_FALSE(LinkPorts(plan)(2));
}

TEST(RetryPlan, AWrongLinkIsSuggestedWithItsPort) {
  try {
    PlanOf(Bench("rtl_links: ['pod0.acelerator1:0']"));
    FAIL() << "accepted";
  } catch (const diagnostics::UserError& error) {
    EXPECT_EQ(error.diagnostics().front().suggestion, "pod0.accelerator1:0");
    EXPECT_NE(error.diagnostics().front().message.find("as 'pod0.accelerator0:0'"),
              std::string::npos)
        << error.what();
  }
}

TEST(RetryPlan, TimesOfFaultsAreTheFirstCyclesThatCoverThem) {
  Faults faults;
  const struct {
    int64_t ps;
    int64_t cycle;
  } times[] = {{0, 0}, {1, 1}, {639, 1}, {640, 1}, {641, 2}, {6'400'000, 10'000}};
  for (const auto& time : times) {
    faults.changes.push_back({.at = units::Duration::Picoseconds(time.ps)});
    faults.outages.push_back({.link = 3,
                              .from = units::Duration::Picoseconds(time.ps),
                              .to = units::Duration::Picoseconds(time.ps + 640)});
  }
  const units::Duration period = units::Duration::Picoseconds(640);
  const auto changes = ErrorChanges(faults, period);
  const auto outages = Outages(faults, period);
  for (size_t i = 0; i < std::size(times); ++i) {
    EXPECT_EQ(changes[i].cycle, times[i].cycle) << times[i].ps;
    EXPECT_EQ(outages[i].from, times[i].cycle) << times[i].ps;
    EXPECT_EQ(outages[i].to, times[i].cycle + 1) << times[i].ps;
    EXPECT_EQ(outages[i].link, 3);
  }
  faults.outages = {{.link = 0, .from = period, .to = std::nullopt}};
  EXPECT_EQ(Outages(faults, period)[0].to, retry::LinkOutage::kForGood);
}

}  // namespace
}  // namespace linkwright::planning
