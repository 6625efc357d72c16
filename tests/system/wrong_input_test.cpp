// SPDX-License-Identifier: Apache-2.0
// Every wrong input gets one sentence with its place, the right exit code, and touches no output
// file.
#include <algorithm>
#include <regex>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

constexpr const char* kTwoRanks =
    R"(<algo name="two" proto="Simple" nchannels="1" nchunksperloop="2" ngpus="2" coll="allreduce" inplace="1">
  <gpu id="0" i_chunks="2" o_chunks="0" s_chunks="0">
    <tb id="0" send="1" recv="1" chan="0">
      <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
      <step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
    </tb>
  </gpu>
  <gpu id="1" i_chunks="2" o_chunks="0" s_chunks="0">
    <tb id="0" send="0" recv="0" chan="0">
      <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
      <step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
    </tb>
  </gpu>
</algo>
)";

std::string Edited(const std::string& from, const std::string& to) {
  std::string text = kTwoRanks;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(WrongInput, TheUneditedAlgorithmRuns) {
  Write("two.xml", kTwoRanks);
  const CommandResult result =
      Linkwright("bench --algorithm two.xml --sizes 4KiB --fidelity cycle");
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(WrongInput, UnknownKey) {
  Write("s.yaml", "name: x\ncollective:\n  algoritm: ring\n");
  ExpectRefused("run s.yaml", "s.yaml:3:3", "did you mean 'algorithm'?");
}

TEST(WrongInput, WrongUnit) {
  Write("s.yaml", "collective:\n  size: 10 seconds\n");
  ExpectRefused("run s.yaml", "s.yaml:2:9", "MiB");
}

TEST(WrongInput, PortCountTheVariantCannotHave) {
  Write("s.yaml", "pod:\n  ready: nvlink72\n  accelerators: 100\n");
  ExpectRefused("run s.yaml", "s.yaml:3:17", "100 accelerators need a switch of 100 ports");
}

TEST(WrongInput, UnknownPodVariantPartAndAlgorithm) {
  Write("pod.yaml", "pod: {ready: nvlnk72}\n");
  ExpectRefused("run pod.yaml", "pod.yaml:1:14", "did you mean 'nvlink72'?");
  Write("variant.yaml", "pod: {accelerators: 4, variant: p5}\n");
  ExpectRefused("run variant.yaml", "variant.yaml:1:33", "unknown switch variant 'p5'");
  Write("algorithm.yaml", "collective: {algorithm: all_reduce_rng}\n");
  ExpectRefused("run algorithm.yaml", "algorithm.yaml:1:25", "did you mean 'all_reduce_ring'?");
}

TEST(WrongInput, RankMissingInAnXml) {
  Write("x.xml", Edited("<gpu id=\"1\"", "<gpu id=\"0\""));
  const CommandResult result =
      Linkwright("bench --algorithm x.xml --sizes 4KiB --json report.json");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(std::regex_search(result.err, std::regex(R"(x\.xml:\d+:\d+: error: .*rank)")))
      << result.err;
  EXPECT_FALSE(fs::exists(Scratch() / "report.json"));
}

TEST(WrongInput, CyclicDependence) {
  std::string text = kTwoRanks;
  const std::string second_block = R"(    <tb id="1" send="-1" recv="-1" chan="0">
      <step s="0" type="nop" srcbuf="i" srcoff="-1" dstbuf="o" dstoff="-1" cnt="0" depid="0" deps="1" hasdep="1"/>
    </tb>
  </gpu>
  <gpu id="1")";
  text.replace(text.find("  </gpu>\n  <gpu id=\"1\""),
               std::string("  </gpu>\n  <gpu id=\"1\"").size(), second_block);
  const std::string step =
      R"(<step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>)";
  text.replace(
      text.find(step), step.size(),
      R"(<step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="1" deps="0" hasdep="1"/>)");
  Write("x.xml", text);
  const CommandResult result =
      Linkwright("bench --algorithm x.xml --sizes 4KiB --json report.json");
  EXPECT_EQ(result.exit_code, 2) << result.out;
  EXPECT_TRUE(std::regex_search(result.err, std::regex(R"(x\.xml:\d+:\d+: error: .*cycl|circle)")))
      << result.err;
}

TEST(WrongInput, ChunkOutsideItsBuffer) {
  Write("x.xml", Edited("srcoff=\"0\"", "srcoff=\"7\""));
  ExpectRefused("bench --algorithm x.xml --sizes 4KiB", "x.xml:4:7", "chunk");
}

TEST(WrongInput, SendWithoutAMatchingReceiveIsADeadlockThatSaysWhoWaitsForWhom) {
  std::string text = kTwoRanks;
  const std::string receive =
      R"(      <step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="i" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>)";
  const size_t first = text.find(receive);
  const std::string send = R"(      <step s="0" type="s" srcbuf="i")";
  text.erase(text.find(send, first),
             text.find('\n', text.find(send, first)) - text.find(send, first) + 1);
  text.replace(text.rfind("s=\"1\""), 5, "s=\"0\"");
  Write("x.xml", text);
  const CommandResult result =
      Linkwright("bench --algorithm x.xml --sizes 4KiB --fidelity cycle --json report.json");
  EXPECT_EQ(result.exit_code, 1) << result.out << result.err;
  EXPECT_NE(result.err.find("deadlock"), std::string::npos) << result.err;
  EXPECT_TRUE(std::regex_search(result.err, std::regex("rank 0.*waits.*rank 1"))) << result.err;
  EXPECT_EQ(ReadJson("report.json")["status"], "failed");
}

TEST(WrongInput, UnreadableFile) {
  ExpectRefused("run missing.yaml", "missing.yaml", "No such file");
  ExpectRefused("bench --algorithm missing.xml --sizes 1KiB", "missing.xml", "No such file");
  fs::create_directory(Scratch() / "folder.yaml");
  ExpectRefused("run folder.yaml", "folder.yaml", "irectory");
}

TEST(WrongInput, MalformedYamlAndXml) {
  Write("s.yaml", "pod: [1,\n");
  ExpectRefused("run s.yaml", "s.yaml:2:1", "");
  Write("x.xml", "<algo name=\"a\"");
  const CommandResult result = Linkwright("bench --algorithm x.xml --sizes 1KiB");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(std::regex_search(result.err, std::regex(R"(x\.xml:1:\d+: error: )"))) << result.err;
}

TEST(WrongInput, AFullDiskLeavesNothingBehind) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
  const CommandResult result =
      Linkwright("bench --algorithm ring --ranks 4 --sizes 1KiB --fidelity flow --json /dev/full");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("No space left"), std::string::npos) << result.err;
  const CommandResult both = Linkwright(
      "bench --algorithm ring --ranks 4 --sizes 1KiB --fidelity flow --json ok.json --csv "
      "/nonexistent/x.csv");
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_FALSE(fs::exists(Scratch() / "ok.json"));
}

