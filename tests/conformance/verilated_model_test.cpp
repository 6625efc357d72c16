// SPDX-License-Identifier: Apache-2.0
// What the translation of the RTL must not change, and what a recorded model leaves behind.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/harness/run.h"
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::verilated {
const linkwright_switch_plugin_table* Table_scaleup_switch_p4_plain();
}  // namespace linkwright::verilated

namespace linkwright::lockstep::scaleup {
namespace {

const spec::scaleup_switch::Variant& Variant() { return *spec::scaleup_switch::FindVariant("p4"); }

// Verilator 5.006 has known wrong optimisations of wide expressions.
TEST(VerilatedSwitch, BehavesTheSameWithAndWithoutOptimisation) {
  for (const std::string& family : ScaleUpKind().all_families) {
    Coverage coverage;
    const lockstep::Scenario what{"p4", family, 21, 4000};
    const auto optimised = plugins::MakeRtl(plugins::kScaleUpSwitch, Variant().name);
    const auto plain = plugins::MakeSwitch(*verilated::Table_scaleup_switch_p4_plain());
    const VerifyRow a = RunAlone(ScaleUpKind(), what, *optimised, coverage);
    const VerifyRow b = RunAlone(ScaleUpKind(), what, *plain, coverage);
    EXPECT_EQ(a.stimulus_hash, b.stimulus_hash) << family;
    EXPECT_EQ(a.response_hash, b.response_hash) << family;
    EXPECT_GT(a.flits_out, 500);
  }
}

// A device that lies about one flit in cycle 700.
class LyingSwitch : public interfaces::ClockedSwitch {
 public:
  int ports() const override { return rtl_->ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override { rtl_->Reset(outputs); }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    rtl_->Tick(inputs, outputs);
    if (++ticks_ == 700) outputs.port[2].credit.valid = !outputs.port[2].credit.valid;
  }
  bool StartTrace(const std::string& path) override { return rtl_->StartTrace(path); }
  void StopTrace() override { rtl_->StopTrace(); }

 private:
  std::unique_ptr<interfaces::ClockedSwitch> rtl_ =
      plugins::MakeSwitch(*verilated::Table_scaleup_switch_p4_plain());
  int ticks_ = 0;
};

TEST(LockStepDivergence, IsReportedWithCyclePortFieldHistoryReplayAndWaveform) {
  const SwitchPair pair{
      [](const std::string&) { return scaleup_switch::MakeScaleUpSwitch(Variant()); },
      [](const std::string&) { return std::make_unique<LyingSwitch>(); }};
  VerifyRequest request;
  request.variants = {"p4"};
  request.families = {"bursty"};
  request.first_seed = 17;
  request.cycles = 2000;
  request.trace_dir = testing::TempDir();
  const VerifyReport report = RunVerify(ScaleUpKind(), request, pair);
  ASSERT_EQ(report.rows.size(), 1U);
  ASSERT_TRUE(report.rows[0].divergence.has_value());
  const Divergence& divergence = *report.rows[0].divergence;
  EXPECT_EQ(divergence.cycle, 700);
  EXPECT_EQ(divergence.port, 2);
  EXPECT_EQ(divergence.field, "credit.valid");
  EXPECT_NE(divergence.expected, divergence.actual);
  EXPECT_FALSE(divergence.history.empty());
  // A lie of this test's making: the command would verify the RTL, which does not lie.
  const std::string text = FormatReport(report, request);
  EXPECT_EQ(text.find("linkwright verify"), std::string::npos) << text;
  EXPECT_NE(text.find("variant p4 family bursty seed 17"), std::string::npos) << text;
  EXPECT_NE(text.find("replay: the same device with 2000 cycles of traffic"), std::string::npos);
  ASSERT_FALSE(divergence.trace_file.empty());
  EXPECT_GT(std::filesystem::file_size(divergence.trace_file), 1000U);
  std::filesystem::remove(divergence.trace_file);
}

}  // namespace
}  // namespace linkwright::lockstep::scaleup
