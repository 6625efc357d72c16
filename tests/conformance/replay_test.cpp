// SPDX-License-Identifier: Apache-2.0
// What a report tells a person to run again is what ran; and a run that compared nothing has not
// passed.
#include <gtest/gtest.h>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::lockstep::scaleup {
namespace {

std::unique_ptr<interfaces::ClockedSwitch> Twin(const std::string& variant) {
  return scaleup_switch::MakeScaleUpSwitch(*spec::scaleup_switch::FindVariant(variant));
}

// Flips a bit of a flit.
class Faulty final : public interfaces::ClockedSwitch {
 public:
  explicit Faulty(const std::string& variant) : twin_(Twin(variant)) {}
  int ports() const override { return twin_->ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override {
    ticks_ = 0;
    twin_->Reset(outputs);
  }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    twin_->Tick(inputs, outputs);
    if (++ticks_ > 700 && outputs.port[2].flit.valid) outputs.port[2].flit.data[3] ^= 0x10;
  }

 private:
  std::unique_ptr<interfaces::ClockedSwitch> twin_;
  int ticks_ = 0;
};

std::unique_ptr<interfaces::ClockedSwitch> MakeFaulty(const std::string& variant) {
  return std::make_unique<Faulty>(variant);
}

VerifyRequest Request() {
  VerifyRequest request;
  request.variants = {"p4"};
  request.families = {"uniform"};
  request.cycles = 2000;
  return request;
}

std::string TextOf(const SwitchPair& pair) {
  const VerifyRequest request = Request();
  const VerifyReport report = RunVerify(ScaleUpKind(), request, pair);
  EXPECT_FALSE(report.passed());
  return FormatReport(report, request, {});
}

TEST(Replay, OfADeviceThatACommandMakesIsThatCommand) {
  const std::string text = TextOf({Twin, SwitchDevice(MakeFaulty, " --switch mine.so")});
  EXPECT_NE(text.find("replay: linkwright verify --switch mine.so --variant p4 --seed 1 --seeds 1 "
                      "--cycles 2000 --family uniform\n"),
            std::string::npos)
      << text;
}

TEST(Replay, OfSomebodysOwnDeviceIsNoCommand) {
  EXPECT_EQ(TextOf({Twin, MakeFaulty}).find("linkwright verify"), std::string::npos);
  SwitchPair pair = ScaleUpKind().ours;
  pair.device = MakeFaulty;
  const std::string text = TextOf(pair);
  EXPECT_EQ(text.find("linkwright verify"), std::string::npos) << text;
  EXPECT_NE(text.find("replay: the same device with 2000 cycles of traffic"), std::string::npos);
}

TEST(LockStepRow, ThatSawNoFlitHasNotPassed) {
  VerifyRequest request = Request();
  request.families = {"permutation"};
  request.cycles = 1;
  const VerifyReport report = RunVerify(ScaleUpKind(), request, {Twin, Twin});
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_EQ(report.rows[0].flits_out, 0);
  EXPECT_FALSE(report.passed());
  EXPECT_NE(FormatReport(report, request).find("no flit left the switch in"), std::string::npos);
  request.cycles = 2000;
  EXPECT_TRUE(RunVerify(ScaleUpKind(), request, {Twin, Twin}).passed());
}

}  // namespace
}  // namespace linkwright::lockstep::scaleup
