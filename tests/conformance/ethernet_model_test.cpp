// SPDX-License-Identifier: Apache-2.0
// What the translation of the Ethernet switch's RTL must not change, and what a recorded model
// leaves behind.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/lockstep/harness/run.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::verilated {
const linkwright_switch_plugin_table* Table_ethernet_switch_p4_plain();
}  // namespace linkwright::verilated

namespace linkwright::lockstep::ethernet {
namespace {

// Verilator 5.006 has known wrong optimisations of wide expressions.
TEST(VerilatedEthernetSwitch, BehavesTheSameWithAndWithoutOptimisation) {
  const auto& variant = *spec::ethernet_switch::FindVariant("p4");
  for (const std::string& family : EthernetKind().families) {
    lockstep::Coverage coverage;
    const lockstep::Scenario what{"p4", family, 21, 3000};
    const auto optimised = plugins::MakeRtl(plugins::kEthernetSwitch, variant.name);
    const auto plain = plugins::MakeSwitch(*verilated::Table_ethernet_switch_p4_plain());
    const auto a = lockstep::RunAlone(EthernetKind(), what, *optimised, coverage);
    const auto b = lockstep::RunAlone(EthernetKind(), what, *plain, coverage);
    EXPECT_EQ(a.stimulus_hash, b.stimulus_hash) << family;
    EXPECT_EQ(a.response_hash, b.response_hash) << family;
    EXPECT_GT(a.flits_out, 200) << family;
  }
}

// A device that drops its interrupt wire in cycle 900.
class LyingSwitch : public interfaces::ClockedSwitch {
 public:
  int ports() const override { return rtl_->ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override { rtl_->Reset(outputs); }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    rtl_->Tick(inputs, outputs);
    if (++ticks_ == 900) outputs.interrupt = !outputs.interrupt;
  }
  bool StartTrace(const std::string& path) override { return rtl_->StartTrace(path); }
  void StopTrace() override { rtl_->StopTrace(); }

 private:
  std::unique_ptr<interfaces::ClockedSwitch> rtl_ =
      plugins::MakeSwitch(*verilated::Table_ethernet_switch_p4_plain());
  int ticks_ = 0;
};

TEST(EthernetDivergence, LeavesAWaveform) {
  const lockstep::SwitchPair pair{EthernetKind().ours.reference, [](const std::string&) {
                                    return std::make_unique<LyingSwitch>();
                                  }};
  lockstep::VerifyRequest request;
  request.variants = {"p4"};
  request.families = {"balance"};
  request.cycles = 2000;
  request.trace_dir = testing::TempDir();
  const lockstep::VerifyReport report = RunVerify(EthernetKind(), request, pair);
  ASSERT_TRUE(report.rows[0].divergence.has_value());
  const lockstep::Divergence& divergence = *report.rows[0].divergence;
  EXPECT_EQ(divergence.cycle, 900);
  EXPECT_EQ(divergence.field, "irq");
  ASSERT_FALSE(divergence.trace_file.empty());
  EXPECT_GT(std::filesystem::file_size(divergence.trace_file), 1000U);
  std::filesystem::remove(divergence.trace_file);
}

}  // namespace
}  // namespace linkwright::lockstep::ethernet
