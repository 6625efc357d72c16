// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

using interfaces::RegisterRequest;
using interfaces::RegisterResponse;
using spec::scaleup_switch::Access;
using spec::scaleup_switch::RegisterInfo;
using spec::scaleup_switch::Registers;

RegisterResponse Read(Bench& bench, std::uint32_t address) {
  return bench.Access({true, false, address, 0});
}
RegisterResponse Write(Bench& bench, std::uint32_t address, std::uint32_t data) {
  return bench.Access({true, true, address, data});
}

constexpr std::uint32_t Cause(Interrupt interrupt) { return 1U << static_cast<int>(interrupt); }

class EveryVariantsRegisters : public testing::TestWithParam<std::string> {
 protected:
  // Visits the first and last address of every register of the variant.
  template <typename Visit>
  void ForEachRegister(const Variant& variant, Visit&& visit) {
    for (const RegisterInfo& info : Registers()) {
      const int elements = info.elements(variant);
      const int words = info.per_vc ? variant.virtual_channels : info.words;
      for (const int element : {0, elements - 1}) {
        for (const int word : {0, words - 1}) {
          for (const int port : {0, info.per_port ? variant.ports - 1 : 0}) {
            visit(info, info.address + static_cast<std::uint32_t>(port) * regs::kPortStride +
                            static_cast<std::uint32_t>(element * info.stride + word * 4));
          }
        }
      }
    }
  }
};

TEST_P(EveryVariantsRegisters, ReadTheirResetValues) {
  const Variant& variant = *FindVariant(GetParam());
  SwitchUnderTest s(variant, -1);
  ForEachRegister(variant, [&](const RegisterInfo& info, std::uint32_t address) {
    const RegisterResponse response = Read(s.bench, address);
    ASSERT_TRUE(response.valid && !response.error) << info.name;
    if (info.access == Access::kWriteOnly) {
      EXPECT_EQ(response.data, 0U) << info.name;
    }
    if (info.reset == nullptr || info.access == Access::kWriteOneToClear) return;
    EXPECT_EQ(response.data, info.reset(variant)) << info.name;
  });
}

TEST_P(EveryVariantsRegisters, RefuseWritesExactlyWhereTheyAreReadOnly) {
  const Variant& variant = *FindVariant(GetParam());
  SwitchUnderTest s(variant, -1);
  ForEachRegister(variant, [&](const RegisterInfo& info, std::uint32_t address) {
    const RegisterResponse response = Write(s.bench, address, 0);
    EXPECT_EQ(response.error, info.access == Access::kReadOnly) << info.name;
    EXPECT_EQ(response.data, 0U) << info.name;
  });
}

INSTANTIATE_TEST_SUITE_P(Names, EveryVariantsRegisters,
                         testing::Values("p4", "p8", "p8_wavefront", "p16_fifo", "p18", "p64",
                                         "p144"),
                         [](const auto& test) { return test.param; });

