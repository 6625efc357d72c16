// SPDX-License-Identifier: Apache-2.0
// Goldens as users of the command meet them: accepting, holding, and what a changed cycle says.
#include <algorithm>
#include <functional>
#include <regex>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

using nlohmann::json;

constexpr const char* kAccept = "regress r.yaml --accept --reason 'first goldens'";

long Lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

// Two entries over four ranks, one of them with a clock.
void WriteSmall() {
  Write("four.yaml", "pod: {ready: bench4}\ncollective: {size: 4KiB}\n");
  Write("r.yaml",
        "# a comment of people\nentries:\n  - {name: twin, scenario: four.yaml}\n  - {name: flow, "
        "scenario: four.yaml, fidelity: flow, sizes: [4KiB, 8KiB]}\n");
}

void Edit(const std::string& name, const std::function<void(json&)>& edit) {
  json document = ReadJson(name);
  edit(document);
  Write(name, document.dump(1));
}

TEST(Regress, CiCoversBothKindsOfSwitchAndRtlHasTheGoldensOfItsTwin) {
  const fs::path folder = fs::path(LINKWRIGHT_SOURCE_DIR) / "workloads/regression";
  const json goldens = json::parse(ReadAll(folder / "ci.golden.json"))["goldens"];
  EXPECT_GE(goldens.size(), 12u);
  int rtl = 0;
  for (const auto& [name, golden] : goldens.items()) {
    const size_t at = name.find("-rtl");
    if (at == std::string::npos) continue;
    const std::string twin = std::string(name).erase(at, 4);
    ASSERT_TRUE(goldens.contains(twin)) << name;
    EXPECT_EQ(golden["metrics"], goldens[twin]["metrics"]) << name;
    ++rtl;
  }
  EXPECT_GE(rtl, 5);
}

TEST(Regress, WhatWasAcceptedHolds) {
  WriteSmall();
  const std::string before = ReadAll(Scratch() / "r.yaml");
  const CommandResult accepted = Linkwright(kAccept);
  EXPECT_EQ(accepted.exit_code, 0) << accepted.err;
  EXPECT_NE(accepted.out.find("accepted 3 and dropped 0 in r.golden.json\n"), std::string::npos)
      << accepted.out;
  EXPECT_EQ(ReadAll(Scratch() / "r.yaml"), before) << "people's comments stay";
  const CommandResult held = Linkwright("regress r.yaml --require-all");
  EXPECT_EQ(held.exit_code, 0) << held.err;
  EXPECT_EQ(held.err, "");
  EXPECT_EQ(Lines(held.out), 4) << held.out;
  EXPECT_TRUE(std::regex_search(
      held.out,
      std::regex(R"(twin: ok, [0-9,]+ cycles, \d+ counters \([0-9.]+ s, .* kcycles/s\)\n)")))
      << held.out;
  EXPECT_NE(held.out.find("3 runs: 3 ok ("), std::string::npos) << held.out;
}

TEST(Regress, AGoldenSaysWhyWhenAndOfWhichVersion) {
  WriteSmall();
  Linkwright(kAccept);
  const json golden = ReadJson("r.golden.json")["goldens"]["flow/8KiB"];
  EXPECT_EQ(golden["reason"], "first goldens");
  EXPECT_TRUE(
      std::regex_match(golden["date"].get<std::string>(), std::regex(R"(\d{4}-\d\d-\d\d)")));
  EXPECT_EQ("linkwright " + golden["version"].get<std::string>(),
            Linkwright("--version").out.substr(0, 16));
  EXPECT_GT(golden["metrics"]["collective.time"], 0);
}

