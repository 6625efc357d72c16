// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/faults.h"

#include <gtest/gtest.h>

#include <string>

#include "host_driver/planning/link_names.h"
#include "host_driver/planning/retry_plan.h"
#include "tests/unit/host_driver/planning/plan_under_test.h"

namespace linkwright::planning {
namespace {

const std::string kPod = "pod: {ready: eth16_leaf_spine}\ncollective: {size: 64KiB}\n";

TEST(Faults, StayDurationsUntilAClockIsKnown) {
  const Plan plan = PlanOf(
      kPod +
      "network: {retry: {frame_error_rate: 1e-3}}\nfaults:\n"
      "  - {kind: link_down, link: 'pod0.leaf0:5', at: 30us, lasts: 1us}\n"
      "  - {kind: link_down, link: 'pod0.leaf0:4', at: 2us}\n"
      "  - {kind: link_errors, at: 5us, links: ['pod0.accelerator3:0'], bit_error_rate: 1e-4}\n");
  ASSERT_EQ(plan.faults.outages.size(), 2u);
  EXPECT_EQ(plan.faults.outages[0].from, units::Duration::Microseconds(30));
  EXPECT_EQ(plan.faults.outages[0].to, units::Duration::Microseconds(31));
  EXPECT_EQ(NameOf(plan.topology, plan.faults.outages[0].link), "pod0.leaf0:5");
  EXPECT_FALSE(plan.faults.outages[1].to.has_value());
  ASSERT_EQ(plan.faults.changes.size(), 1u);
  EXPECT_EQ(plan.faults.changes[0].frame_error_rate, 1e-3) << "what is left out is network.retry's";
  EXPECT_EQ(plan.faults.changes[0].bit_error_rate, 1e-4);

  const units::Duration period = units::Duration::Picoseconds(840);
  const auto outages = Outages(plan.faults, period);
  EXPECT_EQ(outages[0].from, 35715) << "30 us / 840 ps = 35714.3, the next edge";
  EXPECT_EQ(outages[0].to, 36905);
  EXPECT_GT(outages[1].to, int64_t{1} << 60);
  EXPECT_EQ(ErrorChanges(plan.faults, period)[0].cycle, 5953);
}

TEST(Faults, APlaceStandsForAllItsLinks) {
  const Plan plan = PlanOf(
      "pod: {ready: nvlink72}\ncollective: {size: 1MiB}\nnetwork: {retry: {}}\n"
      "faults: [{kind: link_errors, at: 1us, plane: 3, frame_error_rate: 0.5}]\n");
  ASSERT_EQ(plan.faults.changes.size(), 1u);
  EXPECT_EQ(plan.faults.changes[0].plane, 3);
  EXPECT_EQ(plan.faults.changes[0].accelerator, -1);
  EXPECT_EQ(plan.faults.changes[0].link, -1);
}

TEST(Faults, ALinkGoesDownOnlyWhenItIsUp) {
  const auto two = [](const std::string& first, const std::string& second) {
    return kPod + "faults:\n  - {kind: link_down, link: " + first +
           "}\n  - {kind: link_down, link: " + second + "}\n";
  };
  ExpectRefusal(two("'pod0.leaf0:5', at: 1us", "'pod0.leaf0:5', at: 2us"),
                "5:49: 'pod0.leaf0:5' goes down when it is not up");
  ExpectRefusal(two("'pod0.leaf0:5', at: 1us, lasts: 2us", "'pod0.leaf0:5', at: 3us"),
                "goes down when it is not up");
  EXPECT_EQ(RefusalOf(two("'pod0.leaf0:5', at: 1us, lasts: 2us", "'pod0.leaf0:5', at: 4us")),
            "accepted");
  EXPECT_EQ(RefusalOf(two("'pod0.leaf0:5', at: 4us", "'pod0.leaf0:4', at: 1us")), "accepted");
}

TEST(Faults, EveryKindOfFabricSaysWhatItNeeds) {
  const std::string errors = "faults: [{kind: link_errors, at: 1us, bit_error_rate: 1e-4}]\n";
  ExpectRefusal(kPod + errors, "links without link-level retry have no error rates");
  ExpectRefusal("collective: {size: 64KiB}\n" + errors, "need link-level retry");
  ExpectRefusal("network: {fidelity: flow}\n" + errors, "2:10: a flow network has no frames");
  ExpectRefusal(
      "pod: {topology: {single_tier: {accelerators: 4, planes: 2, switch_ports: 8, accelerator: "
      "bench_accelerator, switch: bench_switch_8, link: bench_800g}}}\n"
      "network: {fidelity: flow}\n" +
          errors,
      "3:10: a flow network has no frames that errors could damage");
}

TEST(LinkNames, EitherEndAndTheMetricsNameAreOneLink) {
  const Plan plan = PlanOf("pod: {ready: nvlink72}\ncollective: {size: 1MiB}\n");
  const diagnostics::SourceLocation at;
  const topology::LinkId link = LinkNamed(plan.topology, "pod0.accelerator7:2", "link", at);
  EXPECT_EQ(LinkNamed(plan.topology, "pod0.accelerator7.link2", "link", at), link);
  EXPECT_EQ(LinkNamed(plan.topology, "pod0.plane2.switch0:7", "link", at), link);
  EXPECT_EQ(NameOf(plan.topology, link), "pod0.accelerator7:2");
  for (const char* wrong : {"pod0.accelerator7:18", "pod0.accelerator7:02", "pod0.accelerator7",
                            "pod0.accelerator72:0", "pod0.accelerator7:"}) {
    EXPECT_THROW(LinkNamed(plan.topology, wrong, "link", at), diagnostics::UserError) << wrong;
  }
}

}  // namespace
}  // namespace linkwright::planning
