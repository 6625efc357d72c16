// SPDX-License-Identifier: Apache-2.0
// How far the flow network is from the cycle network on whole collectives: the figures that
// docs/models/flow_network.md gives.
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

// Time on the flow network over time on the cycle network, less one, in percent.
double Difference(const std::string& job) {
  const auto time = [&](const std::string& fidelity) {
    const CommandResult result =
        Linkwright("bench " + job + " --fidelity " + fidelity + " --json report.json");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return ReadJson("report.json")["metrics"]["collective.time"]["value"].get<double>();
  };
  return 100 * (time("flow") / time("cycle") - 1);
}

TEST(FlowAgainstCycle, OneOrTwoChannelsOfARingAgree) {
  const std::string ring = "--algorithm ring --ranks 16 --sizes 2560KiB --protocol simple";
  EXPECT_NEAR(Difference(ring + " --channels 1"), 0, 0.1);
  EXPECT_NEAR(Difference(ring + " --channels 2"), 0, 0.1);
}

// Channels that begin at one instant stay in step for ever in a fluid; packets of a switch come one
// after another, and the channels drift apart until they overlap.
TEST(FlowAgainstCycle, FourChannelsInStepAreSlowerByASixth) {
  EXPECT_NEAR(Difference("--algorithm ring --ranks 16 --sizes 2560KiB --channels 4 --protocol "
                         "simple"),
              18.7, 1);
}

TEST(FlowAgainstCycle, InNetworkReductionIsFasterByASixth) {
  EXPECT_NEAR(Difference("--algorithm nvls --ranks 16 --sizes 32MiB"), -16.3, 1);
}

}  // namespace
}  // namespace linkwright::system_test
