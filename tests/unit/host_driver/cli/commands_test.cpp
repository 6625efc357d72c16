// SPDX-License-Identifier: Apache-2.0
// Exit codes and refusals of the commands, in this process; tests/system runs the real one.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "foundation/telemetry/text_layout.h"
#include "tests/unit/host_driver/cli/cli_under_test.h"

namespace linkwright::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Mistake {
  std::vector<const char*> words;
  const char* message;
};

TEST(Commands, ListCountsAsPeopleDo) {
  const std::string pods = Linkwright({"list", "pods"}).out;
  EXPECT_LT(pods.find("bench4 "), pods.find("bench8 "));
  EXPECT_LT(pods.find("bench8 "), pods.find("bench16 "));
  EXPECT_LT(pods.find("bench16 "), pods.find("bench64 "));
}

TEST(Commands, AMistakeIsExitCodeTwoAndSaysWhatWasMeant) {
  for (const Mistake& mistake : std::vector<Mistake>{
           {{}, "subcommand"},
           {{"bnech"}, "did you mean 'bench'"},
           {{"bnech"}, "no command is called 'bnech'; there are run, bench, compare"},
           {{"--verison", "bench"}, "did you mean '--version'"},
           {{"--foo"}, "no option is called '--foo' in front of a command"},
           {{"bench"}, "--algorithm is required"},
           {{"bench", "--algorithm", "all_reduce_rong"}, "did you mean 'all_reduce_ring'"},
           {{"bench", "--algorithm", "all_reduce_ring", "--on", "bench88"},
            "unknown pod 'bench88'"},
           {{"bench", "--algorithm", "all_reduce_ring", "--on", "bech8"}, "did you mean 'bench8'"},
           {{"bench", "--algorithm", "all_reduce_ring", "--sizes", "8:4"},
            "the last size is smaller"},
           {{"bench", "--algorithm", "all_reduce_ring", "--set", "collective.size=1KiB"},
            "bench takes its sizes from --sizes"},
           {{"bench", "--algorithm", "ring", "--collective", "allgahter"},
            "did you mean 'allgather'"},
           {{"bench", "--algorithm", "all_reduce_ring", "--collective", "allgather"},
            "is of the collective all_reduce, not all_gather"},
           {{"bench", "--algorithm", ""}, "expected a value, found ''"},
           {{"bench", "--algorithm", "all_reduce_ring", "--set", "seed=0", "--set", "sed=1"},
            "did you mean 'seed'"},
           {{"bench", "--algorithm", "all_reduce_ring", "--json", "/no/such/folder/a.json"},
            "/no/such/folder/a.json"},
           {{"bench", "--algorithm", "all_reduce_ring", "--json", "-", "--csv", "-"},
            "JSON and CSV cannot be written to the same file"},
           {{"run", "bench8"}, "run reads a scenario file"},
           {{"run", "no_such.yaml"}, "no_such.yaml"},
           {{"run"}, "SCENARIO is required"},
           {{"compare", "bench4"}, "PODS"},
           {{"compare", "bench4", "bench4", "--algorithm", "all_reduce_ring"},
            "'bench4' is given twice"},
           {{"list", "podz"}, "podz"},
           {{"help", "exit-cods"}, "did you mean 'exit-codes'"},
           {{"help", "bnech"}, "did you mean 'bench'"},
           {{"schema", "plans"}, "plans"},
           {{"regress"}, "FILE is required"},
           {{"regress", "no_such.yaml"}, "no_such.yaml"},
           {{"regress", "a.yaml", "--accept"}, "new goldens need a reason: --reason"},
           {{"regress", "a.yaml", "--accept", "--reason", " "}, "new goldens need a reason"},
           {{"regress", "a.yaml", "--accept", "--reason", "a\nb"}, "expected one line of text"},
           {{"regress", "a.yaml", "--reason", "none"}, "it is the reason of an --accept"},
           {{"regress", "a.yaml", "--accept", "--reason", "r", "--seeds", "2"},
            "not with --seeds or --seed"},
           {{"regress", "a.yaml", "--seed-from", "2"}, "it is for seeds that --seeds draws"},
           {{"regress", "a.yaml", "--seed", "2", "--seeds", "2"}, "it is the only seed"},
           {{"regress", "a.yaml", "--seeds", "0"}, "--seeds"},
           {{"conform"}, "WHICH is required"},
           {{"conform", "lrr"}, "did you mean 'llr'"},
           {{"conform", "llr", "--switch", "twin", "twin"}, "'twin' is there twice"},
           {{"conform", "llr", "--switch", "p4"}, "neither twin nor rtl nor a library"},
           {{"conform", "llr", "--csv", "a.txt", "--junit", "./a.txt"},
            "CSV and JUnit cannot be written to the same file"},
           {{"explain", "all_reduce_rong"}, "did you mean 'all_reduce_ring'"},
       }) {
    const Said said = Linkwright(mistake.words);
    EXPECT_EQ(said.code, 2) << mistake.message << "\n" << said.out << said.err;
    EXPECT_TRUE(Has(said.err, mistake.message)) << mistake.message << "\n" << said.err;
  }
}

