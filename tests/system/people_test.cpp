// SPDX-License-Identifier: Apache-2.0
// What people see first: help, lists, explanations, completion, the schema for their editor.
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

TEST(People, VersionNamesTheBuildsFacts) {
  const CommandResult result = Linkwright("--version");
  EXPECT_EQ(result.exit_code, 0);
  for (const char* fact :
       {"linkwright 0.", "compiler: ", "build_type: ", "verilator: 5", "systemc: 2.3",
        "switch_specification: 0x", "ethernet_switch_specification: 0x"}) {
    EXPECT_NE(result.out.find(fact), std::string::npos) << fact << "\n" << result.out;
  }
}

TEST(People, ListShowsWhatTheIssueOfTheDayNames) {
  const CommandResult result = Linkwright("list");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const char* name : {"all_reduce_ring", "all_reduce_nvls", "nvlink72", "ualink64", "sue64",
                           "p72", "p8_wavefront", "rtl", "reduction"}) {
    EXPECT_NE(result.out.find(name), std::string::npos) << name;
  }
  const CommandResult json = Linkwright("list variants --json -");
  EXPECT_TRUE(nlohmann::json::parse(json.out)["variants"].contains("p64"));
}

TEST(People, ExplainKnowsEverythingThatListShows) {
  const auto all = nlohmann::json::parse(Linkwright("list --json -").out);
  for (const char* section : {"algorithms", "pods", "variants", "ethernet_variants", "switches",
                              "links", "accelerators", "nics", "infrastructure"}) {
    ASSERT_TRUE(all.contains(section) && !all[section].empty()) << section;
    for (const auto& [name, doc] : all[section].items()) {
      EXPECT_EQ(Linkwright("explain " + name).exit_code, 0) << section << " " << name;
      EXPECT_FALSE(doc.get<std::string>().empty()) << name;
    }
  }
  EXPECT_NE(Linkwright("explain nic_400g").out.find("400 "), std::string::npos);
  EXPECT_NE(Linkwright("explain ethernet_400g_dac")
                .out.find("RoCE frames of 4,096 payload bytes: 4,158 and 20 of preamble and gap; "
                          "payload 98.0 % of 400 Gb/s"),
            std::string::npos);
  EXPECT_NE(
      Linkwright("explain hotspot").out.find("hotspot (in `linkwright list families`): stimulus"),
      std::string::npos);
  EXPECT_NE(Linkwright("explain cycle").out.find("(in `linkwright list fidelities`)"),
            std::string::npos);
  const CommandResult unknown = Linkwright("explain p27");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("did you mean"), std::string::npos) << unknown.err;
}

TEST(People, TheSchemaIsJsonAndNamesTheFields) {
  const auto schema = nlohmann::json::parse(Linkwright("schema").out);
  EXPECT_NE(schema.dump().find("memory_latency"), std::string::npos);
  EXPECT_NE(Linkwright("schema --markdown").out.find("| `fidelity`"), std::string::npos);
}

TEST(People, TheScenarioReferenceIsFresh) {
  const CommandResult result = Linkwright("schema --markdown");
  EXPECT_EQ(result.out,
            ReadAll(fs::path(LINKWRIGHT_SOURCE_DIR) / "docs" / "reference" / "scenario.md"))
      << "stale; to mend: build/release/linkwright schema --markdown > docs/reference/scenario.md";
}

TEST(People, ReadyScenariosRun) {
  for (const char* name : {"ring8", "ring8-rtl", "nvlink72"}) {
    const CommandResult result = Linkwright("run '" LINKWRIGHT_SOURCE_DIR "/workloads/scenarios/" +
                                            std::string(name) + ".yaml'");
    EXPECT_EQ(result.exit_code, 0) << name << result.err;
    EXPECT_NE(result.out.find("collective.busbw"), std::string::npos) << result.out;
  }
}

TEST(People, CompletionIsAScriptThatBashAccepts) {
  const CommandResult script = Linkwright("completion > completion.bash");
  EXPECT_EQ(script.exit_code, 0);
  const std::string check = "bash -c 'source \"" + (Scratch() / "completion.bash").string() +
                            "\" && COMP_WORDS=(linkwright be) COMP_CWORD=1 && _linkwright && test "
                            "\"${COMPREPLY[0]}\" = bench && "
                            "COMP_WORDS=(linkwright compare --fide) COMP_CWORD=2 && _linkwright && "
                            "test \"${COMPREPLY[0]}\" = --fidelity'";
  EXPECT_EQ(std::system(check.c_str()), 0);
  const std::string text = ReadAll(Scratch() / "completion.bash");
  const size_t variants = text.find("'VARIANT') ");
  const std::string line = text.substr(variants, text.find('\n', variants) - variants);
  EXPECT_EQ(line.find(" p4 "), line.rfind(" p4 ")) << "both kinds of switch have a p4: " << line;
}

TEST(People, JsonReportSaysWhereItCameFromAndDefinesEveryMetric) {
  ASSERT_EQ(
      Linkwright("bench --algorithm ring --ranks 4 --sizes 4KiB --fidelity flow --json r.json")
          .exit_code,
      0);
  const auto report = ReadJson("r.json");
  for (const char* key : {"tool", "build", "scenario_hash", "seed", "parts", "scenario"}) {
    EXPECT_TRUE(report["provenance"].contains(key)) << key;
  }
  EXPECT_GT(report["metrics"].size(), 20u);
  for (const auto& [name, metric] : report["metrics"].items()) {
    EXPECT_TRUE(metric.contains("value")) << name;
    EXPECT_FALSE(metric["unit"].get<std::string>().empty()) << name;
    EXPECT_GT(metric["definition"].get<std::string>().size(), 10u) << name;
  }
  for (const char* key : {"size_bytes", "time_ps", "cycles", "algbw_GBps", "busbw_GBps", "wrong"}) {
    EXPECT_TRUE(report["results"][0].contains(key)) << key;
  }
  EXPECT_FALSE(report["what_is_left_out"].empty());
}

}  // namespace
}  // namespace linkwright::system_test
