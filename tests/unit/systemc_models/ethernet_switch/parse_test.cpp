// SPDX-License-Identifier: Apache-2.0
// What the parser makes of a first beat, and where the tables send it.
#include <cstring>

#include "foundation/random/stream.h"
#include "systemc_models/ethernet_switch/tables.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

using traffic::CompactFrameSpec;

struct ParserTest : testing::Test {
  ParserTest() : control(*FindVariant("p4")) {
    for (int c = 0; c < kClasses; ++c) control.pcp_class[c] = 7 - c, control.dei_class[c] = c ^ 2;
    for (int d = 0; d < 64; ++d) control.dscp_class[d] = static_cast<std::uint32_t>(d / 8);
    control.router_mac_low = static_cast<std::uint32_t>(kRouterMac);
    control.router_mac_high = static_cast<std::uint32_t>(kRouterMac >> 32);
    control.DeriveScalars();
  }
  ParsedFrame ParseOf(const FrameBytes& frame) const {
    BeatData beat{};
    std::memcpy(beat.data(), frame.data(), std::min<std::size_t>(64, frame.size()));
    return Parse(control, beat);
  }
  Control control;
};

TEST_F(ParserTest, UntaggedFramesOfOtherTypesAreOfClassZero) {
  const ParsedFrame p =
      ParseOf(MakeMacFrame({.destination = 0x112233445566, .source = 0xAABBCCDDEEFF}));
  EXPECT_EQ(p.header, HeaderKind::kOther);
  EXPECT_EQ(p.priority, 0);
  EXPECT_EQ(p.tag, 0);
  EXPECT_FALSE(p.routed);
  EXPECT_EQ(p.destination, 0x112233445566U);
  EXPECT_EQ(p.flow, (routing::FlowWords{0x33445566, 0x1122AABB, 0xCCDDEEFF, 0}));
}

TEST_F(ParserTest, TheTagsPriorityCountsForOtherTypesOnly) {
  for (int pcp = 0; pcp < 8; ++pcp) {
    EXPECT_EQ(ParseOf(SwitchedFrame(0, 64, pcp << 13 | 0x0ABC)).priority, 7 - pcp);
    EXPECT_EQ(ParseOf(SwitchedFrame(0, 64, pcp << 13 | 0x1ABC)).priority, pcp ^ 2) << "with DEI";
    Ipv4FrameSpec ip;
    ip.tag = pcp << 13;
    ip.dscp = 8 * pcp + 3;
    const ParsedFrame p = ParseOf(MakeIpv4Frame(ip));
    EXPECT_EQ(p.header, HeaderKind::kIpv4);
    EXPECT_EQ(p.tag, 4);
    EXPECT_EQ(p.priority, pcp) << "by DSCP";
  }
}

TEST_F(ParserTest, Ipv6FramesAreOfTheClassOfTheirDscpTaggedOrNot) {
  for (std::uint32_t d = 0; d < 64; ++d) control.dscp_class[d] = (d >> 3 ^ d) & 7;
  for (int dscp = 0; dscp < 64; ++dscp) {
    for (const int tag : {traffic::kUntagged, 0x3ABC}) {
      FrameBytes frame = MakeMacFrame({.tag = tag, .ether_type = 0x86DD, .bytes = 128});
      const int at = tag == traffic::kUntagged ? 14 : 18;
      // Version, traffic class with ECN 1, flow label.
      traffic::WriteField(frame, at, 4, 6ULL << 28 | static_cast<unsigned>(dscp) << 22 | 0x1FFFFF);
      const ParsedFrame p = ParseOf(frame);
      EXPECT_EQ(p.header, HeaderKind::kOther);
      EXPECT_EQ(p.priority, (dscp >> 3 ^ dscp) & 7);
      EXPECT_FALSE(p.routed);
      EXPECT_EQ(p.ecn, 0) << "never marked";
    }
  }
}

TEST_F(ParserTest, FurtherTagsAreNotLookedInto) {
  FrameBytes frame = MakeMacFrame({.tag = 3 << 13, .ether_type = 0x8100});
  const ParsedFrame p = ParseOf(frame);
  EXPECT_EQ(p.header, HeaderKind::kOther);
  EXPECT_EQ(p.priority, 7 - 3);
}

