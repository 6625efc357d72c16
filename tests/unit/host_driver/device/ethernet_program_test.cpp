// SPDX-License-Identifier: Apache-2.0
// What every switch of an Ethernet fabric is told before the first frame.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "foundation/diagnostics/check.h"
#include "tests/unit/host_driver/device/fake_fabric.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;
namespace eth = spec::ethernet_switch::registers;

TEST(EthernetFabricProgram, LeavesAndSpinesChooseByDifferentHashesAndEverySwitchByItsOwnChance) {
  FakeLeafSpine rig;
  rig.fabric->Program();
  EXPECT_EQ(rig.Get(0, eth::kHashSeed), rig.Get(1, eth::kHashSeed));
  EXPECT_EQ(rig.Get(2, eth::kHashSeed), rig.Get(3, eth::kHashSeed));
  EXPECT_NE(rig.Get(0, eth::kHashSeed), rig.Get(2, eth::kHashSeed));
  std::set<uint32_t> chances;
  for (int s = 0; s < 4; ++s) chances.insert(rig.Get(s, eth::kRandomSeed));
  EXPECT_EQ(chances.size(), 4u);
}

TEST(EthernetFabricProgram, EveryBitOfTheSeedCounts) {
  const auto hash_of = [](uint64_t seed) {
    EthernetFabricSettings settings;
    settings.seed = seed;
    FakeLeafSpine rig(settings);
    rig.fabric->Program();
    return rig.Get(0, eth::kHashSeed);
  };
  const uint32_t of_zero = hash_of(0);
  for (int bit = 0; bit < 64; ++bit) EXPECT_NE(hash_of(uint64_t{1} << bit), of_zero) << bit;
}

TEST(EthernetFabricProgram, SettingsReachEverySwitch) {
  EthernetFabricSettings settings;
  settings.cut_through = true;
  settings.hash_queue_pair = true;
  settings.flowlet_gap = 321;
  settings.frame_bytes = 2126;
  settings.balance = es::Balance::kAdaptive;
  settings.ecn_kmin_bytes = 128 * 100;
  settings.ecn_kmax_bytes = 128 * 400 + 127;  // a begun cell does not count
  settings.ecn_probability = 0.25;
  settings.shared_cells = 5000;
  FakeLeafSpine rig(settings);
  rig.fabric->Program();
  for (int s = 0; s < 4; ++s) {
    EXPECT_EQ(rig.Get(s, eth::kCutThrough), 1u);
    EXPECT_EQ(rig.Get(s, eth::kHashQueuePair), 1u);
    EXPECT_EQ(rig.Get(s, eth::kFlowletGap), 321u);
    EXPECT_EQ(rig.Get(s, eth::kMaxFrame), 2126u);
    EXPECT_EQ(rig.Get(s, eth::EcnKmin(3)), 100u);
    EXPECT_EQ(rig.Get(s, eth::EcnKmax(3)), 400u);
    EXPECT_EQ(rig.Get(s, eth::EcnPmax(3)), 16384u);
    EXPECT_EQ(rig.Get(s, eth::EcnKmax(6)), 0u) << "responses are not marked";
    EXPECT_EQ(rig.Get(s, eth::kSharedCells), 5000u);
    EXPECT_EQ(rig.Get(s, eth::kEgressSharedCells), 5000u);
    EXPECT_EQ(rig.Get(s, eth::kStrictClasses), 1u << 6);
    EXPECT_EQ(rig.Get(s, eth::kPfcClasses), 1u << 3);
    EXPECT_EQ(rig.Get(s, eth::DscpClass(26)), 3u);
    EXPECT_EQ(rig.Get(s, eth::DscpClass(48)), 6u);
    for (int group = 0; group < 2; ++group)
      EXPECT_EQ(rig.Get(s, eth::GroupMode(group)), static_cast<uint32_t>(es::Balance::kAdaptive));
    EXPECT_GT(rig.at(s).flushes, 0);
  }
}

TEST(EthernetFabricProgram, WithoutPfcNoPortHasHeadroomAndNoClassPauses) {
  EthernetFabricSettings settings;
  settings.pfc = false;
  FakeLeafSpine rig(settings);
  rig.fabric->Program();
  EXPECT_EQ(rig.Get(0, eth::kPfcClasses), 0u);
  EXPECT_EQ(rig.Get(0, eth::PgHeadroom(0, 3)), 0u);
  EXPECT_EQ(rig.fabric->largest_headroom_cells(), 0);
}

