// SPDX-License-Identifier: Apache-2.0
// Reports of runs that fail, of sweeps, and of runs with nothing in them.
#include <fstream>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

constexpr const char* kFailing =
    " --set network.retry={} --set \"faults=[{kind: link_down, link: 'pod0.accelerator3:0', at: "
    "20us}]\"";

TEST(Reports, AFailedRunLeavesAReportThatSaysSoAndNoneOfAnEarlierRun) {
  Write("report.json", "{\"of\": \"yesterday\"}");
  const CommandResult result = Linkwright("run " LINKWRIGHT_SOURCE_DIR
                                          "/workloads/scenarios/ring8-failing-link.yaml --json "
                                          "report.json --csv report.csv" +
                                          std::string(kFailing));
  EXPECT_EQ(result.exit_code, 1) << result.err;
  const auto report = ReadJson("report.json");
  EXPECT_EQ(report["status"], "failed");
  EXPECT_NE(result.err.find(report["failure"].get<std::string>().substr(0, 20)), std::string::npos);
  EXPECT_TRUE(report["metrics"].empty());
  EXPECT_TRUE(report["provenance"].contains("scenario_hash"));
  EXPECT_EQ(ReadAll(Scratch() / "report.csv"), "name,value,unit,definition\r\n");
}

TEST(Reports, ABenchKeepsTheRowsThatWereFinishedBeforeASizeFailed) {
  const CommandResult result =
      Linkwright("bench --algorithm ring --sizes 1KiB,4KiB,4MiB --json mid.json --csv mid.csv" +
                 std::string(kFailing));
  EXPECT_EQ(result.exit_code, 1) << result.out << result.err;
  EXPECT_NE(result.out.find("\n    1024 "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("# Out of bounds values : 0 OK"), std::string::npos) << result.out;
  const auto report = ReadJson("mid.json");
  EXPECT_EQ(report["status"], "failed");
  ASSERT_EQ(report["results"].size(), 2u);
  EXPECT_EQ(report["results"][1]["size_bytes"], 4096);
  EXPECT_TRUE(report["metrics"].contains("collective.time{size=4096}"));
  EXPECT_NE(ReadAll(Scratch() / "mid.csv").find("\n4096,"), std::string::npos);
}

TEST(Reports, ABenchHasTheMetricsOfEverySizeEachWithItsLabel) {
  ASSERT_EQ(Linkwright("bench --algorithm ring --ranks 4 --sizes 1KiB,4KiB --fidelity flow --json "
                       "b.json")
                .exit_code,
            0);
  const auto report = ReadJson("b.json");
  EXPECT_EQ(report["status"], "complete");
  for (const char* size : {"1024", "4096"}) {
    const auto metric = report["metrics"]["collective.size{size=" + std::string(size) + "}"];
    EXPECT_EQ(metric["value"], std::stoi(size));
    EXPECT_EQ(metric["name"], "collective.size");
    EXPECT_EQ(metric["labels"]["size"], size);
  }
  EXPECT_FALSE(report["metrics"].contains("collective.size"));
}

TEST(Reports, ASweepAsNcclTestsWritesItHasALineForEverySize) {
  const CommandResult result =
      Linkwright("bench --algorithm ring --ranks 8 --sizes 8:1K:2 --fidelity flow --json s.json");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("# 8 B: 'all_reduce_ring' needs at least 32 B"), std::string::npos)
      << result.out;
  const auto rows = ReadJson("s.json")["results"];
  ASSERT_EQ(rows.size(), 8u);
  EXPECT_TRUE(rows[0].contains("refused"));
  EXPECT_EQ(rows[2]["size_bytes"], 32);
  EXPECT_EQ(rows[7]["size_bytes"], 1024);
  const auto sizes = [](const std::string& sweep) {
    const CommandResult one = Linkwright(
        "bench --algorithm ring --ranks 2 --fidelity flow --csv - "
        "--sizes " +
        sweep);
    return std::count(one.out.begin(), one.out.end(), '\n') - 1;
  };
  EXPECT_EQ(sizes("1K:8K:+2K"), 4);
  EXPECT_EQ(sizes("64k:1M"), 5);
  EXPECT_EQ(sizes("1000"), 1);
  ExpectRefused("bench --algorithm ring --ranks 8 --sizes 1,2", "--sizes 1,2:1:1",
                "needs at least 32 B");
  ExpectRefused("bench --algorithm ring --sizes 1K:8K:+x", "--sizes 1K:8K:+x:1:8", "expected");
}