TEST(SwitchRegisters, UnmappedAndMisalignedAddressesAnswerAnErrorAndRaiseBusError) {
  SwitchUnderTest s("p8");
  for (const std::uint32_t address :
       {0x040U, 0x0FCU, 0x12CU, 0x002U, regs::PortControl(8), regs::PortControl(0) + 8,
        regs::PortDrops(0, 11), regs::GroupMask(16, 0), regs::GroupMask(0, 5),
        regs::RouteWays(1024), 0x9000'0000U, regs::kIterations + 1}) {
    Write(s.bench, regs::kInterruptCause, 0x1F);
    const RegisterResponse response = Read(s.bench, address);
    EXPECT_TRUE(response.valid);
    EXPECT_TRUE(response.error) << std::hex << address;
    EXPECT_EQ(response.data, 0U);
    EXPECT_EQ(s.bench.Read(regs::kInterruptCause), Cause(Interrupt::kBusError))
        << std::hex << address;
  }
}

TEST(SwitchRegisters, OfVcsThatDoNotExistAreUnmapped) {
  SwitchUnderTest s("p8_wavefront", -1);
  EXPECT_FALSE(Read(s.bench, regs::PortRxPackets(0, 2)).error);
  EXPECT_TRUE(Read(s.bench, regs::PortRxPackets(0, 3)).error);
  EXPECT_TRUE(Read(s.bench, regs::PortWatermark(0, 3)).error);
}

TEST(SwitchRegisters, NothingIsAnsweredWithoutARequest) {
  SwitchUnderTest s("p4");
  s.bench.Run(3);
  EXPECT_FALSE(s.bench.outputs().bus.valid);
}

TEST(SwitchRegisters, KeepTheBitsTheyHave) {
  SwitchUnderTest s("p8");
  const auto expect = [&](std::uint32_t address, std::uint32_t written, std::uint32_t read) {
    s.bench.Write(address, written);
    EXPECT_EQ(s.bench.Read(address), read) << std::hex << address;
  };
  expect(regs::kCreditRefresh, 0x12345678, 0x5678);
  expect(regs::kHashSeed, 0xABCD1234, 0x1234);
  expect(regs::kInterruptMask, 0xFFFFFFFF, 0x1F);
  expect(regs::kReductionTimeout, 0xFFFFFFFF, 0xFFFFFFFF);
  expect(regs::PortControl(3), 0xFFFFFFFE, 0);
  expect(regs::RouteWays(1023), 0xDEADBEEF, 0xDEADBEEF);
  expect(regs::RouteCount(1023), 0xFF, 7);
  expect(regs::GroupMask(15, 4), 0xFFFFFFFF, 0xFFFFFFFF);
  expect(regs::kErrorInject, 0, 0);
}

TEST(SwitchRegisters, IterationsAreClampedToWhatTheVariantHas) {
  SwitchUnderTest s("p18", -1);  // up to three
  const auto written = [&](std::uint32_t value) {
    s.bench.Write(regs::kIterations, value);
    return s.bench.Read(regs::kIterations);
  };
  EXPECT_EQ(s.bench.Read(regs::kIterations), 3U);
  EXPECT_EQ(written(0), 1U);
  EXPECT_EQ(written(1), 1U);
  EXPECT_EQ(written(3), 3U);
  EXPECT_EQ(written(7), 3U);
  EXPECT_EQ(written(9), 1U) << "three bits are taken";
}

TEST(SwitchRegisters, PortStatusTellsLinkAndLife) {
  SwitchUnderTest s("p4", -1);
  s.bench.Run(1);
  EXPECT_EQ(s.bench.Read(regs::PortStatus(2)), 1U);
  s.bench.Write(regs::PortControl(2), 1);
  EXPECT_EQ(s.bench.Read(regs::PortStatus(2)), 3U);
  s.bench.inputs().link_up[2] = 0;
  EXPECT_EQ(s.bench.Read(regs::PortStatus(2)), 3U) << "sampled in this tick, seen in the next";
  EXPECT_EQ(s.bench.Read(regs::PortStatus(2)), 0U);
}

TEST(SwitchRegisters, CountersCountPacketsFlitsAndTheWatermark) {
  SwitchUnderTest s("p4");
  for (int packet = 0; packet < 3; ++packet) s.bench.SendWrite(0, 2, 128);
  s.bench.Send(ReadResponse(0, 2, 64));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.Read(regs::PortRxPackets(0, 0)), 3U);
  EXPECT_EQ(s.bench.Read(regs::PortRxPackets(0, 1)), 1U);
  EXPECT_EQ(s.bench.Read(regs::PortRxFlits(0)), 11U);
  EXPECT_EQ(s.bench.Read(regs::PortTxPackets(2, 0)), 3U);
  EXPECT_EQ(s.bench.Read(regs::PortTxPackets(2, 1)), 1U);
  EXPECT_EQ(s.bench.Read(regs::PortTxFlits(2)), 11U);
  EXPECT_GE(s.bench.Read(regs::PortWatermark(0, 0)), 1U);
}

TEST(SwitchRegisters, TheWatermarkIsTheMostSlotsInUse) {
  SwitchUnderTest s("p4", 0);
  for (int packet = 0; packet < 9; ++packet) s.bench.Send(scaleup_switch::Read(0, 2));
  s.bench.Run(40);
  EXPECT_EQ(s.bench.Read(regs::PortWatermark(0, 0)), 9U);
  EXPECT_EQ(s.bench.Read(regs::PortWatermark(0, 1)), 0U);
}

