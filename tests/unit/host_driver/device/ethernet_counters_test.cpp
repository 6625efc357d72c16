// SPDX-License-Identifier: Apache-2.0
// What the manager of an Ethernet fabric makes of counters and interrupts.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/host_driver/device/fake_fabric.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;
namespace eth = spec::ethernet_switch::registers;

TEST(EthernetCounters, AreSummedOverPortsClassesAndSwitches) {
  FakeLeafSpine rig;
  rig.Set(0, eth::TxPfc(0, 3), 7);
  rig.Set(0, eth::TxPfc(1, 6), 2);
  rig.Set(3, eth::TxPfc(1, 3), 1);
  rig.Set(1, eth::QueueMarked(2, 3), 50);
  rig.Set(2, eth::QueueMarked(0, 0), 5);
  rig.Set(2, eth::PortPoisoned(1), 4);
  rig.Set(0, eth::PgHeadroomWatermark(3, 3), 77);
  rig.Set(2, eth::PgHeadroomWatermark(0, 3), 76);
  rig.Set(1, eth::QueueWatermark(0, 6), 12);
  const telemetry::RunReport report = rig.Collect();
  EXPECT_EQ(Count(report, "switches.pauses_sent"), 10);
  EXPECT_EQ(Count(report, "switches.marked"), 55);
  EXPECT_EQ(Count(report, "switches.poisoned"), 4);
  EXPECT_EQ(Count(report, "switches.headroom_watermark"), 77);
  EXPECT_EQ(Count(report, "switches.queue_watermark"), 12 * 128) << "cells of two beats";
}

// A reason that never occurred has no metric of its own.
TEST(EthernetCounters, OnlyReasonsThatOccurredAreNamed) {
  EthernetFabricSettings lossy;
  lossy.pfc = false;
  FakeLeafSpine rig(lossy);
  rig.Set(0, eth::PortDrops(1, es::DropReason::kIngressLimit), 2);
  rig.Set(3, eth::PortDrops(0, es::DropReason::kIngressLimit), 3);
  rig.Set(3, eth::PortDrops(0, es::DropReason::kTtl), 1);
  const telemetry::RunReport report = rig.Collect();
  EXPECT_EQ(Count(report, "switches.packets_dropped"), 6);
  for (int reason = 0; reason < es::kDropReasons; ++reason) {
    const auto named = static_cast<es::DropReason>(reason);
    const int64_t expected = named == es::DropReason::kIngressLimit ? 5
                             : named == es::DropReason::kTtl        ? 1
                                                                    : -1;
    EXPECT_EQ(Count(report, "switches.drops." + std::string(es::Name(named))), expected);
  }
}

// A lossless class may be refused nothing: not for its group or queue, not for want of any cell.
TEST(EthernetCounters, WhatTheDataClassLosesFailsALosslessRunAndNoOther) {
  struct Case {
    uint32_t address;
    bool fails;
  };
  const std::vector<Case> cases = {{eth::PgDrops(1, 3), true},
                                   {eth::QueueDrops(1, 3), true},
                                   {eth::PgDrops(1, 0), false},
                                   {eth::QueueDrops(1, 6), false},
                                   {eth::PortDrops(1, es::DropReason::kNoCells), true},
                                   {eth::PortDrops(1, es::DropReason::kStorm), true},
                                   {eth::PortDrops(1, es::DropReason::kEgressDead), false},
                                   {eth::PortDrops(1, es::DropReason::kNoRoute), false}};
  for (const bool pfc : {true, false}) {
    for (const Case& c : cases) {
      EthernetFabricSettings settings;
      settings.pfc = pfc;
      FakeLeafSpine rig(settings);
      rig.Set(2, c.address, 9);
      const std::string said = FailureOf([&] { rig.Collect(); });
      if (!pfc || !c.fails) {
        EXPECT_EQ(said, "no failure") << std::hex << c.address;
      } else {
        EXPECT_EQ(said.find("a lossless class lost frames: switch2 port 1: 9 frames refused"), 0u)
            << said;
      }
    }
  }
}

TEST(EthernetCounters, ALossNamesTheReasonsOfItsPort) {
  FakeLeafSpine rig;
  rig.Set(1, eth::PgDrops(0, 3), 4);
  EXPECT_NE(FailureOf([&] { rig.Collect(); }).find("(drops of the port: none, its queue was full)"),
            std::string::npos);
  rig.Set(1, eth::PortDrops(0, es::DropReason::kIngressLimit), 4);
  rig.Set(1, eth::PortDrops(0, es::DropReason::kRunt), 1);
  const std::string said = FailureOf([&] { rig.Collect(); });
  EXPECT_NE(said.find("(drops of the port: 1 " + std::string(es::Name(es::DropReason::kRunt)) +
                      ", 4 " + std::string(es::Name(es::DropReason::kIngressLimit)) + ")"),
            std::string::npos)
      << said;
}

TEST(EthernetInterrupts, APauseStormIsCountedAndChangesNoRoute) {
  FakeLeafSpine rig;
  rig.fabric->Program();
  const size_t writes = rig.at(1).written.size();
  rig.Raise(0, es::Interrupt::kPfcStorm);
  EXPECT_EQ(rig.fabric->events().pause_storms, 1u);
  EXPECT_EQ(rig.fabric->events().link_changes, 0u);
  EXPECT_EQ(rig.fabric->events().reroutes, 0u);
  EXPECT_EQ(rig.at(1).written.size(), writes);
  EXPECT_EQ(rig.Get(0, eth::kInterruptCause), 0u) << "taken";
}

// Both ends of a link tell of it; the second has nothing new to say.
TEST(EthernetInterrupts, ALinkThatDiedIsReroutedOnceThoughBothEndsTell) {
  FakeLeafSpine rig;
  rig.fabric->Program();
  const topology::NodeId leaf = rig.topology.switch_node(0), spine = rig.topology.switch_node(2);
  for (const topology::LinkId id : rig.topology.LinksOf(leaf)) {
    if (rig.topology.FarEnd(id, leaf).node != spine) continue;
    rig.Set(0, eth::PortStatus(rig.topology.NearEnd(id, leaf).port), 0);
    rig.Set(2, eth::PortStatus(rig.topology.FarEnd(id, leaf).port), 0);
  }
  rig.Raise(0, es::Interrupt::kLinkChanged);
  EXPECT_EQ(rig.fabric->events().dead_links, 1u);
  rig.Raise(2, es::Interrupt::kLinkChanged);
  EXPECT_EQ(rig.fabric->events().link_changes, 2u);
  EXPECT_EQ(rig.fabric->events().reroutes, 1u);
  EXPECT_EQ(rig.Get(0, eth::GroupMask(1, 0)), 0xCu) << "leaf 0 skips its own port itself";
  EXPECT_EQ(rig.Get(1, eth::GroupMask(0, 0)), 0x8u) << "leaf 1 reaches leaf 0 by spine 1 only";
}

}  // namespace
}  // namespace linkwright::device
