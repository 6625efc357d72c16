// SPDX-License-Identifier: Apache-2.0
// Where a frame is in which tick.
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

TEST(SwitchLatency, OfASmallFrameIsTheSameInEveryVariantButForThePad) {
  for (const Variant& variant : spec::ethernet_switch::Variants()) {
    SwitchUnderTest s(variant);
    const std::int64_t captured = s.bench.now();
    const FrameBytes frame = SwitchedFrame(variant.ports - 1);
    s.bench.Send(0, frame);
    s.bench.Run(4 + variant.egress_pad);
    EXPECT_TRUE(s.bench.received.empty()) << variant.name << ": not a tick earlier";
    s.bench.Tick();
    ASSERT_EQ(s.bench.received.size(), 1U) << variant.name;
    const ReceivedFrame& out = s.bench.received[0];
    EXPECT_EQ(out.head - captured, 4 + variant.egress_pad) << variant.name;
    EXPECT_EQ(out.port, variant.ports - 1);
    EXPECT_EQ(out.bytes, frame);
    EXPECT_FALSE(out.error);
  }
}

TEST(SwitchLatency, StoreAndForwardWaitsForTheEnd) {
  SwitchUnderTest s("p4");
  s.bench.paced = false;
  const std::int64_t captured = s.bench.now();
  s.bench.Send(0, SwitchedFrame(1, 640));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.received.at(0).head - captured, 9 + 4);
}

}  // namespace
}  // namespace linkwright::ethernet_switch
