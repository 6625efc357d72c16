// SPDX-License-Identifier: Apache-2.0
// Every reason for which the forward stage refuses a frame, and what a cut-short frame leaves.
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

using traffic::CompactFrameSpec;
using traffic::WriteField;
using traffic::WriteHeaderChecksum;

// Sends `frame` into port 0 and expects that only `reason` counts, once, and nothing comes out.
void ExpectDrop(SwitchUnderTest& s, FrameBytes frame, DropReason reason, bool error = false) {
  s.Write(regs::kClearCounters, 1);
  s.Write(regs::kInterruptCause, 0xF);
  s.bench.received.clear();
  s.bench.Send(0, std::move(frame), error);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.empty()) << Name(reason);
  for (int r = 0; r < spec::ethernet_switch::kDropReasons; ++r) {
    EXPECT_EQ(s.Read(regs::PortDrops(0, r)), r == static_cast<int>(reason) ? 1U : 0U)
        << Name(reason) << " against " << Name(static_cast<DropReason>(r));
  }
  EXPECT_EQ(s.Read(regs::PortRxFrames(0)), 1U);
  EXPECT_EQ(s.Read(regs::kInterruptCause) & 1, 1U) << "FRAME_DROPPED";
  EXPECT_EQ(s.twin.resident_beats(), 0U) << Name(reason);
  EXPECT_EQ(s.twin.resident_frames(), 0U) << Name(reason);
}

void ExpectPass(SwitchUnderTest& s, FrameBytes frame, int port = 1) {
  s.bench.received.clear();
  s.bench.Send(0, std::move(frame));
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(s.bench.received.size(), 1U);
  EXPECT_EQ(s.bench.received[0].port, port);
  EXPECT_FALSE(s.bench.received[0].error);
}

TEST(SwitchDrops, APortThatIsNotEnabledReceivesNothing) {
  SwitchUnderTest s("p4");
  s.Write(regs::PortControl(0), 0);
  ExpectDrop(s, SwitchedFrame(1), DropReason::kPortDisabled);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 64U) << "it was received all the same";
  s.Write(regs::PortControl(0), 1);
  ExpectPass(s, SwitchedFrame(1));
}

TEST(SwitchDrops, RuntsEndBelow64Bytes) {
  SwitchUnderTest s("p4");
  ExpectDrop(s, SwitchedFrame(1, 63), DropReason::kRunt);
  ExpectDrop(s, SwitchedFrame(1, 18), DropReason::kRunt, true);  // before BAD_FCS
  ExpectPass(s, SwitchedFrame(1, 64));
}

TEST(SwitchDrops, OversizeBeginsOneByteAboveTheLimit) {
  SwitchUnderTest s("p4");
  ExpectPass(s, SwitchedFrame(1, 9216));
  ExpectDrop(s, SwitchedFrame(1, 9217), DropReason::kOversize);
  s.Write(regs::kMaxFrame, 1518);
  ExpectPass(s, SwitchedFrame(1, 1518));
  ExpectDrop(s, SwitchedFrame(1, 1519), DropReason::kOversize);
  s.Write(regs::kMaxFrame, 1);  // acts as 64
  ExpectPass(s, SwitchedFrame(1, 64));
  ExpectDrop(s, SwitchedFrame(1, 65), DropReason::kOversize);
  s.Write(regs::kMaxFrame, 0x3FFF);  // acts as 9216
  ExpectPass(s, SwitchedFrame(1, 9216));
  ExpectDrop(s, SwitchedFrame(1, 9217), DropReason::kOversize);
  EXPECT_EQ(s.Read(regs::kMaxFrame), 0x3FFFU) << "reads as written";
}

TEST(SwitchDrops, TheRestOfAnOversizeFrameIsIgnoredButCountedAsBytes) {
  SwitchUnderTest s("p4");
  s.Write(regs::kMaxFrame, 128);
  ExpectDrop(s, SwitchedFrame(1, 1000), DropReason::kOversize);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 1000U);
  ExpectPass(s, SwitchedFrame(1, 128));
}

TEST(SwitchDrops, TheMacsErrorIsBadFcs) {
  SwitchUnderTest s("p4");
  for (const int bytes : {64, 65, 1500}) {
    ExpectDrop(s, SwitchedFrame(1, bytes), DropReason::kBadFcs, true);
  }
}