TEST(WrongInput, ADiskThatIsFullForTheSecondFileLeavesTheFirstAlone) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
  Write("keep.json", "old");
  const std::string bench =
      "bench --algorithm ring --ranks 4 --sizes 1KiB --fidelity flow --json keep.json --csv ";
  EXPECT_EQ(Linkwright(bench + "/dev/full").exit_code, 2);
  EXPECT_EQ(ReadAll(Scratch() / "keep.json"), "old");
  const CommandResult same = Linkwright(bench + "./keep.json");
  EXPECT_EQ(same.exit_code, 2);
  EXPECT_NE(same.err.find("the same file"), std::string::npos) << same.err;
  EXPECT_EQ(ReadAll(Scratch() / "keep.json"), "old");
}

TEST(WrongInput, ASizeTooSmallForTheProgramIsRefusedWhenThereIsNoOther) {
  ExpectRefused("bench --algorithm ring --ranks 4 --fidelity cycle --sizes 1B", "--sizes 1B:1:1",
                "needs at least 16 B");
}

TEST(WrongInput, StandardOutputThatCannotBeWritten) {
  const CommandResult result = Linkwright("list > /dev/full");
  EXPECT_EQ(result.exit_code, 2);
}

TEST(WrongInput, OptionsAreCheckedAtTheDoor) {
  EXPECT_EQ(Linkwright("").exit_code, 2);
  EXPECT_EQ(Linkwright("benhc").exit_code, 2);
  EXPECT_EQ(Linkwright("bench --algorithm ring --sizes 1KiB --nonsense").exit_code, 2);
  ExpectRefused("bench --algorithm ring --sizes 1KiB:1MiB:1", "--sizes 1KiB:1MiB:1:1:11",
                "at least 2");
  ExpectRefused("bench --algorithm ring --sizes 1parsec", "--sizes 1parsec:1:1", "");
  ExpectRefused("bench --algorithm ring --sizes 1KiB --type fp17", "--type fp17:1:1",
                "did you mean 'fp16'?");
  ExpectRefused("bench --algorithm nvls --sizes 1KiB --type int32", "--type int32:1:1",
                "the switches reduce fp32, bf16 and fp16 only");
  ExpectRefused("bench --algorithm nvls --sizes 1KiB --redop max", "--redop max:1:1",
                "the switches reduce by sum only");
  ExpectRefused("bench --algorithm ring --on nvlink72 --ranks 73 --sizes 1MiB", "--ranks 73:1:1",
                "has 72 accelerators");
  ExpectRefused("bench --algorithm ring --sizes 1KiB --set collective.type=fp17",
                "--set collective.type=fp17:1:17", "fp16");
  const CommandResult kind = Linkwright("verify --switch ethernt");
  EXPECT_EQ(kind.exit_code, 2);
  EXPECT_NE(kind.err.find("error: unknown kind of switch 'ethernt'; expected scaleup or ethernet; "
                          "did you mean 'ethernet'?"),
            std::string::npos)
      << kind.err;
  const CommandResult verify = Linkwright("verify --variant p5 --seeds 1 --cycles 10");
  EXPECT_EQ(verify.exit_code, 2);
  EXPECT_NE(verify.err.find("--variant p5:1:1: error: no variant is called 'p5'; `linkwright list "
                            "variants` shows them"),
            std::string::npos)
      << verify.err;
}

