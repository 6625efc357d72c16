// SPDX-License-Identifier: Apache-2.0
// A port against a hand-driven far end: the test plays the switch.
#include "systemc_models/endpoints/accelerator_port.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/endpoints/striping.h"

namespace linkwright::endpoints {
namespace {

using interfaces::PortBeat;
using spec::scaleup_switch::Header;
using spec::scaleup_switch::Operation;
using spec::scaleup_switch::Unpack;

class AcceleratorPortTest : public ::testing::Test {
 protected:
  static constexpr int kAccelerators = 4;

  AcceleratorPortTest() : table_(kAccelerators, 1, 1), memory_(4096), landing_(4096) {
    for (size_t i = 0; i < memory_.size(); ++i)
      memory_[i] = static_cast<std::byte>(i * 7 + (i >> 8));
    table_.DefineGroup({0, 2, 3});
  }

  AcceleratorPort MakePort(int accelerator) {
    PortParameters parameters;
    parameters.reduce_window = 3;
    parameters.memory_latency_cycles = 10;
    parameters.credit_refresh_cycles = 0;
    return {accelerator, 0, "pod0.accelerator" + std::to_string(accelerator) + ".port0", parameters,
            table_};
  }

  TransferHandle AddWrite(int initiator, int target, uint64_t bytes) {
    interfaces::TransferRequest request;
    request.initiator = initiator;
    request.target = target;
    request.bytes = bytes;
    request.source = memory_.data();
    request.landing = landing_.data();
    return table_.Add(request);
  }
  TransferHandle AddReduceRead(int initiator, uint64_t bytes) {
    interfaces::TransferRequest request;
    request.kind = interfaces::TransferKind::kReduceRead;
    request.initiator = initiator;
    request.group = 0;
    request.bytes = bytes;
    request.landing = landing_.data();
    const std::byte* sources[3] = {memory_.data(), memory_.data() + 1024, memory_.data() + 2048};
    request.member_sources = sources;
    return table_.Add(request);
  }

  // One cycle; remembers headers sent.
  PortBeat Tick(AcceleratorPort& port, const PortBeat& in = {}) {
    PortBeat out;
    port.Tick(++cycle_, in, out);
    if (out.flit.valid && out.flit.head) sent_.push_back(Unpack(out.flit.data));
    return out;
  }
  void Run(AcceleratorPort& port, int cycles) {
    for (int i = 0; i < cycles; ++i) Tick(port);
  }
  void Grant(AcceleratorPort& port, int vc, int limit) {
    PortBeat in;
    in.credit = {true, static_cast<uint8_t>(vc), static_cast<uint16_t>(limit)};
    Tick(port, in);
  }
  void Arrive(AcceleratorPort& port, const Header& header) {
    PortBeat in;
    in.flit.valid = in.flit.head = true;
    in.flit.tail = !HasData(header.op);
    in.flit.data = Pack(header);
    Tick(port, in);
    for (uint64_t done = 0; HasData(header.op) && done < header.bytes; done += kFlitBytes) {
      in.flit.head = false;
      in.flit.tail = done + kFlitBytes >= header.bytes;
      std::memcpy(in.flit.data.data(), memory_.data() + done, kFlitBytes);
      Tick(port, in);
    }
  }
  static std::string FailureOf(const std::function<void()>& what) {
    try {
      what();
    } catch (const diagnostics::RunFailure& failure) {
      return failure.what();
    }
    return "nothing was thrown";
  }