TEST(SwitchDrops, AnInjectedBadFcsHitsOneFrame) {
  SwitchUnderTest s("p4");
  const auto inject = [&] { s.Write(regs::kErrorInject, 1U << 10 | 0); };
  for (const int bytes : {64, 700}) {
    inject();
    ExpectDrop(s, SwitchedFrame(1, bytes), DropReason::kBadFcs);
    ExpectPass(s, SwitchedFrame(1, bytes));
  }
  // A frame of one beat uses it up whatever its verdict, an ignored longer one does not.
  inject();
  ExpectDrop(s, SwitchedFrame(1, 40), DropReason::kRunt);
  ExpectPass(s, SwitchedFrame(1, 64));
  inject();
  MacFrameSpec nowhere;
  nowhere.destination = 0x02FFFFFFFFFF;
  nowhere.bytes = 200;
  ExpectDrop(s, MakeMacFrame(nowhere), DropReason::kNoRoute);
  ExpectDrop(s, SwitchedFrame(1, 64), DropReason::kBadFcs);
  // Other ports, kinds 0 and 3, ports that do not exist: nothing.
  s.Write(regs::kErrorInject, 1U << 10 | 2);
  s.Write(regs::kErrorInject, 3U << 10 | 0);
  s.Write(regs::kErrorInject, 0);
  s.Write(regs::kErrorInject, 1U << 10 | 4);
  ExpectPass(s, SwitchedFrame(1, 64));
  EXPECT_EQ(s.Read(regs::kErrorInject), 0U);
}

TEST(SwitchDrops, BeatsOutsideAFrameAreFraming) {
  SwitchUnderTest s("p4");
  for (int beat = 0; beat < 3; ++beat) {
    traffic::DriveBeat(SwitchedFrame(1, 200), 64, false, s.bench.inputs().port[0].flit);
    const auto wires = s.bench.inputs().port[0].flit;
    s.bench.before_tick = [&](interfaces::SwitchInputs& in) { in.port[0].flit = wires; };
    s.bench.Tick();
    s.bench.before_tick = nullptr;
  }
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(0, DropReason::kFraming), 3U);
  EXPECT_EQ(s.Read(regs::PortRxFrames(0)), 0U);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 0U);
}

// Drives one beat of `frame` by hand in one tick.
void DriveOnce(SwitchUnderTest& s, const FrameBytes& frame, int beat, bool head) {
  s.bench.before_tick = [&](interfaces::SwitchInputs& in) {
    traffic::DriveBeat(frame, static_cast<std::size_t>(beat) * 64, false, in.port[0].flit);
    in.port[0].flit.head = head;
  };
  s.bench.Tick();
  s.bench.before_tick = nullptr;
}

TEST(SwitchDrops, AHeadInsideAFrameEndsIt) {
  SwitchUnderTest s("p4");
  const FrameBytes frame = SwitchedFrame(1, 256);
  DriveOnce(s, frame, 0, true);
  DriveOnce(s, frame, 1, true);
  DriveOnce(s, frame, 2, true);  // belongs to the frame that is over for us
  DriveOnce(s, frame, 3, false);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(0, DropReason::kFraming), 1U);
  EXPECT_EQ(s.Read(regs::PortRxFrames(0)), 1U);
  EXPECT_EQ(s.Read(regs::PortRxBytes(0)), 256U);
  EXPECT_TRUE(s.bench.received.empty());
  EXPECT_EQ(s.twin.resident_beats(), 0U);
  ExpectPass(s, frame);
}

TEST(SwitchDrops, AHeadThatIsAlsoOversizeIsFraming) {
  SwitchUnderTest s("p4");
  s.Write(regs::kMaxFrame, 64);
  const FrameBytes frame = SwitchedFrame(1, 128);
  DriveOnce(s, frame, 0, true);
  DriveOnce(s, frame, 1, true);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.Drops(0, DropReason::kFraming), 1U);
  EXPECT_EQ(s.Drops(0, DropReason::kOversize), 0U);
}

