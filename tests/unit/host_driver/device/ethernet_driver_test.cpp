// SPDX-License-Identifier: Apache-2.0
// The driver against the twin's registers.
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>

#include "fabric/routing/ethernet_addresses.h"
#include "fabric/routing/frame_hash.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/ethernet_switch_driver.h"
#include "host_driver/device/pfc_headroom.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "tests/unit/host_driver/device/failure_of.h"
#include "tests/unit/host_driver/device/twin_device.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;
namespace reg = spec::ethernet_switch::registers;

const es::Variant& P4() { return *es::FindVariant("p4"); }
const es::Variant& P8() { return *es::FindVariant("p8"); }

TwinDevice TwinOf(const es::Variant& variant) {
  return TwinDevice("pod0.leaf0", ethernet_switch::MakeEthernetSwitch(variant), variant.ports);
}

TEST(EthernetSwitchDriver, KnowsItsVariantAndRefusesAnother) {
  TwinDevice device = TwinOf(P4());
  EXPECT_NO_THROW(EthernetSwitchDriver(device, P4()).CheckIdentity());
  const std::string said = FailureOf([&] { EthernetSwitchDriver(device, P8()).CheckIdentity(); });
  EXPECT_NE(said.find("pod0.leaf0: the device is not what the scenario describes"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("ports is 0x4, the scenario's variant 'p8' says 0x8"), std::string::npos)
      << said;
  EXPECT_NE(said.find("egress pad"), std::string::npos) << said;
  EXPECT_EQ(said.find("spec hash"), std::string::npos) << "the same specification";
}

TEST(EthernetSwitchDriver, RefusesADeviceOfAnotherSpecification) {
  class Other final : public interfaces::Device {
   public:
    const std::string& name() const override { return name_; }
    uint32_t Read(uint32_t address) override {
      return address == reg::kIdentity ? es::kIdentityValue : 1;
    }
    void Write(uint32_t, uint32_t) override {}
    void Flush() override {}
    bool InterruptPending() const override { return false; }

   private:
    std::string name_ = "other";
  };
  Other device;
  EXPECT_NE(
      FailureOf([&] { EthernetSwitchDriver(device, P4()).CheckIdentity(); }).find("spec hash"),
      std::string::npos);
}

TEST(EthernetSwitchDriver, PutsHostsIntoTheRowsOfTheGoldenFunctionUntilOneIsFull) {
  TwinDevice device = TwinOf(P4());
  EthernetSwitchDriver driver(device, P4());
  const uint32_t address = routing::AcceleratorAddress(3);
  const int row = routing::HostRow(address, P4().host_rows);
  driver.AddHost(address, 2);
  EXPECT_EQ(device.Read(reg::HostKey(4 * row)), address);
  EXPECT_EQ(device.Read(reg::HostTarget(4 * row)), 0x80000002u);
  // Keys of the same row: any that differ in two equal slices.
  int added = 1;
  std::string said;
  for (uint32_t k = 1; k < 8 && said.empty(); ++k) {
    const uint32_t other = address ^ (k << 3) ^ (k << 6);
    ASSERT_EQ(routing::HostRow(other, P4().host_rows), row);
    if (added == 4) {
      said = FailureOf([&] { driver.AddHostGroup(other, 1); });
    } else {
      driver.AddHostGroup(other, 1);
      EXPECT_EQ(device.Read(reg::HostTarget(4 * row + added)), 0x80008001u);
      ++added;
    }
  }
  EXPECT_NE(said.find("host table has no way left"), std::string::npos) << said;
}

TEST(EthernetSwitchDriver, WritesAGroupsMaskOnlyWhenItChanges) {
  TwinDevice device = TwinOf(P8());
  EthernetSwitchDriver driver(device, P8());
  driver.SetGroup(3, std::array{4, 5, 7});
  EXPECT_EQ(device.Read(reg::GroupMask(3, 0)), 0xB0u);
  const int writes = device.writes;
  driver.SetGroup(3, std::array{4, 5, 7});
  EXPECT_EQ(device.writes, writes);
  driver.SetGroup(3, std::array{5, 7});
  EXPECT_EQ(device.writes, writes + 1);
}

TEST(EthernetSwitchDriver, ReadsEachCounterFromItsOwnRegister) {
  TwinDevice device = TwinOf(P4());
  EthernetSwitchDriver driver(device, P4());
  device.Write(reg::PortRxBytes(2), 0xFFFFFFFF);
  device.Write(reg::PortRxBytesHigh(2), 0x12);
  device.Write(reg::PortTxBytes(2), 5);
  device.Write(reg::PortTxBytesHigh(2), 0x80000000);
  for (int c = 0; c < es::kClasses; ++c) {
    device.Write(reg::PgDrops(2, c), 100u + static_cast<uint32_t>(c));
    device.Write(reg::QueueDrops(2, c), 200u + static_cast<uint32_t>(c));
  }
  const EthernetPortCounters counters = driver.ReadPortCounters(2);
  EXPECT_EQ(counters.rx_bytes, 0x12'FFFFFFFFu);
  EXPECT_EQ(counters.tx_bytes, 0x80000000'00000005u);
  for (int c = 0; c < es::kClasses; ++c) {
    EXPECT_EQ(counters.pg_drops[static_cast<size_t>(c)], 100u + static_cast<uint32_t>(c));
    EXPECT_EQ(counters.queue_drops[static_cast<size_t>(c)], 200u + static_cast<uint32_t>(c));
  }
  EXPECT_EQ(driver.ReadPortCounters(1).rx_bytes, 0u);
}

// The count runs on between the reads: high, low, high, and once more if the low word has wrapped.
TEST(EthernetSwitchDriver, ReadsBytesWholeWhereverTheLowWordWraps) {
  class Running final : public interfaces::Device {
   public:
    const std::string& name() const override { return name_; }
    uint32_t Read(uint32_t address) override {
      bytes += 64;
      if (address == reg::PortRxBytes(0)) return static_cast<uint32_t>(bytes);
      if (address == reg::PortRxBytesHigh(0)) return static_cast<uint32_t>(bytes >> 32);
      return 0;
    }
    void Write(uint32_t, uint32_t) override {}
    void Flush() override {}
    bool InterruptPending() const override { return false; }
    uint64_t bytes = 0;

   private:
    std::string name_ = "running";
  };
  for (uint64_t before = 0; before < 64 * 12; before += 64) {
    Running device;
    device.bytes = (uint64_t{3} << 32) - before;
    const uint64_t from = device.bytes;
    EthernetSwitchDriver driver(device, P4());
    const uint64_t read = driver.ReadPortCounters(0).rx_bytes;
    EXPECT_GE(read, from) << before;
    EXPECT_LE(read, device.bytes) << before;
    EXPECT_LE(read - from, 64u * 12) << before << ": not 4 GB off";
  }
}

TEST(EthernetSwitchDriver, SaysWhichLinksAreUpWhenTheSwitchInterrupts) {
  TwinDevice device = TwinOf(P4());
  EthernetSwitchDriver driver(device, P4());
  device.SetLink(2, true);
  driver.TakeInterrupts();
  driver.SetInterruptMask(std::array{es::Interrupt::kLinkChanged});
  EXPECT_FALSE(device.InterruptPending());
  device.SetLink(2, false);
  EXPECT_TRUE(device.InterruptPending());
  EXPECT_EQ(driver.TakeInterrupts(), 1u << static_cast<int>(es::Interrupt::kLinkChanged));
  EXPECT_FALSE(driver.LinkUp(2));
  EXPECT_TRUE(driver.LinkUp(1));
}

TEST(BufferPlan, LeavesEverythingElseToTheSharedPool) {
  std::vector<PortContext> ports(8, {true, 20, true, 3});
  const BufferPlan plan = PlanBuffers(P8(), ports, 4174, 1, 2);
  const int frame_cells = (4174 + 255) / 256;
  EXPECT_EQ(plan.reserved_cells, frame_cells);
  EXPECT_EQ(plan.headroom_cells[0], HeadroomForAnyFrames(LinkToSwitch(P8(), 20, 4174, 3)).cells);
  // 36 cells of the largest frame stay free, and what an admitted frame overshoots, twice.
  EXPECT_EQ(plan.shared_cells, 40960 - 8 * 36 - 8 * plan.headroom_cells[0] - 8 * 2 * frame_cells -
                                   8 * (2 * frame_cells - 1));
  ports[0].link_latency_cycles = 100'000;
  EXPECT_NE(FailureOf([&] { PlanBuffers(P8(), ports, 4174, 1, 2); }).find("too few"),
            std::string::npos);
}

}  // namespace
}  // namespace linkwright::device
