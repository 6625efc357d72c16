// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/link_timing.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fabric/parts/catalog.h"
#include "foundation/units/literals.h"

namespace linkwright::parts {
namespace {

using namespace units::literals;  // NOLINT: literals

const Catalog& BuiltIn() {
  static const Catalog catalog = LoadCatalog();
  return catalog;
}
const LinkPart& Link(std::string_view key) { return BuiltIn().link(key); }

TEST(NvlinkFraming, PacksTwoHundredFiftySixBytesIntoSeventeenFlits) {
  EXPECT_EQ(WireBytesOf(Link("nvlink5_copper"), 256).value(), 17 * 16);
  EXPECT_DOUBLE_EQ(Efficiency(Link("nvlink5_copper")), 16.0 / 17.0);
  EXPECT_EQ(WireBytesOf(Link("nvlink5_copper"), 1).value(), 2 * 16);
}

TEST(UalinkFraming, CodewordsCarryNinetyTwoPointFourPercent) {
  EXPECT_DOUBLE_EQ(CodeEfficiency(Link("ualink_800g_aec")), 628.0 / 680.0);
  EXPECT_NEAR(100 * CodeEfficiency(Link("ualink_800g_aec")), 92.4, 0.05);
}

TEST(UalinkFraming, EightHundredFiftyGigabitsOfCodewordsCarryEightHundred) {
  EXPECT_EQ(RawRate(Link("ualink_800g_aec")), 850_Gbps);
  EXPECT_EQ(DataRate(Link("ualink_800g_aec")), 800_Gbps);
}

// 32 B of control and 8 half-flits of data: 288 B of stream in 628 of 680 B.
TEST(UalinkFraming, PacketIsAControlHalfFlitAndItsDataHalfFlits) {
  EXPECT_DOUBLE_EQ(WireBytesOf(Link("ualink_800g_aec"), 256).value(), 288.0 * 680 / 628);
  EXPECT_DOUBLE_EQ(Efficiency(Link("ualink_800g_aec")), 256.0 * 628 / (288.0 * 680));
}

// 8 preamble, 12 gap, 4 check, 10 forwarding and 16 transport bytes.
TEST(EthernetFraming, AddsFiftyBytesToAPacket) {
  EXPECT_EQ(WireBytesOf(Link("sue_800g_dac"), 256).value(), 306);
  EXPECT_EQ(WireBytesOf(Link("sue_800g_dac"), 0).value(), 84) << "64 B frames on the wire";
}

TEST(UalinkFraming, TheCodeLeavesNinetyFourPointOnePercent) {
  EXPECT_DOUBLE_EQ(FecEfficiency(Link("ualink_800g_aec")), 640.0 / 680.0);
  EXPECT_NEAR(100 * FecEfficiency(Link("ualink_800g_aec")), 94.1, 0.05);
}

// Packets fill the stream of codewords: 256 B pay for 32 B of control and for 628/680.
TEST(UalinkFraming, EfficiencyGrowsWithThePacketTowardsTheCodes) {
  double last = 0;
  for (const uint64_t payload : {32, 64, 128, 192, 256}) {
    const double efficiency = Efficiency(Link("ualink_800g_aec"), payload);
    EXPECT_GT(efficiency, last);
    EXPECT_NEAR(efficiency,
                628.0 / 680 * static_cast<double>(payload) / static_cast<double>(payload + 32),
                1e-12);
    last = efficiency;
  }
  EXPECT_NEAR(100 * last, 82.1, 0.05);
}

TEST(EthernetFraming, CodeTakesASeventeenthOfTheLineRate) {
  EXPECT_EQ(LineRate(Link("sue_800g_dac")), 850_Gbps);
  EXPECT_DOUBLE_EQ(FecEfficiency(Link("sue_800g_dac")), 16.0 / 17.0);
  EXPECT_EQ(LineRate(Link("bench_800g")), 800_Gbps) << "no code";
  EXPECT_DOUBLE_EQ(FecEfficiency(Link("bench_800g")), 1);
}

// 51.2 Tb/s of 64 B frames with 20 B around them: 76.19 Gpps.
TEST(EthernetFraming, SixtyFourPortsOfMinimumFramesArriveAtSeventySixGigapackets) {
  EXPECT_NEAR(64 * PacketsPerSecond(Link("sue_800g_dac"), 1) / 1e9, 76.19, 0.005);
}

// 46 B of Ethernet, IP, UDP and transport headers shrink to 10 B: 256 B packets gain an eighth.
TEST(EthernetFraming, TheCompactHeaderIsWorthAnEighthOfThePayloadRate) {
  LinkPart full = Link("sue_800g_dac");
  std::get<FrameFraming>(full.framing).forwarding_header_bytes.mode = 46;
  const LinkPart& compact = Link("sue_800g_dac");
  EXPECT_DOUBLE_EQ(Efficiency(full), 256.0 / 342.0);
  EXPECT_DOUBLE_EQ(Efficiency(compact), 256.0 / 306.0);
  EXPECT_EQ(PayloadRate(compact).bits_per_second(), 800'000'000'000u * 256 / 306);
  EXPECT_NEAR(Efficiency(compact) / Efficiency(full), 1.118, 5e-4);
}

TEST(EthernetFraming, JumboFramesLeaveFiftyBytesAround) {
  EXPECT_DOUBLE_EQ(Efficiency(Link("sue_800g_dac"), 9000), 9000.0 / 9050.0);
}

// RS(544,514) accumulates 5,440 bits: 6.4 ns at 850 Gb/s, 25.6 ns for four side by side.
TEST(Codewords, AccumulateAsLongAsTheRateSays) {
  EXPECT_EQ(AccumulationTime(Link("ualink_800g_aec")), 6400_ps);
  EXPECT_EQ(AccumulationTime(Link("sue_800g_dac")), 25600_ps);
  EXPECT_EQ(CodewordTime(Link("sue_800g_dac")), 6400_ps);
  LinkPart link = Link("sue_800g_dac");
  link.rate.mode = 400;
  link.fec_interleave.mode = 2;
  EXPECT_EQ(AccumulationTime(link), 25600_ps);
  link.rate.mode = 100;
  link.fec_interleave.mode = 1;
  EXPECT_EQ(AccumulationTime(link), 51200_ps);
  EXPECT_EQ(AccumulationTime(Link("bench_800g")), 0_ps);
}

TEST(ClockPeriod, MakesFiveFlitsLastAsLongAsTheFramedPacket) {
  EXPECT_EQ(ClockPeriodFor(Link("nvlink5_copper")), 1088_ps);  // 272 B at 400 Gb/s: 5,440 ps
  EXPECT_EQ(ClockPeriodFor(Link("bench_800g")), 640_ps);       // 320 B at 800 Gb/s: 3,200 ps
  EXPECT_EQ(ClockPeriodFor(Link("sue_800g_dac")), 612_ps);     // 306 B at 800 Gb/s: 3,060 ps
  EXPECT_EQ(ClockPeriodFor(Link("ualink_800g_aec")), 588_ps);  // 2,935.03 ps / 5 = 587.007, up
}

TEST(ClockPeriod, IsNeverFasterThanTheLinkAndLessThanOnePicosecondPerFlitSlower) {
  for (const auto& [key, link] : BuiltIn().links) {
    const double exact = WireBytesOf(link, 256).value() * 8 / (link.rate.mode * 1e-3);
    const auto five = static_cast<double>(5 * ClockPeriodFor(link).picoseconds());
    EXPECT_GE(five, exact - 1e-6) << key;
    EXPECT_LT(five, exact + 5) << key;
    EXPECT_EQ(FramedTime(link, 256).picoseconds(), std::ceil(exact - 1e-6)) << key;
  }
}

TEST(Latency, IsCableAndForwardErrorCorrection) {
  EXPECT_EQ(LinkLatency(Link("nvlink5_copper")), 35_ns);  // 1 m at 5 ns/m and 30 ns
  EXPECT_EQ(LinkLatency(Link("bench_800g")), 5_ns);
}

TEST(Latency, PartsAddUpToTheWhole) {
  for (const auto& [key, link] : BuiltIn().links) {
    const LatencyParts parts = LatencyPartsOf(link);
    EXPECT_EQ(parts.cable + parts.retimers + parts.accumulation + parts.decoder, LinkLatency(link))
        << key;
    EXPECT_GE(parts.decoder, 0_ps) << key;
  }
}

TEST(Latency, RetimersAndDspsArePassedOneAfterTheOther) {
  const LatencyParts aec = LatencyPartsOf(Link("ualink_800g_aec"));
  EXPECT_EQ(aec.cable, 7500_ps);
  EXPECT_EQ(aec.retimers, 50_ns);
  EXPECT_EQ(aec.accumulation, 6400_ps);
  EXPECT_EQ(aec.decoder, 23600_ps);
  EXPECT_EQ(LatencyPartsOf(Link("sue_800g_dr8")).retimers, 100_ns);
}

TEST(Latency, LinearAndCoPackagedOpticsSaveWhatTheDspsTake) {
  const auto saved = LinkLatency(Link("sue_800g_dr8")) - LinkLatency(Link("sue_800g_lpo"));
  EXPECT_EQ(saved, 100_ns);
  EXPECT_EQ(LinkLatency(Link("sue_800g_cpo")), LinkLatency(Link("sue_800g_lpo")));
}

TEST(Latency, EgressPadHintComesNearestToThePublishedFigure) {
  const SwitchPart& nvlink = BuiltIn().switch_chip("nvlink5_switch");
  const int pad = EgressPadHint(nvlink, 1088_ps);
  EXPECT_EQ(pad, 180);  // 200 ns / 1.088 ns = 183.8 cycles, 4 of them unpadded
  const auto error = PortToPortLatency(nvlink) - 1088_ps * (4 + pad);
  EXPECT_LE(std::abs(error.picoseconds()), 544);
  EXPECT_EQ(EgressPadHint(BuiltIn().switch_chip("bench_switch_4"), 640_ps), 0);
}

TEST(Latency, PodLinksMakeUpForWhatTheVariantIsTooFast) {
  const SwitchPart& nvlink = BuiltIn().switch_chip("nvlink5_switch");
  const LinkPart& link = Link("nvlink5_copper");
  const auto each = LinkLatencyInPod(link, nvlink, 1088_ps, 120);
  const auto path = each * 2 + 1088_ps * 124;
  const auto parts = LinkLatency(link) * 2 + PortToPortLatency(nvlink);
  EXPECT_GE(path, parts);
  EXPECT_LE(path, parts + 1_ps);
  EXPECT_EQ(LinkLatencyInPod(link, nvlink, 1088_ps, 400), LinkLatency(link)) << "slow enough";
}

}  // namespace
}  // namespace linkwright::parts
