// SPDX-License-Identifier: Apache-2.0
// Every wait of the scale-up switch has a bound: RTL and twin, each by itself, judged by an oracle
// that sees the wires only.
#include "systemc_models/oracle/scaleup_waits.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <tuple>

#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "tests/conformance/steady_streams.h"
#include "tests/conformance/wait_scenarios.h"

namespace linkwright::conformance {

void PrintTo(const WaitScenario& scenario, std::ostream* out) { *out << scenario.name; }

namespace {

using spec::scaleup_switch::FindVariant;
using spec::scaleup_switch::Variant;

std::unique_ptr<interfaces::ClockedSwitch> MakeRtl(const Variant& variant) {
  return plugins::MakeRtl(plugins::kScaleUpSwitch, variant.name);
}

class Waits : public testing::TestWithParam<std::tuple<WaitScenario, bool>> {};

TEST_P(Waits, HaveABound) {
  const auto& [scenario, rtl] = GetParam();
  const Variant& variant = *FindVariant(scenario.variant);
  if (rtl && !MakeRtl(variant)) GTEST_SKIP() << "built without the RTL of " << scenario.variant;
  const std::string wrong = rtl ? scenario.run(MakeRtl, variant)
                                : scenario.run(scaleup_switch::MakeScaleUpSwitch, variant);
  EXPECT_EQ(wrong, "");
}

INSTANTIATE_TEST_SUITE_P(All, Waits,
                         testing::Combine(testing::ValuesIn(WaitScenarios()), testing::Bool()),
                         [](const testing::TestParamInfo<std::tuple<WaitScenario, bool>>& test) {
                           return std::string(std::get<0>(test.param).name) +
                                  (std::get<1>(test.param) ? "_rtl" : "_twin");
                         });

TEST(WaitBound, IsFarFromWhatRandomStreamsReach) {
  for (const char* name : {"p4", "p8", "p8_wavefront"}) {
    const Variant& variant = *FindVariant(name);
    std::int64_t longest = 0;
    EXPECT_EQ(RandomStreamsStarveNobody(scaleup_switch::MakeScaleUpSwitch, variant, 11, 30, 12000,
                                        &longest),
              "");
    const std::int64_t bound = oracle::ScaleUpWaitBound(variant);
    fmt::print("{}: longest wait with credit {} cycles, bound {}\n", name, longest, bound);
    EXPECT_LT(longest, bound / 4);
  }
}

// The oracle itself: a switch that loses, invents and keeps is told from one that does not.
class Liar final : public interfaces::ClockedSwitch {
 public:
  enum Kind { kLoses, kDoubles, kStops };
  explicit Liar(Kind kind)
      : kind_(kind), twin_(scaleup_switch::MakeScaleUpSwitch(*FindVariant("p4"))) {}
  int ports() const override { return twin_->ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override { twin_->Reset(outputs); }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    twin_->Tick(inputs, outputs);
    interfaces::FlitBeat& flit = outputs.port[2].flit;
    if (!flit.valid || ++flits_ < 100) return;
    if (kind_ == kLoses && flits_ == 100) flit.valid = false;
    if (kind_ == kDoubles && flits_ == 101) flit.data = kept_;
    if (kind_ == kStops) flit.valid = false;
    kept_ = flit.data;
  }

 private:
  Kind kind_;
  std::unique_ptr<interfaces::ClockedSwitch> twin_;
  int flits_ = 0;
  decltype(interfaces::FlitBeat::data) kept_{};
};

std::string FindingOf(Liar::Kind kind) {
  const Variant& variant = *FindVariant("p4");
  SteadyStreams run(
      std::make_unique<Liar>(kind), variant,
      {{.source = 0, .target = 2, .bytes = 0}, {.source = 1, .target = 2, .bytes = 0}});
  run.Run(10000);
  return run.waits().findings().First();
}

TEST(WaitOracle, NamesCycleAndPortOfAPacketThatIsLostDoubledOrKept) {
  EXPECT_NE(FindingOf(Liar::kLoses).find("port 2 sends a packet on channel 0"), std::string::npos);
  EXPECT_NE(FindingOf(Liar::kDoubles).find("port 2 sends a packet on channel 0"),
            std::string::npos);
  EXPECT_NE(FindingOf(Liar::kStops).find("port 2: unicast packets of input"), std::string::npos);
  EXPECT_NE(FindingOf(Liar::kStops).find("on channel 0 starve"), std::string::npos);
}

}  // namespace
}  // namespace linkwright::conformance