TEST_F(ParserTest, Ipv4FieldsTaggedAndUntagged) {
  for (const int tag : {traffic::kUntagged, 0x2001}) {
    Ipv4FrameSpec spec;
    spec.tag = tag;
    spec.destination_mac = kRouterMac;
    spec.source = 0x01020304;
    spec.destination = 0x05060708;
    spec.dscp = 26;
    spec.ecn = 2;
    spec.ttl = 17;
    spec.queue_pair = 0xABCDEF;
    spec.bytes = 128;
    const FrameBytes frame = MakeIpv4Frame(spec);
    ParsedFrame p = ParseOf(frame);
    EXPECT_TRUE(p.routed);
    EXPECT_EQ(p.dscp, 26);
    EXPECT_EQ(p.priority, 3);
    EXPECT_EQ(p.ecn, 2);
    EXPECT_EQ(p.hops, 17);
    EXPECT_EQ(p.address, 0x05060708U);
    EXPECT_EQ(p.least_bytes, 128U);
    EXPECT_EQ(p.flow, (routing::FlowWords{0x01020304, 0x05060708, 49152U << 16 | 4791, 17U << 24}));
    control.hash_queue_pair = 1;
    p = ParseOf(frame);
    EXPECT_EQ(p.flow[3], 17U << 24 | 0xABCDEF);
    control.hash_queue_pair = 0;
  }
}

TEST_F(ParserTest, PortsCountForTcpAndUdpInsideTheFirstBeatOnly) {
  Ipv4FrameSpec spec;
  spec.bytes = 128;
  spec.protocol = 6;
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[2], 49152U << 16 | 4791);
  spec.protocol = 1;
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[2], 0U);
  spec.protocol = 17;
  spec.options = 6;  // ports at 58
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[2], 49152U << 16 | 4791);
  spec.options = 7;  // ports at 62
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[2], 0U);
}

TEST_F(ParserTest, TheQueuePairNeedsPlainUdpToPort4791) {
  control.hash_queue_pair = 1;
  Ipv4FrameSpec spec;
  spec.bytes = 128;
  spec.queue_pair = 0x123456;
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[3] & 0xFFFFFF, 0x123456U);
  spec.destination_port = 4792;
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[3] & 0xFFFFFF, 0U);
  spec.destination_port = 4791;
  spec.options = 1;
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[3] & 0xFFFFFF, 0U);
  spec.options = 0;
  spec.protocol = 6;
  EXPECT_EQ(ParseOf(MakeIpv4Frame(spec)).flow[3] & 0xFFFFFF, 0U);
}

// Whichever fragment: the first one alone has the ports, and all of a packet go one way.
TEST_F(ParserTest, FragmentsHaveNeitherPortsNorAQueuePairNorTelemetry) {
  control.hash_queue_pair = 1;
  control.telemetry_udp_port = 4791;
  for (const int tag : {traffic::kUntagged, 0x2001}) {
    const int ip = tag < 0 ? 14 : 18;
    for (const int protocol : {6, 17}) {
      Ipv4FrameSpec spec;
      spec.bytes = 200;
      spec.tag = tag;
      spec.protocol = protocol;
      spec.queue_pair = 0x123456;
      const auto with_field = [&](std::uint32_t field) {
        FrameBytes frame = MakeIpv4Frame(spec);
        traffic::WriteField(frame, ip + 6, 2, field);
        traffic::WriteHeaderChecksum(frame, ip);
        return ParseOf(frame);
      };
      for (int bit = 0; bit < 16; ++bit) {
        const ParsedFrame p = with_field(1u << bit);
        const bool fragment = bit < 14;  // else "don't fragment" or reserved
        const bool udp = protocol == 17;
        EXPECT_FALSE(p.bad_header);
        EXPECT_EQ(p.flow[2], fragment ? 0U : 49152U << 16 | 4791) << bit;
        EXPECT_EQ(p.flow[3] & 0xFFFFFF, !fragment && udp ? 0x123456U : 0U) << bit;
        EXPECT_EQ(p.flow[3] >> 24, static_cast<std::uint32_t>(protocol));
        EXPECT_EQ(p.telemetry, !fragment && udp && tag < 0) << bit;
        EXPECT_EQ(p.address, spec.destination);
      }
      EXPECT_EQ(with_field(0xC000).flow[2], 49152U << 16 | 4791);
      EXPECT_EQ(with_field(0xFFFF).flow[2], 0U);
    }
  }
}

TEST_F(ParserTest, CompactHeadersTaggedAndUntagged) {
  for (const int tag : {traffic::kUntagged, 0xE000}) {
    CompactFrameSpec spec;
    spec.mac.tag = tag;
    spec.dscp = 41;
    spec.ecn = 1;
    spec.hops = 3;
    spec.source = 0x1111;
    spec.destination = 0x2222;
    spec.entropy = 0x3333;
    const ParsedFrame p = ParseOf(MakeCompactFrame(spec));
    EXPECT_EQ(p.header, HeaderKind::kCompact);
    EXPECT_TRUE(p.routed) << "whatever its destination MAC";
    EXPECT_EQ(p.priority, 5);
    EXPECT_EQ(p.ecn, 1);
    EXPECT_EQ(p.hops, 3);
    EXPECT_EQ(p.address, 0x2222U);
    EXPECT_EQ(p.flow, (routing::FlowWords{0x1111, 0x2222, 0x3333, 0}));
  }
}