TEST(SwitchRegisters, ClearingZeroesEveryCounter) {
  SwitchUnderTest s("p4");
  s.bench.SendWrite(0, 2);
  ASSERT_TRUE(s.bench.Drain());
  s.bench.Write(regs::kClearCounters, 0);
  EXPECT_EQ(s.bench.Read(regs::PortRxFlits(0)), 0U);
  EXPECT_EQ(s.bench.Read(regs::PortTxFlits(2)), 0U);
  EXPECT_EQ(s.bench.Read(regs::PortWatermark(0, 0)), 0U);
}

TEST(SwitchRegisters, AnEventBeatsAWriteToItsCounterButNotAClear) {
  for (const bool clear : {false, true}) {
    SwitchUnderTest s("p4");
    s.bench.Send(scaleup_switch::Read(0, 2));
    s.bench.Tick();  // captured; counted by the next tick
    s.bench.Write(clear ? regs::kClearCounters : regs::PortRxFlits(0), 1000);
    EXPECT_EQ(s.bench.Read(regs::PortRxFlits(0)), clear ? 0U : 1U);
    s.bench.Write(regs::PortRxFlits(0), 1000);
    EXPECT_EQ(s.bench.Read(regs::PortRxFlits(0)), 1000U) << "without an event the write counts";
  }
}

TEST(SwitchInterrupts, RiseOneCycleAfterTheCauseAndOnlyIfNotMasked) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kInterruptCause, 0x1F);
  s.bench.Write(regs::kInterruptMask, Cause(Interrupt::kBusError));
  s.bench.inputs().link_up[3] = 0;
  s.bench.Run(3);
  EXPECT_EQ(s.bench.Read(regs::kInterruptCause), Cause(Interrupt::kLinkChanged));
  EXPECT_FALSE(s.bench.outputs().interrupt) << "masked";
  Read(s.bench, 0x40);  // refused; the cause is set at the edge of this tick
  EXPECT_FALSE(s.bench.outputs().interrupt);
  s.bench.Tick();
  EXPECT_TRUE(s.bench.outputs().interrupt);
}

TEST(SwitchInterrupts, CausesStayUntilOneIsWritten) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kInterruptMask, 0x1F);
  Read(s.bench, 0x40);
  s.bench.Run(20);
  EXPECT_TRUE(s.bench.outputs().interrupt);
  s.bench.Write(regs::kInterruptCause, 0x1F & ~Cause(Interrupt::kBusError));
  EXPECT_EQ(s.bench.Read(regs::kInterruptCause), Cause(Interrupt::kBusError))
      << "zeros clear nothing";
  s.bench.Write(regs::kInterruptCause, Cause(Interrupt::kBusError));
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().interrupt);
}

TEST(SwitchInterrupts, AnEventBeatsTheClearingOfItsCause) {
  SwitchUnderTest s("p4");
  s.bench.inputs().link_up[3] = 0;
  s.bench.Write(regs::kInterruptCause, 0x1F);
  EXPECT_EQ(s.bench.Read(regs::kInterruptCause), Cause(Interrupt::kLinkChanged));
}

TEST(SwitchInjection, PoisonsExactlyTheNextStoredHeader) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kErrorInject, 2U << 8 | 1);
  Header poisoned = scaleup_switch::Read(1, 2);
  s.bench.sender(1).Offer(scaleup_switch::Read(1, 900));  // dropped, does not use it up
  s.bench.Run(10);
  s.bench.ReleaseFlits(1);
  std::vector<bool> poison;
  s.bench.on_delivery = [&](const Delivery& delivery) { poison.push_back(delivery.header.poison); };
  for (int packet = 0; packet < 2; ++packet) {
    interfaces::FlitBeat& wires = s.bench.inputs().port[1].flit;
    wires.valid = wires.head = wires.tail = true;
    wires.data = Pack(poisoned);
    s.bench.Tick();
    wires.valid = false;
    s.bench.Run(10);
  }
  EXPECT_THAT(poison, testing::ElementsAre(true, false));
}

TEST(SwitchInjection, ForPortsThatDoNotExistDoesNothing) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kErrorInject, 2U << 8 | 77);
  s.bench.Write(regs::kErrorInject, 3U << 8 | 1);
  s.bench.SendWrite(1, 2);
  EXPECT_TRUE(s.bench.Drain());
  EXPECT_THAT(s.bench.scoreboard().violations(), testing::IsEmpty());
}

}  // namespace
}  // namespace linkwright::scaleup_switch
