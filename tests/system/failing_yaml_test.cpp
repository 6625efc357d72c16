// SPDX-License-Identifier: Apache-2.0
// Cases 09 and 16, and of the second list 03, 05, 12, 16, 20, 21 and 22: scenarios, settings and
// numbers that say nothing or something else than they seem to.
#include "tests/system/failing_inputs.h"

namespace linkwright::system_test {
namespace {

TEST(FailingInput16, ATabInTheIndentationIsNamed) {
  ExpectRefused("run " + Input("tab.yaml"), "tab.yaml:3:1",
                "a tab stands in the indentation, which must be spaces");
}

TEST(FailingInput16, AMergeKeyIsToldOfExtends) {
  ExpectRefused("run " + Input("merge.yaml"), "merge.yaml:4:3",
                "merge keys (<<) are not read; `extends: FILE`");
}

TEST(FailingInput16, AFileThatSaysNothingRunsNoDefaultJob) {
  for (const char* text : {"", "\n", "# all of it is a comment\n", "---\n"}) {
    Write("s.yaml", text);
    ExpectRefused("run s.yaml", "s.yaml", "the file says nothing; {} stands for all defaults");
  }
}

TEST(FailingInput16, ABinaryFileThatBeginsWithPercentRunsNoDefaultJob) {
  Write("s.yaml", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n");
  ExpectRefused("run s.yaml", "s.yaml:2:2", "expected UTF-8 text, found the byte 0xe2");
  Write("s.yaml", std::string("%PDF\n\0\1\2", 8));
  ExpectRefused("run s.yaml", "s.yaml:2:1", "found the control character U+0000");
  Write("s.yaml", "%!PS-Adobe-3.0\n");
  ExpectRefused("run s.yaml", "s.yaml:1:1", "must be a directive");
}

TEST(FailingInputSecond12, LockStepThatSawNoFlitHasNotPassed) {
  const std::string verify = "verify --variant p4 --family permutation --seeds 1 --cycles ";
  const CommandResult result = Linkwright(verify + "1");
  EXPECT_EQ(result.exit_code, 1) << result.out << result.err;
  EXPECT_NE(result.out.find("no flit left the switch"), std::string::npos) << result.out;
  EXPECT_EQ(Linkwright(verify + "1000").exit_code, 0);
}

TEST(FailingInputSecond16, NothingAfterTheEqualsSignIsRefused) {
  ExpectRefused("bench --algorithm ring --sizes 1KiB --set network.iterations=$N",
                "--set network.iterations=:1:20", "expected a value after '=', found nothing");
}

TEST(FailingInputSecond20, OneInterruptLeavesAPipeNobodyWritesTo) {
  const CommandResult result = Linkwright(
      "list > /dev/null; mkfifo f.fifo; timeout --foreground --preserve-status -k 60 "
      "-s INT 1 '" LINKWRIGHT_BINARY_DIR "/linkwright' run ./f.fifo");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_NE(result.err.find("interrupted while reading './f.fifo'"), std::string::npos)
      << result.err;
}

TEST(FailingInputSecond21, NumbersAreToldWhatIsExpectedOfThem) {
  ExpectRefused("bench --algorithm ring --sizes 1KiB --ranks 2147483648", "--ranks 2147483648:1:1",
                "'ranks': expected 2 to ");
  ExpectRefused("bench --algorithm ring --sizes 1e3KiB", "--sizes 1e3KiB:1:1",
                "a numeral has no exponent here");
  ExpectRefused("bench --algorithm ring --sizes 64mib", "--sizes 64mib:1:1",
                "did you mean '64MiB'?");
}

TEST(FailingInputSecond22, ControlCharactersOfANameNeverReachTheTerminal) {
  const CommandResult result = Linkwright("run " + Input("escapes.yaml"));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("escapes.yaml:1:7: error: "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("has the control character U+001B"), std::string::npos) << result.err;
  for (const char c : result.out + result.err) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  }
}

TEST(FailingInput09, ASizeThatIsNotKeptIsSaidBelowTheTableAndInTheReport) {
  const CommandResult result =
      Linkwright("bench --algorithm ring --ranks 3 --sizes 1MiB --fidelity flow --json r.json");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("# cut to whole elements in every chunk (B): 1048576 to 1048536\n"),
            std::string::npos)
      << result.out;
  const std::string json = ReadAll(Scratch() / "r.json");
  EXPECT_NE(json.find("\"size_bytes\": 1048536"), std::string::npos) << json;
  EXPECT_NE(json.find("\"size_asked_bytes\": 1048576"), std::string::npos) << json;
}

TEST(FailingInputSecond03, AMissingPartsFileIsToldWhereItIsNamed) {
  Write("s.yaml", "pod: {ready: bench8, parts: [missing.yaml]}\n");
  ExpectRefused("run s.yaml", "s.yaml:1:30",
                "cannot read 'missing.yaml': No such file or directory");
}

TEST(FailingInputSecond05, ALibraryOfSwitchesIsNotIgnoredByANetworkWithoutSwitches) {
  ExpectRefused("bench --algorithm ring --sizes 1KiB --fidelity flow --switch ./a.so",
                "--switch-library ./a.so:1:1", "a flow network has no switches");
}

TEST(FailingInputSecond21, AWordOutOfAListIsToldWhereTheListIs) {
  ExpectRefused("verify --variant zz", "--variant zz:1:1", "`linkwright list variants` shows them");
  ExpectRefused("verify --switch ethernet --variant zz", "--variant zz:1:1",
                "`linkwright list ethernet_variants` shows them");
  ExpectRefused("verify --family zz", "--family zz:1:1", "`linkwright list families` shows them");
  ExpectRefused("list variant", "list variant:1:1", "did you mean 'variants'?");
}

TEST(FailingInputSecond22, ALineBreakInARefusedNameBreaksNoMessage) {
  Write("s.yaml", "collective: {algorithm: \"a\\nb\"}\n");
  const CommandResult result = Linkwright("run s.yaml");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(LinesOf(result.err), 1) << result.err;
  EXPECT_NE(result.err.find("unknown algorithm 'a\\nb'"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace linkwright::system_test