TEST(Commands, ASizeThatAlgorithmCannotHaveGetsALineAndTheOthersTheirRows) {
  const Said said = Linkwright({"bench", "--algorithm", "all_reduce_ring", "--fidelity", "flow",
                                "--ranks", "4", "--sizes", "4,64", "--json", "-"});
  EXPECT_EQ(said.code, 0) << said.err;
  const json results = json::parse(said.out)["results"];
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0]["size_bytes"], 4);
  EXPECT_TRUE(Has(results[0]["refused"], "needs at least 16 B"))
      << "an element in each of 4 chunks";
  EXPECT_EQ(results[1]["size_bytes"], 64);
  EXPECT_EQ(results[1]["count"], 16) << "of 4 bytes";
  EXPECT_EQ(results[1]["wrong"], 0);
  const Said none =
      Linkwright({"bench", "--algorithm", "all_reduce_ring", "--ranks", "4", "--sizes", "4,8"});
  EXPECT_EQ(none.code, 2);
  EXPECT_TRUE(Has(none.err, "--sizes 4,8")) << none.err;
}

// nccl-tests: busbw of all-reduce is algbw * 2 (n - 1) / n.
TEST(Commands, ABenchRowHoldsNcclsArithmetic) {
  const Said said =
      Linkwright({"bench", "--algorithm", "all_reduce_ring", "--fidelity", "flow", "--on", "bench8",
                  "--sizes", "64K", "--type", "half", "--json", "-"});
  ASSERT_EQ(said.code, 0) << said.err;
  const json report = json::parse(said.out);
  const json& row = report["results"][0];
  EXPECT_EQ(row["type"], "half");
  EXPECT_EQ(row["redop"], "sum");
  EXPECT_EQ(row["count"], 32768);
  EXPECT_EQ(row["root"], -1);
  EXPECT_EQ(row["cycles"], 0) << "a flow network has no clock";
  const double algbw = 65536.0 / row["time_ps"].get<double>() * 1000;  // B/ps -> GB/s
  EXPECT_NEAR(row["algbw_GBps"].get<double>(), algbw, 1e-9 * algbw);
  EXPECT_NEAR(row["busbw_GBps"].get<double>(), algbw * 14 / 8, 1e-9 * algbw);
  EXPECT_TRUE(report["metrics"].contains("collective.time")) << "one size needs no label";
}

TEST(Commands, SeveralSizesLabelTheirMetrics) {
  const Said said =
      Linkwright({"bench", "--algorithm", "all_gather_ring", "--fidelity", "flow", "--ranks", "2",
                  "--sizes", "1K:2K", "--check", "off", "--json", "-"});
  ASSERT_EQ(said.code, 0) << said.err;
  const json report = json::parse(said.out);
  EXPECT_TRUE(report["metrics"].contains("collective.time{size=1024}"));
  EXPECT_EQ(report["metrics"]["collective.time{size=2048}"]["labels"]["size"], "2048");
  EXPECT_FALSE(report["metrics"].contains("collective.time"));
  EXPECT_EQ(report["results"][0]["wrong"], "N/A") << "--check off";
  EXPECT_EQ(report["results"][0]["redop"], "none") << "a gather adds nothing";
}

TEST(Commands, ATableFitsTheTerminal) {
  for (const char* columns : {"40", "80", "120"}) {
    const int width = std::stoi(columns);
    for (const Said& said :
         {Linkwright({"bench", "--algorithm", "all_reduce_ring", "--fidelity", "flow", "--ranks",
                      "4", "--sizes", "1K"},
                     columns),
          Linkwright({"list"}, columns), Linkwright({"help", "exit-codes"}, columns),
          Linkwright({"explain", "all_reduce_ring"}, columns)}) {
      EXPECT_EQ(said.code, 0) << said.err;
      for (const std::string& line : telemetry::Wrapped(said.out, 1000))
        EXPECT_LE(telemetry::DisplayWidth(line), width) << line;
    }
  }
}

