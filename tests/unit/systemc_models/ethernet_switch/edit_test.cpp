// SPDX-License-Identifier: Apache-2.0
// What the switch writes into frames on their way out, against an independent recomputation.
#include "fabric/routing/frame_arithmetic.h"
#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

using traffic::CompactFrameSpec;
using traffic::HeaderResidue;
using traffic::ReadField;
using traffic::WriteField;
using traffic::WriteHeaderChecksum;

ReceivedFrame SendOne(SwitchUnderTest& s, const FrameBytes& frame) {
  s.bench.received.clear();
  s.bench.Send(0, frame);
  EXPECT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.size(), 1U);
  return s.bench.received.empty() ? ReceivedFrame{} : s.bench.received[0];
}

TEST(SwitchEdits, SwitchedFramesLeaveAsTheyCame) {
  SwitchUnderTest s("p4");
  for (const int bytes : {64, 65, 127, 128, 129, 1518, 9216}) {
    for (const int tag : {traffic::kUntagged, 0xABCD}) {
      EXPECT_EQ(SendOne(s, SwitchedFrame(2, bytes, tag)).bytes, SwitchedFrame(2, bytes, tag));
      Ipv4FrameSpec spec = RoutedSpec(0, bytes);
      spec.destination_mac = HostMac(3);
      spec.tag = tag;
      spec.ecn = 1;
      EXPECT_EQ(SendOne(s, MakeIpv4Frame(spec)).bytes, MakeIpv4Frame(spec));
    }
  }
}

TEST(SwitchEdits, RoutedIpv4FramesGetNewAddressesAndOneHopLess) {
  SwitchUnderTest s("p4");
  random::Stream random(5);
  for (int n = 0; n < 300; ++n) {
    const int port = 1 + static_cast<int>(random.Below(3));
    Ipv4FrameSpec spec = RoutedSpec(port, 90 + static_cast<int>(random.Below(400)));
    spec.tag = random.Bernoulli(0.5) ? traffic::kUntagged : static_cast<int>(random.Below(65536));
    spec.source = static_cast<std::uint32_t>(random.Next());
    spec.ttl = 2 + static_cast<int>(random.Below(254));
    spec.dscp = static_cast<int>(random.Below(64));
    spec.ecn = static_cast<int>(random.Below(4));
    spec.protocol = static_cast<int>(random.Below(256));
    spec.options = static_cast<int>(random.Below(6));
    FrameBytes frame = MakeIpv4Frame(spec);
    const ReceivedFrame out = SendOne(s, frame);
    EXPECT_EQ(out.port, port);
    const int ip = spec.tag == traffic::kUntagged ? 14 : 18;
    WriteField(frame, 0, 6, NextHop(port));
    WriteField(frame, 6, 6, kRouterMac);
    --frame[ip + 8];
    WriteHeaderChecksum(frame, ip);
    EXPECT_EQ(HeaderResidue(out.bytes, ip), 0U);
    // Zero has two representations; all else must be equal bit by bit.
    if (ReadField(frame, ip + 10, 2) != 0) {
      EXPECT_EQ(out.bytes, frame);
    }
  }
}

TEST(SwitchEdits, TheChecksumRuleIsRfc1624) {
  // The example of its section 4.
  EXPECT_EQ(routing::UpdateChecksum(0xDD2F, 0x5555, 0x3285, 0, 0), 0x0000);
  EXPECT_EQ(routing::FoldOnes(0x1FFFE), 0xFFFFU);
  EXPECT_EQ(routing::FoldOnes(0xFFFF0001), 1U);
  random::Stream random(11);
  for (int n = 0; n < 20000; ++n) {
    FrameBytes frame = MakeIpv4Frame(RoutedSpec(0));
    for (int i = 26; i < 34; ++i) frame[i] = static_cast<std::uint8_t>(random.Next());
    WriteHeaderChecksum(frame);
    const auto before = [&](int at) { return static_cast<std::uint16_t>(ReadField(frame, at, 2)); };
    const std::uint16_t w0 = before(14);
    const std::uint16_t w4 = before(22);
    const std::uint16_t checksum = before(24);
    frame[15] = static_cast<std::uint8_t>(random.Next());
    frame[22] = static_cast<std::uint8_t>(random.Next());
    WriteField(frame, 24, 2, routing::UpdateChecksum(checksum, w0, before(14), w4, before(22)));
    ASSERT_EQ(HeaderResidue(frame), 0U);
  }
}

TEST(SwitchEdits, CompactFramesLoseAHopAndKeepTheirAddresses) {
  SwitchUnderTest s("p4");
  s.AddHost(9, kTargetValid | 3);
  for (const int tag : {traffic::kUntagged, 0x2FFF}) {
    CompactFrameSpec spec;
    spec.mac.bytes = 300;
    spec.mac.tag = tag;
    spec.destination = 9;
    FrameBytes frame = MakeCompactFrame(spec);
    const ReceivedFrame out = SendOne(s, frame);
    --frame[tag == traffic::kUntagged ? 15 : 19];
    EXPECT_EQ(out.bytes, frame);
  }
}

