// SPDX-License-Identifier: Apache-2.0
// Faults that the twin and the RTL of the Ethernet switch once shared, because the page had them:
// lock-step cannot see such ones, an oracle at the wires can.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "tests/conformance/ethernet_scenes.h"

namespace linkwright::conformance {
namespace {

struct Described {
  const char* name;
  bool rtl;
};

class EthernetPromisesKept : public testing::TestWithParam<Described> {
 protected:
  Device Make() const {
    if (GetParam().rtl) return plugins::MakeRtl(plugins::kEthernetSwitch, "p4");
    return ethernet_switch::MakeEthernetSwitch(*spec::ethernet_switch::FindVariant("p4"));
  }
  void SetUp() override {
    if (!Make()) GTEST_SKIP() << "built without p4";
  }
  static void ExpectKept(const char* what, const SceneOutcome& outcome) {
    EXPECT_TRUE(outcome.findings.empty()) << what << ": " << outcome.findings.First();
    EXPECT_GT(outcome.frames_out, 0);
    fmt::print("{:<40} {:>5} frames, {:>3} PFC frames, longest stop {} ticks\n", what,
               outcome.frames_out, outcome.pauses, outcome.longest_stop);
  }
};

TEST_P(EthernetPromisesKept, AStoppedClassThatDrainedIsLetGoWhateverTheTimeSays) {
  for (const TimeSource time :
       {TimeSource::kCounts, TimeSource::kStands, TimeSource::kStepsByEight}) {
    const SceneOutcome outcome = StoppedClassDrains(Make(), time);
    ExpectKept("drained", outcome);
    EXPECT_EQ(outcome.pauses, 16) << "to stop and to go on, in each round";
  }
}

TEST_P(EthernetPromisesKept, AStoppedClassIsToldAgainWhateverTheTimeSays) {
  for (const TimeSource time :
       {TimeSource::kCounts, TimeSource::kStands, TimeSource::kStepsByEight}) {
    const SceneOutcome outcome = StoppedClassIsToldAgain(Make(), time);
    ExpectKept("told again", outcome);
    EXPECT_GE(outcome.pauses, 12);
  }
}

TEST_P(EthernetPromisesKept, APauseStormIsFoundWhateverTheTimeSays) {
  for (const TimeSource time :
       {TimeSource::kCounts, TimeSource::kStands, TimeSource::kStepsByEight}) {
    const SceneOutcome outcome = PauseStorm(Make(), time);
    ExpectKept("storm", outcome);
    EXPECT_EQ(outcome.frames_out, 10);
  }
}

TEST_P(EthernetPromisesKept, InputsThatBeginTogetherSprayDifferentWays) {
  const SceneOutcome outcome = SprayersBeginTogether(Make());
  ExpectKept("sprayers begin together", outcome);
  EXPECT_EQ(outcome.frames_out, 80);
}

TEST_P(EthernetPromisesKept, AQueueWithAQuantumOfZeroIsServed) {
  const SceneOutcome outcome = QuantumOfZero(Make());
  ExpectKept("quantum of 0", outcome);
  EXPECT_EQ(outcome.frames_out, 3);
}

TEST_P(EthernetPromisesKept, ALostWayMovesItsOwnFlowsOnly) {
  ExpectKept("lost ways", LostWays(Make()));
}

TEST_P(EthernetPromisesKept, LossyFramesLeaveLosslessOnesTheirShareOfThePool) {
  const SceneOutcome outcome = LosslessBurstIntoAFullPool(Make());
  ExpectKept("burst into a full pool", outcome);
  EXPECT_EQ(outcome.pauses, 0);
}

TEST_P(EthernetPromisesKept, HeadroomIsEnoughWhateverGapsAFrameInFrontOfThePauseHas) {
  for (const int gap : {0, 1, 2, 3, 6, 11, 12, 40}) {
    const SceneOutcome outcome = PauseBehindASlowFrame(Make(), gap);
    ExpectKept("slow frame", outcome);
    EXPECT_GE(outcome.pauses, 120) << "gap " << gap << ": to stop and to go on, in each round";
  }
}

INSTANTIATE_TEST_SUITE_P(Models, EthernetPromisesKept,
                         testing::Values(Described{"Twin", false}, Described{"Rtl", true}),
                         [](const auto& model) { return std::string(model.param.name); });

}  // namespace
}  // namespace linkwright::conformance