TEST(Commands, QuietSaysNothingWhenAllIsWell) {
  const Said said = Linkwright({"bench", "--algorithm", "all_reduce_ring", "--fidelity", "flow",
                                "--ranks", "2", "--sizes", "1K", "--quiet"});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out, "");
  EXPECT_EQ(said.err, "");
}

TEST(Commands, RunReadsItsFileAndIsNamedByIt) {
  const fs::path folder = fs::path(testing::TempDir()) / "commands_run";
  fs::create_directories(folder);
  const std::string file = (folder / "s.yaml").string();
  std::ofstream(file) << "name: tiny\nnetwork: {fidelity: flow}\n"
                         "collective: {ranks: 2, size: 1KiB}\n";
  const Said said = Linkwright({"run", file.c_str()});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_TRUE(said.out.starts_with(
      "tiny: all_reduce_ring on bench2 (2 accelerators, 1 plane), fidelity flow\n"))
      << said.out;
  const Said over = Linkwright({"run", file.c_str(), "--json", file.c_str()});
  EXPECT_EQ(over.code, 2);
  EXPECT_TRUE(Has(over.err, "would overwrite")) << over.err;
  std::ofstream(file) << "network: {fidelty: flow}\n";
  const Said wrong = Linkwright({"run", file.c_str()});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(Has(wrong.err, file + ":1:11")) << wrong.err;
  fs::remove_all(folder);
}

TEST(Commands, CompareSetsPodsSideBySide) {
  const Said said = Linkwright({"compare", "bench4", "bench8", "--algorithm", "all_reduce_ring",
                                "--size", "16K", "--fidelity", "flow"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_TRUE(Has(said.out,
                  "all_reduce_ring of 16 KiB, fp32, one rank per accelerator, fidelity "
                  "flow, symmetry exploit"))
      << said.out;
  EXPECT_TRUE(Has(said.out, "bench4")) << said.out;
  const Said differs =
      Linkwright({"compare", "bench4", "bench8", "--algorithm", "all_reduce_ring", "--size", "16K",
                  "--fidelity", "flow", "--ranks", "4", "--quiet"});
  EXPECT_EQ(differs.code, 0) << differs.err;
  EXPECT_EQ(differs.out, "");
}

TEST(Commands, ListIsTheSameForPeopleAndPrograms) {
  const Said text = Linkwright({"list", "pods"});
  EXPECT_EQ(text.code, 0);
  EXPECT_TRUE(text.out.starts_with("pods\n")) << text.out;
  const Said machine = Linkwright({"list", "pods", "--json", "-"});
  const json pods = json::parse(machine.out)["pods"];
  EXPECT_GE(pods.size(), 11u) << "the ready ones";
  for (const auto& [name, doc] : pods.items()) EXPECT_TRUE(Has(text.out, name)) << name;
}

TEST(Commands, SchemasAreJson) {
  for (const char* what : {"scenario", "parts"}) {
    const Said said = Linkwright({"schema", what});
    EXPECT_EQ(said.code, 0);
    EXPECT_TRUE(json::parse(said.out).contains("$defs")) << what;
    const Said table = Linkwright({"schema", what, "--markdown"});
    EXPECT_EQ(table.code, 0);
    EXPECT_TRUE(Has(table.out, "|")) << what;
  }
}

TEST(Commands, HelpAndVersionAreNoMistakes) {
  for (const char* word : {"--help", "--version", "help"}) {
    const Said said = Linkwright({word});
    EXPECT_EQ(said.code, 0) << word;
    EXPECT_TRUE(Has(said.out, "linkwright")) << said.out;
    EXPECT_EQ(said.err, "") << word;
  }
  for (const char* command : {"run", "bench", "compare", "verify", "conform", "list", "explain",
                              "schema", "help", "completion"}) {
    const Said said = Linkwright({"help", command});
    EXPECT_EQ(said.code, 0) << command;
    EXPECT_TRUE(Has(said.out, std::string("linkwright ") + command)) << said.out;
  }
}

}  // namespace
}  // namespace linkwright::cli
