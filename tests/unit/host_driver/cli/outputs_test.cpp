// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/outputs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "foundation/config/document.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/cli/plan_warnings.h"

namespace linkwright::cli {
namespace {

namespace fs = std::filesystem;
using diagnostics::RunFailure;
using diagnostics::UserError;

class Outputs : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / ("outputs_" + std::string(test->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& text = "") const {
    const fs::path path = folder_ / name;
    if (!text.empty()) std::ofstream(path) << text;
    return path.string();
  }
  static std::string Text(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static telemetry::RunReport OneRow() {
    telemetry::RunReport report;
    report.AddRow({{"size_bytes", 1024}});
    return report;
  }

  fs::path folder_;
};

TEST_F(Outputs, ARunThatFailsWritesWhatItHasAndWhyItEnded) {
  OutputOptions output;
  output.json_path = File("a.json", "yesterday's");
  telemetry::RunReport report = OneRow();
  const auto run = [&] {
    report.AddRow({{"size_bytes", 2048}});
    throw RunFailure("a deadlock");
  };
  EXPECT_THROW(output.WriteEvenIfItFails(report, run), RunFailure);
  const auto written = nlohmann::json::parse(Text(output.json_path));
  EXPECT_EQ(written["status"], "failed");
  EXPECT_EQ(written["failure"], "a deadlock");
  EXPECT_EQ(written["results"].size(), 2u);
}

TEST_F(Outputs, AMistakeOfTheInputTouchesNoFile) {
  OutputOptions output;
  output.json_path = File("a.json", "yesterday's");
  telemetry::RunReport report = OneRow();
  const auto run = [] { throw UserError({"s.yaml", 1, 1}, "no such pod"); };
  EXPECT_THROW(output.WriteEvenIfItFails(report, run), UserError);
  EXPECT_EQ(Text(output.json_path), "yesterday's");
  EXPECT_TRUE(report.failure().empty());
}

TEST_F(Outputs, ARunThatEndsWellIsWrittenByItsCommand) {
  OutputOptions output;
  output.json_path = File("a.json");
  telemetry::RunReport report = OneRow();
  output.WriteEvenIfItFails(report, [] {});
  EXPECT_FALSE(fs::exists(output.json_path));
  output.Write(report);
  EXPECT_EQ(nlohmann::json::parse(Text(output.json_path))["status"], "complete");
}

TEST_F(Outputs, AnInputIsNeverWrittenOver) {
  const std::string scenario = File("s.yaml", "{}\n");
  fs::create_symlink(scenario, folder_ / "link.json");
  for (const std::string& path :
       {scenario, folder_.string() + "/./s.yaml", (folder_ / "link.json").string()}) {
    OutputOptions output;
    output.json_path = path;
    EXPECT_THROW(output.RefuseInputs({"none.xml", scenario}), UserError) << path;
    OutputOptions csv;
    csv.csv_path = path;
    try {
      csv.RefuseInputs({scenario});
      FAIL() << "accepted";
    } catch (const UserError& error) {
      EXPECT_EQ(error.diagnostics().front().location.file, "--csv " + path);
      EXPECT_EQ(error.diagnostics().front().message,
                "would overwrite '" + scenario + "', which this run reads");
    }
  }
  OutputOptions other;
  other.json_path = File("other.json", "x");
  EXPECT_NO_THROW(other.RefuseInputs({scenario, "", "all_reduce_ring"}));
}

TEST_F(Outputs, ThatCannotBeWrittenAreRefusedBeforeARun) {
  OutputOptions output;
  output.json_path = (folder_ / "no_such_folder" / "a.json").string();
  EXPECT_THROW(output.ExpectWritable(), UserError);
  output.json_path = folder_.string();
  EXPECT_THROW(output.ExpectWritable(), UserError) << "a folder";
  output.json_path = File("a.json");
  EXPECT_NO_THROW(output.ExpectWritable());
  EXPECT_FALSE(fs::exists(output.json_path)) << "asking leaves nothing behind";
  output.csv_path = output.json_path;
  EXPECT_THROW(output.ExpectWritable(), UserError) << "both in one file";
}

TEST_F(Outputs, ForProgramsOnStdoutLeaveItToThem) {
  const struct {
    OutputOptions output;
    bool silent;
  } cases[] = {{{}, false},
               {{.json_path = "a.json"}, false},
               {{.json_path = "-"}, true},
               {{.csv_path = "-"}, true},
               {{.quiet = true}, true}};
  for (const auto& c : cases) {
    EXPECT_EQ(c.output.silent(), c.silent);
    testing::internal::CaptureStdout();
    c.output.Print("for people\n");
    std::fflush(stdout);
    EXPECT_EQ(testing::internal::GetCapturedStdout(), c.silent ? "" : "for people\n");
  }
}

// Of a size, with an algorithm that is meant for a range.
planning::Plan PlanOfSize(uint64_t size, uint64_t min_bytes, uint64_t max_bytes) {
  const auto document = config::Document::Parse(
      "network: {fidelity: flow}\ncollective: {ranks: 2, size: 64KiB}\n", "s.yaml");
  planning::Plan plan = planning::MakePlan(scenario::ReadScenario(document), document);
  planning::Job& job = plan.jobs.front();
  job.config.size = units::Bytes(size);
  job.program.name = "tuned";
  job.program.min_bytes = min_bytes;
  job.program.max_bytes = max_bytes;
  return plan;
}

TEST(PlanWarnings, ASizeOutsideAFilesRangeIsWorthAWord) {
  EXPECT_TRUE(WarningsOf(PlanOfSize(4096, 0, 0)).empty()) << "no range";
  EXPECT_TRUE(WarningsOf(PlanOfSize(4096, 4096, 4096)).empty()) << "both ends belong to it";
  for (const uint64_t size : {uint64_t{4095}, uint64_t{8193}}) {
    const auto warnings = WarningsOf(PlanOfSize(size, 4096, 8192));
    ASSERT_EQ(warnings.size(), 1u) << size;
    EXPECT_NE(warnings[0].find("'tuned' is meant for 4 KiB to 8 KiB"), std::string::npos)
        << warnings[0];
  }
  const auto open = WarningsOf(PlanOfSize(1, 4096, 0));
  ASSERT_EQ(open.size(), 1u);
  EXPECT_NE(open[0].find("4 KiB to any size"), std::string::npos) << open[0];
}

TEST(PlanWarnings, AreToldOnce) {
  planning::Plan plan = PlanOfSize(1, 0, 0);
  plan.warnings = {"warning: odd"};
  std::vector<std::string> told;
  testing::internal::CaptureStderr();
  PrintWarnings(plan, told);
  PrintWarnings(plan, told);
  std::fflush(stderr);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: odd\n");
  EXPECT_EQ(told, std::vector<std::string>{"warning: odd"});
}

}  // namespace
}  // namespace linkwright::cli
