// SPDX-License-Identifier: Apache-2.0
// How a group chooses among its ports.
#include <algorithm>
#include <map>
#include <set>

#include "foundation/random/stream.h"
#include "systemc_models/ethernet_switch/member_choice.h"
#include "tests/unit/systemc_models/ethernet_switch/switch_under_test.h"

namespace linkwright::ethernet_switch {
namespace {

// A group 1 of a switch of 16 ports, without the switch around it.
struct ChoiceTest : testing::Test {
  ChoiceTest()
      : variant(*FindVariant("p16")),
        control(variant),
        counters(16),
        mmu(16),
        pfc(16, variant.line_bytes),
        random(16, 0x9E3779B9),
        spray(16),
        choice(variant) {
    control.pg_alpha.fill(15);
    control.queue_alpha.fill(15);
    control.shared_cells = control.egress_shared_cells = 100000;
  }
  void SetMode(Balance mode) { control.group[1].mode = static_cast<std::uint32_t>(mode); }
  int Choose(const PortSet& set, std::uint32_t hash = 0, std::uint32_t now = 0, int input = 3,
             int priority = 2) {
    return choice.Choose(control, mmu, pfc, random, spray, set, {input, 1, priority, hash, now});
  }
  void Load(int output, int cells) {
    for (int cell = 0; cell < cells; ++cell) {
      mmu.Charge(control, counters, 0, output, 0);
      mmu.Commit(counters, occupancy);
    }
  }
  void Pause(int port, int c) {
    std::array<std::uint16_t, kClasses> timers{};
    timers[c] = 1000;
    pfc.Take(port, 1U << c, timers);
    pfc.Commit(0);
  }
  static PortSet Ports(std::initializer_list<int> ports) {
    PortSet set;
    for (const int port : ports) set.Set(port);
    return set;
  }

