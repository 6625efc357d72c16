// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::spec::scaleup_switch {
namespace {

// Every word of every register of a variant.
std::multimap<uint32_t, std::string> Words(const Variant& variant) {
  std::multimap<uint32_t, std::string> words;
  for (const RegisterInfo& info : Registers()) {
    const int ports = info.per_port ? variant.ports : 1;
    const int vcs = info.per_vc ? variant.virtual_channels : 1;
    for (int port = 0; port < ports; ++port) {
      for (int element = 0; element < info.elements(variant); ++element) {
        for (int word = 0; word < info.words * vcs; ++word) {
          words.emplace(
              info.address + registers::kPortStride * port + info.stride * element + 4 * word,
              info.name);
        }
      }
    }
  }
  return words;
}

TEST(RegisterTable, NoTwoRegistersShareAnAddressInAnyVariant) {
  for (const Variant& variant : Variants()) {
    const auto words = Words(variant);
    for (auto word = words.begin(); word != words.end(); ++word) {
      EXPECT_EQ(words.count(word->first), 1u)
          << variant.name << ": " << word->second << " at " << word->first;
      EXPECT_EQ(word->first % 4, 0u);
    }
    EXPECT_GT(words.size(), 2000u);
  }
}

TEST(RegisterTable, AddressFunctionsAgreeWithTheTable) {
  std::map<std::string_view, const RegisterInfo*> table;
  for (const RegisterInfo& info : Registers()) table[info.name] = &info;
  EXPECT_EQ(registers::kIterations, table["ITERATIONS"]->address);
  EXPECT_EQ(registers::PortControl(3), table["PORT_CONTROL"]->address + 3 * 0x200u);
  EXPECT_EQ(registers::PortRxPackets(2, 1), table["PORT_RX_PACKETS"]->address + 2 * 0x200u + 4);
  EXPECT_EQ(registers::PortDrops(1, DropReason::kNoRoute),
            table["PORT_DROPS"]->address + 0x200u + 4 * 7);
  EXPECT_EQ(registers::PortDrops(1, DropReason::kNoRoute), registers::PortDrops(1, 7));
  EXPECT_EQ(registers::RouteWays(71), table["ROUTE_WAYS"]->address + 8 * 71u);
  EXPECT_EQ(registers::RouteCount(71), registers::RouteWays(71) + 4);
  EXPECT_EQ(registers::GroupMask(5, 2), table["GROUP_MASK"]->address + 32 * 5u + 8);
}

TEST(RegisterTable, ResetValuesAreThoseOfTheVariant) {
  const Variant* variant = FindVariant("p72");
  ASSERT_NE(variant, nullptr);
  std::map<std::string_view, uint32_t> value;
  for (const RegisterInfo& info : Registers()) {
    if (info.reset != nullptr) value[info.name] = info.reset(*variant);
  }
  EXPECT_EQ(value["IDENTITY"], 0x4C575355u);
  EXPECT_EQ(value["SPEC_HASH"], kSpecHash);
  EXPECT_EQ(value["VARIANT"], static_cast<uint32_t>(variant->index));
  EXPECT_EQ(value["PORTS"], 72u);
  EXPECT_EQ(value["CLOCK_PERIOD_PS"], 1088u);
  EXPECT_EQ(value["ITERATIONS"], 3u);
  EXPECT_EQ(value["CREDIT_REFRESH"], static_cast<uint32_t>(registers::kCreditRefreshReset));
  EXPECT_EQ(value.count("PORT_STATUS"), 0u) << "depends on wires";
  EXPECT_EQ(value.count("ERROR_INJECT"), 0u) << "write only";
}

TEST(Variants, AreFoundByNameAndNumberedInOrder) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < Variants().size(); ++i) {
    const Variant& variant = Variants()[i];
    EXPECT_EQ(variant.index, static_cast<int>(i));
    EXPECT_EQ(FindVariant(variant.name), &variant);
    EXPECT_TRUE(names.insert(variant.name).second) << variant.name;
  }
  EXPECT_EQ(FindVariant("p5"), nullptr);
}

TEST(Variants, CoverThePortCountsThatAreVerifiedInLockStep) {
  std::set<int> ports;
  for (const Variant& variant : Variants()) {
    if (variant.rtl) ports.insert(variant.ports);
  }
  EXPECT_EQ(ports, (std::set{4, 8, 16, 18, 64, 72}));
}

}  // namespace
}  // namespace linkwright::spec::scaleup_switch
