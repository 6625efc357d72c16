// SPDX-License-Identifier: Apache-2.0
// Every limit of a scenario's keys, and where and how a mistake is told.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/host_driver/scenario/scenario_under_test.h"

namespace linkwright::scenario {
namespace {

using config::Document;
using diagnostics::Diagnostic;
using diagnostics::UserError;

Diagnostic RefusalOf(const std::string& path, const std::string& value) {
  try {
    ReadScenario(With(path, value));
  } catch (const UserError& error) {
    return error.diagnostics().front();
  }
  return {{}, "accepted", ""};
}

struct Refused {
  const char* path;
  const char* written;
  const char* message;
};

void ExpectRefused(const std::vector<Refused>& all) {
  for (const Refused& refused : all) {
    const Diagnostic said = RefusalOf(refused.path, refused.written);
    const std::string typed = fmt::format("{}={}", refused.path, refused.written);
    EXPECT_NE(said.message.find(refused.message), std::string::npos)
        << typed << ": " << said.message;
    EXPECT_EQ(said.location.file, "--set " + typed) << said.message;
    EXPECT_EQ(said.location.line, 1) << typed;
    EXPECT_EQ(said.location.column, static_cast<int>(std::string(refused.path).size()) + 2)
        << typed << ": " << said.message;
  }
}

TEST(ScenarioRefusals, ANumberOutsideItsLimitsIsRefusedWithThem) {
  ExpectRefused({{"seed", "-1", "found '-1'"},
                 {"pod.accelerators", "1", "expected 2 to 144, found '1'"},
                 {"pod.accelerators", "145", "expected 2 to 144, found '145'"},
                 {"pod.accelerators", "99999999999", "expected 2 to 144"},
                 {"pod.planes", "0", "expected 1 to 64, found '0'"},
                 {"pod.planes", "65", "expected 1 to 64, found '65'"},
                 {"network.iterations", "0", "expected 1 to 4, found '0'"},
                 {"network.iterations", "5", "expected 1 to 4, found '5'"},
                 {"network.endpoint_slots_per_vc", "4097", "expected 1 to 4096"},
                 {"network.ethernet.mtu", "1500", "expected 1024, 2048 or 4096, found '1500'"},
                 {"network.ethernet.window_frames", "0", "expected 1 to 65536"},
                 {"network.ethernet.retry_limit", "1001", "expected 0 to 1000"},
                 {"network.ethernet.shared_cells", "0", "expected 1 to 1048575"},
                 {"network.retry.bit_error_rate", "0.6", "found '0.6'"},
                 {"network.retry.bit_error_rate", "-1e-9", "found '-1e-9'"},
                 {"network.retry.frame_error_rate", "1.1", "found '1.1'"},
                 {"network.retry.control_loss_rate", "nan", "found 'nan'"},
                 {"network.retry.window_frames", "513", "expected 1 to 512"},
                 {"collective.ranks", "1", "expected 2 to 1048576, found '1'"},
                 {"collective.channels", "65", "expected 1 to 64"},
                 {"collective.channels", "1.5", "found '1.5'"},
                 {"collective.ranks_per_domain", "0", "expected 1 to 65536"},
                 {"cost.simple.fifo_slices", "65537", "expected 1 to 65536"},
                 {"cost.multimem_outstanding", "0", "expected 1 to 4096"}});
}

TEST(ScenarioRefusals, AQuantityOutsideItsLimitsOrWithoutItsUnitIsRefused) {
  ExpectRefused({{"network.memory_latency", "400", "found '400'"},
                 {"network.memory_latency", "400B", "found '400B'"},
                 {"network.memory_latency", "0ps", "expected"},
                 {"network.memory_latency", "101us", "100 us"},
                 {"network.memory_latency", "0.1ps", "found '0.1ps'"},
                 {"network.ethernet.retransmit_timeout", "999ns", "1 us"},
                 {"network.ethernet.retransmit_timeout", "2s", "1 s"},
                 {"network.retry.replay_timer", "0.9ns", "1 ns"},
                 {"network.retry.ack_spacing", "21us", "20 us"},
                 {"collective.size", "0B", "expected"},
                 {"collective.size", "1025GiB", "1 TiB"},
                 {"collective.size", "64", "found '64'"},
                 {"collective.size", "1.5B", "found '1.5B'"},
                 {"collective.size", "1K", "1KiB"},
                 {"cost.launch_latency", "-1us", "found '-1us'"},
                 {"cost.memory_rate", "1 Kb/s", "1 Mb/s"},
                 {"cost.simple.message", "15B", "16 B"}});
}

TEST(ScenarioRefusals, AWordThatIsNoneOfTheNamesIsRefusedWithTheNearest) {
  const struct {
    const char* path;
    const char* written;
    const char* meant;
  } words[] = {
      {"network.fidelity", "cylce", "cycle"},       {"network.symmetry", "exploits", "exploit"},
      {"network.ethernet.balance", "ecpm", "ecmp"}, {"network.ethernet.flow_control", "pcf", "pfc"},
      {"collective.type", "fp61", "fp16"},          {"collective.redop", "summ", "sum"},
      {"collective.protocol", "simpel", "simple"},  {"collective.data", "exakt", "exact"}};
  for (const auto& word : words) {
    const Diagnostic said = RefusalOf(word.path, word.written);
    EXPECT_EQ(said.suggestion, word.meant) << word.path << ": " << said.message;
    EXPECT_EQ(said.location.column, static_cast<int>(std::string(word.path).size()) + 2);
  }
}

TEST(ScenarioRefusals, AKeyThatIsNoneIsRefusedWhereItStandsWithTheNearest) {
  const struct {
    const char* yaml;
    int line, column;
    const char* key;
    const char* meant;
  } keys[] = {{"sed: 1\n", 1, 1, "sed", "seed"},
              {"name: x\npods: {}\n", 2, 1, "pods", "pod"},
              {"pod:\n  raedy: bench8\n", 2, 3, "raedy", "ready"},
              {"network: {fidelty: flow}\n", 1, 11, "fidelty", "fidelity"},
              {"network:\n  ethernet:\n    mut: 4096\n", 3, 5, "mut", "mtu"},
              {"network: {retry: {replay_time: 1us}}\n", 1, 19, "replay_time", "replay_timer"},
              {"collective: {rank: 2}\n", 1, 14, "rank", "ranks"},
              {"jobs:\n  - {ranks: 2, strat: 1us}\n", 2, 16, "strat", "start"},
              {"faults:\n  - {kind: link_down, link: a, att: 1us}\n", 2, 32, "att", "at"},
              {"cost: {simple: {mesage: 1KiB}}\n", 1, 17, "mesage", "message"}};
  for (const auto& key : keys) {
    try {
      ReadScenario(Document::Parse(key.yaml, "s.yaml"));
      ADD_FAILURE() << "accepted: " << key.yaml;
    } catch (const UserError& error) {
      const auto& all = error.diagnostics();
      const auto said = std::find_if(all.begin(), all.end(), [&](const Diagnostic& d) {
        return d.message.find(fmt::format("unknown key '{}'", key.key)) != std::string::npos;
      });
      ASSERT_NE(said, all.end()) << error.what();
      EXPECT_EQ(said->location, (diagnostics::SourceLocation{"s.yaml", key.line, key.column}))
          << key.key;
      EXPECT_EQ(said->suggestion, key.meant) << key.key;
    }
  }
}

TEST(ScenarioRefusals, ValuesOfAnotherKindAreRefused) {
  ExpectRefused({{"pod", "bench8", "expected a map"},
                 {"network.retry", "true", "{} means all defaults"},
                 {"network.ethernet", "[]", "expected a map"},
                 {"pod.parts", "a.yaml", "expected a list"},
                 {"network.clock_gating", "maybe", "found 'maybe'"},
                 {"name", "''", "at least 1 long"},
                 {"collective.algorithm", "''", "at least 1 long"},
                 {"jobs", "{ranks: 2}", "expected a list"},
                 {"faults", "link_down", "expected a list"}});
}

TEST(ScenarioRefusals, EveryMistakeIsToldAtOnceInOrderOfItsPlace) {
  try {
    ReadScenario(Document::Parse(
        "seed: -1\nnetwork: {fidelity: cylce, iterations: 9}\ncollective: {size: 1K}\n", "s.yaml"));
    FAIL() << "accepted";
  } catch (const UserError& error) {
    std::vector<int> lines;
    for (const Diagnostic& d : error.diagnostics()) lines.push_back(d.location.line);
    EXPECT_EQ(lines, (std::vector<int>{1, 2, 2, 3})) << error.what();
  }
}

TEST(ScenarioRefusals, FlowControlHasOneSetOfSettings) {
  const auto said = [](const std::string& ethernet) {
    try {
      ReadScenario(Document::Parse("network: {ethernet: {" + ethernet + "}}\n", "s.yaml"));
    } catch (const UserError& error) {
      const Diagnostic& d = error.diagnostics().front();
      return fmt::format("{}: {}", d.location.column, d.message);
    }
    return std::string("accepted");
  };
  EXPECT_EQ(said("flow_control: cbfc, pfc: false"),
            "47: pfc: false lets the data class lose, credits do not; leave one of them out");
  EXPECT_EQ(said("credit_cells: 100"), "36: credit_cells is for flow_control: cbfc");
  EXPECT_EQ(said("flow_control: cbfc, credit_cells: 100"), "accepted");
  EXPECT_EQ(said("flow_control: cbfc, pfc: true"), "accepted");
}

TEST(ScenarioRefusals, AFifoHoldsAMessageAtLeast) {
  const auto read = [](int places) {
    ReadScenario(Document::Parse(
        fmt::format("cost: {{simple: {{slices_per_message: 4, fifo_slices: {}}}}}\n", places),
        "s.yaml"));
  };
  EXPECT_NO_THROW(read(4));
  EXPECT_THROW(read(3), UserError);
}

}  // namespace
}  // namespace linkwright::scenario
