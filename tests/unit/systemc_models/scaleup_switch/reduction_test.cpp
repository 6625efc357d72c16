// SPDX-License-Identifier: Apache-2.0
// In-network reduction as an accelerator sees it.
#include <bit>
#include <deque>
#include <map>
#include <vector>

#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

traffic::FlitData Filled(float value) {
  const std::uint64_t bits = std::bit_cast<std::uint32_t>(value);
  traffic::FlitData flit;
  flit.fill(bits << 32 | bits);
  return flit;
}

// Members answer every member read `delay` cycles after it arrived with their port number + 1 in
// every FP32 lane.
class SwitchReduction : public testing::Test {
 protected:
  explicit SwitchReduction(const char* variant = "p8") : s_(variant) {
    s_.bench.on_delivery = [this](const Delivery& delivery) { OnDelivery(delivery); };
  }

  void OnDelivery(const Delivery& delivery) {
    const Header& header = delivery.header;
    if (header.op == Operation::kMemberRead) {
      reads_.push_back(delivery);
      if (!mute_[delivery.port]) Answer(delivery);
    } else if (header.op == Operation::kReduceResponse || header.op == Operation::kErrorResponse) {
      responses_.push_back(delivery);
      data_.push_back(s_.bench.receiver(delivery.port).data());
    }
  }

  Header AnswerTo(const Delivery& read) const {
    Header answer = read.header;
    answer.op = Operation::kMemberResponse;
    answer.vc = read.header.vc | 1;
    answer.src = static_cast<std::uint16_t>(read.port);
    answer.dst = read.header.src;
    answer.poison = poison_ == read.port;
    return answer;
  }
  void Answer(const Delivery& read) {
    const std::size_t flits = (read.header.bytes + 63U) / 64U;
    s_.bench.sender(read.port).Offer(
        AnswerTo(read),
        std::vector<traffic::FlitData>(flits, Filled(static_cast<float>(read.port + 1))));
  }
  void SendReduce(const Header& header) { s_.bench.sender(header.src).Offer(header); }
  void Group(int group, std::uint32_t mask) { s_.bench.Write(regs::GroupMask(group, 0), mask); }

  SwitchUnderTest s_;
  std::map<int, bool> mute_;
  int poison_ = -1;
  std::vector<Delivery> reads_;
  std::vector<Delivery> responses_;
  std::vector<std::vector<traffic::FlitData>> data_;
};

TEST_F(SwitchReduction, AnswersTheSumOfAllMembers) {
  Group(3, 0b11010);
  Header header = ReduceRead(0, 3, 256);
  header.tag = 0xBEEF;
  header.address = 0x123456780;
  SendReduce(header);
  s_.bench.Run(100);
  ASSERT_EQ(responses_.size(), 1U);
  const Header& response = responses_[0].header;
  EXPECT_EQ(responses_[0].port, 0);
  EXPECT_EQ(response.op, Operation::kReduceResponse);
  EXPECT_EQ(response.tag, 0xBEEF);
  EXPECT_EQ(response.address, header.address);
  EXPECT_EQ(response.src, 0);
  EXPECT_EQ(response.dst, 0);
  EXPECT_EQ(response.bytes, 256);
  EXPECT_EQ(response.vc, 1);
  EXPECT_EQ(response.status, Status::kOk);
  EXPECT_FALSE(response.poison);
  EXPECT_THAT(data_[0], testing::Each(Filled(2 + 4 + 5)));
  EXPECT_EQ(data_[0].size(), 4U);
  EXPECT_EQ(s_.bench.Read(regs::kReductionsDone), 1U);
  EXPECT_EQ(s_.twin.resident_flits(), 0U);
  EXPECT_TRUE(s_.bench.Drain());
}

