// SPDX-License-Identifier: Apache-2.0
// Faults that the page once had, put back into the RTL: the oracle at the wires names each without
// a twin beside it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "systemc_models/plugins/switch_library.h"
#include "tests/conformance/ethernet_scenes.h"

namespace linkwright::verilated {
const linkwright_switch_plugin_table* Table_mutant_es_scan_follows_the_time();
const linkwright_switch_plugin_table* Table_mutant_es_spray_begins_together();
const linkwright_switch_plugin_table* Table_mutant_es_quantum_of_zero();
const linkwright_switch_plugin_table* Table_mutant_es_lost_way_moves_all();
const linkwright_switch_plugin_table* Table_mutant_es_one_pool_for_all();
const linkwright_switch_plugin_table* Table_mutant_es_pause_waits_for_the_frame();
}  // namespace linkwright::verilated

namespace linkwright::mutations {
namespace {

using conformance::Device;
using conformance::SceneOutcome;
using conformance::TimeSource;

struct OldFault {
  const char* name;
  const linkwright_switch_plugin_table* (*table)();
  std::function<SceneOutcome(Device)> scene;
  const char* verdict;  // a part of it
};

TEST(EthernetMutations, TheOracleNamesFaultsThatThePageOnceHad) {
  const OldFault faults[] = {
      {"stopped for ever", verilated::Table_mutant_es_scan_follows_the_time,
       [](Device d) { return StoppedClassDrains(std::move(d), TimeSource::kStands); },
       "holds no cell for 12 ticks and is not let go"},
      {"stopped for ever, steps of eight", verilated::Table_mutant_es_scan_follows_the_time,
       [](Device d) { return StoppedClassDrains(std::move(d), TimeSource::kStepsByEight); },
       "holds no cell for 12 ticks and is not let go"},
      {"not told again", verilated::Table_mutant_es_scan_follows_the_time,
       [](Device d) { return StoppedClassIsToldAgain(std::move(d), TimeSource::kStands); },
       "is to stop and was not told"},
      {"storm not found", verilated::Table_mutant_es_scan_follows_the_time,
       [](Device d) { return PauseStorm(std::move(d), TimeSource::kStands); }, "whole in tick"},
      {"sprayers in convoy", verilated::Table_mutant_es_spray_begins_together,
       [](Device d) { return conformance::SprayersBeginTogether(std::move(d)); }, "is not out"},
      {"quantum of zero", verilated::Table_mutant_es_quantum_of_zero,
       [](Device d) { return conformance::QuantumOfZero(std::move(d)); }, "is not out"},
      {"a lost way moves all", verilated::Table_mutant_es_lost_way_moves_all,
       [](Device d) { return conformance::LostWays(std::move(d)); }, "whose link is up"},
      {"one pool", verilated::Table_mutant_es_one_pool_for_all,
       [](Device d) { return conformance::LosslessBurstIntoAFullPool(std::move(d)); },
       "class 3 of port 0 is stopped with"},
      {"pause behind a slow frame", verilated::Table_mutant_es_pause_waits_for_the_frame,
       [](Device d) { return conformance::PauseBehindASlowFrame(std::move(d), 3); },
       "frames are lost"},
  };
  for (const OldFault& fault : faults) {
    const SceneOutcome outcome = fault.scene(plugins::MakeSwitch(*fault.table()));
    ASSERT_FALSE(outcome.findings.empty()) << fault.name << " escaped";
    EXPECT_THAT(outcome.findings.First(), testing::HasSubstr(fault.verdict)) << fault.name;
    fmt::print("{:<34} {}\n", fault.name, outcome.findings.First());
  }
}

}  // namespace
}  // namespace linkwright::mutations
