// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/scaleup_switch/switch_under_test.h"

namespace linkwright::scaleup_switch {
namespace {

TEST(SwitchMulticast, ReachesEveryMemberInTheSameCycleWhenAllAreFree) {
  SwitchUnderTest s("p8");
  s.bench.Write(regs::GroupMask(2, 0), 0b10101010);
  s.bench.Send(MulticastWrite(0, 2, 256), 4);
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(s.bench.deliveries.size(), 4U);
  for (const Delivery& delivery : s.bench.deliveries) {
    EXPECT_EQ(delivery.head, delivery.sent + 4 + s.bench.variant().egress_pad);
    EXPECT_EQ(delivery.tail, delivery.head + 4);
  }
  EXPECT_EQ(s.bench.Read(regs::kMulticastCopies), 3U);
  EXPECT_EQ(s.bench.Read(regs::PortRxPackets(0, 0)), 1U);
}

// Fan-out splitting: members that can take the packet do not wait for one that cannot.
TEST(SwitchMulticast, SplitsItsFanOutAroundABlockedMember) {
  SwitchUnderTest s("p8");
  s.bench.Write(regs::GroupMask(0, 0), 0b1110);
  s.bench.receiver(2).Silence();
  s.bench.inputs().port[2].credit = {true, 0, 0};
  s.bench.Run(5);
  s.bench.Send(MulticastWrite(0, 0, 128), 3);
  s.bench.Run(40);
  ASSERT_EQ(s.bench.deliveries.size(), 2U);
  EXPECT_EQ(s.bench.deliveries[0].port, 1);
  EXPECT_EQ(s.bench.deliveries[1].port, 3);
  EXPECT_EQ(s.twin.resident_packets(), 1U) << "the slot stays until the last member is served";
  const std::uint16_t held = s.bench.sender(0).Credits(0);
  s.bench.inputs().port[2].credit = {true, 0, 1};
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.deliveries.back().port, 2);
  EXPECT_EQ(s.bench.sender(0).Credits(0), held + 1);
  EXPECT_EQ(s.bench.Read(regs::kMulticastCopies), 2U);
}

TEST(SwitchMulticast, LeavesOutMembersThatAreDown) {
  SwitchUnderTest s("p8");
  s.bench.Write(regs::GroupMask(0, 0), 0b1110);
  s.bench.inputs().link_up[3] = 0;
  s.bench.Run(2);
  s.bench.Send(MulticastWrite(0, 0), 2);
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.bench.deliveries.size(), 2U);
}

TEST(SwitchMulticast, AMemberThatGoesDownInTheQueueIsCountedThere) {
  SwitchUnderTest s("p8");
  s.bench.Write(regs::GroupMask(0, 0), 0b1110);
  s.bench.receiver(2).Silence();
  s.bench.inputs().port[2].credit = {true, 0, 0};
  s.bench.Run(5);
  const Header header = s.bench.Send(MulticastWrite(0, 0), 3);
  s.bench.Run(40);
  s.bench.inputs().link_up[2] = 0;
  s.bench.Run(20);
  s.bench.scoreboard().Forget(header);
  EXPECT_EQ(s.Drops(2, DropReason::kEgressDead), 1U);
  EXPECT_EQ(s.twin.resident_packets(), 0U);
}

TEST(SwitchMulticast, UnicastAndMulticastTakeTurnsForAnOutput) {
  SwitchUnderTest s("p4");
  s.bench.Write(regs::GroupMask(0, 0), 0b1000);
  std::vector<int> sources;
  s.bench.on_delivery = [&](const Delivery& delivery) { sources.push_back(delivery.header.src); };
  for (int packet = 0; packet < 28; ++packet) {
    s.bench.Send(MulticastWrite(0, 0), 1);
    s.bench.SendWrite(1, 3, 64);
  }
  ASSERT_TRUE(s.bench.Drain());
  ASSERT_EQ(sources.size(), 56U);
  for (std::size_t packet = 1; packet < sources.size(); ++packet) {
    EXPECT_NE(sources[packet], sources[packet - 1]) << "packet " << packet;
  }
}