TEST_F(SwitchReduction, MemberReadsCarryTheRequestAndAnEntryTag) {
  Group(1, 0b110);
  Header header = ReduceRead(0, 1, 64, DataType::kBf16);
  header.address = 0x4200;
  SendReduce(header);
  s_.bench.Run(30);
  ASSERT_EQ(reads_.size(), 2U);
  for (const Delivery& read : reads_) {
    EXPECT_EQ(read.header.address, 0x4200U);
    EXPECT_EQ(read.header.bytes, 64);
    EXPECT_EQ(read.header.dtype, DataType::kBf16);
    EXPECT_EQ(read.header.src, 0);
    EXPECT_EQ(read.header.tag, 0) << "generation 0, entry 0";
  }
}

// 8 ports x 32 entries: 8 bits of entry, 8 bits of generation. Ring order makes the second
// reduction use entry 1, and entry 0 comes back with generation 1 after 32.
TEST_F(SwitchReduction, EntriesGoRoundAndGenerationsTellTheirUsesApart) {
  Group(0, 0b10);
  for (int i = 0; i < 34; ++i) SendReduce(ReduceRead(0, 0));
  s_.bench.Run(600);
  ASSERT_EQ(reads_.size(), 34U);
  EXPECT_EQ(reads_[1].header.tag, 1);
  EXPECT_EQ(reads_[31].header.tag, 31);
  EXPECT_EQ(reads_[32].header.tag, 1 << 8 | 0);
  EXPECT_EQ(reads_[33].header.tag, 1 << 8 | 1);
  EXPECT_EQ(responses_.size(), 34U);
}

// Last operand flit on the wires in tick c: captured c, written c+1, ready c+2, job c+3, result
// written at the edge of c+3+latency, matched in the tick after it, read one later, on the wires
// after that and the pad.
TEST_F(SwitchReduction, LatencyFromTheLastOperandIsExact) {
  Group(0, 0b10);
  mute_[1] = true;
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(40);
  ASSERT_EQ(reads_.size(), 1U);
  Answer(reads_[0]);
  const std::int64_t operand = s_.bench.now() + 1;
  const Variant& v = s_.bench.variant();
  const std::int64_t expected = operand + 3 + v.reduce_latency + 3 + v.egress_pad;
  while (s_.bench.now() < expected) s_.bench.Tick();
  EXPECT_EQ(s_.bench.receiver(0).flits(), 0) << "a cycle early";
  s_.bench.Run(2);
  ASSERT_EQ(responses_.size(), 1U);
  EXPECT_EQ(responses_[0].head, expected);
}

TEST_F(SwitchReduction, ReductionsOfAPortAnswerInTheOrderAsked) {
  Group(0, 0b10);
  Group(1, 0b100);
  mute_[1] = true;
  Header slow = ReduceRead(0, 0);
  slow.tag = 1;
  Header fast = ReduceRead(0, 1);
  fast.tag = 2;
  SendReduce(slow);
  SendReduce(fast);
  s_.bench.Run(100);
  EXPECT_TRUE(responses_.empty()) << "the second is complete but not first";
  Answer(reads_[0]);
  s_.bench.Run(100);
  ASSERT_EQ(responses_.size(), 2U);
  EXPECT_EQ(responses_[0].header.tag, 1);
  EXPECT_EQ(responses_[1].header.tag, 2);
}

TEST_F(SwitchReduction, PoisonOfOneMemberPoisonsTheAnswer) {
  Group(0, 0b1110);
  poison_ = 2;
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(100);
  ASSERT_EQ(responses_.size(), 1U);
  EXPECT_TRUE(responses_[0].header.poison);
  EXPECT_EQ(s_.bench.Read(regs::kInterruptCause),
            1U << static_cast<int>(Interrupt::kReductionPoisoned) | 2U);
}