TEST(Reports, GatherAndScatterHaveARootAndAFileOutsideItsRangeAWarning) {
  constexpr const char* kGather =
      R"(<algo name="g2" proto="Simple" nchannels="1" nchunksperloop="2" ngpus="2" coll="gather" inplace="0" minBytes="1024" maxBytes="65536">
 <gpu id="0" i_chunks="1" o_chunks="2" s_chunks="0">
  <tb id="0" send="-1" recv="-1" chan="0"><step s="0" type="cpy" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/></tb>
  <tb id="1" send="-1" recv="1" chan="0"><step s="0" type="r" srcbuf="i" srcoff="0" dstbuf="o" dstoff="1" cnt="1" depid="-1" deps="-1" hasdep="0"/></tb>
 </gpu>
 <gpu id="1" i_chunks="1" o_chunks="0" s_chunks="0">
  <tb id="0" send="0" recv="-1" chan="0"><step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="o" dstoff="1" cnt="1" depid="-1" deps="-1" hasdep="0"/></tb>
 </gpu>
</algo>
)";
  Write("g2.xml", kGather);
  const CommandResult inside =
      Linkwright("bench --algorithm g2.xml --sizes 64K --fidelity flow --json g.json");
  EXPECT_EQ(inside.exit_code, 0) << inside.err;
  EXPECT_EQ(ReadJson("g.json")["results"][0]["root"], 0);
  EXPECT_EQ(inside.err, "");
  const CommandResult outside = Linkwright("bench --algorithm g2.xml --sizes 1M --fidelity flow");
  EXPECT_EQ(outside.exit_code, 0);
  EXPECT_NE(outside.err.find("warning: 'g2' is meant for 1 KiB to 64 KiB"), std::string::npos)
      << outside.err;
}

TEST(Reports, OneRankIsARow) {
  Write(
      "one.xml",
      R"(<algo name="a" nchunksperloop="1" nchannels="1" proto="Simple" ngpus="1" inplace="0" coll="allreduce">
<gpu id="0" i_chunks="1" o_chunks="1" s_chunks="0"><tb id="0" send="-1" recv="-1" chan="-1"><step s="0" type="cpy" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/></tb></gpu></algo>
)");
  for (const char* fidelity : {"flow", "cycle"}) {
    const CommandResult result = Linkwright(
        std::string("bench --algorithm one.xml --sizes 1KiB --json one.json --fidelity ") +
        fidelity);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto report = ReadJson("one.json");
    EXPECT_EQ(report["results"][0]["busbw_GBps"], 0);
    EXPECT_FALSE(report["metrics"].contains("tco.capex_per_bisection_gbps"));
  }
}

TEST(Reports, AVerifyThatLetsNothingThroughHasVerifiedNothing) {
  const CommandResult result =
      Linkwright("verify --variant p4 --family permutation --seeds 1 --cycles 1 --json v.json");
  EXPECT_EQ(result.exit_code, 1) << result.out;
  EXPECT_NE(result.err.find("no flit left the switch"), std::string::npos) << result.err;
  EXPECT_EQ(ReadJson("v.json")["status"], "failed");
}

TEST(Reports, AWaveformThatCannotBeWrittenIsRefusedBeforeTheFirstCycle) {
  ExpectRefused("verify --variant p4 --family uniform --seeds 1 --cycles 100 --trace-dir nowhere",
                "--trace-dir nowhere:1:1", "there is no such folder");
}

TEST(Reports, AFileThatCannotBeReplacedIsWrittenInPlace) {
  // A mount point needs rights that a test may not have.
  const std::string mounted =
      "sh -c \"echo > a && echo > b && unshare -rm sh -c 'mount --bind a b && exec '\"'\"'" +
      std::string(LINKWRIGHT_BINARY_DIR
                  "/linkwright'\"'\"' bench --algorithm ring --ranks 2 "
                  "--sizes 1KiB --fidelity flow --json b --quiet'\"");
  const std::string command = "cd '" + Scratch().string() + "' && " + mounted + " 2> err.txt";
  const int status = std::system(command.c_str());
  const std::string err = ReadAll(Scratch() / "err.txt");
  if (err.find("unshare") != std::string::npos || err.find("mount:") != std::string::npos)
    GTEST_SKIP() << err;
  EXPECT_EQ(status, 0) << err;
  EXPECT_EQ(ReadJson("a")["status"], "complete");
  for (const auto& entry : fs::directory_iterator(Scratch()))
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
}

}  // namespace
}  // namespace linkwright::system_test
