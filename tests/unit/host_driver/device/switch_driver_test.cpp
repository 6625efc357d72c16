// SPDX-License-Identifier: Apache-2.0
// The driver of a scale-up switch against a register bus of memory: every address by hand, from
// docs/models/scaleup_switch.md.
#include "host_driver/device/switch_driver.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "tests/unit/host_driver/device/failure_of.h"
#include "tests/unit/host_driver/device/fake_registers.h"
#include "tests/unit/host_driver/device/twin_device.h"

namespace linkwright::device {
namespace {

namespace su = spec::scaleup_switch;
using Writes = std::vector<std::pair<uint32_t, uint32_t>>;

constexpr uint32_t kPort = 0x10000, kPortStride = 0x200;

const su::Variant& P4() { return *su::FindVariant("p4"); }

TEST(SwitchDriver, KnowsEveryVariantByItsTwin) {
  for (const su::Variant& variant : su::Variants()) {
    if (variant.ports > 16) continue;  // the registers are the same, the twins large
    TwinDevice twin("plane0", scaleup_switch::MakeScaleUpSwitch(variant), variant.ports);
    EXPECT_NO_THROW(SwitchDriver(twin).CheckIdentity(variant)) << variant.name;
  }
}

TEST(SwitchDriver, ReadsNothingButTheIdentityOfADeviceThatIsNotASwitchOfOurs) {
  FakeRegisters bus("plane0.switch");
  bus.unwritten = 0xFFFFFFFF;  // what a bus says behind which nothing stands
  const std::string said = FailureOf([&] { SwitchDriver(bus).CheckIdentity(P4()); });
  EXPECT_EQ(said,
            "plane0.switch: the device is not what the scenario describes: identity is 0xffffffff, "
            "the scenario's variant 'p4' says 0x4c575355");
  EXPECT_EQ(bus.reads, 1);
}

// One constant at a time is wrong: it is named, and no other.
TEST(SwitchDriver, NamesExactlyTheConstantThatDiffers) {
  constexpr std::array<const char*, 14> kNames = {
      "spec version",      "spec hash",      "variant",        "ports",      "virtual channels",
      "slots per VC",      "allocator",      "max iterations", "queue mode", "egress pad",
      "reduction entries", "reduce latency", "result slots",   "groups"};
  for (size_t wrong = 0; wrong < kNames.size(); ++wrong) {
    FakeRegisters bus("s");
    bus.Become(P4());
    EXPECT_EQ(FailureOf([&] { SwitchDriver(bus).CheckIdentity(P4()); }), "no failure");
    bus.registers[static_cast<uint32_t>(4 * (wrong + 1))] ^= 0x40;
    const std::string said = FailureOf([&] { SwitchDriver(bus).CheckIdentity(P4()); });
    EXPECT_NE(said.find(std::string(": ") + kNames[wrong] + " is 0x"), std::string::npos) << said;
    EXPECT_EQ(said.find("; "), std::string::npos) << "one difference only: " << said;
  }
}

TEST(SwitchDriver, PutsEveryDifferenceIntoOneSentence) {
  FakeRegisters bus("s");
  bus.Become(*su::FindVariant("p8"));
  const std::string said = FailureOf([&] { SwitchDriver(bus).CheckIdentity(P4()); });
  EXPECT_NE(said.find("ports is 0x8, the scenario's variant 'p4' says 0x4; "), std::string::npos)
      << said;
}

TEST(SwitchDriver, EnablesAndDisablesThePortItIsAskedFor) {
  FakeRegisters bus("s");
  SwitchDriver driver(bus);
  driver.EnablePort(3, true);
  driver.EnablePort(143, false);
  EXPECT_EQ(bus.written, (Writes{{kPort + 3 * kPortStride, 1}, {kPort + 143 * kPortStride, 0}}));
}

// Next hops come before their count, a byte each, the first lowest.
TEST(SwitchDriver, WritesNextHopsBeforeTheyCount) {
  struct Case {
    std::vector<int> next_hops;
    uint32_t word;
  };
  const std::vector<Case> cases = {
      {{}, 0}, {{7}, 0x07}, {{143, 0}, 0x008F}, {{1, 2, 3}, 0x030201}, {{4, 3, 2, 1}, 0x01020304}};
  for (const Case& c : cases) {
    FakeRegisters bus("s");
    SwitchDriver(bus).ProgramRoute(1023, c.next_hops);
    EXPECT_EQ(bus.written,
              (Writes{{0x40000 + 8 * 1023, c.word},
                      {0x40004 + 8 * 1023, static_cast<uint32_t>(c.next_hops.size())}}));
  }
}

TEST(SwitchDriver, WritesAsManyWordsOfAGroupAsTheSwitchHasPortsFor) {
  struct Case {
    int switch_ports;
    std::vector<int> members;
    std::vector<uint32_t> words;
  };
  const std::vector<Case> cases = {
      {4, {3, 0}, {0x9}},
      {32, {31}, {0x80000000}},
      {33, {32}, {0, 1}},
      {64, {63, 0}, {1, 0x80000000}},
      {144, {143, 64, 5}, {0x20, 0, 1, 0, 0x8000}},
      {8, {}, {0}}};  // a group without members is emptied, not left as it was
  for (const Case& c : cases) {
    FakeRegisters bus("s");
    SwitchDriver(bus).ProgramGroup(2, c.members, c.switch_ports);
    Writes expected;
    for (size_t w = 0; w < c.words.size(); ++w)
      expected.emplace_back(0x60000 + 2 * 0x20 + static_cast<uint32_t>(4 * w), c.words[w]);
    EXPECT_EQ(bus.written, expected) << c.switch_ports;
  }
}

TEST(SwitchDriver, SettingsGoToTheirRegisters) {
  FakeRegisters bus("s");
  SwitchDriver driver(bus);
  driver.SetIterations(3);
  driver.SetCreditRefresh(400);
  driver.SetReductionTimeout(5000);
  driver.SetInterruptMask(0x1F);
  driver.Flush();
  EXPECT_EQ(bus.written, (Writes{{0x100, 3}, {0x104, 400}, {0x108, 5000}, {0x114, 0x1F}}));
  EXPECT_EQ(bus.flushes, 1);
}

// Every register of the port answers with its own address, so a counter says where it was read.
TEST(SwitchDriver, ReadsEveryCounterOfThePortFromItsOwnRegister) {
  FakeRegisters bus("s");
  for (uint32_t address = kPort; address < kPort + 8 * kPortStride; address += 4)
    bus.registers[address] = address;
  const uint32_t port = kPort + 5 * kPortStride;
  const PortCounters c = SwitchDriver(bus).ReadPortCounters(5, 3);
  EXPECT_EQ(c.rx_packets, (std::vector<uint32_t>{port + 0x10, port + 0x14, port + 0x18}));
  EXPECT_EQ(c.tx_packets, (std::vector<uint32_t>{port + 0x20, port + 0x24, port + 0x28}));
  EXPECT_EQ(c.watermark, (std::vector<uint32_t>{port + 0x40, port + 0x44, port + 0x48}));
  EXPECT_EQ(c.rx_flits, port + 0x30);
  EXPECT_EQ(c.tx_flits, port + 0x34);
  EXPECT_EQ(c.tx_credit_wait, port + 0x38);
  ASSERT_EQ(c.drops.size(), 11u);
  for (uint32_t reason = 0; reason < 11; ++reason)
    EXPECT_EQ(c.drops[reason], port + 0x80 + 4 * reason);
}

TEST(SwitchDriver, ReadsTheCountersOfTheReductionUnit) {
  FakeRegisters bus("s");
  bus.registers[0x120] = 17;
  bus.registers[0x128] = 4;
  SwitchDriver driver(bus);
  EXPECT_EQ(driver.ReadReductionsDone(), 17u);
  EXPECT_EQ(driver.ReadMulticastCopies(), 4u);
}

// A cause that comes between the read and the write is not cleared with those that were read.
TEST(SwitchDriver, ClearsTheCausesThatItHasSeenAndNoOthers) {
  FakeRegisters bus("s");
  bus.write_one_to_clear = su::registers::kInterruptCause;
  SwitchDriver driver(bus);
  EXPECT_EQ(driver.TakeInterrupts(), 0u);
  EXPECT_TRUE(bus.written.empty()) << "nothing to clear";
  bus.registers[0x110] = 0x12;
  EXPECT_EQ(driver.TakeInterrupts(), 0x12u);
  EXPECT_EQ(bus.written, (Writes{{0x110, 0x12}}));
  EXPECT_EQ(driver.TakeInterrupts(), 0u);
}

TEST(SwitchDriver, SaysWhetherTheWireIsHigh) {
  FakeRegisters bus("s");
  EXPECT_FALSE(SwitchDriver(bus).InterruptPending());
  bus.interrupt = true;
  EXPECT_TRUE(SwitchDriver(bus).InterruptPending());
}

}  // namespace
}  // namespace linkwright::device
