// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::spec::ethernet_switch {
namespace {

TEST(EthernetRegisterTable, NoTwoRegistersShareAnAddressInAnyVariant) {
  for (const Variant& variant : Variants()) {
    std::unordered_set<uint32_t> taken;
    for (const RegisterInfo& info : Registers()) {
      for (int port = 0; port < (info.per_port ? variant.ports : 1); ++port) {
        for (int element = 0; element < info.elements(variant); ++element) {
          for (int word = 0; word < info.words; ++word) {
            const uint32_t address =
                info.address + registers::kPortStride * port + info.stride * element + 4 * word;
            ASSERT_TRUE(taken.insert(address).second)
                << variant.name << ": " << info.name << " at " << address;
            ASSERT_EQ(address % 4, 0u);
          }
        }
      }
    }
    EXPECT_GT(taken.size(), 600u) << variant.name;
  }
}

TEST(EthernetRegisterTable, AddressFunctionsAgreeWithTheTable) {
  std::map<std::string_view, const RegisterInfo*> table;
  for (const RegisterInfo& info : Registers()) table[info.name] = &info;
  EXPECT_EQ(registers::kCutThrough, table["CUT_THROUGH"]->address);
  EXPECT_EQ(registers::PgAlpha(5), table["PG_ALPHA"]->address + 4 * 5u);
  EXPECT_EQ(registers::PgHeadroom(3, 5),
            table["PG_HEADROOM"]->address + 3 * registers::kPortStride + 4 * 5u);
  EXPECT_EQ(registers::PortDrops(1, DropReason::kTtl),
            table["PORT_DROPS"]->address + registers::kPortStride +
                4 * static_cast<uint32_t>(DropReason::kTtl));
  EXPECT_EQ(registers::HostTarget(71), registers::HostKey(71) + 4);
  EXPECT_EQ(registers::GroupMask(5, 2), table["GROUP_MASK"]->address + 64 * 5u + 8);
}

TEST(EthernetRegisterTable, ResetValuesAreThoseOfTheVariant) {
  const Variant* variant = FindVariant("p64");
  ASSERT_NE(variant, nullptr);
  std::map<std::string_view, uint32_t> value;
  for (const RegisterInfo& info : Registers()) {
    if (info.reset != nullptr) value[info.name] = info.reset(*variant);
  }
  EXPECT_EQ(value["IDENTITY"], 0x4C574553u);
  EXPECT_EQ(value["SPEC_HASH"], kSpecHash);
  EXPECT_EQ(value["VARIANT"], static_cast<uint32_t>(variant->index));
  EXPECT_EQ(value["PORTS"], 64u);
  EXPECT_EQ(value["CELLS"], static_cast<uint32_t>(variant->cells));
  EXPECT_EQ(value["MAX_FRAME"], static_cast<uint32_t>(kMaxFrameBytes));
  EXPECT_EQ(value.count("PORT_STATUS"), 0u) << "depends on wires";
  EXPECT_EQ(value.count("ERROR_INJECT"), 0u) << "write only";
}

// What the parameters' descriptions promise and the compiler does not know.
TEST(EthernetVariants, HaveTablesOfWholeRowsAndCellsForOneLargestFramePerPort) {
  for (const Variant& variant : Variants()) {
    EXPECT_EQ(variant.mac_entries, kTableWays * variant.mac_rows) << variant.name;
    EXPECT_EQ(variant.host_entries, kTableWays * variant.host_rows) << variant.name;
    for (const int rows : {variant.mac_rows, variant.host_rows, variant.flowlets}) {
      EXPECT_TRUE(std::has_single_bit(static_cast<unsigned>(rows))) << variant.name;
    }
    const int cell_bytes = variant.cell_beats * kBeatBytes;
    const int frame_cells = (kMaxFrameBytes + cell_bytes - 1) / cell_bytes;
    EXPECT_GT(variant.cells, variant.ports * frame_cells) << variant.name;
    EXPECT_EQ(FindVariant(variant.name), &variant);
  }
}

TEST(EthernetVariants, CoverThePortCountsThatAreVerifiedInLockStep) {
  std::set<int> ports;
  for (const Variant& variant : Variants()) {
    if (variant.rtl) ports.insert(variant.ports);
  }
  EXPECT_EQ(ports, (std::set{4, 8, 16, 32, 64}));
}

TEST(TelemetrySlot, FieldsLieWhereTheReferenceSays) {
  const TelemetrySlot slot{
      .rate_code = 0x9, .tx_beats = 0x81234, .timestamp = 0xABCDEF, .depth = 0x8765};
  EXPECT_EQ(Pack(slot), (std::array<uint64_t, 1>{0x8765'ABCDEF'81234'9}));
  EXPECT_TRUE(UnpackTelemetrySlot(Pack(slot)) == slot);
}

TEST(TelemetrySlot, BitsBeyondAFieldDoNotReachItsNeighbours) {
  const TelemetrySlot back = UnpackTelemetrySlot(Pack(TelemetrySlot{.tx_beats = 0xFFFFFFFF}));
  EXPECT_TRUE(back == TelemetrySlot{.tx_beats = 0xFFFFF});
}

}  // namespace
}  // namespace linkwright::spec::ethernet_switch