TEST(Regress, OneChangedCycleIsOneLineAndExitOne) {
  WriteSmall();
  Linkwright(kAccept);
  Edit("r.golden.json", [](json& j) {
    json& cycles = j["goldens"]["twin"]["metrics"]["collective.cycles"];
    cycles = cycles.get<int64_t>() - 1;
  });
  const std::string line =
      R"(failure: twin: cycles [0-9,]+ -> [0-9,]+ \(\+1, \+0\.[0-9]+ %\) \([0-9.]+ s, .* kcycles/s\)\n)";
  const CommandResult loud = Linkwright("regress r.yaml --json r.json --junit r.xml");
  EXPECT_EQ(loud.exit_code, 1);
  EXPECT_TRUE(std::regex_match(loud.err, std::regex(line))) << loud.err;
  EXPECT_NE(loud.out.find("3 runs: 2 ok, 1 changed"), std::string::npos) << loud.out;
  EXPECT_NE(loud.out.find("if that is meant: linkwright regress r.yaml --accept --reason"),
            std::string::npos);
  const CommandResult quiet = Linkwright("regress r.yaml --quiet");
  EXPECT_EQ(quiet.exit_code, 1);
  EXPECT_EQ(quiet.out, "");
  EXPECT_TRUE(std::regex_match(quiet.err, std::regex(line))) << quiet.err;

  const json written = ReadJson("r.json");
  EXPECT_EQ(written["status"], "failed");
  EXPECT_EQ(written["failure"], "of 3 runs 1 changed");
  EXPECT_EQ(written["results"][0]["verdict"], "changed");
  EXPECT_EQ(written["results"][0]["changes"].size(), 1u);
  EXPECT_GT(written["results"][0]["wall_s"], 0);
  EXPECT_GT(written["results"][0]["cycles_per_s"], 0);
  EXPECT_EQ(written["results"][1]["verdict"], "ok");
  const std::string xml = ReadAll(Scratch() / "r.xml");
  EXPECT_NE(xml.find("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"0\""), std::string::npos);
  EXPECT_NE(xml.find("<failure message=\"cycles "), std::string::npos) << xml;
}

TEST(Regress, AcceptingChangesOnlyWhatChanged) {
  WriteSmall();
  Linkwright(kAccept);
  const std::string first = ReadAll(Scratch() / "r.golden.json");
  const CommandResult same = Linkwright("regress r.yaml --accept --reason 'nothing'");
  EXPECT_NE(same.out.find("nothing to accept"), std::string::npos) << same.out;
  EXPECT_EQ(ReadAll(Scratch() / "r.golden.json"), first);
  Write("r.yaml",
        "entries:\n  - {name: twin, scenario: four.yaml, set: {collective.size: 8KiB}}\n"
        "  - {name: flow, scenario: four.yaml, fidelity: flow, sizes: [4KiB]}\n");
  const CommandResult changed = Linkwright("regress r.yaml --accept --reason 'twice the size'");
  EXPECT_EQ(changed.exit_code, 0) << changed.err;
  EXPECT_NE(changed.out.find("twin: cycles "), std::string::npos) << changed.out;
  EXPECT_NE(changed.out.find("accepted 1 and dropped 1 in"), std::string::npos) << changed.out;
  const json goldens = ReadJson("r.golden.json")["goldens"];
  EXPECT_EQ(goldens["twin"]["reason"], "twice the size");
  EXPECT_EQ(goldens["flow/4KiB"]["reason"], "first goldens");
  EXPECT_FALSE(goldens.contains("flow/8KiB"));
}