  TransferTable table_;
  std::vector<std::byte> memory_, landing_;
  std::vector<Header> sent_;
  int64_t cycle_ = 0;
};

TEST_F(AcceleratorPortTest, SendsNothingWithoutCreditAndCountsTheStall) {
  AcceleratorPort port = MakePort(0);
  port.Begin(AddWrite(0, 1, 512));
  Run(port, 5);
  EXPECT_TRUE(sent_.empty());
  EXPECT_EQ(port.counters().credit_stall_cycles, 5u);
  EXPECT_EQ(port.DescribeWait(),
            "pod0.accelerator0.port0 waits for credit on virtual channel 0 (used 0, limit 0)");
  Grant(port, 0, 1);
  Run(port, 20);
  EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(AcceleratorPortTest, CutsAStripeIntoPacketsOfOneHeaderAndUpToFourDataFlits) {
  AcceleratorPort port = MakePort(0);
  const TransferHandle handle = AddWrite(0, 1, 300);  // padded to 320: 256 + 64
  Grant(port, 0, 9);
  port.Begin(handle);
  std::vector<std::byte> wire;
  for (int i = 0; i < 7; ++i) {
    const PortBeat out = Tick(port);
    ASSERT_TRUE(out.flit.valid) << i;
    EXPECT_EQ(out.flit.head, i == 0 || i == 5);
    EXPECT_EQ(out.flit.tail, i == 4 || i == 6);
    if (out.flit.head) continue;
    const auto* bytes = reinterpret_cast<const std::byte*>(out.flit.data.data());
    wire.insert(wire.end(), bytes, bytes + kFlitBytes);
  }
  EXPECT_TRUE(port.idle());
  ASSERT_EQ(sent_.size(), 2u);
  EXPECT_EQ(sent_[0].bytes, 256);
  EXPECT_EQ(sent_[1].bytes, 64);
  EXPECT_EQ(sent_[1].dst, 1);
  EXPECT_EQ(sent_[1].address, PackAddress(handle, 256));
  ASSERT_EQ(wire.size(), 320u);
  EXPECT_TRUE(std::equal(wire.begin(), wire.begin() + 300, memory_.begin()));
  for (size_t i = 300; i < 320; ++i) EXPECT_EQ(wire[i], std::byte{0}) << "padding at " << i;
  EXPECT_EQ(port.counters().flits_sent, 7u);
  EXPECT_EQ(port.counters().data_bytes_sent, 320u);
}

TEST_F(AcceleratorPortTest, TransfersTakeTurnsPerPacket) {
  AcceleratorPort port = MakePort(0);
  Grant(port, 0, 99);
  port.Begin(AddWrite(0, 1, 512));
  port.Begin(AddWrite(0, 2, 1024));
  port.Begin(AddWrite(0, 3, 512));
  Run(port, 40);
  std::vector<int> targets;
  for (const Header& header : sent_) targets.push_back(header.dst);
  EXPECT_EQ(targets, (std::vector<int>{1, 2, 3, 1, 2, 3, 2, 2}));
}

TEST_F(AcceleratorPortTest, ReduceReadsStopAtTheWindowWithoutBlockingWrites) {
  AcceleratorPort port = MakePort(0);
  Grant(port, 0, 99);
  const TransferHandle read = AddReduceRead(0, 1024);
  port.Begin(read);
  Run(port, 30);
  EXPECT_EQ(sent_.size(), 3u);
  EXPECT_EQ(port.outstanding_reduce_reads(), 3);
  EXPECT_EQ(port.DescribeWait(), "pod0.accelerator0.port0 waits for answers to 3 reduce-reads");
  port.Begin(AddWrite(0, 1, 64));
  Run(port, 5);
  ASSERT_EQ(sent_.size(), 4u);
  EXPECT_EQ(sent_[3].op, Operation::kWrite);
  Header answer = sent_[1];
  answer.op = Operation::kReduceResponse;
  answer.vc = 1;
  answer.dst = 0;
  Arrive(port, answer);
  Run(port, 1);
  ASSERT_EQ(sent_.size(), 5u);
  EXPECT_EQ(sent_[4].tag, answer.tag);
  EXPECT_TRUE(std::equal(landing_.begin() + 256, landing_.begin() + 512, memory_.begin()));
}

TEST_F(AcceleratorPortTest, AnswersAMemberReadAfterTheMemoryLatency) {
  AcceleratorPort port = MakePort(2);  // second member of the group
  const TransferHandle read = AddReduceRead(0, 512);
  Header request;
  request.op = Operation::kMemberRead;
  request.src = 0;
  request.tag = 0x1234;
  request.bytes = 128;
  request.address = PackAddress(read, 256);
  Arrive(port, request);
  Grant(port, 0, 99);
  Grant(port, 1, 99);
  port.Begin(AddWrite(2, 1, 64));
  const int64_t arrived = cycle_ - 2;
  while (sent_.empty() || sent_.back().op != Operation::kMemberResponse) {
    Tick(port);
    ASSERT_LT(cycle_, arrived + 20);
  }
  EXPECT_EQ(cycle_, arrived + 10);
  EXPECT_EQ(sent_.back().vc, 1);
  EXPECT_EQ(sent_.back().tag, 0x1234);
  EXPECT_EQ(sent_.back().bytes, 128);
  const PortBeat data = Tick(port);
  EXPECT_EQ(std::memcmp(data.flit.data.data(), memory_.data() + 1024 + 256, kFlitBytes), 0);
}

// Answers first would let all members of a reduction answer in step and then wait for memory
// together; requests first would starve them.
TEST_F(AcceleratorPortTest, AnswersAndRequestsTakeTurnsAndNeitherBlocksTheOther) {
  for (const bool answers_have_credit : {true, false}) {
    AcceleratorPort port = MakePort(2);
    const TransferHandle read = AddReduceRead(0, 1024);
    Header request;
    request.op = Operation::kMemberRead;
    request.bytes = 64;
    for (uint64_t i = 0; i < 3; ++i) {
      request.address = PackAddress(read, 64 * i);
      Arrive(port, request);
    }
    Run(port, 20);
    sent_.clear();
    Grant(port, 1, answers_have_credit ? 99 : 0);
    Run(port, answers_have_credit ? 0 : 20);
    port.Begin(AddWrite(2, 1, 768));
    Grant(port, 0, 99);
    Run(port, 40);
    std::string order;
    for (const Header& header : sent_) order += IsResponse(header.op) ? 'a' : 'r';
    EXPECT_EQ(order, answers_have_credit ? "ararar" : "rrr");
  }
}

TEST_F(AcceleratorPortTest, WhatArrivesLandsAndReturnsItsCredit) {
  AcceleratorPort port = MakePort(1);
  const TransferHandle handle = AddWrite(0, 1, 100);
  Run(port, 4);
  Header header;
  header.op = Operation::kWrite;
  header.dst = 1;
  header.bytes = 128;
  header.address = PackAddress(handle, 0);
  Arrive(port, header);
  EXPECT_EQ(table_.completed(), std::vector<TransferHandle>{handle});
  EXPECT_TRUE(std::equal(landing_.begin(), landing_.begin() + 100, memory_.begin()));
  for (size_t i = 100; i < 128; ++i)
    EXPECT_EQ(landing_[i], std::byte{0}) << "padding landed at " << i;
  const PortBeat out = Tick(port);
  EXPECT_TRUE(out.credit.valid);
  EXPECT_EQ(out.credit.vc, 0);
  EXPECT_EQ(out.credit.limit, PortParameters{}.slots_per_vc + 1);
}

TEST_F(AcceleratorPortTest, ErrorsPoisonAndStrayPacketsEndTheRunNamingThePort) {
  const TransferHandle handle = AddWrite(0, 1, 64);
  Header header;
  header.op = Operation::kErrorResponse;
  header.vc = 1;
  header.src = 3;
  header.status = spec::scaleup_switch::Status::kTimeout;
  AcceleratorPort failed = MakePort(1);
  EXPECT_EQ(FailureOf([&] { Arrive(failed, header); }),
            "pod0.accelerator1.port0: a reduce-read from accelerator 3 failed, status timeout: not "
            "every member answered");
  header = {};
  header.op = Operation::kWrite;
  header.bytes = 64;
  header.dst = 1;
  header.poison = true;
  header.address = PackAddress(handle, 0);
  AcceleratorPort poisoned = MakePort(1);
  EXPECT_EQ(FailureOf([&] { Arrive(poisoned, header); }),
            "pod0.accelerator1.port0: received a write from accelerator 0 with poisoned data");
  header.poison = false;
  AcceleratorPort stray = MakePort(2);
  EXPECT_EQ(FailureOf([&] { Arrive(stray, header); }),
            "pod0.accelerator2.port0: received a write for accelerator 1; are the switch's routes "
            "right?");
  header.address = PackAddress(handle + 1, 0);
  AcceleratorPort late = MakePort(1);
  EXPECT_EQ(FailureOf([&] { Arrive(late, header); }),
            "pod0.accelerator1.port0: received a write for a transfer that is not in flight");
}

}  // namespace
}  // namespace linkwright::endpoints
