// SPDX-License-Identifier: Apache-2.0
// Whole fabrics of twins, programmed, interrupted and read through the one interface.
#include "host_driver/device/fabric_manager.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "fabric/builders/single_tier.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/ethernet_fabric.h"
#include "host_driver/device/scaleup_fabric.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "tests/unit/host_driver/device/failure_of.h"
#include "tests/unit/host_driver/device/twin_device.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;
namespace su = spec::scaleup_switch;

using Devices = std::vector<std::unique_ptr<TwinDevice>>;

std::vector<interfaces::Device*> Pointers(const Devices& devices) {
  std::vector<interfaces::Device*> pointers;
  for (const auto& device : devices) pointers.push_back(device.get());
  return pointers;
}

int64_t Count(const telemetry::RunReport& report, const std::string& name) {
  const telemetry::Metric* metric = report.Find(name);
  return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
}

topology::Topology Pod(int accelerators, int planes, int switch_ports) {
  builders::SingleTierSettings spec;
  spec.accelerators = accelerators;
  spec.planes = planes;
  spec.switch_ports = switch_ports;
  return builders::BuildSingleTier(spec);
}

const su::Variant& ScaleUpP8() { return *su::FindVariant("p8"); }

Devices ScaleUpTwins(int count) {
  Devices devices;
  for (int s = 0; s < count; ++s) {
    devices.push_back(std::make_unique<TwinDevice>(
        "plane" + std::to_string(s), scaleup_switch::MakeScaleUpSwitch(ScaleUpP8()), 8));
  }
  return devices;
}

TEST(ScaleUpFabric, GivesEveryPlaneARouteToEveryAcceleratorAndEnablesNoFreePort) {
  const topology::Topology pod = Pod(6, 2, 8);
  const Devices devices = ScaleUpTwins(2);
  ScaleUpFabric fabric(pod, ScaleUpP8(), Pointers(devices), {.iterations = 1, .groups = {{0, 5}}});
  fabric.Program();
  for (const auto& device : devices) {
    EXPECT_EQ(device->Read(su::registers::kIterations), 1u);
    EXPECT_EQ(device->Read(su::registers::GroupMask(0, 0)), 0x21u);
    for (int port = 0; port < 8; ++port) {
      const bool used = port < 6;
      EXPECT_EQ(device->Read(su::registers::PortControl(port)), used ? 1u : 0u) << port;
      if (!used) continue;
      EXPECT_EQ(device->Read(su::registers::RouteWays(port)), static_cast<uint32_t>(port));
      EXPECT_EQ(device->Read(su::registers::RouteCount(port)), 1u);
    }
    EXPECT_FALSE(device->InterruptPending()) << "links that come up are no news";
  }
}

TEST(ScaleUpFabric, CountsACauseOnceWhetherItWasTakenAtItsInterruptOrIsStillPending) {
  const topology::Topology pod = Pod(8, 2, 8);
  const Devices devices = ScaleUpTwins(2);
  ScaleUpFabric fabric(pod, ScaleUpP8(), Pointers(devices), {});
  fabric.Program();
  for (const auto& device : devices) device->SetLink(3, false);
  ASSERT_TRUE(devices[0]->InterruptPending());
  fabric.OnInterrupt(0);
  devices[0]->Flush();
  EXPECT_FALSE(devices[0]->InterruptPending());
  devices[0]->SetLink(3, true);
  telemetry::RunReport report;
  fabric.Collect(report);
  EXPECT_EQ(Count(report, "switches.interrupt_causes"), 2);
}

TEST(ScaleUpFabric, OnePlaneThatStandsForAllIsCountedForEach) {
  const topology::Topology pod = Pod(8, 4, 8);
  const Devices devices = ScaleUpTwins(1);
  ScaleUpFabric fabric(pod, ScaleUpP8(), Pointers(devices), {});
  fabric.Program();
  devices[0]->SetLink(0, false);
  telemetry::RunReport report;
  fabric.Collect(report);
  EXPECT_EQ(Count(report, "switches.interrupt_causes"), 4);
  EXPECT_EQ(Count(report, "switches.packets_dropped"), 0);
}

TEST(ScaleUpFabric, RefusesADeviceThatIsNotItsVariant) {
  const topology::Topology pod = Pod(4, 1, 8);
  const Devices devices = ScaleUpTwins(1);
  ScaleUpFabric fabric(pod, *su::FindVariant("p4"), Pointers(devices), {});
  EXPECT_NE(FailureOf([&] {
              fabric.Program();
            }).find("plane0: the device is not what the scenario describes"),
            std::string::npos);
}

// Two leaves of two accelerators, two spines, one link between every two.
struct LeafSpine {
  LeafSpine() : topology(Build()) {
    for (int s = 0; s < 4; ++s) {
      devices.push_back(std::make_unique<TwinDevice>(
          "switch" + std::to_string(s), ethernet_switch::MakeEthernetSwitch(*es::FindVariant("p4")),
          4));
    }
    fabric = std::make_unique<EthernetFabric>(
        topology, std::vector<const es::Variant*>(4, es::FindVariant("p4")),
        std::vector<int>(topology.links().size(), 20), Pointers(devices), EthernetFabricSettings{});
  }
  static topology::Topology Build() {
    builders::LeafSpineSettings spec;
    spec.accelerators = 4;
    spec.leaves = 2;
    spec.spines = 2;
    spec.leaf_ports = 4;
    spec.spine_ports = 4;
    return builders::BuildLeafSpine(spec);
  }
  topology::Topology topology;
  Devices devices;
  std::unique_ptr<EthernetFabric> fabric;
};

TEST(EthernetFabric, ADeadUplinkStaysAMemberAtItsLeafAndLeavesTheGroupsOfTheOther) {
  LeafSpine rig;
  FabricManager& manager = *rig.fabric;
  manager.Program();
  const auto mask = [&] { return rig.devices[0]->Read(es::registers::GroupMask(1, 0)); };
  EXPECT_EQ(mask(), 0xCu) << "ports 2 and 3 of leaf 0 lead to the spines";
  rig.devices[0]->SetLink(2, false);
  manager.OnInterrupt(0);
  EXPECT_EQ(mask(), 0xCu) << "the switch skips it, and deals over all members";
  const auto other = [&] { return rig.devices[1]->Read(es::registers::GroupMask(0, 0)); };
  EXPECT_EQ(other(), 0x8u);
  rig.devices[0]->SetLink(2, true);
  manager.OnInterrupt(0);
  EXPECT_EQ(mask(), 0xCu);
  EXPECT_EQ(other(), 0xCu);
  telemetry::RunReport report;
  manager.Collect(report);
  EXPECT_EQ(Count(report, "switches.reroutes"), 2);
  EXPECT_EQ(Count(report, "switches.interrupts"), 2);
  EXPECT_GT(Count(report, "switches.headroom"), 0);
}

TEST(EthernetFabric, AnInterruptWithoutNewsWritesNothing) {
  LeafSpine rig;
  rig.fabric->Program();
  rig.devices[0]->SetLink(2, false);
  rig.fabric->OnInterrupt(0);
  const int writes = rig.devices[1]->writes;
  rig.fabric->OnInterrupt(1);
  EXPECT_EQ(rig.devices[1]->writes, writes);
  EXPECT_EQ(rig.fabric->events().reroutes, 1u);
}

}  // namespace
}  // namespace linkwright::device
