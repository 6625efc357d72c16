// SPDX-License-Identifier: Apache-2.0
// Both kinds of fabric, word by word on buses without switches.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "fabric/builders/single_tier.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/ethernet_fabric.h"
#include "host_driver/device/scaleup_fabric.h"
#include "tests/unit/host_driver/device/register_file.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;
namespace su = spec::scaleup_switch;
namespace reg = spec::ethernet_switch::registers;

const es::Variant& P4() { return *es::FindVariant("p4"); }

template <class Run>
std::string FailureOf(Run run) {
  try {
    run();
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

int64_t Count(const telemetry::RunReport& report, const std::string& name) {
  const telemetry::Metric* metric = report.Find(name);
  return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
}

// Two leaves of two accelerators (ports 0, 1) and two spines (ports 2, 3).
struct Rig {
  explicit Rig(EthernetFabricSettings settings = {}, const es::Variant& variant = P4())
      : topology(Build()) {
    std::vector<interfaces::Device*> devices;
    for (int s = 0; s < 4; ++s) {
      buses.push_back(std::make_unique<RegisterFile>("switch" + std::to_string(s)));
      buses.back()->Become(variant);
      for (int port = 0; port < 4; ++port) buses.back()->registers[reg::PortStatus(port)] = 1;
      devices.push_back(buses.back().get());
    }
    fabric =
        std::make_unique<EthernetFabric>(topology, std::vector<const es::Variant*>(4, &variant),
                                         std::vector<int>(8, 20), devices, settings);
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
  uint32_t& At(int s, uint32_t address) {
    return buses[static_cast<size_t>(s)]->registers[address];
  }
  topology::Topology topology;
  std::vector<std::unique_ptr<RegisterFile>> buses;
  std::unique_ptr<EthernetFabric> fabric;
};

TEST(EthernetProgram, GivesSwitchesOfATierOneHashAndEachItsOwnRandomNumbers) {
  Rig rig;
  rig.fabric->Program();
  EXPECT_EQ(rig.At(0, reg::kHashSeed), rig.At(1, reg::kHashSeed));
  EXPECT_EQ(rig.At(2, reg::kHashSeed), rig.At(3, reg::kHashSeed));
  EXPECT_NE(rig.At(0, reg::kHashSeed), rig.At(2, reg::kHashSeed));
  std::set<uint32_t> seeds;
  for (int s = 0; s < 4; ++s) seeds.insert(rig.At(s, reg::kRandomSeed));
  EXPECT_EQ(seeds.size(), 4u);
}

TEST(EthernetProgram, EveryBitOfTheSeedCounts) {
  const auto hash = [](uint64_t seed) {
    EthernetFabricSettings settings;
    settings.seed = seed;
    Rig rig(settings);
    rig.fabric->Program();
    return rig.At(0, reg::kHashSeed);
  };
  const uint32_t zero = hash(0);
  for (int bit = 0; bit < 64; ++bit) EXPECT_NE(hash(uint64_t{1} << bit), zero) << bit;
}

TEST(EthernetProgram, WritesClassesMarkingAndAddressesOfTheDefaultSettings) {
  Rig rig;
  rig.fabric->Program();
  EXPECT_EQ(rig.At(0, reg::DscpClass(26)), 3u);
  EXPECT_EQ(rig.At(0, reg::DscpClass(48)), 6u);
  EXPECT_EQ(rig.At(0, reg::kPfcClasses), 0x08u);
  EXPECT_EQ(rig.At(0, reg::kStrictClasses), 0x40u);
  EXPECT_EQ(rig.At(0, reg::EcnKmin(3)), 400'000u / 128);
  EXPECT_EQ(rig.At(0, reg::EcnKmax(3)), 1'600'000u / 128);
  EXPECT_EQ(rig.At(0, reg::kMaxFrame), 4174u);
  EXPECT_EQ(rig.At(0, reg::NextHopMacLow(1)), 0x57000001u) << "accelerator 1";
  EXPECT_EQ(rig.At(0, reg::NextHopMacLow(3)), 0x57010003u) << "spine 1 is switch 3";
  EXPECT_EQ(rig.At(1, reg::kRouterMacLow), 0x57010001u);
  // A spine reaches each leaf by the port of its number.
  EXPECT_EQ(rig.At(3, reg::GroupMask(0, 0)), 0x1u);
  EXPECT_EQ(rig.At(3, reg::GroupMask(1, 0)), 0x2u);
  // Dropped frames interrupt nobody: link, storm and bus error.
  EXPECT_EQ(rig.At(2, reg::kInterruptMask), 0xEu);
}

TEST(EthernetProgram, RefusesAWrongSwitchBeforeItWritesToAny) {
  Rig rig;
  rig.At(3, reg::kLineBytes) = 50;
  EXPECT_EQ(FailureOf([&] { rig.fabric->Program(); }),
            "switch3: the device is not what the scenario describes: line bytes is 0x32, the "
            "scenario's variant 'p4' says 0x2a");
  for (const auto& bus : rig.buses) EXPECT_TRUE(bus->log.empty()) << bus->name();
}

TEST(EthernetProgram, NeedsAGroupForEveryEdgeSwitch) {
  es::Variant few = P4();
  few.groups = 1;
  Rig rig({}, few);
  EXPECT_EQ(FailureOf([&] { rig.fabric->Program(); }),
            "switch0: 2 edge switches need as many groups, variant 'p4' has 1");
}

TEST(EthernetProgram, CreditsAndPfcAtOnceAreAMistakeOfTheCaller) {
  EthernetFabricSettings both;
  both.cbfc = true;
  EXPECT_THROW(Rig{both}, diagnostics::InternalError);
  both.pfc = false;
  Rig rig(both);
  rig.fabric->Program();
  EXPECT_EQ(rig.At(0, reg::kPfcClasses), 0u);
  EXPECT_EQ(rig.At(0, reg::PgAlpha(3)), static_cast<uint32_t>(es::kAlphaInfinite));
}

TEST(EthernetReroute, ALeafLeavesOutTheSpineThatCannotReachTheOther) {
  Rig rig;
  rig.fabric->Program();
  ASSERT_EQ(rig.At(1, reg::GroupMask(0, 0)), 0xCu);
  // The link of leaf 0 and spine 0 dies; both ends see it.
  const uint32_t changed = 1u << static_cast<int>(es::Interrupt::kLinkChanged);
  rig.At(0, reg::PortStatus(2)) = rig.At(2, reg::PortStatus(0)) = 0;
  rig.At(0, reg::kInterruptCause) = rig.At(2, reg::kInterruptCause) = changed;
  rig.fabric->OnInterrupt(0);
  rig.fabric->OnInterrupt(2);
  EXPECT_EQ(rig.At(0, reg::GroupMask(1, 0)), 0xCu) << "the leaf skips its own port itself";
  EXPECT_EQ(rig.At(1, reg::GroupMask(0, 0)), 0x8u) << "the other leaf, by spine 1 only";
  EXPECT_EQ(rig.fabric->events().interrupts, 2u);
  EXPECT_EQ(rig.fabric->events().reroutes, 1u) << "the second end brings no news";
  EXPECT_EQ(rig.fabric->events().dead_links, 1u);
}

TEST(EthernetReroute, AStormIsCountedAndMovesNothing) {
  Rig rig;
  rig.fabric->Program();
  const size_t writes = rig.buses[1]->log.size();
  rig.At(1, reg::kInterruptCause) = 1u << static_cast<int>(es::Interrupt::kPfcStorm);
  rig.fabric->OnInterrupt(1);
  EXPECT_EQ(rig.fabric->events().pause_storms, 1u);
  EXPECT_EQ(rig.fabric->events().link_changes, 0u);
  EXPECT_EQ(rig.buses[1]->log.size(), writes + 1) << "the cause is cleared";
}

TEST(EthernetCounters, SumsAreOverPortsAndSwitchesAndWatermarksTheLargest) {
  Rig rig;
  rig.At(0, reg::TxPfc(1, 3)) = 5;
  rig.At(2, reg::TxPfc(0, 6)) = 6;
  rig.At(1, reg::QueueMarked(3, 3)) = 40;
  rig.At(3, reg::QueueMarked(1, 3)) = 2;
  rig.At(0, reg::PgHeadroomWatermark(0, 3)) = 70;
  rig.At(3, reg::PgHeadroomWatermark(1, 3)) = 69;
  rig.At(2, reg::QueueWatermark(1, 3)) = 11;
  rig.At(1, reg::PortPoisoned(2)) = 3;
  rig.At(1, reg::PortDrops(0, es::DropReason::kNoRoute)) = 9;  // takes nothing from the data class
  telemetry::RunReport report;
  rig.fabric->Collect(report);
  EXPECT_EQ(Count(report, "switches.pauses_sent"), 11);
  EXPECT_EQ(Count(report, "switches.marked"), 42);
  EXPECT_EQ(Count(report, "switches.headroom_watermark"), 70);
  EXPECT_EQ(Count(report, "switches.queue_watermark"), 11 * 128);
  EXPECT_EQ(Count(report, "switches.poisoned"), 3);
  EXPECT_EQ(Count(report, "switches.packets_dropped"), 9);
  EXPECT_EQ(Count(report, "switches.drops.no_route"), 9);
  EXPECT_EQ(report.Find("switches.drops.no_cells"), nullptr) << "reasons that there were";
}

TEST(EthernetCounters, ALosslessClassThatLostFramesFailsTheRunAndALossyOneDoesNot) {
  const auto collect = [](bool pfc, int traffic_class) {
    EthernetFabricSettings settings;
    settings.pfc = pfc;
    Rig rig(settings);
    rig.At(2, reg::PgDrops(1, traffic_class)) = 7;
    rig.At(2, reg::PortDrops(1, es::DropReason::kIngressLimit)) = 7;
    telemetry::RunReport report;
    const std::string said = FailureOf([&] { rig.fabric->Collect(report); });
    EXPECT_EQ(Count(report, "switches.packets_dropped"), 7) << "counted all the same";
    return said;
  };
  EXPECT_EQ(collect(true, 3),
            "a lossless class lost frames: switch2 port 1: 7 frames refused (drops of the port: 7 "
            "ingress_limit)");
  EXPECT_EQ(collect(true, 6), "no failure") << "responses have no PFC";
  EXPECT_EQ(collect(false, 3), "no failure");
}

TEST(EthernetCounters, ABufferWithoutCellsFailsTheRunWhicheverClassItMet) {
  Rig rig;
  rig.At(1, reg::PortDrops(0, es::DropReason::kNoCells)) = 1;
  telemetry::RunReport report;
  EXPECT_NE(FailureOf([&] { rig.fabric->Collect(report); }).find("switch1 port 0: 1 frames"),
            std::string::npos);
}

TEST(ScaleUpCounters, SumsAreScaledForPlanesThatAreNotSimulatedAndTheWatermarkIsNot) {
  namespace sreg = su::registers;
  builders::SingleTierSettings spec;
  spec.accelerators = 4;
  spec.planes = 6;
  spec.switch_ports = 4;
  const topology::Topology pod = builders::BuildSingleTier(spec);
  RegisterFile first("plane0"), second("plane1");
  ScaleUpFabric fabric(pod, *su::FindVariant("p4"), {&first, &second}, {});
  first.registers[sreg::kReductionsDone] = 10;
  second.registers[sreg::kReductionsDone] = 4;
  second.registers[sreg::kMulticastCopies] = 2;
  first.registers[sreg::PortTxCreditWait(3)] = 100;
  first.registers[sreg::PortWatermark(1, 1)] = 12;
  second.registers[sreg::PortWatermark(2, 0)] = 13;
  telemetry::RunReport report;
  fabric.Collect(report);
  EXPECT_EQ(Count(report, "switches.reductions"), 3 * 14);
  EXPECT_EQ(Count(report, "switches.multicast_copies"), 3 * 2);
  EXPECT_EQ(Count(report, "switches.credit_wait"), 300);
  EXPECT_EQ(Count(report, "switches.slots_watermark"), 13);

  second.registers[sreg::PortDrops(2, su::DropReason::kNoRoute)] = 3;
  telemetry::RunReport lost;
  EXPECT_EQ(FailureOf([&] { fabric.Collect(lost); }),
            "a lossless fabric lost packets: plane1 port 2: 3 packets dropped, reason no_route");
  EXPECT_EQ(Count(lost, "switches.packets_dropped"), 9);
  const std::vector<interfaces::Device*> seven(7, &first);
  EXPECT_THROW(ScaleUpFabric(pod, *su::FindVariant("p4"), seven, {}), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::device