TEST(Regress, GoldensOfAFailedRunAreNotAccepted) {
  WriteSmall();
  Write(
      "r.yaml",
      "entries:\n  - {name: flow, scenario: four.yaml, fidelity: flow}\n  - {name: dead, scenario: "
      "four.yaml, set: {network.retry: {}, faults: [{kind: link_down, link: "
      "'pod0.accelerator1:0', at: 1us}]}}\n");
  const CommandResult result = Linkwright(kAccept);
  EXPECT_EQ(result.exit_code, 1) << result.out;
  EXPECT_NE(result.err.find("failure: dead: deadlock"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("failure: nothing was accepted: of 2 runs 1 failed"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(Scratch() / "r.golden.json"));
}

TEST(Regress, MistakesAreToldAtTheirPlacesAndNothingRuns) {
  WriteSmall();
  ExpectRefused("regress r.yaml", "r.golden.json", "there are no goldens yet; this writes them");
  Linkwright(kAccept);
  Write("r.yaml",
        "entries:\n  - {name: twin, scenario: four.yaml}\n  - {name: other, scenario: "
        "four.yaml}\n");
  ExpectRefused("regress r.yaml", "r.yaml:3:12", "'other' has no golden; this writes it");
  ExpectRefused("regress r.yaml", "r.golden.json", "'flow/4KiB' has a golden, but is no run");
  Write("r.yaml", "entries:\n  - {name: twin, scenario: four.yaml, sead: 1}\n");
  ExpectRefused("regress r.yaml", "r.yaml:2:39", "did you mean 'seed'?");
  Write("r.yaml", "entries:\n  - {name: twin, scenario: five.yaml}\n");
  ExpectRefused("regress r.yaml", "r.yaml:2:28", "there is no scenario file 'five.yaml'");
  Write("r.yaml",
        "entries:\n  - {name: twin, scenario: four.yaml, set: {collective.tipe: bf16}}\n");
  ExpectRefused("regress r.yaml", "r.yaml:2:56", "did you mean 'type'?");
  Write("r.yaml", "entries:\n  - {name: twin, scenario: four.yaml, metrics: [colective.time]}\n");
  ExpectRefused("regress r.yaml --accept --reason r", "r.yaml:2:49",
                "did you mean 'collective.time'?");
  Write("r.yaml", "entries:\n  - {name: twin, scenario: four.yaml}\n");
  ExpectRefused("regress r.yaml --only twn", "--only twn:1:1", "did you mean 'twin'?");
  ExpectRefused("regress r.yaml --junit four.yaml", "--junit four.yaml:1:1", "would overwrite");
  ExpectRefused("regress r.yaml --junit r.golden.json", "--junit r.golden.json:1:1",
                "would overwrite");
}

// The command away from its build tree finds no plug-in.
TEST(Regress, AnEntryWhoseRtlIsNotBuiltIsAWarningUnlessAllMustRun) {
  WriteSmall();
  fs::copy_file(LINKWRIGHT_BINARY_DIR "/linkwright", Scratch() / "lw");
  const auto away = [](const std::string& arguments) {
    return Linkwright("list > list.txt; ./lw " + arguments);
  };
  Write("r.yaml",
        "entries:\n  - {name: twin, scenario: four.yaml}\n  - {name: rtl, scenario: "
        "four.yaml, fidelity: rtl}\n");
  EXPECT_EQ(away(kAccept).exit_code, 0);
  const CommandResult some = away("regress r.yaml --junit r.xml");
  EXPECT_EQ(some.exit_code, 0) << some.err;
  EXPECT_NE(some.err.find("warning: rtl: not run: the RTL of variant 'p4' is not built; build it "
                          "with: cmake --build"),
            std::string::npos)
      << some.err;
  EXPECT_NE(some.out.find("2 runs: 1 ok, 1 not run"), std::string::npos) << some.out;
  EXPECT_NE(ReadAll(Scratch() / "r.xml").find("<skipped message=\"the RTL of variant 'p4'"),
            std::string::npos);
  const CommandResult all = away("regress r.yaml --require-all");
  EXPECT_EQ(all.exit_code, 1);
  EXPECT_NE(all.err.find("failure: rtl: not run"), std::string::npos) << all.err;
  const CommandResult none = away("regress r.yaml --only rtl");
  EXPECT_EQ(none.exit_code, 1) << "nothing was compared";
  EXPECT_NE(none.err.find("failure: of 1 runs 1 did not run"), std::string::npos) << none.err;
}

TEST(Regress, DrawnSeedsArePrintedAndCanBeDrawnAgain) {
  WriteSmall();
  Linkwright(kAccept);
  const auto drawn = [](const std::string& options, const std::string& file) {
    const CommandResult result =
        Linkwright("regress r.yaml --only twin --seeds 2 " + options + " --json " + file);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("drawn seeds: "), std::string::npos) << result.out;
    EXPECT_NE(result.out.find(": passed, "), std::string::npos) << result.out;
    return ReadJson(file)["seeds"];
  };
  const json free = drawn("", "a.json");
  EXPECT_EQ(free["drawn"].size(), 2u);
  const json again = drawn("--seed-from " + free["from"].dump(), "b.json");
  EXPECT_EQ(again, free);
  const CommandResult one =
      Linkwright("regress r.yaml --only twin --seed " + free["drawn"][0].dump());
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_NE(one.out.find("1 run: 1 passed"), std::string::npos) << one.out;
}

// The tutorial's switch calls itself the RTL of variant p8 and stores whole packets: with any seed
// it is later than the twin.
TEST(Regress, WithADrawnSeedRtlIsHeldAgainstItsTwin) {
  Write("r.yaml", "entries: [{name: rtl, scenario: eight.yaml}]\n");
  Write("eight.yaml", "pod: {ready: bench8}\nnetwork: {fidelity: rtl}\ncollective: {size: 4KiB}\n");
  fs::create_directory(Scratch() / "own");
  fs::copy_file(LINKWRIGHT_BINARY_DIR "/test_libraries/example_switch.so",
                Scratch() / "own/scaleup_switch_p8.so");
  setenv("LINKWRIGHT_SWITCH_PATH", (Scratch() / "own").c_str(), 1);
  EXPECT_EQ(Linkwright(kAccept).exit_code, 0);
  const CommandResult result = Linkwright("regress r.yaml --seeds 1 --seed-from 5");
  unsetenv("LINKWRIGHT_SWITCH_PATH");
  EXPECT_EQ(result.exit_code, 1) << result.out;
  EXPECT_TRUE(std::regex_search(
      result.err,
      std::regex(R"(failure: rtl seed (\d+): RTL differs from its twin: cycles .*; again: )"
                 R"(linkwright regress r.yaml --only rtl --seed \1\n)")))
      << result.err;
  EXPECT_EQ(Lines(result.err), 1) << result.err;
}

TEST(Regress, AnInterruptEndsTheRunInOrder) {
  Write("long.yaml",
        "pod: {ready: nvlink72}\ncollective: {algorithm: all_reduce_ring, size: 16MiB, "
        "check: off}\n");
  Write("r.yaml", "entries: [{name: long, scenario: long.yaml}]\n");
  Write("r.golden.json", R"({"format": 1, "goldens": {"long": {"reason": "r", "date": "d",
 "version": "v", "metrics": {}}}})");
  const CommandResult result = Linkwright(
      "list > /dev/null; timeout --foreground --preserve-status -k 60 -s INT 2 "
      "'" LINKWRIGHT_BINARY_DIR "/linkwright' regress r.yaml --json r.json --junit r.xml");
  EXPECT_EQ(result.exit_code, 1) << result.out;
  EXPECT_NE(result.err.find("failure: interrupted"), std::string::npos) << result.err;
  EXPECT_EQ(ReadJson("r.json")["status"], "failed");
  EXPECT_NE(ReadAll(Scratch() / "r.xml").find("failures=\"1\""), std::string::npos);
}

TEST(Regress, JsonAloneGoesToStandardOutput) {
  WriteSmall();
  Linkwright(kAccept);
  const CommandResult result = Linkwright("regress r.yaml --json -");
  EXPECT_EQ(json::parse(result.out)["results"].size(), 3u) << result.out;
  EXPECT_EQ(result.err, "");
}

}  // namespace
}  // namespace linkwright::system_test