TEST(SwitchDrops, ALinkThatGoesDownAbortsTheFrame) {
  SwitchUnderTest s("p4");
  const FrameBytes frame = SwitchedFrame(1, 512);
  DriveOnce(s, frame, 0, true);
  DriveOnce(s, frame, 1, false);
  s.bench.Run(5);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 0U) << "a gap alone does not";
  s.bench.inputs().link_up[0] = 0;
  s.bench.Run(5);
  EXPECT_EQ(s.Drops(0, DropReason::kAborted), 1U);
  s.bench.inputs().link_up[0] = 1;
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.twin.resident_beats(), 0U);
  ExpectPass(s, SwitchedFrame(1, 512));
}

TEST(SwitchDrops, MacControlThatIsNotPfcIsBadControl) {
  SwitchUnderTest s("p4");
  FrameBytes frame = traffic::MakePfcFrame(0, {});
  WriteField(frame, 14, 2, 0x0001);  // the pause of 802.3x
  ExpectDrop(s, frame, DropReason::kBadControl);
  frame = traffic::MakePfcFrame(0, {});
  WriteField(frame, 0, 6, HostMac(1));
  ExpectDrop(s, frame, DropReason::kBadControl);
  frame = traffic::MakePfcFrame(0, {});
  frame.resize(65);  // not one beat
  ExpectDrop(s, frame, DropReason::kBadControl);
  // Tagged, it is a frame like any other.
  MacFrameSpec tagged;
  tagged.destination = HostMac(1);
  tagged.ether_type = 0x8808;
  tagged.tag = 1;
  ExpectPass(s, MakeMacFrame(tagged));
}

TEST(SwitchDrops, EveryFaultOfAnIpv4HeaderIsBadHeader) {
  SwitchUnderTest s("p4");
  const FrameBytes good = MakeIpv4Frame(RoutedSpec(1, 128));
  ExpectPass(s, good);
  FrameBytes frame = good;
  frame[14] = 0x65;  // version
  WriteHeaderChecksum(frame);
  ExpectDrop(s, frame, DropReason::kBadHeader);
  frame = good;
  frame[14] = 0x44;  // header length
  ExpectDrop(s, frame, DropReason::kBadHeader);
  frame = good;
  WriteField(frame, 16, 2, 19);  // total length below the header's
  WriteHeaderChecksum(frame);
  ExpectDrop(s, frame, DropReason::kBadHeader);
  frame = good;
  frame[30] ^= 0x01;  // checksum
  ExpectDrop(s, frame, DropReason::kBadHeader);
  Ipv4FrameSpec options = RoutedSpec(1, 128);
  options.options = 7;  // 14 + 48 = 62 bytes
  ExpectPass(s, MakeIpv4Frame(options));
  options.options = 8;  // 66
  ExpectDrop(s, MakeIpv4Frame(options), DropReason::kBadHeader);
  options.tag = 0;
  options.options = 6;  // 18 + 44 = 62
  ExpectPass(s, MakeIpv4Frame(options));
  options.options = 7;
  ExpectDrop(s, MakeIpv4Frame(options), DropReason::kBadHeader);
}

TEST(SwitchDrops, FramesShorterThanTheirTotalLengthAreBadLength) {
  SwitchUnderTest s("p4");
  for (const int tag : {traffic::kUntagged, 5}) {
    for (const int bytes : {64, 300}) {
      Ipv4FrameSpec spec = RoutedSpec(1, bytes);
      spec.tag = tag;
      const int fitting = bytes - 18 - (tag < 0 ? 0 : 4);
      FrameBytes frame = MakeIpv4Frame(spec);
      const int ip = tag < 0 ? 14 : 18;
      ASSERT_EQ(traffic::ReadField(frame, ip + 2, 2), static_cast<std::uint64_t>(fitting));
      ExpectPass(s, frame);
      WriteField(frame, ip + 2, 2, static_cast<std::uint64_t>(fitting) + 1);
      WriteHeaderChecksum(frame, ip);
      ExpectDrop(s, frame, DropReason::kBadLength);
      ExpectDrop(s, frame, DropReason::kBadFcs, true);  // goes before
      // A trimmed frame is shorter than it says and must pass.
      frame[ip + 1] = 46 << 2;
      WriteHeaderChecksum(frame, ip);
      ExpectPass(s, frame);
    }
  }
}

