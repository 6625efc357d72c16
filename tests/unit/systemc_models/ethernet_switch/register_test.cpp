// SPDX-License-Identifier: Apache-2.0
// The register bus against the generated register map.
#include <set>

#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

using spec::ethernet_switch::Access;
using spec::ethernet_switch::RegisterInfo;
using spec::ethernet_switch::Registers;

// Calls visit(register, address) for every word that `variant` has.
template <typename Visit>
void ForEachWord(const Variant& variant, Visit&& visit) {
  for (const RegisterInfo& info : Registers()) {
    const int ports = info.per_port ? variant.ports : 1;
    for (int port = 0; port < ports; ++port) {
      for (int element = 0; element < info.elements(variant); ++element) {
        const int words = info.words > 1 ? (variant.ports + 31) / 32 : 1;
        for (int word = 0; word < words; ++word) {
          visit(info, info.address + regs::kPortStride * static_cast<std::uint32_t>(port) +
                          static_cast<std::uint32_t>(element * info.stride + 4 * word));
        }
      }
    }
  }
}

TEST(SwitchRegisters, EveryWordOfTheMapAnswersAndHasItsResetValue) {
  for (const char* name : {"p4", "p8", "p64"}) {
    SwitchUnderTest s(name, false);
    const Variant& variant = s.bench.variant();
    int words = 0;
    ForEachWord(variant, [&](const RegisterInfo& info, std::uint32_t address) {
      const interfaces::RegisterResponse answer = s.bench.Access({true, false, address, 0});
      ++words;
      EXPECT_TRUE(answer.valid);
      EXPECT_FALSE(answer.error) << info.name << " at " << address;
      const bool moves = info.name == "PORT_STATUS" || info.name == "INTERRUPT_CAUSE";
      if (!moves && info.reset != nullptr) {
        EXPECT_EQ(answer.data, info.reset(variant)) << info.name << " at " << address;
      }
    });
    EXPECT_GT(words, 500) << name;
  }
}

TEST(SwitchRegisters, WritableWordsKeepTheirBitsAndOthersRefuse) {
  SwitchUnderTest s("p4", false);
  ForEachWord(s.bench.variant(), [&](const RegisterInfo& info, std::uint32_t address) {
    const interfaces::RegisterResponse answer = s.bench.Access({true, true, address, 0xFFFFFFFF});
    EXPECT_TRUE(answer.valid);
    EXPECT_EQ(answer.data, 0U);
    EXPECT_EQ(answer.error, info.access == Access::kReadOnly) << info.name;
    if (info.access == Access::kReadWrite || info.access == Access::kCounter) {
      const std::uint32_t mask = info.bits >= 32 ? 0xFFFFFFFF : (std::uint32_t{1} << info.bits) - 1;
      EXPECT_EQ(s.Read(address), mask) << info.name;
    }
    if (info.access == Access::kReadWrite) s.Write(address, info.reset(s.bench.variant()));
  });
}

TEST(SwitchRegisters, NothingElseIsMapped) {
  for (const char* name : {"p4", "p64"}) {
    SwitchUnderTest s(name, false);
    std::set<std::uint32_t> mapped;
    ForEachWord(s.bench.variant(),
                [&](const RegisterInfo&, std::uint32_t address) { mapped.insert(address); });
    const auto check = [&](std::uint32_t address) {
      const interfaces::RegisterResponse answer = s.bench.Access({true, false, address, 0});
      EXPECT_EQ(answer.error, mapped.count(address) == 0) << std::hex << address;
      if (answer.error) {
        EXPECT_EQ(answer.data, 0U);
      }
    };
    for (std::uint32_t address = 0; address < 0x3000; address += 4) check(address);
    for (const std::uint32_t base : {0x100000U, 0x200000U, 0x400000U, 0x800000U}) {
      for (std::uint32_t offset = 0; offset < 0x12000; offset += 4) check(base + offset);
    }
    for (const std::uint32_t odd : {0x101U, 0x102U, 0x100002U, 0xFFFFFFFFU, 0x80000000U}) {
      EXPECT_TRUE(s.bench.Access({true, false, odd, 0}).error) << odd;
    }
  }
}

