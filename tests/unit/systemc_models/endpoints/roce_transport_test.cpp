// SPDX-License-Identifier: Apache-2.0
// Sender and responder of a queue pair, packet by packet; the test is the network between them.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/endpoints/roce_nic.h"
#include "systemc_models/endpoints/roce_responder.h"
#include "systemc_models/endpoints/roce_sender.h"

namespace linkwright::endpoints {
namespace {

class RoceTransportTest : public ::testing::Test {
 protected:
  RoceTransportTest() : table_(3, 1, 1), memory_(1 << 20), landing_(1 << 20) {
    for (size_t i = 0; i < memory_.size(); ++i)
      memory_[i] = static_cast<std::byte>(i * 13 + (i >> 9));
  }

  static RoceTransport Transport(int window = 64) {
    RoceTransport transport;
    transport.mtu = 1024;
    transport.window_frames = window;
    transport.timeout_cycles = 1000;
    transport.retry_limit = 2;
    return transport;
  }
  TransferHandle Add(uint64_t bytes, int target = 1) {
    interfaces::TransferRequest request;
    request.initiator = 0;
    request.target = target;
    request.bytes = bytes;
    request.source = memory_.data();
    request.landing = landing_.data();
    return table_.Add(request);
  }
  static RoceFrame FrameOf(const RoceSender::Packet& packet) {
    return {packet.header, {packet.payload, packet.bytes}};
  }
  static void Answer(RoceSender& sender, RoceResponder& responder, int64_t cycle) {
    while (responder.HasResponse()) {
      const RoceResponder::Response response = responder.Next();
      sender.Acknowledge(1, response.syndrome, response.psn, cycle);
    }
  }

