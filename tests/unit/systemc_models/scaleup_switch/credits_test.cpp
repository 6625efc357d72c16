// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

TEST(SwitchCredits, StartAtZeroAndAreAnnouncedOneVcPerCycle) {
  SwitchUnderTest s("p8", -1);
  const Variant& variant = s.bench.variant();
  for (int vc = 0; vc < variant.virtual_channels; ++vc) {
    s.bench.Tick();
    EXPECT_EQ(s.bench.sender(0).Credits(vc), 0)
        << "nothing before the announcement has been sampled";
    const interfaces::CreditBeat& credit = s.bench.outputs().port[0].credit;
    ASSERT_TRUE(credit.valid);
    EXPECT_EQ(credit.vc, vc);
    EXPECT_EQ(credit.limit, variant.slots_per_vc);
  }
  s.bench.Tick();
  EXPECT_FALSE(s.bench.outputs().port[0].credit.valid);
}

// An update on the wires in cycle c is the allocator's in c + 1; the header is read in c + 2 and
// sampled in c + 3.
TEST(SwitchCredits, APacketLeavesThreeCyclesAfterTheUpdateItWaitedFor) {
  SwitchUnderTest s("p4", 0);
  s.bench.Send(Read(0, 1));
  s.bench.Run(50);
  EXPECT_EQ(s.bench.receiver(1).flits(), 0) << "no credit, no packet";
  s.bench.receiver(1).Silence();
  s.bench.inputs().port[1].credit = {true, 0, 1};
  const std::int64_t granted = s.bench.now();
  s.bench.Run(3);
  EXPECT_EQ(s.bench.receiver(1).flits(), 0) << "a cycle too early";
  s.bench.Run(1);
  ASSERT_EQ(s.bench.deliveries.size(), 1U);
  EXPECT_EQ(s.bench.deliveries[0].head, granted + 3);
}

TEST(SwitchCredits, UpdatesForAVcThatDoesNotExistAreIgnored) {
  SwitchUnderTest s("p4", 0);
  s.bench.receiver(1).Silence();
  s.bench.inputs().port[1].credit = {true, 2, 9};
  s.bench.Send(Read(0, 1));
  s.bench.Run(30);
  EXPECT_EQ(s.bench.receiver(1).flits(), 0);
}

TEST(SwitchCredits, TheWaitForCreditIsCountedInCycles) {
  SwitchUnderTest s("p4", 0);
  s.bench.Send(Read(0, 1));
  const std::int64_t sent = s.bench.now();  // queued at the edge of sent + 1, waiting from sent + 2
  s.bench.Run(40);
  const std::int64_t now = s.bench.now();
  EXPECT_EQ(s.bench.Read(regs::PortTxCreditWait(1)), now - (sent + 2));
}

TEST(SwitchCredits, ALostUpdateIsHealedByTheNextOne) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kCreditRefresh, 0);
  s.bench.Write(regs::kErrorInject, 1U << 8 | 0);  // of port 0
  s.bench.Send(Read(0, 1));
  s.bench.Run(30);
  EXPECT_EQ(s.bench.sender(0).Credits(0), 15) << "the update was lost";
  s.bench.Send(Read(0, 1));
  s.bench.Run(30);
  EXPECT_EQ(s.bench.sender(0).Credits(0), 16) << "limits are cumulative";
}

TEST(SwitchCredits, TheRefreshHealsALostUpdateWithoutTraffic) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kErrorInject, 1U << 8 | 0);
  s.bench.Send(Read(0, 1));
  s.bench.Run(30);
  ASSERT_EQ(s.bench.sender(0).Credits(0), 15);
  s.bench.Write(regs::kCreditRefresh, 100);
  const std::int64_t written = s.bench.now();
  // The counter restarts at the write; it wraps 100 ticks later, the lowest VC is emitted in the
  // tick after that.
  while (s.bench.sender(0).Credits(0) == 15 && s.bench.now() < written + 1000) s.bench.Tick();
  EXPECT_EQ(s.bench.now() - written, 102);
}

TEST(SwitchCredits, NoRefreshMeansALostUpdateStaysLost) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::kCreditRefresh, 0);
  s.bench.Write(regs::kErrorInject, 1U << 8 | 0);
  s.bench.Send(Read(0, 1));
  s.bench.Run(5000);
  EXPECT_EQ(s.bench.sender(0).Credits(0), 15);
}

struct Knee {
  int flits;
  int delay;
};

class CreditKnee : public testing::TestWithParam<Knee> {};

// A credit comes back RTT cycles after the match that used it: 2 cycles to the receiver and the
// rest of the packet, the receiver's delay, and 1 cycle into the allocator. C credits carry C
// packets per RTT until the link itself is full.
TEST_P(CreditKnee, ThroughputIsCreditsOverRoundTripUpToTheExactCycle) {
  const auto [flits, delay] = GetParam();
  const Variant& variant = *FindVariant("p8");
  const int round_trip = 2 + (flits - 1) + variant.egress_pad + delay + 1;
  const int knee = (round_trip + flits - 1) / flits;
  for (int credits = 1; credits <= knee + 2; ++credits) {
    SwitchUnderTest s(variant, credits, delay);
    s.bench.keep_deliveries = false;
    std::int64_t packets = 0;
    s.bench.on_delivery = [&](const Delivery&) { ++packets; };
    const auto run = [&](int cycles) {
      for (int cycle = 0; cycle < cycles; ++cycle) {
        if (s.bench.sender(0).backlog() < 2) {
          if (flits == 1) {
            s.bench.Send(Read(0, 1));
          } else {
            s.bench.SendWrite(0, 1, 64 * (flits - 1));
          }
        }
        s.bench.Tick();
      }
    };
    run(20 * round_trip);
    packets = 0;
    const int periods = 10 * flits;
    run(periods * round_trip);
    const std::int64_t expected = std::min(periods * credits, periods * round_trip / flits);
    EXPECT_EQ(packets, expected) << credits << " credits, round trip " << round_trip;
  }
}

INSTANTIATE_TEST_SUITE_P(Sweep, CreditKnee,
                         testing::Values(Knee{1, 0}, Knee{1, 7}, Knee{1, 20}, Knee{5, 0},
                                         Knee{5, 13}, Knee{5, 30}));

}  // namespace
}  // namespace linkwright::scaleup_switch
