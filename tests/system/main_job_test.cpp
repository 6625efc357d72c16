// SPDX-License-Identifier: Apache-2.0
// The main job: a collective kernel over switch RTL and over its twin, the same cycles, correct
// data.
#include <map>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

// Runs one bench at a fidelity; the report is left in FIDELITY.json.
nlohmann::json Bench(const std::string& arguments, const std::string& fidelity) {
  const CommandResult result = Linkwright("bench " + arguments + " --fidelity " + fidelity +
                                          " --json " + fidelity + ".json");
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  return result.exit_code == 0 ? ReadJson(fidelity + ".json") : nlohmann::json::object();
}

void ExpectRtlEqualsTwin(const std::string& arguments) {
  const auto rtl = Bench(arguments, "rtl");
  const auto cycle = Bench(arguments, "cycle");
  ASSERT_FALSE(rtl.empty() || cycle.empty());
  EXPECT_GT(rtl["results"][0]["cycles"].get<int64_t>(), 0);
  EXPECT_EQ(rtl["results"].dump(), cycle["results"].dump());
  EXPECT_EQ(rtl["metrics"].dump(), cycle["metrics"].dump());
  for (const auto& row : rtl["results"]) EXPECT_EQ(row["wrong"], 0);
}

class RealFile : public testing::TestWithParam<const char*> {};

TEST_P(RealFile, GivesTheSameCyclesOnRtlAndTwinAndCorrectDataEverywhere) {
  if (ExternalData().empty()) GTEST_SKIP() << "no real input files: set LINKWRIGHT_EXTERNAL_DATA";
  const std::string file = (ExternalData() / "msccl-xml" / GetParam()).string();
  const std::string arguments = "--algorithm " + file + " --sizes 96KiB --type fp16";
  ExpectRtlEqualsTwin(arguments);
  const auto flow = Bench(arguments, "flow");
  EXPECT_EQ(flow["results"][0]["wrong"], 0);
}

INSTANTIATE_TEST_SUITE_P(Msccl, RealFile,
                         testing::Values("alltoall-8n-0-9kb.xml",
                                         "astra-custom_ring_allreduce_8npus.xml",
                                         "azure-ncv4-ag_hier_4_Simple.xml",
                                         "azure-ncv4-ar_tree_12_LL.xml", "azure-ndv5-a2a2ll.xml",
                                         "azure-ndv5-r48ll.xml"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           for (char& c : name)
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           return name;
                         });

TEST(MainJob, EveryBuiltInAlgorithmGivesTheSameCyclesOnRtlAndTwin) {
  for (const char* algorithm : {"all_reduce_ring", "all_reduce_nvls", "all_reduce_halving_doubling",
                                "all_gather_nvls", "all_to_all_allpairs", "broadcast_chain"}) {
    SCOPED_TRACE(algorithm);
    ExpectRtlEqualsTwin(std::string("--algorithm ") + algorithm +
                        " --ranks 4 --sizes 32KiB --type fp32");
  }
}

TEST(MainJob, RingAllReduceOfEightRanksSendsSevenQuartersOfItsSize) {
  const auto report = Bench("--algorithm ring --ranks 8 --sizes 1MiB --type fp32", "cycle");
  EXPECT_EQ(report["metrics"]["collective.sent_per_rank"]["value"], 7 * 1048576 / 4);
}

TEST(MainJob, OneSwitchInRtlAndTheRestTwinsGiveTheSameCycles) {
  Write("twins.yaml",
        "pod: {accelerators: 4, planes: 2, accelerator: ualink_accelerator}\ncollective: "
        "{algorithm: all_reduce_ring, size: 64KiB, "
        "ranks: 4}\n");
  Write("mixed.yaml", "extends: twins.yaml\nnetwork: {switches: {pod0.plane1.switch0: rtl}}\n");
  ASSERT_EQ(Linkwright("run twins.yaml --json twins.json").exit_code, 0);
  const CommandResult mixed = Linkwright("run mixed.yaml --json mixed.json");
  ASSERT_EQ(mixed.exit_code, 0) << mixed.err;
  EXPECT_EQ(ReadJson("twins.json")["metrics"].dump(), ReadJson("mixed.json")["metrics"].dump());
}

TEST(MainJob, SimulatingOnePlaneOfIdenticalPlanesGivesTheSameReport) {
  const std::string common =
      "bench --algorithm nvls --ranks 4 --sizes 64KiB --type bf16 --set pod.planes=3 --set "
      "pod.accelerator=ualink_accelerator --json ";
  ASSERT_EQ(Linkwright(common + "all.json --symmetry simulate_all").exit_code, 0);
  const CommandResult one = Linkwright(common + "one.json --symmetry exploit");
  ASSERT_EQ(one.exit_code, 0) << one.err;
  const auto all_metrics = ReadJson("all.json")["metrics"];
  const auto one_metrics = ReadJson("one.json")["metrics"];
  for (const auto& [name, metric] : all_metrics.items()) {
    if (name.starts_with("collective.") || name.starts_with("switches.") ||
        name.starts_with("tco.")) {
      EXPECT_EQ(metric.dump(), one_metrics[name].dump()) << name;
    }
  }
}

TEST(MainJob, TheSameScenarioAndSeedTwiceGivesTheSameBytes) {
  for (const char* fidelity : {"flow", "cycle", "rtl"}) {
    const std::string arguments =
        std::string(
            "bench --algorithm nvls --ranks 8 --sizes 16KiB:64KiB:4 --type fp16 --fidelity ") +
        fidelity;
    const CommandResult first = Linkwright(arguments + " --json first.json --csv first.csv");
    const CommandResult second = Linkwright(arguments + " --json second.json --csv second.csv");
    ASSERT_EQ(first.exit_code, 0) << first.err;
    EXPECT_EQ(first.out, second.out);
    EXPECT_EQ(ReadAll(Scratch() / "first.json"), ReadAll(Scratch() / "second.json"));
    EXPECT_EQ(ReadAll(Scratch() / "first.csv"), ReadAll(Scratch() / "second.csv"));
    EXPECT_FALSE(ReadAll(Scratch() / "first.json").empty());
  }
}

TEST(MainJob, ThreePodsAreComparedInOneTableWithPrices) {
  const CommandResult result = Linkwright(
      "compare nvlink72 ualink64 sue64 --algorithm nvls --size 64KiB --json compare.json");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto report = ReadJson("compare.json");
  ASSERT_EQ(report["results"].size(), 3u);
  for (const auto& row : report["results"]) {
    for (const char* column : {"time", "busbw", "switches", "links", "network_capex",
                               "network_power", "capex_per_accelerator", "energy_per_bit",
                               "busbw_per_kilodollar", "busbw_per_kilowatt"}) {
      EXPECT_GT(row[column].get<double>(), 0) << row["pod"] << " " << column;
    }
  }
  EXPECT_EQ(report["results"][0]["switches"], 18);
  EXPECT_EQ(report["results"][0]["links"], 72 * 18);
  for (const char* pod : {"nvlink72", "ualink64", "sue64"})
    EXPECT_NE(result.out.find(pod), std::string::npos);
}

}  // namespace
}  // namespace linkwright::system_test