// Whoever has a credit is let in: no limit but the memory itself.
TEST(EthernetFabricProgram, WithCreditsTheWholeMemoryIsShared) {
  EthernetFabricSettings settings;
  settings.pfc = false;
  settings.cbfc = true;
  FakeLeafSpine rig(settings);
  rig.fabric->Program();
  EXPECT_EQ(rig.Get(1, eth::kSharedCells), static_cast<uint32_t>(FakeVariant().cells));
  for (int c = 0; c < es::kClasses; ++c) {
    EXPECT_EQ(rig.Get(1, eth::PgReserved(c)), 0u);
    EXPECT_EQ(rig.Get(1, eth::PgAlpha(c)), static_cast<uint32_t>(es::kAlphaInfinite));
    EXPECT_EQ(rig.Get(1, eth::QueueAlpha(c)), static_cast<uint32_t>(es::kAlphaInfinite));
  }
}

TEST(EthernetFabricProgram, ASharedPoolBeyondWhatIsLeftIsRefused) {
  EthernetFabricSettings settings;
  settings.shared_cells = FakeVariant().cells;
  FakeLeafSpine rig(settings);
  const std::string said = FailureOf([&] { rig.fabric->Program(); });
  EXPECT_NE(said.find("pod0.leaf0: a shared pool of 40960 cells, but headroom and reservations"),
            std::string::npos)
      << said;
}

TEST(EthernetFabricProgram, OneWrongDeviceAndNoneIsProgrammed) {
  FakeLeafSpine rig;
  rig.Set(3, eth::kLineBytes, 50);
  EXPECT_EQ(FailureOf([&] { rig.fabric->Program(); }),
            "switch3: the device is not what the scenario describes: line bytes is 0x32, the "
            "scenario's variant 'p4' says 0x2a");
  for (int s = 0; s < 4; ++s) EXPECT_TRUE(rig.at(s).written.empty()) << s;
}

TEST(EthernetFabricProgram, NeedsAGroupForEveryEdgeSwitch) {
  es::Variant few = FakeVariant();
  few.groups = 1;
  FakeLeafSpine rig({}, few);
  EXPECT_EQ(FailureOf([&] { rig.fabric->Program(); }),
            "switch0: 2 edge switches need as many groups, variant 'p4' has 1");
}

TEST(EthernetFabricProgram, CreditsAndPfcAtOnceAreAMistakeOfTheCaller) {
  EthernetFabricSettings both;
  both.cbfc = true;
  EXPECT_THROW(FakeLeafSpine{both}, diagnostics::InternalError);
}

TEST(EthernetFabricProgram, DefaultsMarkAndGiveEveryAcceleratorAndSwitchItsAddress) {
  FakeLeafSpine rig;
  rig.fabric->Program();
  EXPECT_EQ(rig.Get(0, eth::EcnKmin(3)), 400'000u / 128);
  EXPECT_EQ(rig.Get(0, eth::EcnKmax(3)), 1'600'000u / 128);
  EXPECT_EQ(rig.Get(0, eth::kMaxFrame), 4174u);
  EXPECT_EQ(rig.Get(0, eth::NextHopMacLow(1)), 0x57000001u) << "accelerator 1";
  EXPECT_EQ(rig.Get(0, eth::NextHopMacLow(3)), 0x57010003u) << "spine 1 is switch 3";
  EXPECT_EQ(rig.Get(1, eth::kRouterMacLow), 0x57010001u);
  // A spine reaches each leaf by the port of its number.
  EXPECT_EQ(rig.Get(3, eth::GroupMask(0, 0)), 0x1u);
  EXPECT_EQ(rig.Get(3, eth::GroupMask(1, 0)), 0x2u);
}

TEST(EthernetFabricProgram, CausesOfTheStartAreForgottenAndThreeArePassedOn) {
  FakeLeafSpine rig;
  rig.Set(0, eth::kInterruptCause, 0xF);
  rig.fabric->Program();
  EXPECT_EQ(rig.Get(0, eth::kInterruptCause), 0u);
  EXPECT_EQ(rig.Get(0, eth::kInterruptMask), 0b1110u) << "a dropped frame alone is no interrupt";
}

}  // namespace
}  // namespace linkwright::device
