// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

Header RandomPacket(random::Stream& random, const Variant& variant, int port) {
  Header header;
  const bool response = random.Bernoulli(0.5);
  const int pairs = response ? variant.virtual_channels / 2 : (variant.virtual_channels + 1) / 2;
  header.vc = static_cast<std::uint8_t>(2 * random.Below(static_cast<std::uint64_t>(pairs)) +
                                        (response ? 1 : 0));
  header.src = static_cast<std::uint16_t>(port);
  header.dst = static_cast<std::uint16_t>(random.Below(static_cast<std::uint64_t>(variant.ports)));
  header.bytes = static_cast<std::uint16_t>(1 + random.Below(256));
  header.address = random.Below(4) << 8 | random.Below(256);
  if (random.Bernoulli(0.5)) {
    header.op = response ? Operation::kReadResponse : Operation::kWrite;
  } else {
    header.op = response ? Operation::kWriteResponse : Operation::kRead;
  }
  return header;
}

class EveryVariant : public testing::TestWithParam<std::string> {};

// The scoreboard checks loss, duplication, destination by header, payload, contiguity and the order
// within source, destination, VC and region; flits are counted in every cycle.
TEST_P(EveryVariant, LosesAndReordersNothingAndConservesFlitsInEveryCycle) {
  SwitchUnderTest s(*FindVariant(GetParam()), 6, 3);
  s.bench.keep_deliveries = false;
  random::Stream random(7);
  const int ports = s.bench.variant().ports;
  std::int64_t in = 0;
  std::int64_t out = 0;
  const auto tick = [&] {
    s.bench.Tick();
    for (const auto& port : s.bench.inputs().port) in += port.flit.valid ? 1 : 0;
    for (const auto& port : s.bench.outputs().port) out += port.flit.valid ? 1 : 0;
    ASSERT_EQ(in, out + static_cast<std::int64_t>(s.twin.resident_flits()))
        << "cycle " << s.bench.now();
  };
  for (int cycle = 0; cycle < 3000 && !HasFatalFailure(); ++cycle) {
    for (int port = 0; port < ports; ++port) {
      if (s.bench.sender(port).backlog() < 4 && random.Bernoulli(0.4)) {
        s.bench.Send(RandomPacket(random, s.bench.variant(), port));
      }
    }
    tick();
  }
  for (int cycle = 0; cycle < 20000 && s.bench.scoreboard().in_flight() > 0 && !HasFatalFailure();
       ++cycle)
    tick();
  EXPECT_EQ(s.bench.scoreboard().in_flight(), 0);
  EXPECT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.twin.resident_flits(), 0U);
  EXPECT_EQ(s.twin.resident_packets(), 0U);
  EXPECT_GT(s.bench.scoreboard().delivered(), 1000);
  EXPECT_THAT(s.bench.scoreboard().violations(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Names, EveryVariant,
                         testing::Values("p4", "p8", "p8_wavefront", "p16", "p16_fifo", "p16_deep",
                                         "p18", "p64", "p72", "p144"),
                         [](const auto& test) { return test.param; });

TEST(SwitchOrdering, ResponsesDrainWhileRequestsAreBlocked) {
  SwitchUnderTest s("p4", 0);
  for (int port = 0; port < 4; ++port) s.bench.receiver(port).Silence();
  s.bench.inputs().port[1].credit = {true, 1, 100};  // responses only
  for (int packet = 0; packet < 40; ++packet) s.bench.Send(Read(0, 1));
  s.bench.Run(100);
  ASSERT_EQ(s.bench.receiver(1).flits(), 0);
  for (int packet = 0; packet < 40; ++packet) s.bench.Send(ReadResponse(0, 1));
  s.bench.Run(100 + 40 * 2);
  EXPECT_EQ(s.bench.deliveries.size(), 40U);
  for (const Delivery& delivery : s.bench.deliveries)
    EXPECT_EQ(delivery.header.op, Operation::kReadResponse);
}

TEST(SwitchOrdering, ResponsesGoFirstWhenBothWait) {
  SwitchUnderTest s("p8", 0);
  s.bench.receiver(1).Silence();
  for (int vc = 0; vc < 4; ++vc) {
    Header header = vc % 2 == 0 ? Read(0, 1, vc) : ReadResponse(0, 1);
    header.vc = static_cast<std::uint8_t>(vc);
    s.bench.Send(header);
  }
  s.bench.Run(50);
  // A slow packet from elsewhere holds the output while all four VCs get their credit.
  s.bench.receiver(1).Configure(4, 100, 0);
  s.bench.sender(2).SetGap(10);
  std::vector<int> order;
  s.bench.on_delivery = [&](const Delivery& delivery) { order.push_back(delivery.header.vc); };
  s.bench.Run(100);
  // VC 0 is announced first and its packet leaves alone; of the other three the responses go first.
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 3, 2));
}

}  // namespace
}  // namespace linkwright::scaleup_switch
