// SPDX-License-Identifier: Apache-2.0
// What people see fits their terminal, and says what they would say.
#include <fmt/format.h>

#include <sstream>

#include "foundation/telemetry/text_layout.h"
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

constexpr const char* kScenarios = LINKWRIGHT_SOURCE_DIR "/workloads/scenarios/";

// The widest line of stdout in a terminal of so many columns.
std::string WidestLine(const std::string& arguments, int columns) {
  setenv("COLUMNS", std::to_string(columns).c_str(), 1);
  const CommandResult result = Linkwright(arguments);
  unsetenv("COLUMNS");
  EXPECT_EQ(result.exit_code, 0) << arguments << "\n" << result.err;
  EXPECT_FALSE(result.out.empty()) << arguments;
  std::string widest, line;
  for (std::istringstream lines(result.out); std::getline(lines, line);) {
    if (telemetry::DisplayWidth(line) > telemetry::DisplayWidth(widest)) widest = line;
  }
  return widest;
}

TEST(Terminal, NothingIsWiderThanEightyColumns) {
  const std::string scenarios = kScenarios;
  for (const std::string& arguments :
       {std::string("list"),
        std::string("help"),
        std::string("explain nvlink72"),
        std::string("explain nvlink72 --details"),
        std::string("explain eth16_leaf_spine"),
        std::string("explain nvlink5_copper"),
        std::string("explain ethernet_400g_dac"),
        std::string("explain p8"),
        std::string("explain all_reduce_nvls --ranks 16"),
        std::string("bench --algorithm ring --ranks 8 --sizes 8:1M:8 --type bf16"),
        std::string("bench --algorithm ring --ranks 8 --sizes 64K --details"),
        std::string("bench --on eth8 --algorithm ring --sizes 64K"),
        std::string(
            "bench --on nvlink72 --algorithm ring --sizes 1M:64M:8 --fidelity flow --check off"),
        std::string("compare bench16 bench18 nvlink72 ualink64 sue64 --algorithm ring "
                    "--size 64K --fidelity flow"),
        std::string("compare bench8 eth8 --algorithm ring --size 64K --details"),
        std::string("verify --variant p4 --seeds 1 --cycles 300"),
        std::string("verify --variant p4 --seeds 2 --cycles 300 --family uniform --details"),
        "run " + scenarios + "ring8.yaml",
        "run " + scenarios + "ring8-failing-link.yaml",
        "run " + scenarios + "eth16-dead-uplink.yaml --details"}) {
    const std::string widest = WidestLine(arguments, 80);
    EXPECT_LE(telemetry::DisplayWidth(widest), 80) << arguments << "\n" << widest;
  }
}

TEST(Terminal, AWiderOneIsUsed) {
  const std::string arguments =
      "compare bench8 bench16 bench4 bench64 bench18 --algorithm ring --size 64K --fidelity flow";
  EXPECT_GT(telemetry::DisplayWidth(WidestLine(arguments, 120)), 80);
  EXPECT_LE(telemetry::DisplayWidth(WidestLine(arguments, 60)), 60);
}

TEST(Terminal, TimesStandInTheUnitAPersonWouldChooseAndExactlyInJson) {
  const CommandResult result =
      Linkwright("run " + std::string(kScenarios) + "ring8.yaml --json report.json");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out.find(" ps\n"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("us\n"), std::string::npos) << result.out;
  EXPECT_TRUE(ReadJson("report.json")["metrics"]["collective.time"]["value"].is_number_integer());
}

TEST(Terminal, WhatIsLeftOutIsSaidOnceInShortAndInFullWithDetails) {
  const std::string run = "bench --algorithm ring --ranks 4 --sizes 1K --fidelity flow --details";
  EXPECT_NE(Linkwright(run).out.find("  - price: software, licences"), std::string::npos);
  const CommandResult result =
      Linkwright("run " + std::string(kScenarios) + "ring8.yaml --set network.fidelity=flow");
  const size_t at = result.out.find("Left out by the models used: ");
  EXPECT_NE(at, std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("Left out", at + 1), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("software"), std::string::npos) << result.out;
}

TEST(Terminal, QuietPrintsNothingAndADashPrintsJsonAlone) {
  const std::string bench = "bench --algorithm ring --ranks 4 --sizes 1K --fidelity flow";
  const CommandResult quiet = Linkwright(bench + " --quiet --json report.json");
  EXPECT_EQ(quiet.exit_code, 0);
  EXPECT_EQ(quiet.out + quiet.err, "");
  const CommandResult dash = Linkwright(bench + " --json -");
  EXPECT_EQ(dash.exit_code, 0) << dash.err;
  EXPECT_EQ(nlohmann::json::parse(dash.out), ReadJson("report.json"));
}

TEST(Terminal, ADashWritesBehindWhatStandardOutputHoldsAlready) {
  const std::string command = "'" LINKWRIGHT_BINARY_DIR
                              "/linkwright' bench --algorithm ring "
                              "--ranks 4 --sizes 1K --fidelity flow";
  for (const char* output : {" --csv -", " --json -", " --csv /dev/stdout"}) {
    Write("log.txt", "before\n");
    Linkwright("list variants > /dev/null; " + command + output +
               " >> log.txt; echo after >> log.txt");
    const std::string log = ReadAll(Scratch() / "log.txt");
    EXPECT_TRUE(log.starts_with("before\n")) << output << ": " << log;
    EXPECT_NE(log.find("1024"), std::string::npos) << log;
    EXPECT_TRUE(log.ends_with("\nafter\n")) << output << ": " << log;
  }
}

TEST(Terminal, NamesFromFilesAreTextAndNoCommandsToIt) {
  Write("s.yaml",
        "name: \"\\e[31mred\\a\"\nnetwork: {fidelity: flow}\n"
        "collective: {ranks: 4, size: 1KiB}\n");
  const CommandResult result = Linkwright("run s.yaml");
  EXPECT_EQ(result.out.find('\x1b'), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find('\a'), std::string::npos) << result.out;
  EXPECT_NE((result.out + result.err).find("[31mred"), std::string::npos) << result.out;
}

TEST(Terminal, AComparisonIsHeadedByWhatReallyRan) {
  const std::string compare = "compare bench8 bench4 --algorithm ring --size 16K --fidelity flow";
  EXPECT_TRUE(Linkwright(compare + " --ranks 3")
                  .out.starts_with("all_reduce_ring of 16 KiB, fp32, 3 ranks, fidelity flow"));
  EXPECT_TRUE(
      Linkwright(compare).out.starts_with("all_reduce_ring of 16 KiB, fp32, one rank per "));
}

}  // namespace
}  // namespace linkwright::system_test