TEST_F(ParserTest, ATelemetryFrameHasRoomForItsBlock) {
  control.telemetry_udp_port = 5000;
  Ipv4FrameSpec spec;
  spec.destination_port = 5000;
  spec.bytes = 98 + 18;
  EXPECT_TRUE(ParseOf(MakeIpv4Frame(spec)).telemetry);
  --spec.bytes;
  EXPECT_FALSE(ParseOf(MakeIpv4Frame(spec)).telemetry);
  spec.bytes = 200;
  spec.tag = 0;
  EXPECT_FALSE(ParseOf(MakeIpv4Frame(spec)).telemetry) << "tagged";
  spec.tag = traffic::kUntagged;
  spec.options = 1;
  EXPECT_FALSE(ParseOf(MakeIpv4Frame(spec)).telemetry) << "options";
  spec.options = 0;
  spec.destination_port = 0;
  control.telemetry_udp_port = 0;
  EXPECT_FALSE(ParseOf(MakeIpv4Frame(spec)).telemetry) << "port 0 is none";
}

TEST_F(ParserTest, RandomBytesNeverReadBeyondTheBeat) {
  random::Stream random(7);
  int ipv4 = 0;
  for (int n = 0; n < 200000; ++n) {
    BeatData beat;
    for (std::uint64_t& word : beat) word = random.Next();
    auto* bytes = reinterpret_cast<std::uint8_t*>(beat.data());
    if (n % 2 == 0) {
      bytes[12] = 8;
      bytes[13] = 0;
      bytes[14] = static_cast<std::uint8_t>(0x40 | random.Below(16));
    }
    const ParsedFrame p = Parse(control, beat);
    EXPECT_LT(p.priority, kClasses);
    ipv4 += p.header == HeaderKind::kIpv4 ? 1 : 0;
  }
  EXPECT_GT(ipv4, 99000);
}

TEST(SwitchLookUp, TheHostTableGoesBeforePrefixesAndTheLowestWayWins) {
  const Variant& variant = *FindVariant("p4");
  Control control(variant);
  ParsedFrame frame;
  frame.header = HeaderKind::kIpv4;
  frame.routed = true;
  frame.address = 0x0A010203;
  EXPECT_FALSE(LookUp(control, variant, frame));
  control.prefix[3] = {0, 0, kTargetValid | 1};  // the default route
  control.DerivePrefixes();
  EXPECT_EQ(LookUp(control, variant, frame)->number, 1);
  control.prefix[1] = {0x0A010000, 16, kTargetValid | 2};
  control.prefix[0] = {0x0A000000, 8, kTargetValid | 3};
  control.DerivePrefixes();
  EXPECT_EQ(LookUp(control, variant, frame)->number, 2) << "the longest";
  control.prefix[2] = {0x0A01FFFF, 16, kTargetValid | 0};
  control.DerivePrefixes();
  EXPECT_EQ(LookUp(control, variant, frame)->number, 2) << "of equal ones the lowest entry";
  control.prefix[0] = {0x0A010203, 63, kTargetValid | 5};
  control.DerivePrefixes();
  EXPECT_EQ(LookUp(control, variant, frame)->number, 5) << "more than 32 acts as 32";
  const int row = routing::HostRow(frame.address, variant.host_rows);
  control.host[row * 4 + 3] = {frame.address, kTargetValid | 6};
  EXPECT_EQ(LookUp(control, variant, frame)->number, 6);
  control.host[row * 4 + 1] = {frame.address, kTargetValid | kTargetGroup | 7};
  EXPECT_EQ(LookUp(control, variant, frame)->number, 7);
  EXPECT_TRUE(LookUp(control, variant, frame)->group);
  control.host[row * 4 + 0] = {frame.address, 4};  // not valid
  EXPECT_EQ(LookUp(control, variant, frame)->number, 7);
  frame.header = HeaderKind::kCompact;
  frame.address = 0x0203;
  EXPECT_FALSE(LookUp(control, variant, frame)) << "prefixes are for IPv4";
}

TEST(SwitchLookUp, RowsAreTheExclusiveOrOfSlices) {
  for (const int rows : {2, 8, 16, 128, 4096}) {
    const int bits = std::countr_zero(static_cast<unsigned>(rows));
    random::Stream random(static_cast<std::uint64_t>(rows));
    for (int n = 0; n < 200; ++n) {
      const std::uint64_t key = random.Next() & 0xFFFFFFFFFFFFULL;
      int expected = 0;
      for (int bit = 0; bit < 48; ++bit)
        expected ^= static_cast<int>(key >> bit & 1) << (bit % bits);
      EXPECT_EQ(routing::MacRow(key, rows), expected);
    }
  }
}

}  // namespace
}  // namespace linkwright::ethernet_switch