// Started in tick m, ready in tick m + timeout, job one later, then the pipeline and the way out.
TEST_F(SwitchReduction, AMissingMemberEndsInATimeoutAtTheExactCycle) {
  constexpr int kTimeout = 50;
  s_.bench.Write(regs::kReductionTimeout, kTimeout);
  Group(0, 0b110);
  mute_[1] = true;
  const std::int64_t sent = s_.bench.now();
  SendReduce(ReduceRead(0, 0));
  const Variant& v = s_.bench.variant();
  const std::int64_t matched = sent + 2;
  const std::int64_t expected = matched + kTimeout + 1 + v.reduce_latency + 3 + v.egress_pad;
  s_.bench.Run(200);
  ASSERT_EQ(responses_.size(), 1U);
  EXPECT_EQ(responses_[0].head, expected);
  EXPECT_EQ(responses_[0].header.op, Operation::kErrorResponse);
  EXPECT_EQ(responses_[0].header.status, Status::kTimeout);
  EXPECT_EQ(responses_[0].header.bytes, 0);
  EXPECT_EQ(s_.bench.Read(regs::kReductionsTimedOut), 1U);
  EXPECT_EQ(s_.bench.Read(regs::kReductionsDone), 0U);
  EXPECT_EQ(
      s_.bench.Read(regs::kInterruptCause) >> static_cast<int>(Interrupt::kReductionTimeout) & 1U,
      1U);
  EXPECT_EQ(s_.twin.resident_flits(), 0U) << "the operand that did come is gone, too";
}

TEST_F(SwitchReduction, TimeoutZeroWaitsForEver) {
  s_.bench.Write(regs::kReductionTimeout, 0);
  Group(0, 0b10);
  mute_[1] = true;
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(5000);
  EXPECT_TRUE(responses_.empty());
  Answer(reads_.at(0));
  s_.bench.Run(100);
  EXPECT_EQ(responses_.size(), 1U);
}

// A port can speak for its own operand only, so an answer before its read is taken; but nothing is
// reduced before all reads have left.
TEST_F(SwitchReduction, AnAnswerBeforeItsReadDoesNotCompleteTheReduction) {
  Group(0, 0b110);
  s_.bench.receiver(2).Silence();
  s_.bench.inputs().port[2].credit = {true, 0, 0};
  s_.bench.Run(5);
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(40);
  ASSERT_EQ(reads_.size(), 1U) << "port 2 has given no credit";
  Delivery early = reads_[0];
  early.port = 2;
  Answer(early);
  s_.bench.Run(200);
  EXPECT_TRUE(responses_.empty());
  s_.bench.inputs().port[2].credit = {true, 0, 1};
  s_.bench.Run(200);
  EXPECT_EQ(responses_.size(), 1U);
  EXPECT_EQ(s_.Drops(2, DropReason::kStaleResponse), 1U)
      << "the answer to the read that left at last";
}

TEST_F(SwitchReduction, AMemberThatTakesNoRequestsHoldsTheReductionUntilItsPortIsDisabled) {
  s_.bench.Write(regs::kReductionTimeout, 100);
  Group(0, 0b110);
  s_.bench.receiver(2).Silence();
  s_.bench.inputs().port[2].credit = {true, 0, 0};
  s_.bench.Run(5);
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(1000);
  EXPECT_TRUE(responses_.empty());
  s_.bench.Write(regs::PortControl(2), 0);
  s_.bench.Run(200);
  ASSERT_EQ(responses_.size(), 1U);
  EXPECT_EQ(responses_[0].header.op, Operation::kErrorResponse);
}

TEST_F(SwitchReduction, AnAnswerAfterTheTimeoutIsStale) {
  s_.bench.Write(regs::kReductionTimeout, 50);
  Group(0, 0b10);
  mute_[1] = true;
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(200);
  ASSERT_EQ(responses_.size(), 1U);
  Answer(reads_[0]);
  s_.bench.Run(50);
  EXPECT_EQ(s_.Drops(1, DropReason::kStaleResponse), 1U);
  EXPECT_EQ(responses_.size(), 1U);
}

TEST_F(SwitchReduction, AnAnswerCutByTheTimeoutLeavesNothingBehind) {
  s_.bench.Write(regs::kReductionTimeout, 50);
  Group(0, 0b10);
  s_.bench.sender(1).SetGap(40);
  SendReduce(ReduceRead(0, 0, 256));
  s_.bench.Run(400);
  ASSERT_EQ(responses_.size(), 1U);
  EXPECT_EQ(responses_[0].header.op, Operation::kErrorResponse);
  EXPECT_EQ(s_.twin.resident_flits(), 0U);
  s_.bench.sender(1).SetGap(0);
  SendReduce(ReduceRead(0, 0, 256));
  s_.bench.Run(200);
  ASSERT_EQ(responses_.size(), 2U);
  EXPECT_EQ(responses_[1].header.op, Operation::kReduceResponse);
}

