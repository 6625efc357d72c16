// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

TEST(SwitchLatency, IsFourPlusPadCyclesInEveryVariant) {
  for (const Variant& variant : spec::scaleup_switch::Variants()) {
    SwitchUnderTest s(variant);
    s.bench.SendWrite(0, 1, 64);
    const std::int64_t sent = s.bench.now();
    const std::int64_t expected = 4 + variant.egress_pad;
    s.bench.Run(expected);
    EXPECT_EQ(s.bench.receiver(1).flits(), 0) << variant.name << ": one cycle early";
    s.bench.Run(1);
    EXPECT_EQ(s.bench.receiver(1).flits(), 1) << variant.name << ": header due";
    s.bench.Run(1);
    ASSERT_EQ(s.bench.deliveries.size(), 1U) << variant.name;
    EXPECT_EQ(s.bench.deliveries[0].head - sent, expected) << variant.name;
    EXPECT_THAT(s.bench.scoreboard().violations(), testing::IsEmpty());
  }
}

TEST(SwitchLatency, CutThroughForwardsTheHeaderBeforeThePayloadHasArrived) {
  SwitchUnderTest s("p8");
  constexpr int kGap = 10;
  s.bench.sender(2).SetGap(kGap);
  s.bench.SendWrite(2, 5, 256);
  ASSERT_TRUE(s.bench.Drain());
  const Delivery& delivery = s.bench.deliveries.at(0);
  const int latency = 4 + s.bench.variant().egress_pad;
  EXPECT_EQ(delivery.head, delivery.sent + latency);
  // A data flit that arrives after the match skips the allocation stage.
  EXPECT_EQ(delivery.tail, delivery.sent + 4 * (kGap + 1) + latency - 1);
}

TEST(SwitchLatency, OnePortPairSustainsAFlitPerCycle) {
  SwitchUnderTest s("p4");
  constexpr int kPackets = 40;
  for (int packet = 0; packet < kPackets; ++packet) s.bench.SendWrite(0, 3, 256);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.deliveries.back().tail - s.bench.deliveries.front().head, kPackets * 5 - 1);
}

TEST(SwitchLatency, AnOutputStaysWithItsPacketWhileTheInputStalls) {
  SwitchUnderTest s("p4");
  s.bench.sender(0).SetGap(7);
  s.bench.SendWrite(0, 3, 256);
  s.bench.Run(2);
  s.bench.Send(Read(1, 3));
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(s.bench.deliveries.size(), 2U);
  EXPECT_EQ(s.bench.deliveries[0].header.src, 0);
  EXPECT_EQ(s.bench.deliveries[1].head, s.bench.deliveries[0].tail + 1)
      << "the other input follows at once";
}

}  // namespace
}  // namespace linkwright::scaleup_switch
