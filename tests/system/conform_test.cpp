// SPDX-License-Identifier: Apache-2.0
// `linkwright conform`: the public test standard on what is ours, and on link layers that are
// broken on purpose.
#include <regex>
#include <set>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

constexpr const char* kLibraries = LINKWRIGHT_BINARY_DIR "/test_libraries/";
constexpr const char* kHeader =
    "Timestamp,Scenario_ID,Frame_Size,Source_IP,Dest_IP,Test_Case,Config_Params,Expected_Value,"
    "Measured_Value,Pass/Fail,Notes\r\n";

// Names of the cases with this verdict in the table.
std::set<std::string> CasesThat(const std::string& verdict, const std::string& table) {
  std::set<std::string> names;
  const std::regex row("((?:LLR|CBFC)-[0-9]{2})[^\n]* " + verdict + "\n");
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at)
    names.insert((*at)[1]);
  return names;
}

void ExpectAllPass(const CommandResult& run, std::size_t cases) {
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_EQ(CasesThat("pass", run.out).size(), cases) << run.out;
  EXPECT_EQ(CasesThat("FAIL", run.out), std::set<std::string>()) << run.out;
}

TEST(Conform, AllTwentyTwoCasesPassOnTheTwin) { ExpectAllPass(Linkwright("conform all"), 22); }

TEST(Conform, AllTwentyTwoCasesPassOnTheRtl) {
  const CommandResult run = Linkwright("conform all --switch rtl");
  if (run.exit_code == 2 && run.err.find("is not built") != std::string::npos)
    GTEST_SKIP() << run.err;
  ExpectAllPass(run, 22);
}

TEST(Conform, WritesTheRecordOfTheStandardAndTheSameOneAgain) {
  const CommandResult run =
      Linkwright("conform llr --csv record.csv --json record.json --junit junit.xml");
  ExpectAllPass(run, 10);
  const std::string csv = ReadAll(Scratch() / "record.csv");
  EXPECT_TRUE(csv.starts_with(kHeader)) << csv.substr(0, 200);
  EXPECT_NE(csv.find("LLR-03.A 1-2 @twin,512,10.0.0.1,10.0.0.2,LLR-03,"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",Pass,"), std::string::npos);
  const auto report = ReadJson("record.json");
  EXPECT_EQ(report.at("status"), "complete");
  EXPECT_EQ(report.at("metrics").at("conform.cases").at("value"), 10);
  EXPECT_EQ(report.at("results").at(0).size(), 11U);
  const std::string junit = ReadAll(Scratch() / "junit.xml");
  EXPECT_NE(junit.find("<testsuite name=\"linkwright conform\" tests=\"10\" failures=\"0\""),
            std::string::npos);
  EXPECT_NE(junit.find("classname=\"conform.twin\" name=\"LLR-07 "), std::string::npos) << junit;
  Linkwright("conform llr --quiet --csv again.csv");
  EXPECT_EQ(ReadAll(Scratch() / "again.csv"), csv);
  Linkwright("conform llr --quiet --csv dated.csv --timestamp 2026-11-29T12:00:00Z");
  const std::string dated = ReadAll(Scratch() / "dated.csv");
  EXPECT_TRUE(dated.starts_with(std::string(kHeader) + "2026-11-29T12:00:00Z,LLR-01"));
}

TEST(Conform, TheTableFitsEightyColumns) {
  setenv("COLUMNS", "80", 1);
  const CommandResult run = Linkwright("conform cbfc");
  unsetenv("COLUMNS");
  std::size_t begin = 0;
  for (std::size_t end; (end = run.out.find('\n', begin)) != std::string::npos; begin = end + 1)
    EXPECT_LE(end - begin, 80U) << run.out.substr(begin, end - begin);
}

// What fills a cable is a matter of size: a window of 512 frames is not enough for the smallest
// ones over 500 m and back.
TEST(Conform, ASmallReplayBufferFailsTheCaseOfTheLongCableOnly) {
  const std::string small = LINKWRIGHT_BINARY_DIR "/plugins/link_port.so";
  if (!fs::exists(small)) GTEST_SKIP() << "not built";
  const CommandResult run = Linkwright("conform all --switch " + small);
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_EQ(CasesThat("FAIL", run.out), std::set<std::string>{"LLR-07"}) << run.out;
}

struct Broken {
  const char* library;
  std::set<std::string> caught_by;  // these at least
  std::set<std::string> untouched;  // and not these
};

class BrokenLinkLayer : public testing::TestWithParam<Broken> {};

TEST_P(BrokenLinkLayer, IsNamedByTheCasesThatItBreaks) {
  const Broken& broken = GetParam();
  const std::string library = std::string(kLibraries) + broken.library + ".so";
  const CommandResult run = Linkwright("conform all --junit junit.xml --switch " + library);
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  const std::set<std::string> failed = CasesThat("FAIL", run.out);
  for (const std::string& name : broken.caught_by) {
    EXPECT_TRUE(failed.contains(name)) << name << "\n" << run.out;
    EXPECT_NE(run.err.find(name), std::string::npos) << run.err;
  }
  for (const std::string& name : broken.untouched)
    EXPECT_FALSE(failed.contains(name)) << name << "\n" << run.out;
  EXPECT_NE(ReadAll(Scratch() / "junit.xml").find("<failure message=\""), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Five, BrokenLinkLayer,
    testing::Values(
        Broken{"broken_link_gap", {"LLR-04", "LLR-10"}, {"LLR-01", "LLR-09", "CBFC-01"}},
        Broken{"broken_link_ack", {"LLR-01", "LLR-07"}, {"CBFC-01", "CBFC-12"}},
        Broken{
            "broken_link_replays", {"LLR-03", "LLR-06", "LLR-08"}, {"LLR-01", "LLR-02", "LLR-04"}},
        Broken{"broken_link_credits", {"CBFC-04"}, {"CBFC-01", "LLR-01"}},
        Broken{"broken_link_healing", {"CBFC-03"}, {"CBFC-01", "CBFC-10", "LLR-01"}}),
    [](const auto& tested) { return std::string(tested.param.library).substr(12); });

TEST(Conform, RefusesWhatItCannotRun) {
  ExpectRefused("conform ll", "conform ll:1:1", "did you mean 'llr'?");
  ExpectRefused("conform llr --switch twn", "--switch twn:1:1", "did you mean 'twin'?");
  ExpectRefused("conform llr --switch nowhere.so", "nowhere.so", "cannot be loaded");
  ExpectRefused("conform llr --switch twin twin", "--switch twin:1:1", "is there twice");
  EXPECT_EQ(Linkwright("conform").exit_code, 2);
}

}  // namespace
}  // namespace linkwright::system_test