TEST_F(SwitchReduction, AWrongAnswerIsStaleForEachReason) {
  Group(0, 0b10);
  mute_[1] = true;
  SendReduce(ReduceRead(0, 0));
  s_.bench.Run(40);
  const Header right = AnswerTo(reads_.at(0));
  const auto expect_stale = [&](Header wrong, int port, std::uint32_t count) {
    s_.bench.sender(port).Offer(wrong);
    s_.bench.Run(20);
    EXPECT_EQ(s_.Drops(port, DropReason::kStaleResponse), count);
  };
  Header wrong = right;
  wrong.tag = 1 << 8;
  expect_stale(wrong, 1, 1);  // generation
  wrong = right;
  wrong.tag = 7;
  expect_stale(wrong, 1, 2);  // entry not active
  wrong = right;
  wrong.bytes = 128;
  expect_stale(wrong, 1, 3);  // length
  expect_stale(right, 2, 1);  // not a member
  Answer(reads_[0]);
  s_.bench.Run(100);
  EXPECT_EQ(responses_.size(), 1U) << "the right answer still counts";
  expect_stale(right, 1, 4);  // a second time
}

class SwitchReductionOddPorts : public SwitchReduction {
 protected:
  SwitchReductionOddPorts() : SwitchReduction("p18") {}
};

// 18 ports x 16 entries need 9 bits, which can name 512.
TEST_F(SwitchReductionOddPorts, AnEntryThatDoesNotExistIsStale) {
  Header header = ReadResponse(1, 0);
  header.op = Operation::kMemberResponse;
  header.tag = 18 * 16;
  s_.bench.sender(1).Offer(header);
  s_.bench.Run(40);
  EXPECT_EQ(s_.Drops(1, DropReason::kStaleResponse), 1U);
}

TEST_F(SwitchReduction, APortBeyondItsEntriesWaitsWithoutLosing) {
  Group(0, 0b10);
  mute_[1] = true;
  for (int i = 0; i < 40; ++i) {
    SendReduce(ReduceRead(0, 0));
    s_.bench.Run(8);
  }
  EXPECT_EQ(reads_.size(), 32U) << "one per entry";
  EXPECT_TRUE(responses_.empty());
  mute_[1] = false;
  for (std::size_t i = 0; i < 32; ++i) Answer(reads_[i]);
  s_.bench.Run(1500);
  EXPECT_EQ(reads_.size(), 40U);
  EXPECT_EQ(responses_.size(), 40U);
}

TEST_F(SwitchReduction, ResultsThatCannotLeaveHoldTheEngineNotTheSwitch) {
  Group(0, 0b10);
  s_.bench.receiver(0).Silence();
  s_.bench.inputs().port[0].credit = {true, 1, 0};
  for (int i = 0; i < 32; ++i) SendReduce(ReduceRead(0, 0));
  s_.bench.Run(800);
  EXPECT_EQ(s_.bench.Read(regs::kReductionsDone), 16U) << "as many as there are result slots";
  s_.bench.inputs().port[0].credit = {true, 1, 100};
  s_.bench.Run(800);
  EXPECT_EQ(responses_.size(), 32U);
}

TEST_F(SwitchReduction, EveryPortReducesAtOnce) {
  Group(0, 0xFF);
  for (int round = 0; round < 10; ++round) {
    for (int port = 0; port < 8; ++port) SendReduce(ReduceRead(port, 0, 256));
  }
  s_.bench.Run(3000);
  ASSERT_EQ(responses_.size(), 80U);
  for (const auto& data : data_) EXPECT_THAT(data, testing::Each(Filled(36)));
  EXPECT_EQ(s_.twin.resident_flits(), 0U);
  EXPECT_TRUE(s_.bench.Drain());
}

}  // namespace
}  // namespace linkwright::scaleup_switch