  Variant variant;
  Control control;
  Counters counters;
  Mmu mmu;
  std::vector<std::uint32_t> occupancy = std::vector<std::uint32_t>(64 * kClasses);
  Pfc pfc;
  RandomBank random;
  SprayPointers spray;
  MemberChoice choice;
};

TEST_F(ChoiceTest, EcmpTakesTheMemberThatTheUpperHashBitsNumber) {
  SetMode(Balance::kEcmp);
  const PortSet set = Ports({1, 4, 9});
  control.members[1] = set;
  EXPECT_EQ(Choose(set, 0), 1);
  EXPECT_EQ(Choose(set, 0x5555FFFF), 1);
  EXPECT_EQ(Choose(set, 0x55560000), 4);
  EXPECT_EQ(Choose(set, 0xAAAA0000), 4);
  EXPECT_EQ(Choose(set, 0xAAAB0000), 9);
  EXPECT_EQ(Choose(set, 0xFFFFFFFF), 9);
  Pause(1, 2);
  EXPECT_EQ(Choose(set, 0), 1) << "a flow stays where it is, paused or not";
}

TEST_F(ChoiceTest, EcmpMovesTheFlowsOfALostMemberAndNoOthers) {
  SetMode(Balance::kEcmp);
  const PortSet all = Ports({1, 4, 9, 12, 13});
  control.members[1] = all;
  PortSet less = all;
  less.Clear(4);
  PortSet least = less;
  least.Clear(12);
  std::map<int, int> moved;
  random::Stream hashes(9);
  for (int n = 0; n < 5000; ++n) {
    const auto hash = static_cast<std::uint32_t>(hashes.Next());
    const int before = Choose(all, hash);
    const int after = Choose(less, hash);
    if (before == 4) {
      ++moved[after];
    } else {
      EXPECT_EQ(after, before);
    }
    // Also of those that have moved already only the ones on the next lost member do.
    if (after != 12) {
      EXPECT_EQ(Choose(least, hash), after);
    }
  }
  // Two fifths go to the member behind the lost one: those whose second choice is 1 or 4 itself.
  ASSERT_EQ(moved.size(), 4U);
  for (const auto& [port, flows] : moved) EXPECT_NEAR(flows, port == 9 ? 400 : 200, 60) << port;
}

TEST_F(ChoiceTest, SprayGoesRoundAndSkipsPausedMembers) {
  SetMode(Balance::kSpray);
  const PortSet set = Ports({0, 4, 9, 15});
  std::vector<int> ports;
  for (int n = 0; n < 6; ++n) ports.push_back(Choose(set));
  EXPECT_THAT(ports, testing::ElementsAre(4, 9, 15, 0, 4, 9)) << "input 3 begins at its own";
  EXPECT_EQ(Choose(set, 0, 0, 7), 15) << "each input begins elsewhere";
  Pause(15, 2);
  EXPECT_EQ(Choose(set), 0);
  for (const int port : {0, 4, 9}) Pause(port, 2);
  EXPECT_EQ(Choose(set), 4) << "all paused: all of them";
  EXPECT_EQ(Choose(Ports({4})), 4) << "itself last";
}

TEST_F(ChoiceTest, InputsBeginToSprayApartAndASeedTurnsThem) {
  SetMode(Balance::kSpray);
  const PortSet set = Ports({2, 3, 5, 7, 8, 11, 12, 14});
  std::vector<int> first;
  for (int input = 0; input < 8; ++input) first.push_back(Choose(set, 0, 0, input));
  EXPECT_EQ(std::set<int>(first.begin(), first.end()).size(), 8U);
  std::vector<int> turned;
  spray.Seed(0x40000000);
  for (int input = 0; input < 8; ++input) turned.push_back(Choose(set, 0, 0, input));
  EXPECT_EQ(std::set<int>(turned.begin(), turned.end()).size(), 8U);
  for (int input = 0; input < 8; ++input) EXPECT_NE(turned[input], first[input]);
}

TEST_F(ChoiceTest, AdaptiveTakesTheLowestLevelOfLoad) {
  SetMode(Balance::kAdaptive);
  control.adaptive_shift = 4;
  const PortSet set = Ports({2, 3, 5});
  Load(2, 16);
  Load(3, 15);  // still level 0
  Load(5, 200);
  std::set<int> seen;
  for (int n = 0; n < 100; ++n) seen.insert(Choose(set));
  EXPECT_EQ(seen, std::set<int>({3}));
  Load(3, 1);
  seen.clear();
  for (int n = 0; n < 100; ++n) seen.insert(Choose(set));
  EXPECT_EQ(seen, std::set<int>({2, 3})) << "both level 1";
  Pause(2, 2);
  Pause(3, 2);
  EXPECT_EQ(Choose(set), 5) << "a paused member is worse than a loaded one";
  control.adaptive_shift = 0;
  Load(2, 100);
  seen.clear();
  for (int n = 0; n < 100; ++n) seen.insert(Choose(set, 0, 0, 3, 4));  // class 4 is not paused
  EXPECT_EQ(seen, std::set<int>({2, 3, 5})) << "seven is the highest level";
}

TEST_F(ChoiceTest, AdaptiveDrawsOneNumberEvenForOneMember) {
  SetMode(Balance::kAdaptive);
  RandomBank reference(16, 0x9E3779B9);
  reference.Draw(3);
  Choose(Ports({6}));
  const PortSet set = Ports({0, 1, 2, 3, 4});
  for (int n = 0; n < 50; ++n) {
    EXPECT_EQ(Choose(set), static_cast<int>((reference.Draw(3) * 5) >> 16));
  }
}

TEST_F(ChoiceTest, AFlowletStaysUntilTheGap) {
  SetMode(Balance::kFlowlet);
  control.flowlet_gap = 100;
  const PortSet set = Ports({0, 1, 2, 3, 4, 5, 6, 7});
  std::uint32_t now = 0xFFFFFF00;  // time wraps on the way
  const int port = Choose(set, 5, now);
  for (int n = 0; n < 20; ++n) {
    now += 100;
    EXPECT_EQ(Choose(set, 5, now), port);
  }
  std::set<int> seen;
  for (int n = 0; n < 60; ++n) {
    now += 101;
    seen.insert(Choose(set, 5, now));
  }
  EXPECT_GT(seen.size(), 4U) << "beyond the gap it may move";
}

TEST_F(ChoiceTest, AFlowletMovesWhenItsPortIsGoneAndStaysWhenItIsPaused) {
  SetMode(Balance::kFlowlet);
  const int port = Choose(Ports({4, 5}), 9, 10);
  Pause(port, 2);
  EXPECT_EQ(Choose(Ports({4, 5}), 9, 11), port);
  EXPECT_EQ(Choose(Ports({9 - port}), 9, 12), 9 - port);
  EXPECT_EQ(Choose(Ports({4, 5}), 9, 13), 9 - port) << "and remembers";
}

TEST_F(ChoiceTest, FlowletsAreIndexedByTheLowHashBitsOfEachInput) {
  SetMode(Balance::kFlowlet);
  ASSERT_EQ(variant.flowlets, 64);
  const PortSet all = Ports({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  const int port = Choose(all, 7, 1);
  EXPECT_EQ(Choose(all, 7 + 64, 2), port);
  int others = 0;
  for (std::uint32_t hash = 0; hash < 64; ++hash) others += Choose(all, hash, 3) != port ? 1 : 0;
  for (int input = 0; input < 16; ++input) others += Choose(all, 7, 3, input) != port ? 1 : 0;
  EXPECT_GT(others, 60);
}

TEST(SwitchChoice, DeadMembersAreSkipped) {
  SwitchUnderTest s("p8");
  s.AddHost(0x0B000001, kTargetValid | kTargetGroup | 3);
  s.SetGroup(3, 0xF0, Balance::kSpray);
  s.Write(regs::PortControl(5), 0);
  Ipv4FrameSpec spec = RoutedSpec(0);
  spec.destination = 0x0B000001;
  for (int n = 0; n < 6; ++n) s.bench.Send(0, MakeIpv4Frame(spec));
  ASSERT_TRUE(s.bench.Drain());
  EXPECT_EQ(s.From(4).size(), 2U);
  EXPECT_EQ(s.From(5).size(), 0U);
  EXPECT_EQ(s.From(6).size(), 2U);
  EXPECT_EQ(s.From(7).size(), 2U);
}

TEST(SwitchChoice, EcmpFollowsTheGoldenFunctions) {
  SwitchUnderTest s("p8");
  s.AddHost(0x0B000001, kTargetValid | kTargetGroup | 3);
  s.SetGroup(3, 0xFE, Balance::kEcmp);
  s.Write(regs::kHashSeed, 0xC0FFEE);
  s.Write(regs::kHashQueuePair, 1);
  random::Stream random(3);
  for (int n = 0; n < 200; ++n) {
    Ipv4FrameSpec spec = RoutedSpec(0);
    spec.destination = 0x0B000001;
    spec.source = static_cast<std::uint32_t>(random.Next());
    spec.source_port = static_cast<std::uint16_t>(random.Next());
    spec.queue_pair = static_cast<std::uint32_t>(random.Below(1 << 24));
    const routing::Ipv4Flow flow{spec.source, spec.destination, spec.source_port, 4791,
                                 17,          spec.queue_pair};
    const int port = 1 + routing::EcmpMember(routing::FlowHash(flow.words(), 0xC0FFEE), 7);
    s.bench.received.clear();
    s.bench.Send(0, MakeIpv4Frame(spec));
    ASSERT_TRUE(s.bench.Drain());
    ASSERT_EQ(s.bench.received.size(), 1U);
    EXPECT_EQ(s.bench.received[0].port, port);
  }
}

TEST(SwitchChoice, WorksAcrossFiveHundredAndTwelvePorts) {
  for (const Balance mode : {Balance::kSpray, Balance::kAdaptive, Balance::kEcmp}) {
    SwitchUnderTest s("p512");
    const std::set<int> members = {1, 63, 64, 127, 128, 300, 511};
    s.AddHost(0x0B000001, kTargetValid | kTargetGroup | 255);
    for (const int port : members) {
      const std::uint32_t address = regs::GroupMask(255, port / 32);
      s.Write(address, s.Read(address) | 1U << port % 32);
    }
    s.Write(regs::GroupMode(255), static_cast<std::uint32_t>(mode));
    Ipv4FrameSpec spec = RoutedSpec(0);
    spec.destination = 0x0B000001;
    std::vector<int> order;
    for (std::uint32_t n = 0; n < 70; ++n) {
      spec.source = n * 2654435761u;
      s.bench.Send(400, MakeIpv4Frame(spec));
    }
    ASSERT_TRUE(s.bench.Drain());
    for (const ReceivedFrame& frame : s.bench.received) order.push_back(frame.port);
    EXPECT_EQ(std::set<int>(order.begin(), order.end()), members);
    ASSERT_EQ(order.size(), 70U);
    if (mode == Balance::kSpray) {
      for (std::size_t n = 7; n < order.size(); ++n) EXPECT_EQ(order[n], order[n - 7]);
      const auto least = std::min_element(order.begin(), order.begin() + 7);
      EXPECT_TRUE(std::is_sorted(least, least + 7));
    }
  }
}

TEST(SwitchRandom, GeneratorsAreXorshift32FromTheSeed) {
  RandomBank bank(2, 0x85EBCA6B);
  bank.Seed(0x85EBCA6B);  // port 0's state would be 0 and becomes 1
  std::uint32_t x = 1;
  for (int n = 0; n < 100; ++n) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    EXPECT_EQ(bank.Draw(0), x >> 16);
  }
}

}  // namespace
}  // namespace linkwright::ethernet_switch
