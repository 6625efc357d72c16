// SPDX-License-Identifier: Apache-2.0
// Does the oracle of waits bite? It watches the wires of each faulty copy of the RTL, and no twin.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "systemc_models/plugins/switch_library.h"
#include "tests/conformance/wait_scenarios.h"
#include "tests/rtl/mutations/mutation_list.h"

namespace linkwright::mutations {
namespace {

TEST(WaitMutations, AreAllCaughtByTheOracle) {
  for (const Mutation& mutation : kMutations) {
    std::string caught_by;
    std::string verdict;
    for (const conformance::WaitScenario& scenario : conformance::WaitScenarios()) {
      if (scenario.variant != std::string(mutation.variant)) continue;
      verdict = scenario.run(
          [&](const spec::scaleup_switch::Variant&) {
            return plugins::MakeSwitch(*mutation.table());
          },
          *spec::scaleup_switch::FindVariant(mutation.variant));
      if (verdict.empty()) continue;
      caught_by = scenario.name;
      break;
    }
    EXPECT_NE(caught_by, "") << mutation.name << " in " << mutation.file << ": " << mutation.breaks;
    fmt::print("{:<40} {:<58} {}\n", mutation.name, caught_by.empty() ? "ESCAPED" : caught_by,
               verdict.substr(0, verdict.find('\n')));
  }
}

}  // namespace
}  // namespace linkwright::mutations
