// SPDX-License-Identifier: Apache-2.0
// Switch models from shared libraries: somebody's own, and some that are none.
#include <algorithm>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

constexpr const char* kLibraries = LINKWRIGHT_BINARY_DIR "/test_libraries/";
constexpr const char* kRing =
    "bench --algorithm ring --collective allreduce --ranks 8 --sizes 64KiB --type fp16 ";

std::string Library(const std::string& name) { return kLibraries + name + ".so"; }

int64_t CyclesOf(const CommandResult& run, const fs::path& json) {
  EXPECT_EQ(run.exit_code, 0) << run.err;
  return nlohmann::json::parse(ReadAll(json)).at("results").at(0).at("cycles").get<int64_t>();
}

TEST(OwnSwitch, RunsARingAllReduceWithRightData) {
  const fs::path own = Scratch() / "own.json", ours = Scratch() / "ours.json";
  const CommandResult run =
      Linkwright(kRing + ("--switch " + Library("example_switch")) + " --json " + own.string());
  const int64_t cycles = CyclesOf(run, own);
  EXPECT_NE(run.out.find("Out of bounds values : 0 OK"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find(", rtl"), std::string::npos) << run.out;
  const int64_t of_ours =
      CyclesOf(Linkwright(kRing + ("--fidelity cycle --json " + ours.string())), ours);
  EXPECT_NEAR(static_cast<double>(cycles), static_cast<double>(of_ours), 0.1 * of_ours);
}

TEST(OwnSwitch, IsNamedByAScenarioBesideIt) {
  fs::copy_file(Library("example_switch"), Scratch() / "mine.so");
  Write("pod.yaml",
        "collective: {algorithm: all_reduce_ring, ranks: 8, size: 64KiB}\n"
        "network: {fidelity: rtl, switch_library: mine.so}\n");
  const CommandResult run = Linkwright("run pod.yaml --json out.json");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto report = nlohmann::json::parse(ReadAll(Scratch() / "out.json"));
  EXPECT_EQ(report.at("provenance").at("scenario").at("network").at("switch_library"), "mine.so");
}

TEST(OwnSwitch, ThatPromisesNoCyclesIsNotPutIntoLockStep) {
  const CommandResult run = Linkwright("verify --switch " + Library("example_switch"));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_NE(run.err.find("'example switch' promises 'ordered'"), std::string::npos) << run.err;
}

TEST(OurPlugin, IsVerifiedLikeAnybodysWhenNamedByItsFile) {
  const CommandResult run = Linkwright("verify --switch '" LINKWRIGHT_BINARY_DIR
                                       "/plugins/scaleup_switch_p8.so' --seeds 1 "
                                       "--cycles 2000");
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_NE(run.out.find("no divergence"), std::string::npos) << run.out;
}

// Found before our own, as the path says.
TEST(SwitchPath, ComesBeforeTheBuildTree) {
  fs::copy_file(Library("example_switch"), Scratch() / "scaleup_switch_p8.so");
  setenv("LINKWRIGHT_SWITCH_PATH", ("/nowhere:" + Scratch().string()).c_str(), 1);
  const CommandResult run = Linkwright("verify --variant p8 --seeds 1 --cycles 200");
  unsetenv("LINKWRIGHT_SWITCH_PATH");
  EXPECT_EQ(run.exit_code, 1) << run.out;  // it does not keep our cycles
}

struct Broken {
  const char* library;
  const char* says;
};

class NoSwitchLibrary : public testing::TestWithParam<Broken> {};

TEST_P(NoSwitchLibrary, IsToldInASentenceWithExitCode2) {
  const CommandResult run = Linkwright(kRing + ("--switch " + Library(GetParam().library)));
  EXPECT_EQ(run.exit_code, 2) << run.out << run.err;
  EXPECT_NE(run.err.find(GetParam().says), std::string::npos) << run.err;
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

INSTANTIATE_TEST_SUITE_P(
    All, NoSwitchLibrary,
    testing::Values(Broken{"broken_version", "speaks version 2 of the switch interface"},
                    Broken{"broken_ports", "has 6 ports, variant 'p8' has 8"},
                    Broken{"broken_symbol", "linkwright_switch_plugin"},
                    Broken{"broken_load", "it crashes when it is loaded (Segmentation fault)"},
                    Broken{"broken_create", "out of gates"}),
    [](const auto& broken) { return std::string(broken.param.library); });

TEST(BrokenLibrary, ThatIsATextOrMissingIsTold) {
  const fs::path text = Write("text.so", "This is no library.\n");
  const CommandResult run = Linkwright(kRing + ("--switch " + text.string()));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_NE(run.err.find("not a switch library"), std::string::npos) << run.err;
  const CommandResult missing = Linkwright(kRing + std::string("--switch missing.so"));
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_NE(missing.err.find("switch library cannot be opened"), std::string::npos) << missing.err;
}

TEST(BrokenLibrary, ThatFailsInTheMiddleEndsTheRunWithItsWords) {
  const CommandResult run = Linkwright(kRing + ("--switch " + Library("broken_tick")));
  EXPECT_EQ(run.exit_code, 1) << run.out;
  EXPECT_NE(run.err.find("switch model 'broken': out of gates"), std::string::npos) << run.err;
}

TEST(SwitchLibrary, WithoutASwitchOfFidelityRtlIsRefused) {
  const CommandResult run =
      Linkwright(kRing + ("--fidelity cycle --switch " + Library("example_switch")));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_NE(run.err.find("no switch is of fidelity rtl"), std::string::npos) << run.err;
}

TEST(MissingRtl, SaysTheCommandThatBuildsIt) {
  setenv("LINKWRIGHT_SWITCH_PATH", "/nowhere", 1);
  const CommandResult run = Linkwright(
      "bench --algorithm ring --collective allreduce --ranks 70 --sizes 64KiB --fidelity rtl "
      "--set pod.variant=p72");
  unsetenv("LINKWRIGHT_SWITCH_PATH");
  if (fs::exists(LINKWRIGHT_BINARY_DIR "/plugins/scaleup_switch_p72.so")) {
    GTEST_SKIP() << "it is built";
  }
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_NE(run.err.find("--target scaleup_switch_p72"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace linkwright::system_test