  TransferTable table_;
  std::vector<std::byte> memory_, landing_;
};

TEST_F(RoceTransportTest, CutsAMessageIntoFirstMiddleAndLast) {
  RoceSender sender("nic", 3, Transport(), table_);
  sender.Begin(Add(3 * 1024 + 1));
  std::vector<RoceOpcode> opcodes;
  std::vector<size_t> bytes;
  std::vector<bool> asks;
  while (sender.HasPacket()) {
    const RoceSender::Packet packet = sender.Next(1);
    opcodes.push_back(packet.header.opcode);
    bytes.push_back(packet.bytes);
    asks.push_back(packet.header.ack_request);
  }
  EXPECT_EQ(opcodes, (std::vector{RoceOpcode::kWriteFirst, RoceOpcode::kWriteMiddle,
                                  RoceOpcode::kWriteMiddle, RoceOpcode::kWriteLast}));
  EXPECT_EQ(bytes, (std::vector<size_t>{1024, 1024, 1024, 1}));
  EXPECT_EQ(asks, (std::vector<bool>{false, false, false, true}));
}

TEST_F(RoceTransportTest, TheWindowClosesAndOpensWithAcknowledgements) {
  RoceSender sender("nic", 3, Transport(4), table_);
  sender.Begin(Add(100 * 1024));
  for (int i = 0; i < 4; ++i) sender.Next(1);
  EXPECT_FALSE(sender.HasPacket());
  sender.Acknowledge(1, kSyndromeAck, 1, 2);
  EXPECT_EQ(sender.Next(3).header.psn, 4u);
  EXPECT_EQ(sender.Next(3).header.psn, 5u);
  EXPECT_FALSE(sender.HasPacket());
}

TEST_F(RoceTransportTest, QueuePairsTakeTurns) {
  RoceSender sender("nic", 3, Transport(), table_);
  sender.Begin(Add(4096, 1));
  sender.Begin(Add(4096, 2));
  std::vector<int> peers;
  while (sender.HasPacket()) peers.push_back(sender.Next(1).peer);
  EXPECT_EQ(peers, (std::vector<int>{1, 2, 1, 2, 1, 2, 1, 2}));
}

// 2^24 packets of one byte would take long: messages of one packet, acknowledged at once, walk the
// sequence numbers around.
TEST_F(RoceTransportTest, SequenceNumbersWrapAround) {
  RoceTransport transport = Transport(16);
  transport.mtu = 1;
  RoceSender sender("nic", 3, transport, table_);
  RoceResponder responder("nic", 3, table_);
  uint64_t sent = 0;
  for (int message = 0; message < 17; ++message) {
    sender.Begin(Add(1 << 20));
    while (sender.HasPacket()) {
      const RoceSender::Packet packet = sender.Next(1);
      ASSERT_EQ(packet.header.psn, sent++ & kPsnMask);
      responder.Take(0, FrameOf(packet));
      Answer(sender, responder, 1);
    }
    EXPECT_EQ(table_.completed().size(), 1u);
    for (const TransferHandle handle : table_.completed()) table_.Remove(handle);
    table_.completed().clear();
  }
  EXPECT_GT(sent, uint64_t{1} << 24);
  EXPECT_TRUE(sender.idle());
  EXPECT_EQ(sender.counters().retransmissions, 0u);
  EXPECT_EQ(memory_, landing_);
}

// Packet 2 of 6 is lost: one NAK names it, the others are thrown away, and all of them come again.
TEST_F(RoceTransportTest, AGapIsAnsweredOnceAndTheSenderGoesBack) {
  RoceSender sender("nic", 3, Transport(), table_);
  RoceResponder responder("nic", 3, table_);
  sender.Begin(Add(6 * 1024));
  for (int i = 0; i < 6; ++i) {
    const RoceSender::Packet packet = sender.Next(1);
    if (i != 2) responder.Take(0, FrameOf(packet));
  }
  EXPECT_EQ(responder.counters().out_of_order, 3u);
  ASSERT_TRUE(responder.HasResponse());
  const RoceResponder::Response nak = responder.Next();
  EXPECT_EQ(nak.syndrome, kSyndromeSequenceError);
  EXPECT_EQ(nak.psn, 2u);
  EXPECT_FALSE(responder.HasResponse());
  sender.Acknowledge(1, nak.syndrome, nak.psn, 5);
  while (sender.HasPacket()) responder.Take(0, FrameOf(sender.Next(6)));
  Answer(sender, responder, 7);
  EXPECT_TRUE(sender.idle());
  EXPECT_EQ(sender.counters().retransmissions, 4u);
  EXPECT_EQ(responder.counters().payload_bytes, 6u * 1024);
  EXPECT_EQ(std::memcmp(memory_.data(), landing_.data(), 6 * 1024), 0);
}

TEST_F(RoceTransportTest, DuplicatesAreAcknowledgedAgainAndNotLanded) {
  RoceSender sender("nic", 3, Transport(), table_);
  RoceResponder responder("nic", 3, table_);
  sender.Begin(Add(2048));
  responder.Take(0, FrameOf(sender.Next(1)));
  responder.Take(0, FrameOf(sender.Next(1)));
  responder.Next();            // lost on its way
  sender.CheckTimeouts(1001);  // so both go again
  responder.Take(0, FrameOf(sender.Next(1002)));
  EXPECT_FALSE(responder.HasResponse());
  responder.Take(0, FrameOf(sender.Next(1003)));
  EXPECT_EQ(responder.counters().duplicates, 2u);
  EXPECT_EQ(responder.counters().payload_bytes, 2048u);
  EXPECT_EQ(table_.completed().size(), 1u);
  Answer(sender, responder, 1010);
  EXPECT_TRUE(sender.idle());
  EXPECT_EQ(sender.deadline(), kNever);
}

TEST_F(RoceTransportTest, ASenderGivesUpAfterItsRetries) {
  RoceSender sender("nic", 3, Transport(), table_);
  sender.Begin(Add(10));
  sender.Next(1);
  EXPECT_EQ(sender.deadline(), 1001);
  sender.CheckTimeouts(1001);
  sender.Next(1002);
  sender.CheckTimeouts(2001);
  sender.Next(2002);
  try {
    sender.CheckTimeouts(3001);
    FAIL() << "it did not give up";
  } catch (const diagnostics::RunFailure& failure) {
    const std::string text = failure.what();
    EXPECT_NE(text.find("after 2 retransmissions of packet 0"), std::string::npos) << text;
    EXPECT_NE(text.find("1000 cycles apart"), std::string::npos) << text;
    EXPECT_NE(text.find("retransmit_timeout is shorter than the loop"), std::string::npos) << text;
  }
}

TEST_F(RoceTransportTest, AcknowledgementsOfThePastChangeNothing) {
  RoceSender sender("nic", 3, Transport(), table_);
  sender.Begin(Add(10 * 1024));
  while (sender.HasPacket()) sender.Next(1);
  sender.Acknowledge(1, kSyndromeAck, 6, 2);
  sender.Acknowledge(1, kSyndromeAck, 3, 3);
  sender.Acknowledge(1, kSyndromeSequenceError, 2, 4);
  sender.Acknowledge(1, kSyndromeAck, 12, 5);  // of a packet never sent
  EXPECT_FALSE(sender.HasPacket());
  EXPECT_EQ(sender.counters().naks, 0u);
  sender.Acknowledge(1, kSyndromeAck, 9, 6);
  EXPECT_TRUE(sender.idle());
}

// Frames back to back use the whole line: 42 bytes a cycle, preamble and gap included.
TEST_F(RoceTransportTest, ANicSendsAtLineRate) {
  for (const int mtu : {1024, 2048, 4096}) {
    RoceNicParameters parameters;
    parameters.transport.mtu = mtu;
    parameters.transport.window_frames = 10000;
    RoceNic nic(0, "nic", parameters, table_);
    nic.Begin(Add(1 << 20));
    int64_t cycle = 0;
    uint64_t bytes = 0, frames = 0;
    while (frames < static_cast<uint64_t>((1 << 20) / mtu)) {
      interfaces::FlitBeat out;
      nic.Tick(++cycle, {}, out);
      bytes += out.valid ? (out.tail ? out.bytes : 64) : 0;
      frames += out.valid && out.tail ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(cycle), static_cast<double>(bytes + 20 * frames) / 42, 4)
        << mtu;
  }
}

TEST_F(RoceTransportTest, ANicHoldsDataWhileItsClassIsPausedAndNotLonger) {
  RoceNicParameters parameters;
  RoceNic nic(0, "nic", parameters, table_);
  // A PFC frame for class 3 with a timer of 21 quanta: 21 * 64 / 42 = 32 cycles.
  interfaces::FlitBeat pause;
  std::array<uint8_t, 64> frame{0x01, 0x80, 0xC2, 0x00, 0x00, 0x01};
  frame[12] = 0x88;
  frame[13] = 0x08;
  frame[15] = 0x01;
  frame[14] = 0x01;
  frame[17] = 1 << 3;
  frame[18 + 2 * 3 + 1] = 21;
  std::memcpy(pause.data.data(), frame.data(), 64);
  pause.valid = pause.head = pause.tail = true;
  pause.bytes = 64;
  interfaces::FlitBeat out;
  nic.Tick(10, pause, out);
  EXPECT_EQ(nic.counters().pauses, 1u);
  nic.Begin(Add(100));
  EXPECT_EQ(nic.NextEvent(10), 43);
  for (int64_t cycle = 11; cycle <= 42; ++cycle) {
    nic.Tick(cycle, {}, out);
    EXPECT_FALSE(out.valid) << cycle;
  }
  nic.Tick(43, {}, out);
  EXPECT_TRUE(out.valid);
}

}  // namespace
}  // namespace linkwright::endpoints
