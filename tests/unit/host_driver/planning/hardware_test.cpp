// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/hardware.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/host_driver/planning/plan_under_test.h"

namespace linkwright::planning {
namespace {

using scenario::Fidelity;

struct Chosen {
  const char* network;
  std::vector<Fidelity> by_switch;
};

TEST(SwitchFidelity, IsTheNetworksUnlessASwitchIsNamed) {
  const topology::Topology topology = PlanOf("pod: {ready: eth16_leaf_spine}\n").topology;
  constexpr Fidelity c = Fidelity::kCycle, r = Fidelity::kRtl;
  for (const Chosen& chosen :
       std::vector<Chosen>{{"{}", {c, c, c, c, c, c, c, c}},
                           {"{fidelity: rtl}", {r, r, r, r, r, r, r, r}},
                           {"{switches: {pod0.leaf1: rtl}}", {c, r, c, c, c, c, c, c}},
                           {"{fidelity: rtl, switches: {pod0.leaf0: cycle, pod0.spine3: cycle}}",
                            {c, r, r, r, r, r, r, c}}}) {
    const auto document =
        config::Document::Parse(fmt::format("network: {}\n", chosen.network), "s.yaml");
    const auto there = [](int) { return MissingRtl{}; };
    EXPECT_EQ(ChooseFidelities(scenario::ReadScenario(document), topology, there, document),
              chosen.by_switch)
        << chosen.network;
  }
}

std::string ChoiceRefused(const std::string& network, int without_rtl) {
  const topology::Topology topology = PlanOf("pod: {ready: eth16_leaf_spine}\n").topology;
  const auto document = config::Document::Parse("network: " + network + "\n", "s.yaml");
  try {
    ChooseFidelities(
        scenario::ReadScenario(document), topology,
        [&](int s) {
          return s == without_rtl ? MissingRtl{fmt::format("no RTL of {}", s)} : MissingRtl{};
        },
        document);
  } catch (const diagnostics::UserError& error) {
    const diagnostics::Diagnostic& d = error.diagnostics().front();
    return fmt::format("{}: {} ({})", d.location.column, d.message, d.suggestion);
  }
  return "accepted";
}

TEST(SwitchFidelity, OnlySwitchesThatAreRtlNeedIt) {
  EXPECT_EQ(ChoiceRefused("{switches: {pod0.leaf1: rtl}}", 0), "accepted");
  EXPECT_EQ(ChoiceRefused("{fidelity: rtl}", 6), "21: no RTL of 6 ()");
  EXPECT_EQ(ChoiceRefused("{fidelity: rtl, switches: {pod0.spine2: cycle}}", 6), "accepted");
}

TEST(SwitchFidelity, AnUnknownSwitchIsSuggestedANearOne) {
  const std::string said = ChoiceRefused("{switches: {pod0.laef1: rtl}}", -1);
  EXPECT_NE(said.find("no switch 'pod0.laef1' in this pod (pod0.leaf1)"), std::string::npos)
      << said;
}

TEST(SwitchFidelity, ALibraryThatNoSwitchUsesIsRefused) {
  EXPECT_EQ(ChoiceRefused("{switch_library: a.so}", -1),
            "27: no switch is of fidelity rtl, which a switch library stands for ()");
  EXPECT_EQ(ChoiceRefused("{switch_library: a.so, switches: {pod0.leaf1: rtl}}", -1), "accepted");
  EXPECT_EQ(ChoiceRefused("{switch_library: a.so, fidelity: rtl}", 0), "27: no RTL of 0 ()")
      << "the library's fault";
}

TEST(SwitchFidelity, EverySwitchOfAPlanSaysWhatItIs) {
  const std::vector<SwitchHardware> switches =
      PlanOf("pod: {ready: eth16_leaf_spine}\n").hardware.switches;
  ASSERT_EQ(switches.size(), 8u);
  for (size_t s = 0; s < switches.size(); ++s) {
    EXPECT_EQ(switches[s].variant, s < 4 ? "p8" : "p4") << s;
    EXPECT_EQ(switches[s].fidelity, Fidelity::kCycle);
    EXPECT_EQ(switches[s].library, nullptr);
  }
  const Hardware flow = PlanOf("pod: {ready: nvlink72}\nnetwork: {fidelity: flow}\n").hardware;
  EXPECT_EQ(flow.switches.size(), 18u);
  EXPECT_EQ(flow.switches[17].fidelity, Fidelity::kFlow);
}

TEST(Hardware, NamesEveryVariantOnce) {
  Hardware hardware;
  EXPECT_EQ(hardware.variant_names(), "none");
  for (const char* variant : {"p8", "p8", "p4", "p8"}) hardware.switches.push_back({variant});
  EXPECT_EQ(hardware.variant_names(), "p8 and p4");
}

TEST(Hardware, ATimeTakesTheCyclesThatCoverItAndAtLeastOne) {
  constexpr units::Duration period = units::Duration::Picoseconds(640);
  const struct {
    int64_t ps;
    int cycles;
  } cases[] = {{0, 1}, {1, 1}, {640, 1}, {641, 2}, {5'000, 8}, {6'400'000, 10'000}};
  Hardware hardware{.clock_period = period};
  for (const auto& c : cases) {
    EXPECT_EQ(CyclesOf(units::Duration::Picoseconds(c.ps), period), c.cycles) << c.ps;
    hardware.links.push_back({.latency = units::Duration::Picoseconds(c.ps)});
  }
  EXPECT_EQ(LinkCycles(hardware), (std::vector<int>{1, 1, 1, 2, 8, 10'000}));
  EXPECT_EQ(hardware.longest_link(), units::Duration::Picoseconds(6'400'000));
}

TEST(SwitchFidelity, WhyThereIsNoRtlIsASentence) {
  EXPECT_EQ(WhyNoRtl({plugins::kScaleUpSwitch, "p144", 144, false}, nullptr).why,
            "variant 'p144' exists as a twin only; fidelity rtl is not possible");
  const MissingRtl missing = WhyNoRtl({plugins::kEthernetSwitch, "p_nobodys", 8, true}, nullptr);
  const std::string& not_built = missing.why;
  EXPECT_NE(not_built.find("Ethernet variant 'p_nobodys'"), std::string::npos) << not_built;
  EXPECT_NE(not_built.find("ethernet_switch_p_nobodys"), std::string::npos) << not_built;
}

// Whoever runs many scenarios tells what is wrong from what is only not there.
TEST(SwitchFidelity, WhatIsOnlyNotBuiltIsToldFromWhatCannotBe) {
  EXPECT_FALSE(WhyNoRtl({plugins::kScaleUpSwitch, "p144", 144, false}, nullptr).not_built);
  EXPECT_TRUE(WhyNoRtl({plugins::kEthernetSwitch, "p_nobodys", 8, true}, nullptr).not_built);
  const topology::Topology topology = PlanOf("pod: {ready: eth8}\n").topology;
  const auto document = config::Document::Parse("network: {fidelity: rtl}\n", "s.yaml");
  const scenario::Scenario scenario = scenario::ReadScenario(document);
  const auto choose = [&](bool not_built) {
    ChooseFidelities(
        scenario, topology,
        [&](int) {
          return MissingRtl{"no RTL", not_built};
        },
        document);
  };
  EXPECT_THROW(choose(true), RtlNotBuilt);
  try {
    choose(false);
    ADD_FAILURE() << "accepted";
  } catch (const RtlNotBuilt&) {
    ADD_FAILURE() << "it can never be";
  } catch (const diagnostics::UserError&) {
  }
}

}  // namespace
}  // namespace linkwright::planning