TEST(WrongInput, AWordInTheWrongPlaceIsToldWhereItBelongs) {
  const auto expect = [](const std::string& arguments, const std::string& text) {
    const CommandResult result = Linkwright(arguments);
    EXPECT_EQ(result.exit_code, 2) << arguments << result.out;
    EXPECT_NE(result.err.find(text), std::string::npos) << result.err;
  };
  expect("benhc --algorithm ring", "no command is called 'benhc'");
  expect("benhc --algorithm ring", "did you mean 'bench'?");
  expect("run eth16", "run reads a scenario file (*.yaml; ready ones are in workloads/scenarios)");
  expect("verify --switch eth", "expected scaleup or ethernet");
  expect("verify --family incast --seeds 1 --cycles 10",
         "is a stimulus family of the other kind of switch: --switch ethernet");
  expect("verify --variant p512 --seeds 1 --cycles 10",
         "is a variant of the other kind of switch: --switch ethernet");
  expect("verify --switch ethernet --variant p512 --seeds 1 --cycles 10",
         "'p512' is there as a twin only");
  expect("bench --algorithm ring --sizes 1KiB --set network.retry=true", "{} means all defaults");
  expect("compare bench8 eth8 --algorithm ring --size 8KiB --set network.ethernet.mtu=1024",
         "pod 'bench8' is none");
  expect(
      "bench --on eth16_leaf_spine --algorithm ring --sizes 8KiB --set "
      "network.ethernet.flow_control=cbfc",
      "only eth8 can");
}

TEST(WrongInput, EveryMistakeOfAFileIsNamedAtOnce) {
  Write("s.yaml", "nam: x\nseed: -1\nnetwork: {fidelity: exact}\n");
  const CommandResult result = Linkwright("run s.yaml");
  EXPECT_EQ(result.exit_code, 2);
  for (const char* place : {"s.yaml:1:1:", "s.yaml:2:7:", "s.yaml:3:21:"}) {
    EXPECT_NE(result.err.find(place), std::string::npos) << place << "\n" << result.err;
  }
}

