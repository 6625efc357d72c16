// SPDX-License-Identifier: Apache-2.0
// The driver of a scale-up switch, word by word on a bus without a switch.
#include "host_driver/device/switch_driver.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "tests/unit/host_driver/device/register_file.h"
#include "tests/unit/host_driver/device/twin_device.h"

namespace linkwright::device {
namespace {

namespace su = spec::scaleup_switch;
namespace reg = spec::scaleup_switch::registers;
using Log = std::vector<RegisterFile::Posted>;

const su::Variant& P4() { return *su::FindVariant("p4"); }

std::string RefusalOf(interfaces::Device& device, const su::Variant& variant) {
  try {
    SwitchDriver(device).CheckIdentity(variant);
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "accepted";
}

TEST(SwitchDriver, EnumeratesEveryConstantFromItsOwnRegister) {
  RegisterFile bus("plane0");
  bus.Become(P4());
  const std::array places = {
      reg::kSpecVersion,     reg::kSpecHash,   reg::kVariant,          reg::kPorts,
      reg::kVirtualChannels, reg::kSlotsPerVc, reg::kAllocator,        reg::kMaxIterations,
      reg::kQueueMode,       reg::kEgressPad,  reg::kReductionEntries, reg::kReduceLatency,
      reg::kResultSlots,     reg::kGroups};
  for (size_t i = 0; i < places.size(); ++i)
    bus.registers[places[i]] = 100 + static_cast<uint32_t>(i);
  const SwitchIdentity expected = {
      su::kIdentityValue, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113};
  EXPECT_EQ(SwitchDriver(bus).Enumerate(), expected);
  EXPECT_TRUE(bus.log.empty()) << "looking writes nothing";
}

TEST(SwitchDriver, ReadsNoFurtherOnADeviceThatIsNoSwitchOfOurs) {
  RegisterFile bus("plane0");
  bus.Become(P4());
  bus.registers[reg::kIdentity] = 0xdead;
  EXPECT_EQ(SwitchDriver(bus).Enumerate(), SwitchIdentity{.identity = 0xdead});
  EXPECT_EQ(bus.reads, 1);
  EXPECT_EQ(RefusalOf(bus, P4()),
            "plane0: the device is not what the scenario describes: identity is 0xdead, the "
            "scenario's variant 'p4' says 0x4c575355");
}

TEST(SwitchDriver, NamesTheOneConstantThatDiffers) {
  const std::vector<std::pair<uint32_t, std::string>> constants = {
      {reg::kSpecVersion, "spec version"},
      {reg::kSpecHash, "spec hash"},
      {reg::kVariant, "variant"},
      {reg::kPorts, "ports"},
      {reg::kVirtualChannels, "virtual channels"},
      {reg::kSlotsPerVc, "slots per VC"},
      {reg::kAllocator, "allocator"},
      {reg::kMaxIterations, "max iterations"},
      {reg::kQueueMode, "queue mode"},
      {reg::kEgressPad, "egress pad"},
      {reg::kReductionEntries, "reduction entries"},
      {reg::kReduceLatency, "reduce latency"},
      {reg::kResultSlots, "result slots"},
      {reg::kGroups, "groups"}};
  for (const auto& [address, name] : constants) {
    RegisterFile bus("plane3");
    bus.Become(P4());
    ASSERT_EQ(RefusalOf(bus, P4()), "accepted");
    bus.registers[address] ^= 0x10000;
    const std::string said = RefusalOf(bus, P4());
    EXPECT_NE(said.find("describes: " + name + " is 0x"), std::string::npos) << said;
    EXPECT_EQ(said.find(';'), std::string::npos) << "only that one: " << said;
  }
}

TEST(SwitchDriver, NamesAllConstantsThatDiffer) {
  RegisterFile bus("plane0");
  bus.Become(P4());
  bus.registers[reg::kPorts] = 8;
  bus.registers[reg::kSlotsPerVc] = 17;
  EXPECT_EQ(RefusalOf(bus, P4()),
            "plane0: the device is not what the scenario describes: ports is 0x8, the scenario's "
            "variant 'p4' says 0x4; slots per VC is 0x11, the scenario's variant 'p4' says 0x10");
}

TEST(SwitchDriver, AcceptsTheTwinOfAVariantAndNoOther) {
  std::vector<const su::Variant*> small;
  for (const su::Variant& variant : su::Variants()) {
    if (variant.ports <= 8) small.push_back(&variant);
  }
  ASSERT_GE(small.size(), 2u);
  for (const su::Variant* is : small) {
    TwinDevice device("plane0", scaleup_switch::MakeScaleUpSwitch(*is), is->ports);
    for (const su::Variant* named : small)
      EXPECT_EQ(RefusalOf(device, *named) == "accepted", is == named) << is->name << named->name;
  }
}

TEST(SwitchDriver, WritesTheWaysOfARouteBeforeTheirNumber) {
  RegisterFile bus("plane0");
  SwitchDriver driver(bus);
  driver.ProgramRoute(5, std::array{3, 0, 143, 7});
  EXPECT_EQ(bus.log, (Log{{reg::RouteWays(5), 0x078F0003}, {reg::RouteCount(5), 4}}));
  bus.log.clear();
  driver.ProgramRoute(6, {});
  EXPECT_EQ(bus.log.back(), RegisterFile::Posted(reg::RouteCount(6), 0)) << "leads nowhere";
  EXPECT_THROW(driver.ProgramRoute(5, std::array{0, 1, 2, 3, 4}), diagnostics::InternalError);
}

TEST(SwitchDriver, WritesTheMaskWordsThatASwitchOfSoManyPortsHas) {
  const auto words = [](int switch_ports, std::vector<int> ports) {
    RegisterFile bus("plane0");
    SwitchDriver(bus).ProgramGroup(2, ports, switch_ports);
    std::vector<uint32_t> written;
    for (size_t w = 0; w < bus.log.size(); ++w) {
      EXPECT_EQ(bus.log[w].first, reg::GroupMask(2, static_cast<int>(w)));
      written.push_back(bus.log[w].second);
    }
    return written;
  };
  using Words = std::vector<uint32_t>;
  EXPECT_EQ(words(4, {3, 0}), (Words{0x9}));
  EXPECT_EQ(words(32, {31}), (Words{0x80000000}));
  EXPECT_EQ(words(33, {}), (Words{0, 0})) << "a group without members is written as such";
  EXPECT_EQ(words(72, {71, 0, 32, 31}), (Words{0x80000001, 0x1, 0x80}));
  EXPECT_EQ(words(144, {143}), (Words{0, 0, 0, 0, 0x8000}));
}

TEST(SwitchDriver, EverySettingHasItsOwnRegister) {
  RegisterFile bus("plane0");
  SwitchDriver driver(bus);
  driver.EnablePort(1, true);
  driver.EnablePort(3, false);
  driver.SetIterations(2);
  driver.SetCreditRefresh(1000);
  driver.SetReductionTimeout(70'000);
  driver.SetInterruptMask(0x1F);
  EXPECT_EQ(bus.log, (Log{{reg::PortControl(1), 1},
                          {reg::PortControl(3), 0},
                          {reg::kIterations, 2},
                          {reg::kCreditRefresh, 1000},
                          {reg::kReductionTimeout, 70'000},
                          {reg::kInterruptMask, 0x1F}}));
  EXPECT_EQ(bus.flushes, 0) << "writes are posted";
  driver.Flush();
  EXPECT_EQ(bus.flushes, 1);
}

TEST(SwitchDriver, ReadsEachCounterOfThePortThatIsAskedFor) {
  RegisterFile bus("plane0");
  for (int vc = 0; vc < 2; ++vc) {
    const auto add = static_cast<uint32_t>(vc);
    bus.registers[reg::PortRxPackets(2, vc)] = 10 + add;
    bus.registers[reg::PortTxPackets(2, vc)] = 20 + add;
    bus.registers[reg::PortWatermark(2, vc)] = 30 + add;
  }
  bus.registers[reg::PortRxFlits(2)] = 40;
  bus.registers[reg::PortTxFlits(2)] = 50;
  bus.registers[reg::PortTxCreditWait(2)] = 60;
  for (int reason = 0; reason < su::kDropReasons; ++reason) {
    bus.registers[reg::PortDrops(2, static_cast<su::DropReason>(reason))] =
        70 + static_cast<uint32_t>(reason);
  }
  SwitchDriver driver(bus);
  const PortCounters counters = driver.ReadPortCounters(2, 2);
  EXPECT_EQ(counters.rx_packets, (std::vector<uint32_t>{10, 11}));
  EXPECT_EQ(counters.tx_packets, (std::vector<uint32_t>{20, 21}));
  EXPECT_EQ(counters.watermark, (std::vector<uint32_t>{30, 31}));
  EXPECT_EQ(counters.rx_flits, 40u);
  EXPECT_EQ(counters.tx_flits, 50u);
  EXPECT_EQ(counters.tx_credit_wait, 60u);
  ASSERT_EQ(counters.drops.size(), 11u);
  EXPECT_EQ(counters.drops.front(), 70u);
  EXPECT_EQ(counters.drops.back(), 80u);
  EXPECT_EQ(driver.ReadPortCounters(1, 2).rx_flits, 0u);
  bus.registers[reg::kReductionsDone] = 5;
  bus.registers[reg::kMulticastCopies] = 6;
  EXPECT_EQ(driver.ReadReductionsDone(), 5u);
  EXPECT_EQ(driver.ReadMulticastCopies(), 6u);
}

TEST(SwitchDriver, ClearsTheCausesItHasSeenAndKeepsOneThatComesMeanwhile) {
  RegisterFile bus("plane0");
  bus.Become(P4());
  bus.registers[reg::kInterruptCause] = 0x3;
  bus.after_read = [&](uint32_t) { bus.registers[reg::kInterruptCause] |= 0x4; };
  SwitchDriver driver(bus);
  EXPECT_EQ(driver.TakeInterrupts(), 0x3u);
  EXPECT_EQ(bus.registers[reg::kInterruptCause], 0x4u);
  bus.after_read = nullptr;
  EXPECT_EQ(driver.TakeInterrupts(), 0x4u);
  const size_t writes = bus.log.size();
  EXPECT_EQ(driver.TakeInterrupts(), 0u);
  EXPECT_EQ(bus.log.size(), writes) << "nothing to clear";
}

}  // namespace
}  // namespace linkwright::device
