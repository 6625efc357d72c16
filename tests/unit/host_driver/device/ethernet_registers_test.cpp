// SPDX-License-Identifier: Apache-2.0
// The driver of an Ethernet switch, word by word on a bus without a switch.
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "fabric/routing/ethernet_addresses.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/ethernet_switch_driver.h"
#include "tests/unit/host_driver/device/fake_registers.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;
namespace reg = spec::ethernet_switch::registers;
using Log = std::vector<FakeRegisters::Posted>;

const es::Variant& P4() { return *es::FindVariant("p4"); }

TEST(EthernetRegisters, AMacAddressTakesTwo) {
  FakeRegisters bus("leaf0");
  EthernetSwitchDriver driver(bus, P4());
  driver.SetRouterMac(0x024C5701ABCD);
  driver.SetNextHop(3, 0x024C57000007);
  EXPECT_EQ(bus.written, (Log{{reg::kRouterMacLow, 0x5701ABCD},
                              {reg::kRouterMacHigh, 0x024C},
                              {reg::NextHopMacLow(3), 0x57000007},
                              {reg::NextHopMacHigh(3), 0x024C}}));
}

TEST(EthernetRegisters, OnlyALosslessClassHasHeadroomAndPauseIsSwitchedOnLast) {
  FakeRegisters bus("leaf0");
  EthernetSwitchDriver driver(bus, P4());
  driver.SetBuffers({33, 20'000, 66, {10, 11, 12, 13}, 7'000}, 1 << 3, 1 << 3 | 1 << 6);
  for (int c = 0; c < es::kClasses; ++c) {
    EXPECT_EQ(bus.registers[reg::PgReserved(c)], c == 3 || c == 6 ? 33u : 0u) << c;
    EXPECT_EQ(bus.registers[reg::QueueReserved(c)], c == 3 || c == 6 ? 33u : 0u) << c;
    EXPECT_EQ(bus.registers[reg::PgXonOffset(c)], 66u) << c;
    for (int port = 0; port < 4; ++port) {
      EXPECT_EQ(bus.registers[reg::PgHeadroom(port, c)],
                c == 3 ? 10u + static_cast<uint32_t>(port) : 0u)
          << c;
    }
  }
  EXPECT_EQ(bus.registers[reg::kSharedCells], 20'000u);
  EXPECT_EQ(bus.registers[reg::kEgressSharedCells], 20'000u);
  EXPECT_EQ(bus.registers[reg::kLosslessSharedCells], 7'000u);
  EXPECT_EQ(bus.written.back(), FakeRegisters::Posted(reg::kPfcClasses, 0x08));
}

TEST(EthernetRegisters, WithCreditsNothingIsLimitedAndNobodyPaused) {
  FakeRegisters bus("leaf0");
  EthernetSwitchDriver driver(bus, P4());
  driver.SetBuffers({33, 20'000, 66, {10, 11, 12, 13}}, 0xFF, 0xFF);
  driver.SetCreditBuffers();
  EXPECT_EQ(bus.registers[reg::kSharedCells], 40960u) << "the whole memory";
  EXPECT_EQ(bus.registers[reg::kLosslessSharedCells], 0u);
  EXPECT_EQ(bus.registers[reg::kPfcClasses], 0u);
  for (int c = 0; c < es::kClasses; ++c) {
    EXPECT_EQ(bus.registers[reg::PgReserved(c)], 0u);
    EXPECT_EQ(bus.registers[reg::PgAlpha(c)], static_cast<uint32_t>(es::kAlphaInfinite));
    EXPECT_EQ(bus.registers[reg::QueueAlpha(c)], static_cast<uint32_t>(es::kAlphaInfinite));
    EXPECT_EQ(bus.registers[reg::PgHeadroom(2, c)], 0u);
  }
}

TEST(EthernetRegisters, AMarkingCurveBeginsToCountWithItsKmax) {
  FakeRegisters bus("leaf0");
  EthernetSwitchDriver driver(bus, P4());
  driver.SetEcn(3, {3125, 12'500, 0.2});
  EXPECT_EQ(bus.registers[reg::EcnKmin(3)], 3125u);
  EXPECT_EQ(bus.registers[reg::EcnPmax(3)], 13'107u) << "a fifth of 65,536";
  EXPECT_EQ(bus.written.back(), FakeRegisters::Posted(reg::EcnKmax(3), 12'500));
  driver.SetEcn(3, {0, 1, 1.0});
  EXPECT_EQ(bus.registers[reg::EcnPmax(3)], 65'535u) << "16 bits";
}

TEST(EthernetRegisters, CausesAreClearedAtOnceAndNothingIsWrittenWithoutOne) {
  FakeRegisters bus("leaf0");
  bus.Become(P4());
  EthernetSwitchDriver driver(bus, P4());
  EXPECT_EQ(driver.TakeInterrupts(), 0u);
  EXPECT_TRUE(bus.written.empty());
  bus.registers[reg::kInterruptCause] = 0x6;
  EXPECT_EQ(driver.TakeInterrupts(), 0x6u);
  EXPECT_EQ(bus.registers[reg::kInterruptCause], 0u);
  EXPECT_EQ(bus.flushes, 1) << "or the wire would still be high when the driver returns";
}

TEST(EthernetRegisters, ALinkIsUpByTheLowestBitOfItsStatus) {
  FakeRegisters bus("leaf0");
  EthernetSwitchDriver driver(bus, P4());
  for (const uint32_t status : {0u, 1u, 2u, 3u}) {
    bus.registers[reg::PortStatus(2)] = status;
    EXPECT_EQ(driver.LinkUp(2), status % 2 == 1) << status;
  }
}

TEST(HostTable, HoldsAsManyAcceleratorsAsThePlannerSays) {
  for (const es::Variant& variant : es::Variants()) {
    const int fit = HostsThatFit(variant, 100'000);
    EXPECT_LE(fit, variant.host_entries) << variant.name;
    EXPECT_EQ(HostsThatFit(variant, fit), fit) << variant.name;
    FakeRegisters bus("leaf0");
    EthernetSwitchDriver driver(bus, variant);
    for (int a = 0; a < fit; ++a) driver.AddHost(routing::AcceleratorAddress(a), 0);
    std::set<uint32_t> places;
    for (size_t w = 0; w < bus.written.size(); w += 2) places.insert(bus.written[w].first);
    EXPECT_EQ(places.size(), static_cast<size_t>(fit)) << "an entry each";
    EXPECT_THROW(driver.AddHost(routing::AcceleratorAddress(fit), 0), diagnostics::RunFailure);
  }
}

}  // namespace
}  // namespace linkwright::device
