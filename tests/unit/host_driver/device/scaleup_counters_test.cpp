// SPDX-License-Identifier: Apache-2.0
// What the manager of a scale-up pod makes of its switches' counters.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "fabric/builders/single_tier.h"
#include "foundation/diagnostics/check.h"
#include "host_driver/device/scaleup_fabric.h"
#include "tests/unit/host_driver/device/fake_fabric.h"

namespace linkwright::device {
namespace {

namespace su = spec::scaleup_switch;
namespace sur = spec::scaleup_switch::registers;

// Two planes of four accelerators.
struct Pod {
  explicit Pod(int devices = 2) : topology(Build()) {
    for (int s = 0; s < devices; ++s)
      buses.push_back(std::make_unique<FakeRegisters>("plane" + std::to_string(s)));
    fabric = std::make_unique<ScaleUpFabric>(topology, *su::FindVariant("p4"), Pointers(buses),
                                             ScaleUpFabricSettings{});
  }
  static topology::Topology Build() {
    builders::SingleTierSettings spec;
    spec.accelerators = 4;
    spec.planes = 2;
    spec.switch_ports = 4;
    return builders::BuildSingleTier(spec);
  }
  void Set(int plane, uint32_t address, uint32_t value) {
    buses[static_cast<size_t>(plane)]->registers[address] = value;
  }
  telemetry::RunReport Collect() {
    telemetry::RunReport report;
    fabric->Collect(report);
    return report;
  }
  topology::Topology topology;
  Buses buses;
  std::unique_ptr<ScaleUpFabric> fabric;
};

TEST(ScaleUpCounters, AreSummedOverPortsAndPlanesAndWatermarksAreTheHighest) {
  Pod pod;
  pod.Set(0, sur::kReductionsDone, 3);
  pod.Set(1, sur::kReductionsDone, 4);
  pod.Set(0, sur::kMulticastCopies, 10);
  pod.Set(0, sur::PortTxCreditWait(0), 100);
  pod.Set(0, sur::PortTxCreditWait(3), 20);
  pod.Set(1, sur::PortTxCreditWait(2), 3);
  pod.Set(0, sur::PortWatermark(1, 1), 40);
  pod.Set(1, sur::PortWatermark(2, 0), 41);
  const telemetry::RunReport report = pod.Collect();
  EXPECT_EQ(Count(report, "switches.reductions"), 7);
  EXPECT_EQ(Count(report, "switches.multicast_copies"), 10);
  EXPECT_EQ(Count(report, "switches.credit_wait"), 123);
  EXPECT_EQ(Count(report, "switches.slots_watermark"), 41);
  EXPECT_EQ(Count(report, "switches.packets_dropped"), 0);
}

TEST(ScaleUpCounters, OfOnePlaneForTwoAreDoubledButNotItsWatermark) {
  Pod pod(1);
  pod.Set(0, sur::kReductionsDone, 3);
  pod.Set(0, sur::PortTxCreditWait(1), 5);
  pod.Set(0, sur::PortWatermark(1, 0), 9);
  const telemetry::RunReport report = pod.Collect();
  EXPECT_EQ(Count(report, "switches.reductions"), 6);
  EXPECT_EQ(Count(report, "switches.credit_wait"), 10);
  EXPECT_EQ(Count(report, "switches.slots_watermark"), 9);
}

TEST(ScaleUpCounters, ADropOfAnyReasonFailsTheRunAndNamesTheFirst) {
  for (int reason = 0; reason < su::kDropReasons; ++reason) {
    Pod pod;
    const auto named = static_cast<su::DropReason>(reason);
    pod.Set(1, sur::PortDrops(2, named), 5);
    pod.Set(1, sur::PortDrops(3, named), 6);
    EXPECT_EQ(FailureOf([&] { pod.Collect(); }),
              "a lossless fabric lost packets: plane1 port 2: 5 packets dropped, reason " +
                  std::string(su::Name(named)));
  }
}

TEST(ScaleUpCounters, AsManySwitchesAsDoNotDivideThePlanesAreAMistakeOfTheCaller) {
  EXPECT_THROW(Pod(3), diagnostics::InternalError);
}

// The report has the figures even when the run fails on them.
TEST(ScaleUpCounters, ALossIsReportedBeforeItFails) {
  Pod pod;
  pod.Set(0, sur::PortDrops(0, su::DropReason::kNoRoute), 5);
  telemetry::RunReport report;
  EXPECT_THROW(pod.fabric->Collect(report), diagnostics::RunFailure);
  EXPECT_EQ(Count(report, "switches.packets_dropped"), 5);
}

}  // namespace
}  // namespace linkwright::device