TEST(SwitchDrops, RoutedFramesNeedAHopLeft) {
  SwitchUnderTest s("p4");
  Ipv4FrameSpec spec = RoutedSpec(1);
  for (const int ttl : {0, 1}) {
    spec.ttl = ttl;
    ExpectDrop(s, MakeIpv4Frame(spec), DropReason::kTtl);
  }
  spec.ttl = 2;
  ExpectPass(s, MakeIpv4Frame(spec));
  spec.ttl = 0;  // switched, not routed
  spec.destination_mac = HostMac(2);
  ExpectPass(s, MakeIpv4Frame(spec), 2);
  s.AddHost(9, kTargetValid | 3);
  CompactFrameSpec compact;
  compact.destination = 9;
  compact.hops = 1;
  ExpectDrop(s, MakeCompactFrame(compact), DropReason::kTtl);
  compact.hops = 2;
  ExpectPass(s, MakeCompactFrame(compact), 3);
}

TEST(SwitchDrops, DestinationsWithoutAnEntryHaveNoRoute) {
  SwitchUnderTest s("p4");
  MacFrameSpec mac;
  mac.destination = HostMac(77);
  ExpectDrop(s, MakeMacFrame(mac), DropReason::kNoRoute);
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(77)), DropReason::kNoRoute);
  s.AddHost(HostIp(77), kTargetValid | kTargetGroup | 8);  // p4 has 8 groups
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(77)), DropReason::kNoRoute);
  s.AddHost(HostIp(78), 1);  // not valid
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(78)), DropReason::kNoRoute);
}

TEST(SwitchDrops, TargetsWhosePortsAreDownHaveNoLivePort) {
  SwitchUnderTest s("p4");
  s.AddHost(HostIp(77), kTargetValid | kTargetGroup | 2);
  s.SetGroup(2, 0, Balance::kEcmp);
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(77)), DropReason::kNoLivePort);
  s.SetGroup(2, 0xFFFFFFF0, Balance::kEcmp);  // ports that do not exist
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(77)), DropReason::kNoLivePort);
  s.AddHost(HostIp(78), kTargetValid | 4);
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(78)), DropReason::kNoLivePort);
  s.SetGroup(2, 0xC, Balance::kEcmp);
  s.Write(regs::PortControl(2), 0);
  s.bench.inputs().link_up[3] = 0;
  s.bench.Run(2);
  ExpectDrop(s, MakeIpv4Frame(RoutedSpec(77)), DropReason::kNoLivePort);
  ExpectDrop(s, SwitchedFrame(2), DropReason::kNoLivePort);
  s.Write(regs::PortControl(2), 1);
  ExpectPass(s, MakeIpv4Frame(RoutedSpec(77)), 2);
}

TEST(SwitchDrops, ABadEndGivesBackAllCells) {
  SwitchUnderTest s("p4");
  s.bench.Send(0, SwitchedFrame(1, 64 * 9), true);
  std::uint32_t most = 0;
  for (int tick = 0; tick < 40; ++tick) most = std::max(most, s.Read(regs::kCellsUsed));
  EXPECT_EQ(most, 4U) << "the ninth beat would have been the first of a fifth cell";
  EXPECT_EQ(s.Read(regs::kCellsUsed), 0U);
  EXPECT_EQ(s.Read(regs::PgWatermark(0, 0)), 4U);
  EXPECT_EQ(s.Read(regs::QueueWatermark(1, 0)), 4U);
  EXPECT_EQ(s.Read(regs::kSharedWatermark), 4U);
}

TEST(SwitchDrops, AnOutputThatDiesDropsWhatWaitsForIt) {
  SwitchUnderTest s("p4");
  s.bench.inputs().backpressure[1] = 0xFF;
  for (int frame = 0; frame < 3; ++frame) s.bench.Send(0, SwitchedFrame(1, 200));
  s.bench.Run(60);
  EXPECT_EQ(s.Read(regs::QueueCells(1, 0)), 6U);
  s.bench.inputs().link_up[1] = 0;
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_TRUE(s.bench.received.empty()) << "hold does not matter to a dead output";
  EXPECT_EQ(s.Drops(1, DropReason::kEgressDead), 3U);
  EXPECT_EQ(s.Read(regs::PortTxFrames(1)), 0U);
  EXPECT_EQ(s.Read(regs::QueueFrames(1, 0)), 0U);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