TEST(SwitchRegisters, ARefusedAccessRaisesBusError) {
  SwitchUnderTest s("p4");
  s.Write(regs::kInterruptCause, 0xF);
  s.Write(regs::kInterruptMask, 1U << static_cast<int>(Interrupt::kBusError));
  EXPECT_FALSE(s.bench.outputs().interrupt);
  s.Read(0xFFC);
  EXPECT_FALSE(s.bench.outputs().interrupt) << "the cause is set at this edge";
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().interrupt) << "the wire follows one tick later";
  s.Write(regs::kInterruptCause, 1U << static_cast<int>(Interrupt::kBusError));
  EXPECT_TRUE(s.bench.outputs().interrupt);
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().interrupt);
}

TEST(SwitchRegisters, AnEventWinsOverAClearInTheSameTick) {
  SwitchUnderTest s("p4");
  s.Write(regs::kInterruptCause, 0xF);
  s.bench.inputs().link_up[2] = 0;
  s.Write(regs::kInterruptCause, 0xF);  // the wires differ in this tick
  EXPECT_EQ(s.Read(regs::kInterruptCause), 1U << static_cast<int>(Interrupt::kLinkChanged));
}

TEST(SwitchRegisters, StatusFollowsEnableAndTheSampledLink) {
  SwitchUnderTest s("p4");
  EXPECT_EQ(s.Read(regs::PortStatus(1)), 3U);
  s.Write(regs::PortControl(1), 0);
  EXPECT_EQ(s.Read(regs::PortStatus(1)), 1U);
  s.Write(regs::PortControl(1), 1);
  s.bench.inputs().link_up[1] = 0;
  EXPECT_EQ(s.Read(regs::PortStatus(1)), 3U) << "sampled at the edge";
  EXPECT_EQ(s.Read(regs::PortStatus(1)), 0U);
}

TEST(SwitchRegisters, CountersCountWrapAndCanBeWritten) {
  SwitchUnderTest s("p4");
  s.Write(regs::PortTxBytes(1), 0xFFFFFFF0);
  s.Write(regs::PortRxFrames(0), 0xFFFFFFFF);
  s.bench.Send(0, SwitchedFrame(1, 100));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Read(regs::PortTxBytes(1)), 0x54U);
  EXPECT_EQ(s.Read(regs::PortRxFrames(0)), 0U);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 100U);
  EXPECT_EQ(s.Read(regs::QueueBytes(1, 0)), 100U);
}

TEST(SwitchRegisters, BytesHave64BitsInTwoWords) {
  SwitchUnderTest s("p4");
  const auto carried = [&](std::uint32_t low, int bytes) {
    for (const std::uint32_t address : {regs::PortRxBytes(0), regs::PortTxBytes(1)}) {
      s.Write(address, low);
    }
    for (const std::uint32_t address : {regs::PortRxBytesHigh(0), regs::PortTxBytesHigh(1)}) {
      s.Write(address, 7);
    }
    s.bench.Send(0, SwitchedFrame(1, bytes));
    EXPECT_TRUE(s.bench.Drain());
    EXPECT_EQ(s.Read(regs::PortRxBytes(0)), low + static_cast<std::uint32_t>(bytes));
    EXPECT_EQ(s.Read(regs::PortTxBytes(1)), low + static_cast<std::uint32_t>(bytes));
    EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), s.Read(regs::PortTxBytesHigh(1)));
    return s.Read(regs::PortRxBytesHigh(0)) - 7;
  };
  EXPECT_EQ(carried(0xFFFFFFFF - 100, 100), 0U) << "all ones is not past it";
  EXPECT_EQ(carried(0xFFFFFFFF - 99, 100), 1U) << "0 is";
  EXPECT_EQ(carried(0xFFFFFFFF, 9216), 1U) << "once, whatever the frame";
  EXPECT_EQ(carried(0, 9216), 0U);
  s.Write(regs::PortRxBytesHigh(0), 0xFFFFFFFF);
  s.Write(regs::PortRxBytes(0), 0xFFFFFFFF);
  EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), 0xFFFFFFFFU) << "a write is no carry";
  s.bench.Send(0, SwitchedFrame(1));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), 0U) << "and it wraps";
  s.Write(regs::PortTxBytesHigh(1), 9);
  s.Write(regs::kClearCounters, 1);
  EXPECT_EQ(s.Read(regs::PortTxBytesHigh(1)), 0U);
}