// ---- telemetry

struct TelemetryTest : testing::Test {
  TelemetryTest() : s("p4") {
    s.Write(regs::kTelemetryUdpPort, 5000);
    s.Write(regs::kTelemetryRate, 9);
    spec = RoutedSpec(1, 200);
    spec.destination_port = 5000;
    spec.destination_mac = HostMac(1);
  }
  FrameBytes Frame(int hops) const {
    FrameBytes frame = MakeIpv4Frame(spec);
    std::fill(frame.begin() + 64, frame.begin() + 112, std::uint8_t{0xEE});
    frame[64] = static_cast<std::uint8_t>(hops);
    return frame;
  }
  static spec::ethernet_switch::TelemetrySlot Slot(const FrameBytes& frame, int hop) {
    std::uint64_t word = 0;
    for (int i = 0; i < 8; ++i) word |= std::uint64_t{frame[72 + 8 * hop + i]} << (8 * i);
    return spec::ethernet_switch::UnpackTelemetrySlot({word});
  }
  SwitchUnderTest s;
  Ipv4FrameSpec spec;
};

TEST_F(TelemetryTest, EachHopFillsItsSlotAndCounts) {
  std::uint32_t beats = 0;
  for (int hops = 0; hops < 5; ++hops) {
    const FrameBytes frame = Frame(hops);
    const ReceivedFrame out = SendOne(s, frame);
    EXPECT_EQ(out.bytes[64], hops + 1);
    const auto slot = Slot(out.bytes, hops);
    EXPECT_EQ(slot.rate_code, 9);
    EXPECT_EQ(slot.tx_beats, beats + 1) << "beats before its own";
    beats += 4;
    EXPECT_EQ(slot.depth, 2U) << "200 bytes in cells of 128, none given back yet";
    // The second beat left a tick after the head (the line had debt 22 of 42); `now` is the time
    // sampled one tick before the move.
    EXPECT_EQ(slot.timestamp, static_cast<std::uint32_t>(out.head + 1 - 1) & 0xFFFFFF);
    FrameBytes rest = out.bytes;
    rest[64] = frame[64];
    std::copy_n(frame.begin() + 72 + 8 * hops, 8, rest.begin() + 72 + 8 * hops);
    EXPECT_EQ(rest, frame) << "nothing else changes";
  }
}

TEST_F(TelemetryTest, FiveHopsAreFull) {
  for (const int hops : {5, 6, 255}) {
    const FrameBytes frame = Frame(hops);
    EXPECT_EQ(SendOne(s, frame).bytes, frame);
  }
}

TEST_F(TelemetryTest, ShortTaggedAndOtherFramesAreLeftAlone) {
  spec.bytes = 98 + 17;
  EXPECT_EQ(SendOne(s, Frame(0)).bytes, Frame(0));
  spec.bytes = 98 + 18;
  EXPECT_NE(SendOne(s, Frame(0)).bytes, Frame(0));
  spec.destination_port = 5001;
  EXPECT_EQ(SendOne(s, Frame(0)).bytes, Frame(0));
  spec.destination_port = 5000;
  s.Write(regs::kTelemetryUdpPort, 0);
  EXPECT_EQ(SendOne(s, Frame(0)).bytes, Frame(0));
}

TEST_F(TelemetryTest, FragmentsAreLeftAlone) {
  FrameBytes frame = Frame(0);
  for (const std::uint64_t field : {0x2000, 0x0001, 0x1FFF}) {
    traffic::WriteField(frame, 20, 2, field);
    traffic::WriteHeaderChecksum(frame);
    EXPECT_EQ(SendOne(s, frame).bytes, frame) << field;
  }
  traffic::WriteField(frame, 20, 2, 0x4000);  // don't fragment
  traffic::WriteHeaderChecksum(frame);
  EXPECT_EQ(SendOne(s, frame).bytes[64], 1);
}

TEST_F(TelemetryTest, TrimmedFramesCarryNone) {
  s.Write(regs::PgAlpha(0), 0);
  s.Write(regs::kTrimClasses, 1);
  const FrameBytes frame = Frame(0);
  const ReceivedFrame out = SendOne(s, frame);
  ASSERT_EQ(out.bytes.size(), 128U);
  EXPECT_TRUE(std::equal(out.bytes.begin() + 64, out.bytes.end(), frame.begin() + 64));
}

TEST_F(TelemetryTest, TheTimeIsTheOneFromOutside) {
  s.bench.before_tick = [](interfaces::SwitchInputs& in) { in.time = 0xABCDEF01; };
  s.bench.Tick();
  EXPECT_EQ(Slot(SendOne(s, Frame(0)).bytes, 0).timestamp, 0xCDEF01U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