TEST(WrongInput, CollectivesHaveManySpellingsButMustExistAndFitTheAlgorithm) {
  for (const char* name : {"allgather", "all_gather", "all-gather", "AllGather"}) {
    const CommandResult result = Linkwright(
        std::string("bench --algorithm ring --ranks 4 --sizes 4KiB --fidelity flow --collective ") +
        name);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("all_gather_ring"), std::string::npos) << result.out;
  }
  ExpectRefused("bench --algorithm ring --sizes 1KiB --collective foo", "--collective foo:1:1",
                "expected allreduce");
  ExpectRefused("bench --algorithm ring --sizes 1KiB --collective alreduce",
                "--collective alreduce:1:1", "did you mean 'allreduce'?");
  ExpectRefused("bench --algorithm all_reduce_ring --sizes 1KiB --collective allgather",
                "--collective allgather:1:1",
                "'all_reduce_ring' is of the collective all_reduce, not all_gather");
  Write("two.xml", kTwoRanks);
  ExpectRefused("bench --algorithm two.xml --sizes 1KiB --collective allgather",
                "--collective allgather:1:1", "not all_gather");
}

TEST(WrongInput, ALongMemoryLatencyIsNotADeadlock) {
  const CommandResult result = Linkwright(
      "bench --algorithm nvls --ranks 4 --fidelity cycle --sizes 4KiB --set "
      "network.memory_latency=100us");
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(WrongInput, CostsThatWouldOverflowTimeAreRefused) {
  ExpectRefused("bench --algorithm ring --sizes 1KiB --set cost.step_overhead=9000000s",
                "--set cost.step_overhead=9000000s:1:20", "1 s");
  ExpectRefused("bench --algorithm ring --sizes 1KiB --set cost.memory_rate=1b/s",
                "--set cost.memory_rate=1b/s:1:18", "1 Mb/s");
}

TEST(WrongInput, TextThatIsNotUtf8) {
  Write("u.yaml", "name: a\xff\n");
  ExpectRefused("run u.yaml", "u.yaml:1:8", "expected UTF-8 text, found the byte 0xff");
  ExpectRefused("bench --algorithm 'r\xff' --sizes 1KiB", "--algorithm r\\xFF:1:2", "0xff");
}

TEST(WrongInput, OutputsNeverOverwriteWhatIsRead) {
  Write("s.yaml", "name: kept\n");
  const CommandResult run = Linkwright("run s.yaml --json ./s.yaml");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_NE(run.err.find("--json ./s.yaml:1:1: error: would overwrite"), std::string::npos)
      << run.err;
  EXPECT_EQ(ReadAll(Scratch() / "s.yaml"), "name: kept\n");
  Write("two.xml", kTwoRanks);
  const CommandResult bench = Linkwright("bench --algorithm two.xml --sizes 4KiB --csv two.xml");
  EXPECT_EQ(bench.exit_code, 2);
  EXPECT_EQ(ReadAll(Scratch() / "two.xml"), kTwoRanks);
}

TEST(WrongInput, EmptyWordsAreNotTakenForAbsentOnes) {
  for (const char* arguments :
       {"run ''", "bench --algorithm '' --sizes 1KiB", "bench --algorithm ring --json ''",
        "bench --algorithm ring --ranks ''", "verify --variant ''"}) {
    const CommandResult result = Linkwright(arguments);
    EXPECT_EQ(result.exit_code, 2) << arguments;
    EXPECT_NE(result.err.find("expected a value, found ''"), std::string::npos) << arguments << "\n"
                                                                                << result.err;
  }
}

TEST(WrongInput, BenchHasOnePlaceForSizes) {
  ExpectRefused("bench --algorithm ring --set collective.size=1KiB",
                "--set collective.size=1KiB:1:1", "bench takes its sizes from --sizes");
}

TEST(WrongInput, AnInputWithoutAnEnd) {
  ExpectRefused("run /dev/zero", "/dev/zero", "it is larger than");
}

}  // namespace
}  // namespace linkwright::system_test
