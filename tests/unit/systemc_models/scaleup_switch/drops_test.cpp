// SPDX-License-Identifier: Apache-2.0
// One packet per reason; its credit comes back and nothing else is counted.
#include <functional>
#include <string>

#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

class SwitchDrops : public testing::Test {
 protected:
  explicit SwitchDrops(const char* variant = "p8") : s_(variant) {}

  // Sends the packet past the scoreboard and lets it disappear.
  void SendDoomed(const Header& header, int port = 0) {
    s_.bench.sender(port).Offer(header);
    s_.bench.Run(40);
  }
  void ExpectOnly(int port, DropReason reason, std::uint32_t count = 1) {
    for (int other = 0; other < spec::scaleup_switch::kDropReasons; ++other) {
      EXPECT_EQ(s_.bench.Read(regs::PortDrops(port, other)),
                other == static_cast<int>(reason) ? count : 0)
          << Name(static_cast<DropReason>(other));
    }
    EXPECT_EQ(s_.bench.Read(regs::kInterruptCause) & 1U, 1U);
    EXPECT_EQ(s_.twin.resident_flits(), 0U);
    EXPECT_EQ(s_.bench.scoreboard().delivered(), 0);
  }
  void ExpectCreditsBack(int port) {
    for (int vc = 0; vc < s_.bench.variant().virtual_channels; ++vc) {
      EXPECT_EQ(s_.bench.sender(port).Credits(vc), s_.bench.variant().slots_per_vc);
    }
  }

  SwitchUnderTest s_;
};

TEST_F(SwitchDrops, PortDisabled) {
  s_.bench.Write(regs::PortControl(0), 0);
  SendDoomed(Read(0, 1));
  ExpectOnly(0, DropReason::kPortDisabled);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, APortWhoseLinkIsDownStillReceives) {
  s_.bench.inputs().link_up[0] = 0;
  s_.bench.Run(2);
  s_.bench.Send(Read(0, 1));
  EXPECT_TRUE(s_.bench.Drain());
  EXPECT_EQ(s_.bench.scoreboard().delivered(), 1);
}

TEST_F(SwitchDrops, BadOperationUnknownCode) {
  Header header = Read(0, 1);
  header.op = static_cast<Operation>(0x07);
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadOperation);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, BadOperationThatOnlyASwitchMaySend) {
  Header header = Read(0, 1);
  header.op = Operation::kMemberRead;
  SendDoomed(header);
  header = ReadResponse(0, 1);
  header.op = Operation::kReduceResponse;
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadOperation, 2);
}

TEST_F(SwitchDrops, BadOperationReductionOfType3) {
  s_.bench.Write(regs::GroupMask(0, 0), 6);
  SendDoomed(ReduceRead(0, 0, 64, static_cast<DataType>(3)));
  ExpectOnly(0, DropReason::kBadOperation);
}

TEST_F(SwitchDrops, BadVcOfAResponseOnARequestChannelAndTheReverse) {
  Header header = ReadResponse(0, 1);
  header.vc = 2;
  SendDoomed(header);
  SendDoomed(Read(0, 1, 3));
  ExpectOnly(0, DropReason::kBadVc, 2);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, BadLengthAboveTheMaximumAndZero) {
  Header header = Read(0, 1);
  header.bytes = 257;
  SendDoomed(header);
  header.bytes = 0;
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadLength, 2);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, TheDataOfADroppedPacketIsSwallowed) {
  Header header = ReadResponse(0, 1, 511);  // eight data flits
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadLength);
  s_.bench.Send(Read(0, 1));
  EXPECT_TRUE(s_.bench.Drain());
  EXPECT_EQ(s_.bench.scoreboard().delivered(), 1);
}

TEST_F(SwitchDrops, ResponsesWithoutDataMayHaveZeroBytes) {
  Header header = ReadResponse(0, 1);
  header.op = Operation::kWriteResponse;
  header.bytes = 0;
  s_.bench.Send(header);
  EXPECT_TRUE(s_.bench.Drain());
  EXPECT_EQ(s_.bench.scoreboard().delivered(), 1);
}

TEST_F(SwitchDrops, StaleResponse) {
  Header header = ReadResponse(0, 1);
  header.op = Operation::kMemberResponse;
  SendDoomed(header);
  ExpectOnly(0, DropReason::kStaleResponse);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, NoRoute) {
  SendDoomed(Read(0, 1000));
  ExpectOnly(0, DropReason::kNoRoute);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, BadGroupOutOfRangeAndEmpty) {
  SendDoomed(MulticastWrite(0, 16));
  SendDoomed(MulticastWrite(0, 3));
  s_.bench.Write(regs::GroupMask(3, 1), 0xFFFFFFFF);  // ports that do not exist
  SendDoomed(MulticastWrite(0, 3));
  ExpectOnly(0, DropReason::kBadGroup, 3);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, LinkDownOfTheOnlyWay) {
  s_.bench.inputs().link_up[1] = 0;
  s_.bench.Run(2);
  SendDoomed(Read(0, 1));
  ExpectOnly(0, DropReason::kLinkDown);
  ExpectCreditsBack(0);
}