// An output that frees in step with the turns must not starve one kind, whatever the packet length
// and phase.
TEST(SwitchMulticast, NeitherKindStarvesAtAnyPacketLengthAndPhase) {
  for (int bytes : {64, 128, 256}) {
    for (int phase = 0; phase < 5; ++phase) {
      SwitchUnderTest s("p4");
      s.bench.Write(regs::GroupMask(0, 0), 0b0100);
      s.bench.Write(regs::GroupMask(1, 0), 0b1000);
      int unicast[4] = {}, multicast[4] = {};
      s.bench.on_delivery = [&](const Delivery& delivery) {
        ++(delivery.header.op == Operation::kMulticastWrite ? multicast : unicast)[delivery.port];
      };
      auto feed = [&](int port) {
        for (int packet = 0; packet < 400; ++packet) {
          if (port == 0) s.bench.SendWrite(0, 2, bytes);
          if (port == 1) s.bench.SendWrite(1, 3, bytes);
          if (port == 2) s.bench.Send(MulticastWrite(2, 0, bytes), 1);
          if (port == 3) s.bench.Send(MulticastWrite(3, 1, bytes), 1);
        }
      };
      feed(0);
      feed(2);
      s.bench.Run(phase);
      feed(1);
      feed(3);
      s.bench.Run(400 * (1 + bytes / 64));
      for (int port : {2, 3}) {
        const int total = unicast[port] + multicast[port];
        EXPECT_GT(total, 300);
        EXPECT_GE(unicast[port] * 100, 35 * total)
            << bytes << " B, phase " << phase << ", port " << port;
        EXPECT_GE(multicast[port] * 100, 35 * total)
            << bytes << " B, phase " << phase << ", port " << port;
      }
      s.bench.on_delivery = nullptr;
      ASSERT_TRUE(s.bench.Drain());
    }
  }
}

TEST(SwitchMulticast, InputsShareAContestedOutputFairly) {
  SwitchUnderTest s("p8");
  s.bench.Write(regs::GroupMask(0, 0), 0b11000000);
  std::vector<int> sources;
  s.bench.on_delivery = [&](const Delivery& delivery) {
    if (delivery.port == 7) sources.push_back(delivery.header.src);
  };
  for (int packet = 0; packet < 4; ++packet) {
    for (int src = 0; src < 3; ++src) s.bench.Send(MulticastWrite(src, 0), 2);
  }
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_THAT(sources, testing::ElementsAre(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2));
}

TEST(SwitchMulticast, RandomGroupsAndUnicastLoseNothing) {
  for (const char* name : {"p4", "p8", "p8_wavefront", "p18", "p64", "p144"}) {
    const Variant& variant = *FindVariant(name);
    SwitchUnderTest s(variant, 4, 2);
    s.bench.keep_deliveries = false;
    random::Stream random(9);
    std::vector<int> members(4);
    for (int group = 0; group < 4; ++group) {
      std::set<int> chosen;
      for (int i = 0; i < 1 + group * 3; ++i) {
        chosen.insert(static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports))));
      }
      std::array<std::uint32_t, 5> words{};
      for (const int port : chosen) words[port / 32] |= 1U << port % 32;
      for (int word = 0; word < 5; ++word) s.bench.Write(regs::GroupMask(group, word), words[word]);
      members[group] = static_cast<int>(chosen.size());
    }
    for (int cycle = 0; cycle < 1500; ++cycle) {
      for (int port = 0; port < variant.ports; ++port) {
        if (s.bench.sender(port).backlog() > 3) continue;
        if (random.Bernoulli(0.05)) {
          const auto group = static_cast<int>(random.Below(4));
          s.bench.Send(MulticastWrite(port, group, static_cast<int>(1 + random.Below(256))),
                       members[group]);
        } else if (random.Bernoulli(0.2)) {
          s.bench.SendWrite(
              port, static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports))),
              static_cast<int>(1 + random.Below(256)));
        }
      }
      s.bench.Tick();
    }
    EXPECT_TRUE(s.bench.Drain()) << name;
    EXPECT_THAT(s.bench.scoreboard().violations(), testing::IsEmpty()) << name;
    EXPECT_EQ(s.twin.resident_flits(), 0U) << name;
  }
}

}  // namespace
}  // namespace linkwright::scaleup_switch