TEST(SwitchRegisters, PfcFramesCarryTheBytesSentToo) {
  SwitchUnderTest s("p4");
  s.Write(regs::PcpClass(5), 5);
  s.Write(regs::kPfcClasses, 1 << 5);
  s.Write(regs::PgAlpha(5), 0);  // every frame is refused and asks for XOFF
  s.Write(regs::PortTxBytes(0), 0xFFFFFFC0);
  s.bench.Send(0, ClassFrame(1, 5));
  s.bench.Run(6);
  EXPECT_EQ(s.Read(regs::PortTxBytes(0)), 0U);
  EXPECT_EQ(s.Read(regs::PortTxBytesHigh(0)), 1U);
}

// What the tick's event adds to decides, not what a write wants.
TEST(SwitchRegisters, ACarryIsJudgedOnTheOldValueAndWritesToOneWordSpareTheOther) {
  SwitchUnderTest s("p4");
  const auto in_the_tick_of_the_beat = [&](std::uint32_t address, std::uint32_t value) {
    s.bench.Send(0, SwitchedFrame(1));
    s.bench.Tick();           // captured
    s.Write(address, value);  // counts at this edge
    s.bench.Drain();
  };
  s.Write(regs::PortRxBytes(0), 0xFFFFFFE0);
  in_the_tick_of_the_beat(regs::PortRxBytes(0), 5);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 0x20U) << "the event wins";
  EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), 1U);
  in_the_tick_of_the_beat(regs::PortRxBytes(0), 0xFFFFFFFF);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 0x60U);
  EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), 1U);
  in_the_tick_of_the_beat(regs::PortRxBytesHigh(0), 50);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 0xA0U);
  EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), 50U) << "no event of this word: the write acts";
  s.Write(regs::PortRxBytes(0), 0xFFFFFFE0);
  in_the_tick_of_the_beat(regs::PortRxBytesHigh(0), 90);
  EXPECT_EQ(s.Read(regs::PortRxBytesHigh(0)), 51U) << "the carry wins";
}

TEST(SwitchRegisters, ACountWinsOverAWriteInTheSameTick) {
  SwitchUnderTest s("p4");
  s.bench.Send(0, SwitchedFrame(1));
  s.bench.Tick();                       // captured
  s.Write(regs::PortRxFrames(0), 500);  // counts at this edge
  EXPECT_EQ(s.Read(regs::PortRxFrames(0)), 1U);
}

TEST(SwitchRegisters, ClearingLosesTheEventsOfItsTickAndZeroesEverything) {
  SwitchUnderTest s("p4");
  s.bench.inputs().backpressure[1] = 0xFF;
  for (int n = 0; n < 3; ++n) s.bench.Send(0, SwitchedFrame(1, 300));
  s.bench.Run(60);
  s.bench.inputs().backpressure[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  s.bench.Send(0, SwitchedFrame(1));
  s.bench.Tick();
  s.Write(regs::kClearCounters, 0);  // any write
  ForEachWord(s.bench.variant(), [&](const RegisterInfo& info, std::uint32_t address) {
    if (info.access == Access::kCounter && info.name.substr(0, 7) == "PORT_RX") {
      EXPECT_EQ(s.Read(address), 0U) << info.name;
    }
  });
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Read(regs::PortTxFrames(1)), 1U) << "what came later counts";
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 1U);
}

TEST(SwitchRegisters, TheSharedWatermarkIsTheMostAtTheEndOfAnyTick) {
  SwitchUnderTest s("p4");
  s.bench.inputs().backpressure[1] = 0xFF;
  for (int n = 0; n < 5; ++n) s.bench.Send(0, SwitchedFrame(1, 64));
  s.bench.Run(40);
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 5U);
  s.Write(regs::kSharedWatermark, 0);
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 0U) << "nothing rose in the tick of the write";
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 5U) << "but it is looked at in every tick";
  s.Write(regs::kSharedWatermark, 900);
  s.bench.inputs().backpressure[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 900U);
  EXPECT_EQ(s.Read(regs::QueueWatermark(1, 0)), 5U);
  EXPECT_EQ(s.Read(regs::PgWatermark(0, 0)), 5U);
}

TEST(SwitchRegisters, GroupMaskWordsEndWithTheLastPort) {
  SwitchUnderTest s("p64", false);
  EXPECT_FALSE(s.bench.Access({true, false, regs::GroupMask(63, 1), 0}).error);
  EXPECT_TRUE(s.bench.Access({true, false, regs::GroupMask(63, 2), 0}).error);
  EXPECT_TRUE(s.bench.Access({true, false, regs::GroupMask(64, 0), 0}).error);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