TEST_F(SwitchDrops, LinkDownOfOneMemberStopsAReductionButNotAMulticast) {
  s_.bench.Write(regs::GroupMask(0, 0), 0b110);
  s_.bench.inputs().link_up[1] = 0;
  s_.bench.Run(2);
  SendDoomed(ReduceRead(0, 0));
  ExpectOnly(0, DropReason::kLinkDown);
  s_.bench.Send(MulticastWrite(0, 0), 1);
  EXPECT_TRUE(s_.bench.Drain());
  EXPECT_EQ(s_.bench.scoreboard().delivered(), 1);
}

TEST_F(SwitchDrops, CreditOverflow) {
  s_.bench.receiver(1).Silence();
  s_.bench.inputs().port[1].credit = {true, 0, 0};  // nothing leaves
  s_.bench.Run(5);
  s_.bench.sender(0).IgnoreCredits();
  const int slots = s_.bench.variant().slots_per_vc;
  for (int packet = 0; packet < slots; ++packet) s_.bench.Send(Read(0, 1));
  s_.bench.Run(slots + 5);
  ASSERT_EQ(s_.Drops(0, DropReason::kCreditOverflow), 0U);
  s_.bench.sender(0).Offer(Read(0, 1));
  s_.bench.Run(10);
  EXPECT_EQ(s_.Drops(0, DropReason::kCreditOverflow), 1U);
  EXPECT_EQ(s_.twin.resident_packets(), static_cast<std::size_t>(slots));
}

TEST_F(SwitchDrops, FramingOfADataFlitWithoutAHeader) {
  s_.bench.ReleaseFlits(0);
  s_.bench.inputs().port[0].flit.valid = true;
  s_.bench.inputs().port[0].flit.head = false;
  s_.bench.Tick();
  s_.bench.inputs().port[0].flit.valid = false;
  s_.bench.Run(10);
  ExpectOnly(0, DropReason::kFraming);
  EXPECT_EQ(s_.bench.Read(regs::PortRxFlits(0)), 1U);
}

TEST_F(SwitchDrops, FramingFlagsAreCountedAndTheCountDecides) {
  Header header = Read(0, 1);
  header.op = Operation::kWrite;
  header.bytes = 128;
  s_.bench.scoreboard().Expect(header, s_.bench.now());
  s_.bench.ReleaseFlits(0);
  interfaces::FlitBeat& wires = s_.bench.inputs().port[0].flit;
  const auto drive = [&](const traffic::FlitData& data, bool head, bool tail) {
    wires.valid = true;
    wires.data = data;
    wires.head = head;
    wires.tail = tail;
    s_.bench.Tick();
  };
  drive(Pack(header), true, true);                          // a tail too early
  drive(traffic::Payload(0, header.tag, 0), true, false);   // a second head
  drive(traffic::Payload(0, header.tag, 1), false, false);  // no tail
  wires.valid = false;
  EXPECT_TRUE(s_.bench.Drain());
  EXPECT_EQ(s_.bench.scoreboard().delivered(), 1) << "forwarded whole, with correct flags";
  EXPECT_EQ(s_.Drops(0, DropReason::kFraming), 3U);
  EXPECT_THAT(s_.bench.scoreboard().violations(), testing::IsEmpty());
}

TEST_F(SwitchDrops, EgressDeadCountsAtTheOutputAndFreesTheSlot) {
  s_.bench.receiver(1).Silence();
  s_.bench.inputs().port[1].credit = {true, 0, 0};
  s_.bench.Run(5);
  Header doomed = s_.bench.SendWrite(0, 1, 256);
  s_.bench.Run(20);
  ASSERT_EQ(s_.twin.resident_packets(), 1U);
  s_.bench.inputs().link_up[1] = 0;
  s_.bench.Run(20);
  s_.bench.scoreboard().Forget(doomed);
  ExpectOnly(1, DropReason::kEgressDead);
  EXPECT_EQ(s_.twin.resident_packets(), 0U);
  EXPECT_EQ(s_.bench.Read(regs::PortTxFlits(1)), 0U);
  ExpectCreditsBack(0);
}

class SwitchDropsWithoutGroups : public SwitchDrops {
 protected:
  SwitchDropsWithoutGroups() : SwitchDrops("p16_deep") {}
};

TEST_F(SwitchDropsWithoutGroups, BadOperationOfEveryGroupOperation) {
  SendDoomed(MulticastWrite(0, 0));
  SendDoomed(ReduceRead(0, 0));
  Header header = ReadResponse(0, 1);
  header.op = Operation::kMemberResponse;
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadOperation, 3);
}

class SwitchDropsWithThreeVcs : public SwitchDrops {
 protected:
  SwitchDropsWithThreeVcs() : SwitchDrops("p8_wavefront") {}
};

TEST_F(SwitchDropsWithThreeVcs, BadVcThatDoesNotExistReturnsNoCredit) {
  s_.bench.sender(0).IgnoreCredits();
  Header header = ReadResponse(0, 1);
  header.vc = 3;
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadVc);
}

TEST_F(SwitchDropsWithThreeVcs, BadVcOfAReductionWhoseResponseHasNoChannel) {
  s_.bench.Write(regs::GroupMask(0, 0), 6);
  Header header = ReduceRead(0, 0);
  header.vc = 2;
  SendDoomed(header);
  ExpectOnly(0, DropReason::kBadVc);
  ExpectCreditsBack(0);
}

}  // namespace
}  // namespace linkwright::scaleup_switch
